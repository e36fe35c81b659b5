import { describe, expect, it } from '@jest/globals';
import { ambiguous, claimant, date, id, none, order, outcome, publisher, reachable, start } from '#testkit/trade-walk';
import { termsFor, Walk } from '#testkit/trade-walk';
import { owedOnCancellation } from './cancellation.js';
import type { Decision } from '../refusals/decision.js';
import type { ClaimAtPublisher } from './claim-state.js';
import type { Step } from './machine.js';
import { firstOffer } from './offer.js';
import { ofOrder, orderTransitions, type OrderEvent } from './published-order.js';
import { awardsEnd, priceOfPart } from './surplus-order.js';

// Goal: every row of the table does what docs/protocol.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events, the state that follows, and what the last event sends out or the code that refuses it. At the end
// the rows that were walked are compared with the table.

const walk = new Walk();

const stated = 'surplus-order.stated surplus-order.stated';
const parties = { id, surplusOrderId: order.id, claimant, publisher, offer: firstOffer(order, 1_200) };
const signed = { ...parties, terms: termsFor(parties.offer, 1_200), termsHash: 'hash', publisherSignature: 'ours' };
const claims: readonly ClaimAtPublisher[] = [
  { ...parties, status: 'SUBMITTED', lapsesAt: awardsEnd(order) },
  { ...signed, status: 'AWARDED' },
  { ...signed, status: 'CONFIRMED', claimantSignature: 'theirs' },
];
const { status: _, awardedMinutes: __, ...draft } = order;
const orderEvents: Record<string, OrderEvent> = {
  post: { type: 'post', order: draft },
  withdraw: { type: 'withdraw' },
  split: { type: 'split', minutes: 900 },
  'split-all': { type: 'split', minutes: 2_400 },
  'split-more': { type: 'split', minutes: 2_401 },
  'split-nothing': { type: 'split', minutes: 0 },
  cancel: { type: 'cancel', reason: 'y' },
  'cancel-silent': { type: 'cancel', reason: '' },
  time: { type: 'time' },
  later: { type: 'time' },
};

function demandOf<T>(decision: Decision<Step<T>>): T {
  if (!decision.ok) throw new Error(decision.refusals[0].code);
  return decision.value.state;
}

function playOrder(
  state: 'NONE' | 'POSTED' | 'PARTLY_AWARDED' | 'FULLY_AWARDED',
  names: string,
  onIt: readonly ClaimAtPublisher[] = state === 'POSTED' || state === 'NONE' ? claims.slice(0, 1) : claims,
) {
  const minutes = { POSTED: 0, PARTLY_AWARDED: 1_200, FULLY_AWARDED: 2_400, NONE: 0 }[state];
  const begun = state === 'NONE' ? none : { ...order, awardedMinutes: minutes, status: state };
  let at: Parameters<typeof ofOrder>[0] = { order: begun, claims: onIt };
  let said = '';
  for (const name of names.split(' ')) {
    const event = orderEvents[name] as OrderEvent;
    const decision = ofOrder(at, event, name === 'later' ? awardsEnd(order) : start);
    const after = decision.ok ? decision.value.state : at;
    if (decision.ok) walk.note(event.type, at.order, after.order);
    said = outcome(decision, after.order);
    at = after;
  }
  return { ...at, said };
}

