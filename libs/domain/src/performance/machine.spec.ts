import { describe, expect, it } from '@jest/globals';
import {
  ambiguous,
  claimant,
  date,
  id,
  none,
  outcome,
  publisher,
  reachable,
  stranger,
  Walk,
} from '#testkit/trade-walk';
import { termsFor } from '#testkit/trade-walk';
import { endOfDayInTokyo, type Instant } from '../calendar/date.js';
import type { None } from '../trade/machine.js';
import { perform, performanceTransitions, type AwardNow, type PerformanceEvent } from './machine.js';
import type { Performance } from './performance.js';

// Goal: every row of the table does what docs/protocol.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events at one town, the state that follows, and what the last event sends out or the code that refuses
// it. How both ends come to the same is in both-ends.spec.ts.

const offer = { minutes: 600, priceYen: 12_001, earliest: date('2027-08-01'), due: date('2027-08-31') };
const terms = termsFor({ ...offer, by: 'CLAIMANT', number: 2 }, 600);
const award: AwardNow = { claimId: id, claimant, publisher, inForce: true, terms, termsHash: 'hash' };
const [tooEarly, now] = [endOfDayInTokyo(date('2027-07-30')), endOfDayInTokyo(date('2027-08-09'))];
const day = '2027-08-10';

const walk = new Walk();
const said = (type: string, from: string, payload: object): PerformanceEvent =>
  ({ type, from, payload: { claimId: id, ...payload } }) as unknown as PerformanceEvent;
const deliver = (minutes: number, reworkMinutes = 0): PerformanceEvent => ({
  ...{ type: 'deliver', minutes, reworkMinutes },
  note: '',
});
const delivered = (number: number, minutes: number, reworkMinutes = 0, more: object = {}): PerformanceEvent =>
  said('work.delivered', claimant, {
    ...{ number, minutes, reworkMinutes, note: '', deliveredOn: day, termsHash: 'hash' },
    ...more,
  });

const events: Readonly<Record<string, PerformanceEvent>> = {
  // At the claimant's.
  start: { type: 'start' },
  'deliver-all': deliver(600),
  'deliver-half': deliver(300),
  'deliver-much': deliver(601),
  'deliver-none': deliver(0),
  'deliver-rework': deliver(600, 600),
  'deliver-dear': deliver(600, 601),
  'accepted-1': said('delivery.accepted', publisher, { number: 1, minutes: 600, acceptedOn: day }),
  'accepted-2': said('delivery.accepted', publisher, { number: 2, minutes: 600, acceptedOn: day }),
  'accepted-part': said('delivery.accepted', publisher, { number: 1, minutes: 200, acceptedOn: day }),
  'accepted-more': said('delivery.accepted', publisher, { number: 1, minutes: 601, acceptedOn: day }),
  'accepted-before': said('delivery.accepted', publisher, { number: 1, minutes: 600, acceptedOn: '2027-08-09' }),
  'accepted-stranger': said('delivery.accepted', stranger, { number: 1, minutes: 600, acceptedOn: day }),
  'rejected-ours': said('delivery.rejected', publisher, { number: 1, reason: 'x', cause: 'CLAIMANT', rejectedOn: day }),
  'rejected-spec': said('delivery.rejected', publisher, {
    ...{ number: 1, reason: 'x', cause: 'SPECIFICATION', rejectedOn: day },
  }),
  'rejected-odd': said('delivery.rejected', publisher, { number: 1, reason: 'x', cause: 'WEATHER', rejectedOn: day }),
  returned: said('delivery.returned', publisher, { number: 1, reason: 'TERMS_CHANGED' }),
  'returned-other': said('delivery.returned', publisher, { number: 2, reason: 'TERMS_CHANGED' }),
  // At the publisher's.
  started: said('work.started', claimant, { startedOn: day }),
  'started-odd': said('work.started', claimant, { startedOn: 'today' }),
  'started-stranger': said('work.started', stranger, { startedOn: day }),
  delivered: delivered(1, 600),
  'delivered-half': delivered(1, 300),
  'delivered-2': delivered(2, 600, 600),
  'delivered-gap': delivered(3, 600),
  'delivered-much': delivered(1, 601),
  'delivered-half-minute': delivered(1, 0.5),
  'delivered-old': delivered(1, 600, 0, { termsHash: 'older' }),
  'delivered-dear': delivered(1, 600, 1),
  accept: { type: 'accept', number: 1, minutes: 600 },
  'accept-2': { type: 'accept', number: 2, minutes: 600 },
  'accept-part': { type: 'accept', number: 1, minutes: 599 },
  'accept-more': { type: 'accept', number: 1, minutes: 601 },
  'accept-none': { type: 'accept', number: 1, minutes: 0 },
  reject: { type: 'reject', number: 1, reason: '様式が違う', cause: 'CLAIMANT' },
  'reject-client': { type: 'reject', number: 1, reason: '発注者の変更', cause: 'CLIENT' },
  'reject-mute': { type: 'reject', number: 1, reason: ' ', cause: 'CLIENT' },
  'reject-2': { type: 'reject', number: 2, reason: 'x', cause: 'CLIENT' },
};

