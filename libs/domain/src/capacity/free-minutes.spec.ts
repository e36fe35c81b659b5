import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plainTown, type PlainCommitment, type PlainWorker } from '#testkit/plain-town';
import { mondayOf, sundayOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { bottleneckText } from './bottleneck.js';

// Goal: what `free` answers is right also when people have fallen ill, when weeks have passed, and when several groups share the work.
// Method: small random towns against Hall's condition, counted over all subsets of commitments, without a flow.

const skills = ['data-entry', 'design', 'transcription'] as string[] as SkillCode[];
const weeks = weeksBetween('2027-W30' as IsoWeek, '2027-W33' as IsoWeek);
const weekAt = (index: number): IsoWeek => weeks[index] as IsoWeek;

interface Town {
  readonly workers: readonly PlainWorker[];
  readonly commitments: readonly PlainCommitment[];
}
interface Asked {
  readonly skill: SkillCode;
  readonly window: { readonly from: IsoWeek; readonly to: IsoWeek };
  readonly from: IsoWeek;
}

const anyRun = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))
  .map(([a, b]) => ({ from: weekAt(Math.min(a, b)), to: weekAt(Math.max(a, b)) }));
const anyTown: fc.Arbitrary<Town> = fc.record({
  workers: fc.array(
    fc
      .record({
        has: fc.subarray(skills, { minLength: 1 }),
        minutes: fc.array(fc.nat({ max: 20 }), { minLength: 4, maxLength: 4 }),
      })
      .map(({ has, minutes }) => ({
        skills: has,
        minutesByWeek: new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])),
      })),
    { maxLength: 4 },
  ),
  commitments: fc
    .array(fc.record({ skill: fc.constantFrom(...skills), minutes: fc.integer({ min: 1, max: 40 }), run: anyRun }), {
      maxLength: 4,
    })
    .map((wanted) =>
      wanted.map(({ skill, minutes, run }, index) => ({
        id: `lot ${index}`,
        skill,
        minutes,
        earliest: mondayOf(run.from),
        due: sundayOf(run.to),
      })),
    ),
});
const anyAsked: fc.Arbitrary<Asked> = fc.record({
  skill: fc.constantFrom(...skills),
  window: anyRun,
  from: fc.constantFrom(...weeks),
});

/** The most minutes that wishes can be given together (deficiency form of Hall's condition; P. Hall 1935, O. Ore 1955). */
function mostServed(
  workers: readonly PlainWorker[],
  wishes: readonly { skill: SkillCode; minutes: number; weeks: readonly IsoWeek[] }[],
): number {
  let most = Infinity;
  for (let subset = 0; subset < 1 << wishes.length; subset++) {
    const chosen = wishes.filter((_, index) => subset & (1 << index));
    const others = wishes.filter((wish) => !chosen.includes(wish)).reduce((sum, { minutes }) => sum + minutes, 0);
    const reached = workers.flatMap(({ skills: has, minutesByWeek }) =>
      [...minutesByWeek].filter(([week]) =>
        chosen.some((wish) => has.includes(wish.skill) && wish.weeks.includes(week)),
      ),
    );
    most = Math.min(most, others + reached.reduce((sum, [, minutes]) => sum + minutes, 0));
  }
  return most;
}

function freeByCounting({ workers, commitments }: Town, { skill, window, from }: Asked): number {
  const wishes = commitments.map((each) => ({
    ...each,
    weeks: weeks.filter((week) => mondayOf(week) >= each.earliest && sundayOf(week) <= each.due),
  }));
  const open = weeks.filter((week) => week >= window.from && week <= window.to && week >= from);
  const asked = { skill, minutes: 1_000_000, weeks: open };
  return mostServed(workers, [...wishes, asked]) - mostServed(workers, wishes);
}

