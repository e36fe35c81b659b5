import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mondayOf, sundayOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import { dataClasses } from '../orders/data-class.js';
import { skillCatalogue, type SkillCode } from '../skills/catalogue.js';
import { licenceCatalogue, type LicenceCode } from '../skills/licences.js';
import type { CapacityCommitment } from './commitment.js';
import { freeOnSupplies, moreOfferedFreesNoLess } from './free-on-supplies.js';
import type { WorkerSupply } from './supply.js';
import { townCapacity } from './town-capacity.js';

// Goal: supplies that take turns in one network give the answers of a network for each, in whatever order they are asked about.
// Method: random towns whose workers change hours, skills and clearance, come and go, from one supply to the next; tight and short of time.

const skills = skillCatalogue.slice(0, 3).map(({ code }) => code);
const [licence] = licenceCatalogue.map(({ code }) => code) as [LicenceCode];
const weeks = weeksBetween('2027-W30' as IsoWeek, '2027-W33' as IsoWeek);
const weekAt = (index: number): IsoWeek => weeks[Math.min(index, weeks.length - 1)] as IsoWeek;

const minutesOf = (most: number): fc.Arbitrary<ReadonlyMap<IsoWeek, number>> =>
  fc
    .array(fc.nat({ max: most }), { minLength: weeks.length, maxLength: weeks.length })
    .map((minutes) => new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])));
const level = fc.integer({ min: 1, max: 3 });
const dataClass = fc.constantFrom(...dataClasses);
const skill = fc.constantFrom(...skills);

const anyWorker: fc.Arbitrary<WorkerSupply> = fc.record({
  id: fc.uuid(),
  skills: fc.uniqueArray(fc.record({ code: skill, level }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ code }) => code,
  }),
  clearance: dataClass,
  minutesByWeek: minutesOf(30),
});

/** A supply, and others that have some of its workers, some of them changed, and some new ones. */
const anySupplies: fc.Arbitrary<WorkerSupply[][]> = fc.array(anyWorker, { minLength: 1, maxLength: 6 }).chain((first) =>
  fc
    .array(
      fc
        .tuple(fc.subarray(first), fc.array(anyWorker, { maxLength: 2 }), minutesOf(30))
        .map(([kept, fresh, other]) => [
          ...kept.map((each, index) => (index === 0 ? { ...each, minutesByWeek: other } : each)),
          ...fresh,
        ]),
      { minLength: 1, maxLength: 3 },
    )
    .map((others) => [first, ...others]),
);

const anyCommitments = (takesSeats: boolean): fc.Arbitrary<CapacityCommitment[]> =>
  fc
    .array(
      fc.record({
        skill,
        level,
        dataClass,
        licences: takesSeats ? fc.subarray([licence]) : fc.constant([]),
        minutes: fc.integer({ min: 1, max: 50 }),
        run: fc.tuple(fc.nat(3), fc.nat(3)),
      }),
      { maxLength: 7 },
    )
    .map((wanted) =>
      wanted.map(({ run: [first, length], ...each }, index) => ({
        ...each,
        id: `${index}`,
        earliest: mondayOf(weekAt(first)),
        due: sundayOf(weekAt(first + length)),
      })),
    );

const anyQuestion = fc.record({
  supply: fc.nat(),
  run: fc.tuple(fc.nat(3), fc.nat(3)),
  from: fc.constantFrom(...weeks),
  asked: fc.record({ skill: fc.option(skill, { nil: undefined }), level, dataClass, licences: fc.constant([]) }),
  enough: fc.option(fc.nat(40), { nil: undefined }),
});