function play(
  town: typeof claimant,
  names: string,
  at: Instant = now,
  of: AwardNow = award,
): [string, Performance | None] {
  let work: Performance | None = none;
  let words = '';
  for (const name of names.split(' ')) {
    const event = events[name];
    if (event === undefined) throw new Error(`no event ${name}`);
    const decision = perform(work, event, of, town, at);
    const after: Performance | None = decision.ok ? decision.value.state : work;
    if (decision.ok) walk.note(event.type, work, after);
    words = outcome(decision, after);
    work = after;
  }
  return [words, work];
}

describe("an award in force at its claimant's", () => {
  it.each([
    ['start', 'PERFORMING: work.started'],
    ['start start', 'PERFORMING: WORK_NOT_STARTABLE'],
    ['deliver-all', 'NONE: WORK_NOT_DELIVERABLE'],
    ['accept', 'NONE: DELIVERY_NOT_INSPECTABLE'],
    ['start deliver-all', 'DELIVERED: work.delivered'],
    ['start deliver-all deliver-all', 'DELIVERED: WORK_NOT_DELIVERABLE'],
    ['start deliver-much', 'PERFORMING: DELIVERED_MINUTES_EXCEEDED'],
    ['start deliver-none', 'PERFORMING: MINUTES_NOT_POSITIVE'],
    ['start deliver-rework', 'PERFORMING: REWORK_MINUTES_EXCEEDED'],
    ['start deliver-all accepted-1', 'INSPECTED'],
    ['start deliver-all accepted-1 deliver-all', 'INSPECTED: WORK_NOT_DELIVERABLE'],
    ['start deliver-all accepted-part', 'PERFORMING'],
    ['start deliver-all accepted-part deliver-all', 'PERFORMING: DELIVERED_MINUTES_EXCEEDED'],
    ['start deliver-all accepted-2', 'DELIVERED'],
    ['start deliver-all accepted-more', 'DELIVERED'],
    ['start deliver-all accepted-before', 'DELIVERED'],
    ['start deliver-all accepted-stranger', 'DELIVERED'],
    ['start accepted-1', 'PERFORMING'],
    ['start deliver-all rejected-odd', 'DELIVERED'],
    ['start deliver-all rejected-ours', 'PERFORMING'],
    ['start deliver-all rejected-ours deliver-rework', 'PERFORMING: REWORK_MINUTES_EXCEEDED'],
    ['start deliver-all rejected-spec deliver-rework', 'DELIVERED: work.delivered'],
    ['start deliver-all rejected-spec deliver-dear', 'PERFORMING: REWORK_MINUTES_EXCEEDED'],
    ['start deliver-all rejected-spec deliver-rework accepted-2', 'INSPECTED'],
    ['start deliver-all returned', 'PERFORMING'],
    ['start deliver-all returned-other', 'DELIVERED'],
    ['start deliver-all returned deliver-half', 'DELIVERED: work.delivered'],
  ])('%s → %s', (names, expected) => {
    expect(play(claimant, names)[0]).toBe(expected);
  });

  it('is begun only when it is in force, and not before its first day', () => {
    expect(play(claimant, 'start', now, { ...award, inForce: false })[0]).toBe('NONE: AWARD_NOT_IN_FORCE');
    expect(play(claimant, 'start', tooEarly)[0]).toBe('NONE: START_TOO_EARLY');
    const [, work] = play(claimant, 'start');
    const decision = perform(work, deliver(1), { ...award, inForce: false }, claimant, now);
    expect(outcome(decision, work)).toBe('PERFORMING: AWARD_NOT_IN_FORCE');
  });

  it('can be delivered further where it has grown after all was inspected', () => {
    const [, work] = play(claimant, 'start deliver-all accepted-1');
    const grown = { ...award, terms: { ...terms, minutes: 700, priceYen: 14_001 }, termsHash: 'grown' };
    const decision = perform(work, deliver(100), grown, claimant, now);
    expect(outcome(decision, decision.ok ? decision.value.state : work)).toBe('DELIVERED: work.delivered');
    if (decision.ok) walk.note('deliver', work, decision.value.state);
    const there = play(publisher, 'started delivered accept')[1];
    const taken = perform(there, delivered(2, 100, 0, { termsHash: 'grown' }), grown, publisher, now);
    expect(outcome(taken, taken.ok ? taken.value.state : there)).toBe('DELIVERED');
    if (taken.ok) walk.note('work.delivered', there, taken.value.state);
  });
});