describe('a surplus order', () => {
  const ended = `claim.declined award.terminated unsent award.terminated`;
  it.each([
    ['NONE', 'post', `POSTED: take ${stated}`],
    ['NONE', 'withdraw', 'NONE: SURPLUS_ORDER_NOT_WITHDRAWABLE'],
    ['POSTED', 'post', 'POSTED: SURPLUS_ORDER_CLOSED'],
    ['POSTED', 'time', 'POSTED'],
    ['POSTED', 'later', `EXPIRED: give-back ${stated}`],
    ['POSTED', 'withdraw', `WITHDRAWN: give-back claim.declined ${stated}`],
    ['POSTED', 'withdraw later', 'WITHDRAWN'],
    ['POSTED', 'cancel', 'POSTED: SURPLUS_ORDER_NOT_CANCELLABLE'],
    ['PARTLY_AWARDED', 'withdraw', 'PARTLY_AWARDED: SURPLUS_ORDER_NOT_WITHDRAWABLE'],
    ['PARTLY_AWARDED', 'cancel', `CANCELLED: give-back ${ended} ${stated}`],
    ['PARTLY_AWARDED', 'cancel-silent', 'PARTLY_AWARDED: TEXT_EMPTY'],
    ['PARTLY_AWARDED', 'later', `FULLY_AWARDED: give-back ${stated}`],
    ['PARTLY_AWARDED', 'time', 'PARTLY_AWARDED'],
    ['FULLY_AWARDED', 'later', 'FULLY_AWARDED'],
    ['FULLY_AWARDED', 'cancel', `CANCELLED: give-back ${ended} ${stated}`],
  ] as const)('%s %s → %s', (from, names, expected) => {
    expect(playOrder(from, names).said).toBe(expected);
  });

  it.each([
    ['split', `POSTED: give-back ${stated}`],
    ['split split', `POSTED: give-back ${stated}`],
    ['split-all', `WITHDRAWN: give-back ${stated}`],
    ['split split-all', 'POSTED: REMAINING_MINUTES_EXCEEDED'],
    ['split-more', 'POSTED: REMAINING_MINUTES_EXCEEDED'],
    ['split-nothing', 'POSTED: MINUTES_NOT_POSITIVE'],
  ] as const)('on which nobody has an open claim, %s → %s', (names, expected) => {
    expect(playOrder('POSTED', names, []).said).toBe(expected);
  });

  it.each(['POSTED', 'PARTLY_AWARDED', 'FULLY_AWARDED'] as const)('%s with claims is not split', (from) => {
    expect(playOrder(from, 'split').said).toBe(`${from}: SURPLUS_ORDER_NOT_SPLITTABLE`);
  });

  it('keeps the price of a minute when a part is split off, to the benefit of who claims', () => {
    const odd = { ...order, priceYen: 48_001 };
    const { order: rest } = demandOf(ofOrder({ order: odd, claims: [] }, { type: 'split', minutes: 900 }, start));
    expect(rest).toMatchObject({ minutes: 1_500, priceYen: 30_001, status: 'POSTED' });
    for (const minutes of [1, 600, 777, 1_500])
      expect(priceOfPart(rest as typeof odd, minutes)).toBeGreaterThanOrEqual(priceOfPart(odd, minutes));
  });

  it('keeps the price of a minute when what nobody took goes back to its lot', () => {
    expect(playOrder('PARTLY_AWARDED', 'later').order).toMatchObject({ minutes: 1_200, priceYen: 24_000 });
  });

  it.each([
    ['2027-07-02', 0],
    ['2027-07-03', 20],
    ['2027-07-25', 20],
    ['2027-07-26', 50],
    ['2027-07-31', 50],
    ['2027-08-01', 100],
  ] as const)('cancelled on %s for a first day of work on 2027-08-01 costs %d %%', (on, percent) => {
    expect(owedOnCancellation({ priceYen: 199, earliest: order.earliest }, date(on))).toBe(
      Math.floor((199 * percent) / 100),
    );
  });
});

describe('the table of a surplus order', () => {
  it('has every row walked above, from each of its states and to each', () => {
    expect(walk.missing(orderTransitions)).toEqual([]);
  });

  it('reaches every state, with one row at most for an event in a state', () => {
    expect(reachable(orderTransitions, ['PARTLY_AWARDED'])).toEqual(
      'CANCELLED EXPIRED FULLY_AWARDED NONE PARTLY_AWARDED POSTED WITHDRAWN'.split(' '),
    );
    expect(ambiguous(orderTransitions)).toEqual([]);
  });
});
