import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimant, date, id, none, publisher, termsFor } from '#testkit/trade-walk';
import { endOfDayInTokyo } from '../calendar/date.js';
import type { None } from '../trade/machine.js';
import type { Tell } from '../trade/outgoing.js';
import { perform, performanceTransitions, type AwardNow, type PerformanceEvent } from './machine.js';
import { doneMinutes, type Performance } from './performance.js';

// Goal: both ends of an award come to the same, whatever is under way and however the award is changed meanwhile, and to an end.
// Method: random lives of an award at both ends, with messages that take their time; then faults planted in the table, to see them found.

const offer = { minutes: 600, priceYen: 12_001, earliest: date('2027-08-01'), due: date('2027-08-31') };
const terms = termsFor({ ...offer, by: 'CLAIMANT', number: 2 }, 600);
const award: AwardNow = { claimId: id, claimant, publisher, inForce: true, terms, termsHash: 'hash' };
const now = endOfDayInTokyo(date('2027-08-09'));
const deliver = (minutes: number, reworkMinutes = 0): PerformanceEvent => ({
  ...{ type: 'deliver', minutes, reworkMinutes },
  note: '',
});

/** Both ends of an award, with what is under way between them, in order in each direction. */
interface Ends {
  here: { work: Performance | None; award: AwardNow };
  there: { work: Performance | None; award: AwardNow };
  toPublisher: (PerformanceEvent | AwardNow)[];
  toClaimant: (PerformanceEvent | AwardNow)[];
  table: typeof performanceTransitions;
}