describe("an award in force at its publisher's", () => {
  it.each([
    ['started', 'PERFORMING'],
    ['started-odd', 'NONE'],
    ['started-stranger', 'NONE'],
    ['start', 'NONE: WORK_NOT_STARTABLE'],
    ['delivered', 'NONE'],
    ['started accept', 'PERFORMING: DELIVERY_NOT_INSPECTABLE'],
    ['started delivered', 'DELIVERED'],
    ['started delivered-much', 'PERFORMING: delivery.returned'],
    ['started delivered-half-minute', 'PERFORMING: delivery.returned'],
    ['started delivered-gap', 'PERFORMING: delivery.returned'],
    ['started delivered-old', 'PERFORMING: delivery.returned'],
    ['started delivered-dear', 'PERFORMING: delivery.returned'],
    ['started delivered accept', 'INSPECTED: delivery.accepted'],
    ['started delivered accept accept', 'INSPECTED: DELIVERY_NOT_INSPECTABLE'],
    ['started delivered accept delivered-2', 'INSPECTED: delivery.returned'],
    ['started delivered accept-part', 'PERFORMING: delivery.accepted'],
    ['started delivered accept-more', 'DELIVERED: ACCEPTED_MINUTES_EXCEEDED'],
    ['started delivered accept-none', 'DELIVERED: MINUTES_NOT_POSITIVE'],
    ['started delivered accept-2', 'DELIVERED: DELIVERY_NOT_INSPECTABLE'],
    ['started delivered reject', 'PERFORMING: delivery.rejected'],
    ['started delivered reject-2', 'DELIVERED: DELIVERY_NOT_INSPECTABLE'],
    ['started delivered reject-mute', 'DELIVERED: TEXT_EMPTY'],
    ['started delivered reject delivered-2', 'PERFORMING: delivery.returned'],
    ['started delivered reject-client delivered-2', 'DELIVERED'],
    ['started delivered reject-client delivered-2 accept-2', 'INSPECTED: delivery.accepted'],
  ])('%s → %s', (names, expected) => {
    expect(play(publisher, names)[0]).toBe(expected);
  });

  it('is priced to the yen: parts add up to the price, paid rework comes on top, unpaid does not', () => {
    const verdicts = (names: string): unknown => {
      const [, work] = play(publisher, names);
      return work.status === 'NONE' ? [] : work.deliveries.map(({ verdict }) => verdict);
    };
    expect(verdicts('started delivered accept')).toMatchObject([{ workYen: 12_001, reworkYen: 0, on: day }]);
    expect(verdicts('started delivered reject-client delivered-2 accept-2')).toMatchObject([
      { outcome: 'REJECTED', cause: 'CLIENT' },
      { workYen: 12_001, reworkYen: 12_001 },
    ]);
  });
});

