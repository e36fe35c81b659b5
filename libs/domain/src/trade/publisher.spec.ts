import { describe, expect, it } from '@jest/globals';
import { ambiguous, cheaper, claimant, dearer, id, none, order, outcome, reachable } from '#testkit/trade-walk';
import { start, stranger, termsFor, Walk } from '#testkit/trade-walk';
import { hoursAfter } from '../calendar/date.js';
import { refusal } from '../refusals/decision.js';
import type { ClaimAtPublisher } from './claim-state.js';
import type { AwardTerms } from './claim.js';
import type { None } from './machine.js';
import { publisherAmendments } from './publisher-amendments.js';
import { atPublisher, publisherTransitions, type PublisherEvent } from './publisher.js';
import { awardsEnd, type SurplusOrder } from './surplus-order.js';

// Goal: every row of the table does what docs/protocol.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events, the state that follows, and what the last event sends out or the code that refuses it. At the end
// the rows that were walked are compared with the table.

const walk = new Walk();

const told = (type: string, payload: object, { genuine = true, from = claimant } = {}): PublisherEvent =>
  ({ type, payload: { claimId: id, ...payload }, from, genuine }) as unknown as PublisherEvent;

function publisherEvent(name: string, claim: ClaimAtPublisher | None): PublisherEvent {
  const offer = claim.status === 'NONE' ? undefined : claim.offer;
  const number = (offer?.number ?? 0) + 1;
  const award = (minutes: number): PublisherEvent => ({
    ...{ type: 'award', minutes, terms: (offer && termsFor(offer, minutes)) as AwardTerms },
    ...{ termsHash: 'hash', signature: 'ours' },
  });
  const submitted = { surplusOrderId: order.id, minutes: 1_200 };
  const events: Record<string, PublisherEvent> = {
    submitted: told('claim.submitted', submitted),
    'submitted-unlawful': {
      ...told('claim.submitted', submitted),
      obstacles: [refusal('BASIS_MISSING')],
    } as unknown as PublisherEvent,
    'submitted-much': told('claim.submitted', { ...submitted, minutes: 2_401 }),
    'submitted-half': told('claim.submitted', { ...submitted, minutes: 0.5 }),
    'submitted-by-another': told('claim.submitted', submitted, { from: stranger }),
    withdrawn: told('claim.withdrawn', {}),
    'withdrawn-stranger': told('claim.withdrawn', {}, { from: stranger }),
    countered: told('claim.countered', { number, offer: dearer }),
    'countered-outside': told('claim.countered', { number, offer: { ...dearer, priceYen: 48_001 } }),
    accepted: told('counter.accepted', { number: number - 1 }),
    'accepted-other': told('counter.accepted', { number: number - 2 }),
    confirmed: told('award.confirmed', { termsHash: 'hash', signature: 'theirs' }),
    'confirmed-late': told('award.confirmed', { termsHash: 'hash', signature: 'theirs' }),
    'confirmed-forged': told('award.confirmed', { termsHash: 'hash', signature: 'theirs' }, { genuine: false }),
    'confirmed-other': told('award.confirmed', { termsHash: 'other', signature: 'theirs' }),
    award: award(1_200),
    'award-part': award(600),
    'award-little': award(60),
    'award-more': award(1_800),
    counter: { type: 'counter', offer: cheaper },
    'counter-cheap': { type: 'counter', offer: { ...cheaper, priceYen: 23_999 } },
    decline: { type: 'decline', reason: 'z' },
    'decline-silent': { type: 'decline', reason: ' ' },
    ended: { type: 'order-ended', reason: 'y' },
    time: { type: 'time' },
    later: { type: 'time' },
  };
  const event = events[name];
  if (event === undefined) throw new Error(`no event ${name}`);
  return event;
}

function playPublisher(names: string): { order: SurplusOrder; claim: ClaimAtPublisher | None; said: string } {
  let at = { order, claim: none as ClaimAtPublisher | None };
  let said = '';
  for (const name of names.split(' ')) {
    const event = publisherEvent(name, at.claim);
    const now = /later|late$/.test(name) ? hoursAfter(awardsEnd(order), 96) : start;
    const decision = atPublisher(at, event, now);
    const after = decision.ok ? decision.value.state : at;
    if (decision.ok) walk.note(event.type, at.claim, after.claim);
    said = outcome(decision, after.claim);
    at = after;
  }
  return { ...at, said };
}

const stated = 'surplus-order.stated surplus-order.stated';