describe('both ends', () => {
  const deed = fc.record({
    what: fc.constantFrom('deliver', 'accept', 'reject', 'amend', 'hear-claimant', 'hear-publisher'),
    minutes: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 700 })),
    // Mostly none, or hardly anything would ever be delivered.
    rework: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 1, max: 300 })),
    cause: fc.constantFrom('CLAIMANT' as const, 'SPECIFICATION' as const, 'CLIENT' as const),
  });

  const told = (ends: Ends, tells: readonly unknown[], from: typeof claimant): void => {
    const words = (tells as Tell[]).map(
      ({ type, payload }) => ({ type, payload, from }) as unknown as PerformanceEvent,
    );
    (from === claimant ? ends.toPublisher : ends.toClaimant).push(...words);
  };
  const doAt = (ends: Ends, town: typeof claimant, event: PerformanceEvent): void => {
    const end = town === claimant ? ends.here : ends.there;
    const decision = perform(end.work, event, end.award, town, now, ends.table);
    if (!decision.ok) return;
    end.work = decision.value.state;
    told(ends, decision.value.outgoing, town);
  };
  let versions = 0;
  const amend = (ends: Ends, town: typeof claimant, version: AwardNow): void => {
    (town === claimant ? ends.here : ends.there).award = version;
    doAt(ends, town, { type: 'amended' });
  };
  const hear = (ends: Ends, town: typeof claimant): boolean => {
    const word = town === claimant ? ends.toClaimant.shift() : ends.toPublisher.shift();
    if (word === undefined) return false;
    if ('inForce' in word) amend(ends, town, word);
    else doAt(ends, town, word);
    return true;
  };
  const act = (
    ends: Ends,
    {
      what,
      minutes,
      rework,
      cause,
    }: { what: string; minutes: number; rework: number; cause: 'CLIENT' | 'CLAIMANT' | 'SPECIFICATION' },
  ): void => {
    const number = ends.there.work.status === 'NONE' ? 1 : ends.there.work.deliveries.length;
    if (what === 'deliver') doAt(ends, claimant, deliver(minutes, rework));
    else if (what === 'accept') doAt(ends, publisher, { type: 'accept', number, minutes });
    else if (what === 'reject') doAt(ends, publisher, { type: 'reject', number, reason: 'x', cause });
    else if (what === 'amend') {
      const amended = { ...terms, minutes: 600 + minutes, priceYen: 12_001 + 3 * minutes };
      const version = { ...award, terms: amended, termsHash: `amended ${minutes}` };
      amend(ends, publisher, version);
      ends.toClaimant.push(version);
    } else if (what === 'amend-to-done') {
      // The claimant has the last word, and knows what is handed in: a version for just that comes into force there first.
      const done = ends.here.work.status === 'NONE' ? 0 : doneMinutes(ends.here.work);
      if (done === 0) return;
      const version = {
        ...award,
        terms: { ...terms, minutes: done, priceYen: 20 * done },
        termsHash: `done ${++versions}`,
      };
      amend(ends, claimant, version);
      ends.toPublisher.push(version);
    } else hear(ends, what === 'hear-claimant' ? claimant : publisher);
  };
  const lived = (deeds: readonly Parameters<typeof act>[1][], table = performanceTransitions): Ends => {
    const [here, there] = [
      { work: none, award },
      { work: none, award },
    ];
    const ends: Ends = { here, there, toPublisher: [], toClaimant: [], table };
    doAt(ends, claimant, { type: 'start' });
    for (const one of deeds) act(ends, one);
    while (hear(ends, claimant) || hear(ends, publisher));
    return ends;
  };
  const started = (work: Performance | None): Performance => {
    if (work.status === 'NONE') throw new Error('never started');
    return work;
  };

  const endsAgree = (table = performanceTransitions) =>
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      const { here, there } = lived(deeds, table);
      const { returnedFor: _, ...ours } = started(here.work);
      const { returnedFor: __, ...theirs } = started(there.work);
      expect(ours).toEqual(theirs);
    });

  it('keep the same deliveries and verdicts, whatever is under way when the award changes', () => {
    fc.assert(endsAgree(), { numRuns: 2_000 });
  });

  const shrinking = fc.array(
    fc.record({
      // Words arrive more often than not, or few lives would come as far as an acceptance.
      what: fc.constantFrom(
        ...['deliver', 'deliver', 'accept', 'accept', 'reject', 'amend-to-done'],
        ...['hear-claimant', 'hear-claimant', 'hear-publisher', 'hear-publisher', 'hear-publisher'],
      ),
      minutes: fc.integer({ min: 1, max: 60 }),
      rework: fc.constant(0),
      cause: fc.constantFrom('CLAIMANT' as const, 'CLIENT' as const),
    }),
    { minLength: 20, maxLength: 60 },
  );
  let ended = 0;
  const endsComeToTheirEnd = (table = performanceTransitions) =>
    fc.property(shrinking, (deeds) => {
      const { here, there } = lived(deeds, table);
      const [ours, theirs] = [started(here.work), started(there.work)];
      expect([ours.status, ours.acceptedMinutes]).toEqual([theirs.status, theirs.acceptedMinutes]);
      expect(here.award).toEqual(there.award);
      if (ours.status === 'DELIVERED') return;
      const isAll = ours.acceptedMinutes === here.award.terms?.minutes;
      expect(ours.status).toBe(isAll ? 'INSPECTED' : 'PERFORMING');
      if (isAll) ended++;
    });

  it('are INSPECTED exactly when all of the award as it is now is accepted, however it has shrunk', () => {
    ended = 0;
    fc.assert(endsComeToTheirEnd(), { numRuns: 2_000 });
    expect(ended).toBeGreaterThan(50);
  });

  it('are found to go on for ever where nobody hears that an award has shrunk', () => {
    const deaf = performanceTransitions.filter(({ on }) => on !== 'amended');
    expect(fc.check(endsComeToTheirEnd(deaf), { numRuns: 2_000, seed: 7 }).failed).toBe(true);
  });

  type Row = (typeof performanceTransitions)[number];
  /** The table with a fault in the row for one event. */
  const faulty = (on: string, step: (right: Row['step']) => Row['step']): typeof performanceTransitions =>
    performanceTransitions.map((row) => (row.on === on ? { ...row, step: step(row.step) } : row));
  const misheard =
    (change: (payload: object, of: AwardNow) => object) =>
    (right: Row['step']): Row['step'] =>
    (work, event, of, at) =>
      right(
        work,
        {
          ...event,
          payload: { ...(event['payload' as never] as object), ...change(event['payload' as never], of) },
        } as never,
        of,
        at,
      );

  // How good is the check? Each of these plants one fault at one end.
  it.each<[string, typeof performanceTransitions]>([
    [
      'rework for its own fault is paid to the claimant',
      faulty(
        'delivery.rejected',
        misheard(() => ({ cause: 'CLIENT' })),
      ),
    ],
    [
      'rework for the client is not paid',
      faulty(
        'delivery.rejected',
        misheard(() => ({ cause: 'CLAIMANT' })),
      ),
    ],
    [
      'a delivery is priced by another version',
      faulty(
        'work.delivered',
        misheard((_, of) => ({ termsHash: of.termsHash })),
      ),
    ],
    [
      'a minute too few is accepted',
      faulty(
        'delivery.accepted',
        misheard((said) => ({ minutes: Number(said['minutes' as never]) - 1 })),
      ),
    ],
    [
      'a returned delivery stays',
      faulty(
        'delivery.returned',
        misheard(() => ({ number: 0 })),
      ),
    ],
    [
      'a rejection is lost',
      faulty(
        'delivery.rejected',
        misheard(() => ({ number: 0 })),
      ),
    ],
  ])('are found apart where %s', (_, table) => {
    expect(fc.check(endsAgree(table), { numRuns: 2_000, seed: 7 }).failed).toBe(true);
  });

  it('charge no more rework than was rejected for a cause that is paid, and no more work than was awarded', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const { deliveries, acceptedMinutes, reworkPayableMinutes } = started(
          lived(deeds.filter(({ what }) => what !== 'amend')).there.work,
        );
        const of = (outcome: string): typeof deliveries =>
          deliveries.filter(({ verdict }) => verdict?.outcome === outcome);
        const charged = of('ACCEPTED').reduce((sum, { reworkMinutes }) => sum + reworkMinutes, 0);
        const payable = of('REJECTED')
          .filter(({ verdict }) => verdict?.outcome === 'REJECTED' && verdict.cause !== 'CLAIMANT')
          .reduce((sum, { minutes }) => sum + minutes, 0);
        expect(charged + reworkPayableMinutes).toBe(payable);
        expect(acceptedMinutes).toBeLessThanOrEqual(600);
        const workYen = deliveries.reduce(
          (sum, { verdict }) => sum + (verdict?.outcome === 'ACCEPTED' ? verdict.workYen : 0),
          0,
        );
        expect(workYen).toBe(Math.floor((12_001 * acceptedMinutes) / 600));
      }),
      { numRuns: 2_000 },
    );
  });
});