describe('an award in force that is amended', () => {
  const amended = (minutes: number): AwardNow => ({
    ...award,
    ...{ terms: { ...terms, minutes, priceYen: 20 * minutes }, termsHash: `of ${minutes}` },
  });
  /** One end after these events, and what it comes to when the award is amended to so many minutes. */
  const after = (town: typeof claimant, names: string, minutes: number): string => {
    const [, work] = play(town, names);
    const decision = perform(work, { type: 'amended' }, amended(minutes), town, now);
    const then = decision.ok ? decision.value.state : work;
    if (decision.ok) walk.note('amended', work, then);
    return outcome(decision, then);
  };

  it.each([
    // Down to what has been accepted: there is nothing left to do.
    ['start deliver-all accepted-part', 'started delivered accept-part', [200, 599], 'INSPECTED'],
    ['start deliver-all accepted-part', 'started delivered accept-part', [201, 600], 'PERFORMING'],
    // Up again: there is more to do than has been inspected.
    ['start deliver-all accepted-1', 'started delivered accept', [601, 601], 'PERFORMING'],
    // What waits for its inspection waits, and what has not begun does not begin by it.
    ['start deliver-all', 'started delivered', [600, 600], 'DELIVERED'],
    ['', '', [60, 60], 'NONE'],
  ] as const)('%s / %s, to %j minutes → %s', (here, there, [atClaimant, atPublisher], expected) => {
    for (const [town, names, minutes] of [
      [claimant, here, atClaimant],
      [publisher, there, atPublisher],
    ] as const) {
      if (names === '')
        expect(perform(none, { type: 'amended' }, amended(minutes), town, now)).toMatchObject({ ok: true });
      else expect(after(town, names, minutes)).toBe(expected);
    }
  });

  it('is measured by what it is when its last part is accepted, not by what it was when that was delivered', () => {
    const [, here] = play(claimant, 'start deliver-half');
    const [, there] = play(publisher, 'started delivered-half');
    const accepted = said('delivery.accepted', publisher, { number: 1, minutes: 300, acceptedOn: day });
    const status = (
      work: Performance | None,
      event: PerformanceEvent,
      town: typeof claimant,
      minutes: number,
    ): string => {
      const decision = perform(work, event, amended(minutes), town, now);
      return decision.ok ? decision.value.state.status : 'refused';
    };
    for (const [minutes, expected] of [
      [300, 'INSPECTED'],
      [301, 'PERFORMING'],
    ] as const) {
      expect(status(here, accepted, claimant, minutes)).toBe(expected);
      expect(status(there, { type: 'accept', number: 1, minutes: 300 }, publisher, minutes)).toBe(expected);
    }
  });

  it('is none of a third town', () => {
    const [, work] = play(claimant, 'start deliver-all accepted-part');
    expect(perform(work, { type: 'amended' }, amended(200), stranger, now)).toEqual({
      ...{ ok: true, value: { state: work, outgoing: [] } },
    });
  });
});

describe('the table', () => {
  it('has no two rows for one event in one state, reaches every state, and every row was walked', () => {
    expect(ambiguous(performanceTransitions)).toEqual([]);
    expect(reachable(performanceTransitions)).toEqual(['DELIVERED', 'INSPECTED', 'NONE', 'PERFORMING']);
    expect(walk.missing(performanceTransitions)).toEqual([]);
  });
});
