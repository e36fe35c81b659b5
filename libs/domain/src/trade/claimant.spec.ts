import { describe, expect, it } from '@jest/globals';
import { ambiguous, cheaper, claimant, date, dearer, id, none, order, outcome, publisher } from '#testkit/trade-walk';
import { reachable, start, stranger, termsFor, Walk } from '#testkit/trade-walk';
import { hoursAfter } from '../calendar/date.js';
import { refusal, type Decision } from '../refusals/decision.js';
import type { ClaimAtClaimant } from './claim-state.js';
import type { AwardTerms } from './claim.js';
import { claimantAmendments } from './claimant-amendments.js';
import { atClaimant, claimantTransitions, type ClaimantEvent } from './claimant.js';
import type { None, Step } from './machine.js';
import { holdEnds } from './surplus-order.js';

// Goal: every row of the table does what docs/protocol.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events, the state that follows, and what the last event sends out or the code that refuses it. At the end
// the rows that were walked are compared with the table.

const walk = new Walk();

const heard = (type: string, payload: object, { genuine = true, from = publisher } = {}): ClaimantEvent =>
  ({ type, payload: { claimId: id, ...payload }, from, genuine }) as unknown as ClaimantEvent;

function claimantEvent(name: string, claim: ClaimAtClaimant | None): ClaimantEvent {
  const offer = claim.status === 'NONE' ? undefined : claim.offer;
  const terms = (offer && termsFor(offer, 600)) as AwardTerms;
  const termsHash = 'hash';
  const number = (offer?.number ?? 0) + 1;
  const events: Record<string, ClaimantEvent> = {
    submit: { type: 'submit', id, claimant, minutes: 1_200 },
    'submit-unlawful': { type: 'submit', id, claimant, minutes: 1_200, obstacles: [refusal('BASIS_MISSING')] },
    'submit-little': { type: 'submit', id, claimant, minutes: 60 },
    withdraw: { type: 'withdraw' },
    counter: { type: 'counter', offer: dearer },
    'counter-same': { type: 'counter', offer: cheaper },
    'counter-outside': { type: 'counter', offer: { ...dearer, due: date('2027-09-01') } },
    accept: { type: 'accept-counter' },
    'confirm-unlawful': { type: 'confirm', signature: 'theirs', lotId: 'lot', obstacles: [refusal('BASIS_MISSING')] },
    confirm: { type: 'confirm', signature: 'theirs', lotId: 'lot' },
    declined: heard('claim.declined', { reason: 'x' }),
    countered: heard('claim.countered', { number, offer: cheaper }),
    'countered-again': heard('claim.countered', { number: number - 1, offer: cheaper }),
    'countered-outside': heard('claim.countered', { number, offer: { ...cheaper, priceYen: 1 } }),
    awarded: heard('claim.awarded', { terms, termsHash, signature: 'ours' }),
    'awarded-forged': heard('claim.awarded', { terms, termsHash, signature: 'ours' }, { genuine: false }),
    'awarded-cheap': heard('claim.awarded', { terms: { ...terms, priceYen: 11_999 }, termsHash, signature: 'ours' }),
    'awarded-early': heard('claim.awarded', { terms: { ...terms, earliest: order.due }, termsHash, signature: 'ours' }),
    'in-force': heard('award.in-force', { termsHash }),
    'in-force-other': heard('award.in-force', { termsHash: 'other' }),
    lapsed: heard('award.lapsed', {}),
    'lapsed-stranger': heard('award.lapsed', {}, { from: stranger }),
    terminated: heard('award.terminated', { termsHash, on: '2027-07-28', reason: 'y' }),
    'terminated-other': heard('award.terminated', { termsHash: 'other', on: '2027-07-28', reason: 'y' }),
    time: { type: 'time' },
    later: { type: 'time' },
    'confirm-late': { type: 'confirm', signature: 'theirs', lotId: 'lot' },
  };
  const event = events[name];
  if (event === undefined) throw new Error(`no event ${name}`);
  return event;
}

function playClaimant(names: string): { claim: ClaimAtClaimant | None; said: string } {
  let claim: ClaimAtClaimant | None = none;
  let said = '';
  for (const name of names.split(' ')) {
    const event = claimantEvent(name, claim);
    const now = name === 'later' ? holdEnds(order) : name === 'confirm-late' ? hoursAfter(start, 72) : start;
    const decision: Decision<Step<ClaimAtClaimant | None>> = atClaimant(claim, event, { order }, now);
    const after: ClaimAtClaimant | None = decision.ok ? decision.value.state : claim;
    if (decision.ok) walk.note(event.type, claim, after);
    said = outcome(decision, after);
    claim = after;
  }
  return { claim, said };
}

const awarded = 'submit awarded';
const confirmed = `${awarded} confirm`;
const countered = 'submit countered';