describe("a claim at its publisher's", () => {
  it.each([
    ['submitted', 'SUBMITTED'],
    ['submitted submitted', 'SUBMITTED'],
    ['submitted-much', 'DECLINED: claim.declined'],
    ['submitted-unlawful', 'DECLINED: claim.declined'],
    ['submitted-half', 'NONE: claim.declined'],
    ['submitted-by-another', 'NONE'],
    ['award', 'NONE: CLAIM_NOT_AWARDABLE'],
    ['submitted time', 'SUBMITTED'],
    ['submitted later', 'LAPSED'],
    ['submitted withdrawn', 'WITHDRAWN'],
    ['submitted withdrawn-stranger', 'SUBMITTED'],
    ['submitted decline', 'DECLINED: claim.declined'],
    ['submitted decline-silent', 'SUBMITTED: TEXT_EMPTY'],
    ['submitted ended', 'DECLINED: claim.declined'],
    ['submitted award', `AWARDED: claim.awarded ${stated}`],
    ['submitted award-part', `AWARDED: claim.awarded ${stated}`],
    ['submitted award-little', 'SUBMITTED: BELOW_MIN_SLICE'],
    ['submitted award-more', 'SUBMITTED: CLAIM_MINUTES_EXCEEDED'],
    ['submitted counter', 'COUNTERED: claim.countered'],
    ['submitted counter-cheap', 'SUBMITTED: COUNTER_PRICE_OUT_OF_RANGE'],
    ['submitted counter counter', 'COUNTERED: CLAIM_NOT_NEGOTIABLE'],
    ['submitted counter award', 'COUNTERED: CLAIM_NOT_AWARDABLE'],
    ['submitted counter accepted', 'SUBMITTED'],
    ['submitted counter accepted-other', 'COUNTERED'],
    ['submitted counter accepted award', `AWARDED: claim.awarded ${stated}`],
    ['submitted counter countered', 'COUNTERED'],
    ['submitted counter countered-outside award', 'COUNTERED: CLAIM_NOT_AWARDABLE'],
    ['submitted counter countered award', `AWARDED: claim.awarded ${stated}`],
    ['submitted counter countered counter', 'COUNTERED: claim.countered'],
    ['submitted counter decline', 'DECLINED: claim.declined'],
    ['submitted counter withdrawn', 'WITHDRAWN'],
    ['submitted counter ended', 'DECLINED: claim.declined'],
    ['submitted counter later', 'LAPSED'],
    ['submitted award withdrawn', `WITHDRAWN: ${stated}`],
    ['submitted award decline', 'AWARDED: CLAIM_NOT_DECLINABLE'],
    ['submitted award time', 'AWARDED'],
    ['submitted award later', `LAPSED: award.lapsed ${stated}`],
    ['submitted award ended', `TERMINATED: award.terminated ${stated}`],
    ['submitted award confirmed', 'CONFIRMED: sent award.in-force'],
    ['submitted award confirmed-forged', 'AWARDED'],
    ['submitted award confirmed-other', 'AWARDED'],
    ['submitted award confirmed-late', `LAPSED: award.lapsed ${stated}`],
    ['submitted award confirmed confirmed', 'CONFIRMED: award.in-force'],
    ['submitted award confirmed confirmed-forged', 'CONFIRMED'],
    ['submitted award confirmed withdrawn', 'CONFIRMED'],
    ['submitted award confirmed later', 'CONFIRMED'],
    ['submitted award confirmed ended', `TERMINATED: unsent award.terminated ${stated}`],
    ['submitted award later confirmed', 'LAPSED: award.lapsed'],
    ['submitted later confirmed', 'LAPSED'],
    ['submitted later withdrawn', 'WITHDRAWN'],
    ['submitted decline withdrawn', 'WITHDRAWN'],
    ['submitted award ended withdrawn', 'WITHDRAWN'],
    ['submitted award confirmed ended withdrawn', 'TERMINATED'],
    ['submitted award ended confirmed', 'TERMINATED'],
  ])('%s → %s', (names, expected) => {
    expect(playPublisher(names).said).toBe(expected);
  });

  it('awards a counter-offer at its share of the price, on its days', () => {
    const { claim } = playPublisher('submitted counter countered award-part');
    expect(claim).toMatchObject({
      terms: { minutes: 600, priceYen: 18_000, earliest: '2027-08-08', due: '2027-08-21' },
    });
  });

  it('lets the minutes of the surplus order follow from its claims', () => {
    const minutes = (names: string): unknown => {
      const { order: after } = playPublisher(names);
      return [after.awardedMinutes, after.status];
    };
    expect(minutes('submitted award-part')).toEqual([600, 'PARTLY_AWARDED']);
    expect(minutes('submitted award-part confirmed')).toEqual([600, 'PARTLY_AWARDED']);
    expect(minutes('submitted award-part later')).toEqual([0, 'POSTED']);
    expect(minutes('submitted award-part withdrawn')).toEqual([0, 'POSTED']);
  });
});

describe("the table of a claim at its publisher's", () => {
  it('has every row walked above, from each of its states and to each', () => {
    const amendments = new Set<object>(publisherAmendments); // Walked in amendment.spec.ts.
    expect(walk.missing(publisherTransitions.filter((row) => !amendments.has(row)))).toEqual([]);
  });

  it('reaches every state, with one row at most for an event in a state', () => {
    expect(reachable(publisherTransitions)).toEqual(
      'AWARDED CONFIRMED COUNTERED DECLINED LAPSED NONE SUBMITTED TERMINATED WITHDRAWN'.split(' '),
    );
    expect(ambiguous(publisherTransitions)).toEqual([]);
  });
});
