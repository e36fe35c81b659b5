import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanInstance, PlanTown } from '#domain/planning/instance';
import { buildModel } from '#domain/planning/model';
import { lawfulTowns } from '#domain/planning/pairing';
import { subsets } from '#domain/planning/subsets';
import { PlanTerms } from '#domain/planning/terms';
import { planFaults } from '#domain/planning/verify';
import type { SkillCode } from '#domain/skills/catalogue';
import { august, byFigures, dataEntry, design, september, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { Solver } from './solver.js';

// Goal: figures of skills together say what the groups of workers say, without telling groups. People can do the work of a month if and only if
// of every set of skills the work is at most the minutes of those who have any of them (Hall 1935; Gale 1957), at one level and in one data
// class. Method: years by groups, and the same years by figures, with and without those of every set.

const proofreading = 'proofreading' as SkillCode;
const skills = [dataEntry, design, proofreading];
const everySet = [...subsets(skills, 2), ...subsets(skills, 3)];
const [saku, komoro] = ['202177', '202088'];

const minutes = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 2 });
const town = (code: string) =>
  fc
    .array(fc.tuple(fc.subarray(skills, { minLength: 1 }), minutes), { minLength: 1, maxLength: 4 })
    .map((groups): PlanTown =>
      smallTown(code, 36, [], {
        groups: groups.map(([held, each]) => ({
          skills: held.map((skill) => ({ code: skill, level: 1 })),
          ...{ clearance: 'INTERNAL', minutes: each.map((hours) => hours * 60) },
        })),
      }),
    );
const lot = fc.record({
  town: fc.constantFrom(saku, komoro),
  skill: fc.constantFrom(...skills),
  minutes: fc.integer({ min: 1, max: 30 }).map((hours) => hours * 60),
  months: fc.constantFrom([august, august], [august, september], [september, september]),
  yenPerMinute: fc.integer({ min: 20, max: 45 }),
});
/** Two towns, some groups of each with any of three skills at level 1, and lots that may be divided freely. */
const years = fc
  .tuple(town(saku), town(komoro), fc.array(lot, { minLength: 2, maxLength: 8 }))
  .map(([one, other, lots]) =>
    smallYear(
      [one, other],
      lots.map(({ town: home, minutes: all, months: [from = august, to = august], ...rest }, at) =>
        smallLot(`lot-${at}`, home, all, { ...rest, from, to, minSliceMinutes: 1, mostTowns: 99 }),
      ),
      [[saku, komoro]],
    ),
  );

async function mostYen(instance: PlanInstance): Promise<number> {
  const terms = new PlanTerms(instance);
  const { program, goals } = buildModel(terms, lawfulTowns(terms), { pooled: false });
  if (goals[0] === undefined) return 0;
  const solver = await Solver.open(program);
  const { value } = solver.minimise(goals[0]);
  solver.close();
  return -value;
}

const worksOf = async (instance: PlanInstance) =>
  (await planYear(instance, { tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined })).works;

describe('figures of skills together', () => {
  it('give the optimum that groups give, and single figures never less', async () => {
    await fc.assert(
      fc.asyncProperty(years, async (year) => {
        const [grouped, joint, single] = [
          await mostYen(year),
          await mostYen(byFigures(year, everySet)),
          await mostYen(byFigures(year)),
        ];
        expect(joint).toBeCloseTo(grouped, 3);
        expect(single).toBeGreaterThanOrEqual(grouped - 1e-3);
      }),
      { numRuns: 60 },
    );
  });

  it('give plans of which the people can do every minute', async () => {
    await fc.assert(
      fc.asyncProperty(years, async (year) => {
        expect(planFaults(year, await worksOf(byFigures(year, everySet)))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('count who can do both once: ten hours of either are not ten of each, whatever proofreaders have besides', async () => {
    const group = (held: readonly SkillCode[]) => ({
      skills: held.map((code) => ({ code, level: 1 })),
      ...{ clearance: 'INTERNAL' as const, minutes: [600, 0] },
    });
    const year = smallYear(
      [smallTown(saku, 36, [], { groups: [group([dataEntry, design]), group([proofreading])] })],
      [smallLot('entry', saku, 600), smallLot('design', saku, 600, { skill: design, yenPerMinute: 40 })],
      [],
    );
    expect(await mostYen(byFigures(year))).toBeCloseTo(600 * (30 + 40), 3);
    expect(await mostYen(byFigures(year, [[dataEntry, design]]))).toBeCloseTo(600 * 40, 3);
    expect(await mostYen(year)).toBeCloseTo(600 * 40, 3);
    // By the figures of each skill alone, more is promised than the people can do.
    expect(planFaults(year, await worksOf(byFigures(year)))).not.toEqual([]);
    expect(planFaults(year, await worksOf(byFigures(year, [[dataEntry, design]])))).toEqual([]);
  });
});
