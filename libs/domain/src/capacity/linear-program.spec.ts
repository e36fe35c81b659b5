import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highs, mostServedByProgram, type Highs } from '#testkit/capacity-program';
import { mondayOf, sundayOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import { skillCatalogue, type SkillCode } from '../skills/catalogue.js';
import type { CapacityCommitment } from './commitment.js';
import type { WorkerSupply } from './supply.js';
import { townCapacity } from './town-capacity.js';

// The maximum flow against an independent linear program (HiGHS): same verdict, same free minutes, on two thousand random towns.

const skills = skillCatalogue.slice(0, 5).map(({ code }) => code);
const weeks = weeksBetween('2027-W30' as IsoWeek, '2027-W37' as IsoWeek);
const window = { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };

const worker = fc.record({
  has: fc.subarray(skills, { minLength: 1 }),
  minutes: fc.array(fc.integer({ min: 0, max: 1_200 }), { minLength: weeks.length, maxLength: weeks.length }),
});
const wanted = fc.record({
  skill: fc.constantFrom(...skills),
  minutes: fc.integer({ min: 1, max: 6_000 }),
  first: fc.nat(weeks.length - 1),
  length: fc.nat(weeks.length - 1),
});

const supplyOf = ({ has, minutes }: { has: SkillCode[]; minutes: number[] }): WorkerSupply => ({
  skills: has,
  minutesByWeek: new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])),
});
const commitmentOf = (
  { skill, minutes, first, length }: { skill: SkillCode; minutes: number; first: number; length: number },
  index: number,
): CapacityCommitment => ({
  id: `${index}`,
  skill,
  minutes,
  earliest: mondayOf(weeks[first] as IsoWeek),
  due: sundayOf(weeks[Math.min(weeks.length - 1, first + length)] as IsoWeek),
});
const sum = (of: readonly { readonly minutes: number }[]): number =>
  of.reduce((total, { minutes }) => total + minutes, 0);

describe('the maximum flow and the linear program', () => {
  let solver: Highs;
  beforeAll(async () => {
    solver = await highs();
  });

  it('agree', () => {
    fc.assert(
      fc.property(
        fc.array(worker, { maxLength: 6 }),
        fc.array(wanted, { maxLength: 8 }),
        fc.constantFrom(...skills),
        (town, wishes, skill) => {
          const [workers, commitments] = [town.map(supplyOf), wishes.map(commitmentOf)];
          const state = townCapacity(workers, commitments, weeks);
          const served = mostServedByProgram(solver, workers, commitments, weeks);
          expect(sum(state.shortfalls())).toBe(sum(commitments) - served);
          const everything = {
            id: 'asked',
            skill,
            minutes: 1_000_000,
            earliest: mondayOf(window.from),
            due: sundayOf(window.to),
          };
          expect(state.free(skill, window).minutes).toBe(
            mostServedByProgram(solver, workers, [...commitments, everything], weeks) - served,
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