describe("a claim at its claimant's", () => {
  it.each([
    ['submit', 'SUBMITTED: hold claim.submitted'],
    ['submit-little', 'NONE: BELOW_MIN_SLICE'],
    ['submit-unlawful', 'NONE: BASIS_MISSING'],
    [`${awarded} confirm-unlawful`, 'AWARDED: BASIS_MISSING'],
    ['withdraw', 'NONE: CLAIM_NOT_WITHDRAWABLE'],
    ['submit submit', 'SUBMITTED: CLAIM_UNKNOWN'],
    ['submit time', 'SUBMITTED'],
    ['submit later', 'LAPSED: release'],
    ['submit withdraw', 'WITHDRAWN: release claim.withdrawn'],
    ['submit declined', 'DECLINED: release'],
    ['submit lapsed', 'LAPSED: release'],
    ['submit lapsed-stranger', 'SUBMITTED'],
    ['submit terminated', 'TERMINATED: release'],
    ['submit confirm', 'SUBMITTED: CLAIM_NOT_CONFIRMABLE'],
    ['submit counter', 'SUBMITTED: CLAIM_NOT_NEGOTIABLE'],
    ['submit in-force', 'SUBMITTED'],
    [countered, 'COUNTERED'],
    ['submit countered-again', 'SUBMITTED'],
    ['submit countered-outside', 'SUBMITTED'],
    [`${countered} countered`, 'COUNTERED'],
    [`${countered} accept`, 'SUBMITTED: hold counter.accepted'],
    [`${countered} counter`, 'COUNTERED: hold claim.countered'],
    [`${countered} counter-same`, 'COUNTERED: COUNTER_UNCHANGED'],
    [`${countered} counter-outside`, 'COUNTERED: COUNTER_OUTSIDE_WINDOW'],
    [`${countered} counter counter`, 'COUNTERED: CLAIM_NOT_NEGOTIABLE'],
    [`${countered} counter accept`, 'COUNTERED: CLAIM_NOT_NEGOTIABLE'],
    [`${countered} counter countered`, 'COUNTERED'],
    [`${countered} awarded`, 'COUNTERED'], // Its own offer waits for our answer; it cannot award it.
    [`${countered} counter awarded`, 'AWARDED: narrow'],
    [`${countered} accept awarded`, 'AWARDED: narrow'],
    [`${countered} withdraw`, 'WITHDRAWN: release claim.withdrawn'],
    [`${countered} declined`, 'DECLINED: release'],
    [`${countered} lapsed`, 'LAPSED: release'],
    [`${countered} terminated`, 'TERMINATED: release'],
    [`${countered} later`, 'LAPSED: release'],
    [awarded, 'AWARDED: narrow'],
    ['submit awarded-forged', 'SUBMITTED'],
    ['submit awarded-cheap', 'SUBMITTED'],
    ['submit awarded-early', 'SUBMITTED'],
    [`${awarded} awarded`, 'AWARDED'],
    [`${awarded} later`, 'AWARDED'], // It waits for the publisher's word.
    [`${awarded} declined`, 'AWARDED'],
    [`${awarded} withdraw`, 'WITHDRAWN: release claim.withdrawn'],
    [`${awarded} lapsed`, 'LAPSED: release'],
    [`${awarded} terminated`, 'TERMINATED: release'],
    [`${awarded} confirm-late`, 'AWARDED: CONFIRMATION_TOO_LATE'],
    [confirmed, 'CONFIRMED: firm award.confirmed'],
    [`${confirmed} confirm`, 'CONFIRMED: CLAIM_NOT_CONFIRMABLE'],
    [`${confirmed} withdraw`, 'CONFIRMED: CLAIM_NOT_WITHDRAWABLE'],
    [`${confirmed} in-force`, 'CONFIRMED'],
    [`${confirmed} in-force-other`, 'CONFIRMED'],
    [`${confirmed} lapsed`, 'LAPSED: release'],
    [`${confirmed} in-force lapsed`, 'CONFIRMED'],
    [`${confirmed} terminated`, 'TERMINATED: release'],
    [`${confirmed} terminated-other`, 'CONFIRMED'],
    [`${confirmed} in-force terminated`, 'TERMINATED: release'],
    ['submit later declined', 'DECLINED'],
    ['submit later terminated', 'TERMINATED'],
    ['submit later awarded', 'LAPSED'],
    ['submit awarded lapsed declined', 'LAPSED'],
    ['submit withdraw declined', 'WITHDRAWN'],
    ['submit withdraw awarded', 'WITHDRAWN'],
    ['submit declined withdraw', 'DECLINED: CLAIM_NOT_WITHDRAWABLE'],
  ])('%s → %s', (names, expected) => {
    expect(playClaimant(names).said).toBe(expected);
  });

  it('knows only the facts of its state: what is owed, what is pending', () => {
    expect(playClaimant(confirmed).claim).toMatchObject({ receiptPending: true, lotId: 'lot', termsHash: 'hash' });
    expect(playClaimant(`${confirmed} in-force`).claim).toMatchObject({ receiptPending: false });
    expect(playClaimant(`${confirmed} in-force terminated`).claim).toMatchObject({ owedYen: 6_000, wasInForce: true });
    expect(playClaimant(`${confirmed} terminated`).claim).toMatchObject({ owedYen: 0, wasInForce: false });
    expect(playClaimant(`${countered} accept`).claim).toMatchObject({
      offer: { ...cheaper, by: 'CLAIMANT', number: 3 },
    });
  });
});

describe("the table of a claim at its claimant's", () => {
  it('has every row walked above, from each of its states and to each', () => {
    const amendments = new Set<object>(claimantAmendments); // Walked in amendment.spec.ts.
    expect(walk.missing(claimantTransitions.filter((row) => !amendments.has(row)))).toEqual([]);
  });

  it('reaches every state, with one row at most for an event in a state', () => {
    expect(reachable(claimantTransitions)).toEqual(
      'AWARDED CONFIRMED COUNTERED DECLINED LAPSED NONE SUBMITTED TERMINATED WITHDRAWN'.split(' '),
    );
    expect(ambiguous(claimantTransitions)).toEqual([]);
  });
});
