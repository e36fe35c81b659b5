import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainTown, type PlainCommitment, type PlainWorker } from '#testkit/plain-town';
import type { IsoDate } from '../calendar/date.js';
import { addDays } from '../calendar/date.js';
import { mondayOf, sundayOf, weekOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { spreadByMonth } from './workload.js';
import { bottleneckText } from './bottleneck.js';

const skills = ['data-entry', 'design', 'transcription'] as readonly string[] as readonly SkillCode[];
const [entry, design] = skills as [SkillCode, SkillCode];
const weeks = weeksBetween('2027-W30' as IsoWeek, '2027-W33' as IsoWeek);
const whole = { from: weeks[0] as IsoWeek, to: weeks[3] as IsoWeek };

function worker(has: readonly SkillCode[], minutes: number | readonly number[]): PlainWorker {
  return {
    skills: has,
    minutesByWeek: new Map(
      weeks.map((week, index) => [week, typeof minutes === 'number' ? minutes : (minutes[index] ?? 0)]),
    ),
  };
}

function commitment(
  skill: SkillCode,
  minutes: number,
  first: number,
  last: number,
  id = `${skill} ${first}-${last} ${minutes}`,
): PlainCommitment {
  return { id, skill, minutes, earliest: mondayOf(weeks[first] as IsoWeek), due: sundayOf(weeks[last] as IsoWeek) };
}

describe('examples', () => {
  it('a worker with two skills is free in both and sold once', () => {
    const both = [worker([entry, design], 600)];
    const before = plainTown(both, [], weeks);
    expect([before.free(entry, whole).minutes, before.free(design, whole).minutes]).toEqual([2_400, 2_400]);
    const after = plainTown(both, [commitment(entry, 2_000, 0, 3)], weeks);
    expect([after.free(entry, whole).minutes, after.free(design, whole).minutes]).toEqual([400, 400]);
  });

  it('work moves over to whoever else can do it before it takes a rare skill', () => {
    const town = [worker([entry], 600), worker([entry, design], 600)];
    expect(plainTown(town, [commitment(entry, 2_400, 0, 3)], weeks).free(design, whole).minutes).toBe(2_400);
  });

  it('a commitment leaves room outside its own days', () => {
    const state = plainTown([worker([entry], 600)], [commitment(entry, 1_200, 0, 1)], weeks);
    expect(state.free(entry, whole).minutes).toBe(1_200);
    expect(state.free(entry, { from: weeks[0] as IsoWeek, to: weeks[1] as IsoWeek }).minutes).toBe(0);
  });

  it('past weeks count for nothing', () => {
    expect(plainTown([worker([entry], 600)], [], weeks).free(entry, whole, weeks[2]).minutes).toBe(1_200);
  });

  it('says what stops more, and nothing where nothing is offered', () => {
    const { bottleneck } = plainTown([worker([entry], 600)], [commitment(entry, 600, 1, 2)], weeks).free(entry, whole);
    expect(bottleneck && bottleneckText(bottleneck, 'EN')).toMatch(/^Data entry 2027-W3\d/);
    expect(bottleneck && bottleneckText(bottleneck, 'JA')).toMatch(/^データ入力 /);
    expect(plainTown([worker([entry], 600)], [], weeks).free(design, whole)).toEqual({ minutes: 0 });
  });

  it('tells which commitment is short, and by how much', () => {
    expect(plainTown([worker([entry], 100)], [commitment(entry, 500, 0, 3, 'lot')], weeks).shortfalls()).toEqual([
      { commitmentId: 'lot', minutes: 100 },
    ]);
  });

  it('spreads a commitment evenly over its weeks where it can', () => {
    const { assignment } = plainTown([worker([entry], 600)], [commitment(entry, 400, 0, 3, 'lot')], weeks);
    expect(assignment().map(({ minutes }) => minutes)).toEqual([100, 100, 100, 100]);
  });

  it('crowds into other weeks only what does not fit', () => {
    const { assignment } = plainTown(
      [worker([entry], [600, 50, 600, 600])],
      [commitment(entry, 400, 0, 3, 'lot')],
      weeks,
    );
    expect(assignment().find(({ week }) => week === weeks[1])?.minutes).toBe(50);
    expect(assignment().reduce((sum, { minutes }) => sum + minutes, 0)).toBe(400);
  });

  it('shows what is committed inside a window only', () => {
    const state = plainTown([worker([entry], 600)], [commitment(entry, 400, 0, 3)], weeks);
    expect([
      state.committed(entry, whole),
      state.committed(entry, { from: weeks[0] as IsoWeek, to: weeks[1] as IsoWeek }),
      state.committed(design, whole),
    ]).toEqual([400, 200, 0]);
    expect([state.offered(entry, whole), state.offered(undefined, whole), state.offered(design, whole)]).toEqual([
      2_400, 2_400, 0,
    ]);
  });
});

// Small random towns: up to four workers, three skills, four weeks.
const someSkills = fc.subarray([...skills], { minLength: 1 });
const towns = fc.array(
  fc.record({ has: someSkills, minutes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }) }),
  { maxLength: 4 },
);
const wishes = fc.array(
  fc.record({
    skill: fc.constantFrom(...skills),
    minutes: fc.integer({ min: 1, max: 60 }),
    first: fc.integer({ min: 0, max: 3 }),
    length: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 4 },
);
const build = (town: { has: SkillCode[]; minutes: number[] }[]): PlainWorker[] =>
  town.map(({ has, minutes }) => worker(has, minutes));
const wish = (
  { skill, minutes, first, length }: { skill: SkillCode; minutes: number; first: number; length: number },
  index: number,
): PlainCommitment => commitment(skill, minutes, first, Math.min(3, first + length), `wish ${index}`);

/**
 * The most that a set of commitments can be given, by Hall's condition in its deficiency form (König–Ore): the smallest, over all subsets
 * of commitments, of what the others ask plus what the cells that the subset reaches offer. Written without a flow, to check the flow.
 */
function mostServed(workers: readonly PlainWorker[], commitments: readonly PlainCommitment[]): number {
  let most = Infinity;
  for (let subset = 0; subset < 1 << commitments.length; subset++) {
    const chosen = commitments.filter((_, index) => subset & (1 << index));
    const others = commitments
      .filter((_, index) => !(subset & (1 << index)))
      .reduce((sum, { minutes }) => sum + minutes, 0);
    let reached = 0;
    for (const { skills: has, minutesByWeek } of workers) {
      for (const [week, minutes] of minutesByWeek) {
        if (
          chosen.some(
            ({ skill, earliest, due }) => has.includes(skill) && weekOf(earliest) <= week && week <= weekOf(due),
          )
        )
          reached += minutes;
      }
    }
    most = Math.min(most, others + reached);
  }
  return most;
}

describe('properties', () => {
  it("shortfalls add up to what Hall's condition says is missing", () => {
    fc.assert(
      fc.property(towns, wishes, (town, wanted) => {
        const [workers, commitments] = [build(town), wanted.map(wish)];
        const asked = commitments.reduce((sum, { minutes }) => sum + minutes, 0);
        const missing = plainTown(workers, commitments, weeks)
          .shortfalls()
          .reduce((sum, { minutes }) => sum + minutes, 0);
        expect(missing).toBe(asked - mostServed(workers, commitments));
      }),
      { numRuns: 500 },
    );
  });

  it('what is free can be committed to the last minute, and not one more; the answer disturbs nothing', () => {
    fc.assert(
      fc.property(towns, wishes, fc.constantFrom(...skills), (town, wanted, skill) => {
        const workers = build(town);
        const commitments = wanted.map(wish);
        const state = plainTown(workers, commitments, weeks);
        fc.pre(state.shortfalls().length === 0);
        const { minutes } = state.free(skill, whole);
        expect(state.free(skill, whole).minutes).toBe(minutes);
        const more = (extra: number): number =>
          plainTown(workers, [...commitments, commitment(skill, minutes + extra, 0, 3, 'asked')], weeks).shortfalls()
            .length;
        if (minutes > 0) expect(more(0)).toBe(0);
        expect(more(1)).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('an assignment never takes more from a week than its workers offer, and keeps to the days', () => {
    fc.assert(
      fc.property(towns, wishes, (town, wanted) => {
        const commitments = wanted.map(wish);
        const state = plainTown(build(town), commitments, weeks);
        for (const week of weeks) {
          const taken = state
            .assignment()
            .filter((each) => each.week === week)
            .reduce((sum, { minutes }) => sum + minutes, 0);
          expect(taken).toBeLessThanOrEqual(state.offered(undefined, { from: week, to: week }));
        }
        for (const { commitmentId, week } of state.assignment()) {
          const { earliest, due } = commitments.find(({ id }) => id === commitmentId) as PlainCommitment;
          expect(weekOf(earliest) <= week && week <= weekOf(due)).toBe(true);
        }
      }),
    );
  });

  it('what falls to each worker adds up to the assignment, and is never more than they offer', () => {
    fc.assert(
      fc.property(towns, wishes, (town, wanted) => {
        const workers = build(town);
        const state = plainTown(workers, wanted.map(wish), weeks);
        const byWorker = workers.map((_, index) => state.assignmentOf(`worker ${index}`));
        const byCommitment = (of: ReturnType<typeof state.assignment>): Record<string, number> => {
          const sums: Record<string, number> = {};
          for (const { commitmentId, week, minutes } of of)
            sums[`${commitmentId} ${week}`] = (sums[`${commitmentId} ${week}`] ?? 0) + minutes;
          return sums;
        };
        expect(byCommitment(byWorker.flat())).toEqual(byCommitment(state.assignment()));
        workers.forEach(({ minutesByWeek }, index) => {
          for (const week of weeks) {
            const taken = byWorker[index]?.filter((each) => each.week === week) ?? [];
            expect(taken.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(
              minutesByWeek.get(week) ?? 0,
            );
          }
        });
        expect(state.assignmentOf('nobody')).toEqual([]);
      }),
    );
  });

  it('spreading by month loses no minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 200 }), (minutes, length) => {
        const spread = spreadByMonth(minutes, '2027-07-26' as IsoDate, addDays('2027-07-26' as IsoDate, length));
        expect([...spread.values()].reduce((sum, each) => sum + each, 0)).toBe(minutes);
      }),
    );
  });
});