describe('what is free on one of several supplies', () => {
  it.each([
    { share: 'all together', largestDifference: Infinity, takesSeats: false },
    { share: 'those together that are alike', largestDifference: 0.5, takesSeats: false },
    { share: 'none together, because work takes seats', largestDifference: Infinity, takesSeats: true },
  ])('is what a town with that supply alone has free: $share', ({ largestDifference, takesSeats }) => {
    const seen = { short: 0, bound: 0, enough: 0 };
    fc.assert(
      fc.property(
        anySupplies,
        anyCommitments(takesSeats),
        fc.option(minutesOf(60), { nil: undefined }),
        fc.array(anyQuestion, { minLength: 1, maxLength: 12 }),
        (supplies, commitments, ledMinutes, questions) => {
          const bounds = { seatMinutes: new Map([[licence, 20]]), ledMinutes };
          const freeOn = freeOnSupplies(bounds, supplies, commitments, weeks, largestDifference);
          for (const { supply: any, run, from, asked, enough } of questions) {
            const supply = any % supplies.length;
            const window = { from: weekAt(run[0]), to: weekAt(run[0] + run[1]) };
            const workers = supplies[supply] as WorkerSupply[];
            const alone = townCapacity({ ...bounds, workers }, commitments, weeks, 'SETTLED');
            const expected = alone.free(asked, window, from).minutes;
            const found = freeOn(supply, window, from)(asked, enough === undefined ? undefined : { enough });
            if (enough === undefined || expected < enough) expect(found).toBe(expected);
            else expect(found).toBeGreaterThanOrEqual(enough);
            if (alone.shortfalls().length > 0) seen.short++;
            if (expected > 0 && expected < alone.offered(asked.skill, window)) seen.bound++;
            if (enough !== undefined && expected > enough) seen.enough++;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(Math.min(seen.short, seen.bound, seen.enough)).toBeGreaterThan(100);
  });
});

describe('whether more that is offered may free less', () => {
  const free = (
    workers: readonly WorkerSupply[],
    commitments: readonly CapacityCommitment[],
    ledMinutes?: ReadonlyMap<IsoWeek, number>,
  ): ReturnType<typeof freeOnSupplies> =>
    freeOnSupplies({ seatMinutes: new Map(), ledMinutes }, [workers], commitments, weeks);

  it('never where cells alone bound work, however short of time the town is', () => {
    const seen = { same: 0, more: 0 };
    fc.assert(
      fc.property(
        fc.array(anyWorker, { minLength: 1, maxLength: 6 }),
        fc.array(anyWorker, { maxLength: 2 }),
        minutesOf(10),
        anyCommitments(false),
        fc.array(anyQuestion, { minLength: 1, maxLength: 6 }),
        (workers, newcomers, gains, commitments, questions) => {
          expect(moreOfferedFreesNoLess({}, commitments)).toBe(true);
          const more = [
            ...workers.map((each) => ({
              ...each,
              minutesByWeek: new Map([...each.minutesByWeek].map(([week, is]) => [week, is + (gains.get(week) ?? 0)])),
            })),
            ...newcomers,
          ];
          for (const { run, from, asked } of questions) {
            const window = { from: weekAt(run[0]), to: weekAt(run[0] + run[1]) };
            const [before, after] = [workers, more].map((each) => free(each, commitments)(0, window, from)(asked));
            expect(after).toBeGreaterThanOrEqual(before as number);
            seen[after === before ? 'same' : 'more']++;
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(Math.min(seen.same, seen.more)).toBeGreaterThan(100);
  });

  it('where directors bind: who joins lets work be done that nobody did, and it takes their time', () => {
    const week = weekAt(0);
    const [typing, drawing] = skills as [SkillCode, SkillCode];
    const worker = (code: SkillCode): WorkerSupply => ({
      ...{ id: code, skills: [{ code, level: 1 }], clearance: 'PERSONAL' },
      minutesByWeek: new Map([[week, 10]]),
    });
    const [typist, designer] = [worker(typing), worker(drawing)];
    const design: CapacityCommitment = {
      ...{ id: 'design', skill: drawing, level: 1, dataClass: 'PUBLIC', licences: [], minutes: 5 },
      ...{ earliest: mondayOf(week), due: sundayOf(week) },
    };
    const led = new Map([[week, 10]]);
    const asked = { skill: typing, level: 1, dataClass: 'PUBLIC', licences: [] } as const;
    const freeWith = (workers: readonly WorkerSupply[]): number =>
      free(workers, [design], led)(0, { from: week, to: week }, week)(asked);
    expect([freeWith([typist]), freeWith([typist, designer])]).toEqual([10, 5]);
    expect(moreOfferedFreesNoLess({ ledMinutes: led }, [design])).toBe(false);
  });

  it('is not known where work takes seats', () => {
    expect(moreOfferedFreesNoLess({}, [{ licences: [] }, { licences: [licence] }])).toBe(false);
  });
});