describe('free minutes', () => {
  it('are what counting says, whether or not the commitments can all be met, from any week on', () => {
    fc.assert(
      fc.property(anyTown, anyAsked, (town, asked) => {
        const state = plainTown(town.workers, town.commitments, weeks);
        expect(state.free(asked.skill, asked.window, asked.from).minutes).toBe(freeByCounting(town, asked));
      }),
      { numRuns: 1_000 },
    );
  });

  it('may be asked about again and again: no question changes the answer to another', () => {
    fc.assert(
      fc.property(
        anyTown,
        fc.array(anyAsked, { minLength: 2, maxLength: 6 }),
        ({ workers, commitments }, questions) => {
          const state = plainTown(workers, commitments, weeks);
          const before = [state.shortfalls(), state.assignment()];
          for (const { skill, window, from } of questions) {
            const fresh = plainTown(workers, commitments, weeks);
            expect(state.free(skill, window, from)).toEqual(fresh.free(skill, window, from));
          }
          expect([state.shortfalls(), state.assignment()]).toEqual(before);
        },
      ),
    );
  });

  it('do not depend on the order in which workers and commitments are listed', () => {
    fc.assert(
      fc.property(anyTown, anyAsked, ({ workers, commitments }, { skill, window, from }) => {
        const [one, other] = [
          plainTown(workers, commitments, weeks),
          plainTown([...workers].reverse(), [...commitments].reverse(), weeks),
        ];
        expect(other.free(skill, window, from)).toEqual(one.free(skill, window, from));
      }),
    );
  });
});

describe('the bottleneck', () => {
  it('accounts for everything: outside its weeks all that is offered is free', () => {
    fc.assert(
      fc.property(anyTown, anyAsked, ({ workers, commitments }, { skill, window, from }) => {
        const state = plainTown(workers, commitments, weeks);
        const { minutes, bottleneck } = state.free(skill, window, from);
        fc.pre(bottleneck !== undefined);
        const elsewhere = weeks
          .filter((week) => week >= window.from && week <= window.to && week >= from)
          .filter((week) => !bottleneck.weeks.includes(week))
          .reduce((sum, week) => sum + state.offered(skill, { from: week, to: week }), 0);
        expect(minutes).toBe(bottleneck.freeMinutes + elsewhere);
      }),
      { numRuns: 500 },
    );
  });

  const [entry, design] = skills as [SkillCode, SkillCode];
  const both = (minutes: readonly number[]): PlainWorker => ({
    skills: [entry, design],
    minutesByWeek: new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])),
  });
  const lot = (skill: SkillCode, minutes: number, from: number, to: number): PlainCommitment => ({
    id: 'lot',
    skill,
    minutes,
    earliest: mondayOf(weekAt(from)),
    due: sundayOf(weekAt(to)),
  });
  const whole = { from: weekAt(0), to: weekAt(3) };

  it('is where other work cannot make way, also that of another skill', () => {
    const state = plainTown([both([600, 600, 600, 600])], [lot(entry, 800, 1, 2)], weeks);
    expect(state.free(design, whole)).toEqual({
      minutes: 1_600,
      bottleneck: {
        kind: 'WORKERS',
        skills: [design],
        licences: [],
        weeks: ['2027-W31', '2027-W32'],
        freeMinutes: 400,
      },
    });
  });

  it('reaches beyond the window as far as the work in the way could move', () => {
    const state = plainTown([both([600, 600, 600, 600])], [lot(entry, 1_500, 1, 3)], weeks);
    const { minutes, bottleneck } = state.free(design, { from: weekAt(1), to: weekAt(1) });
    expect([minutes, bottleneck?.weeks]).toEqual([300, ['2027-W31', '2027-W32', '2027-W33']]);
  });

  it('is every week with time where no work is in the way, and none where nobody has the skill', () => {
    const state = plainTown([both([600, 0, 600, 600])], [], weeks);
    expect(state.free(design, whole).bottleneck?.weeks).toEqual(['2027-W30', '2027-W32', '2027-W33']);
    expect(state.free(skills[2] as SkillCode, whole)).toEqual({ minutes: 0 });
  });

  it.each([
    [['2027-W32'], 'Design 2027-W32', 'デザイン 2027年32週'],
    [['2027-W32', '2027-W33', '2027-W34'], 'Design 2027-W32–W34', 'デザイン 2027年32〜34週'],
    [['2027-W05', '2027-W07', '2027-W08'], 'Design 2027-W05, 2027-W07–W08', 'デザイン 2027年5週、2027年7〜8週'],
    [['2026-W53', '2027-W01'], 'Design 2026-W53–2027-W01', 'デザイン 2026年53週〜2027年1週'],
    [[], 'Design', 'デザイン'],
  ])('%j reads as %s', (named, en, ja) => {
    const bottleneck = {
      kind: 'WORKERS' as const,
      skills: [design],
      licences: [],
      weeks: named as IsoWeek[],
      freeMinutes: 0,
    };
    expect([bottleneckText(bottleneck, 'EN'), bottleneckText(bottleneck, 'JA')]).toEqual([en, ja]);
  });
});
