import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import loadHighs from 'highs';
import { GoalCosts, ProgramWriter } from '#domain/planning/linear-program';
import { mpsOf } from '#domain/planning/mps';
import { skillCatalogue } from '#domain/skills/catalogue';
import { planInstance } from '#testkit/plan-instances';
import { byFigures } from '#testkit/small-year';
import { exportModel } from './export-model.js';
import { Solver } from './solver.js';

// Goal: whoever solves the exported program with another solver solves ours. Method: HiGHS reads the text, and is asked for the optimum.

const highs = await (loadHighs as unknown as (typeof loadHighs)['default'])();

function optimumOf(mps: Iterable<string>): number {
  const data = new TextEncoder().encode([...mps].join(''));
  return highs.withModel({ format: 'mps', data }, (model) => {
    model.options.set({ output_flag: false, presolve: 'off' });
    model.run();
    expect(model.getModelStatus()).toBe(highs.constants.modelStatus.optimal);
    return model.getObjectiveValue();
  });
}

describe('an exported program', () => {
  it.each([1, 2, 3, 4])(
    'of a small year comes to the same optimum in a solver that knows nothing but its text: seed %i',
    async (seed) => {
      const exported = exportModel(planInstance({ towns: 6, lots: 40, seed, wholeShare: 0.25 }));
      const here = (await exported.optimum()) ?? NaN;
      expect(here).toBeLessThan(0);
      expect(Math.abs(optimumOf(exported.mps) - here)).toBeLessThanOrEqual(1e-6 * Math.abs(here));
    },
  );

  it('of a year by figures bounds skills that are told together', async () => {
    const year = planInstance({ towns: 6, lots: 60, seed: 1 });
    const codes = skillCatalogue.slice(0, 12).map(({ code }) => code);
    const pairs = codes.flatMap((one, at) => codes.slice(at + 1).map((other) => [one, other]));
    const [alone, joint] = [exportModel(byFigures(year)), exportModel(byFigures(year, [...pairs, codes.slice(0, 6)]))];
    const [loose, here] = [(await alone.optimum()) ?? NaN, (await joint.optimum()) ?? NaN];
    expect(here).toBeGreaterThan(loose * (1 - 1e-6));
    expect(Math.abs(optimumOf(joint.mps) - here)).toBeLessThanOrEqual(1e-6 * Math.abs(here));
  });

  it('is written of a large year, too, where it is not solved', async () => {
    const exported = exportModel(planInstance({ towns: 40, lots: 6_500, seed: 1, wholeShare: 0 }));
    expect(await exported.optimum()).toBeUndefined();
    const [first = ''] = exported.mps;
    expect(first).toMatch(/^NAME yui-year-plan\nROWS\n N goal\n/);
  });

  it('says every kind of row and bound: programs of all kinds come to the same optimum', async () => {
    const side = fc.double({ min: -50, max: 50, noNaN: true });
    const row = fc.record({
      kind: fc.constantFrom('most', 'least', 'both', 'exact', 'free'),
      weights: fc.array(fc.double({ min: 0.5, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }),
      slack: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    const column = fc.record({
      kind: fc.constantFrom('plain', 'from', 'fixed', 'below', 'open'),
      at: side,
      cost: side,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(column, { minLength: 4, maxLength: 4 }),
        fc.array(row, { minLength: 1, maxLength: 5 }),
        async (columns, rows) => {
          const program = new ProgramWriter();
          // Rows hold at one point, so that there is a solution, and columns end somewhere, so that it is the only value.
          const point = columns.map(({ kind, at }) => (kind === 'plain' ? Math.abs(at) : at));
          for (const { kind, weights, slack } of rows) {
            const there = weights.reduce((sum, weight, index) => sum + weight * (point[index] ?? 0), 0);
            const lower = kind === 'most' || kind === 'free' ? -Infinity : there - (kind === 'exact' ? 0 : slack);
            const upper = kind === 'least' || kind === 'free' ? Infinity : there + (kind === 'exact' ? 0 : slack);
            program.row(lower, kind === 'exact' ? lower : upper);
          }
          const goal = new GoalCosts('SERVED');
          columns.forEach(({ kind, at, cost }, index) => {
            const [lower, upper] = {
              plain: [0, 100],
              from: [at, at + 60],
              fixed: [at, at],
              below: [at - 200, at],
              open: [-Infinity, at + 1],
            }[kind] as [number, number];
            const made = program.column(upper, ...rows.map(({ weights }, row) => [row, weights[index] ?? 0] as const));
            program.columnLower[made] = lower;
            // What has no lower end is dear where it grows smaller.
            goal.add(made, kind === 'open' ? -Math.abs(cost) : cost);
          });
          const solver = await Solver.open(program);
          const here = solver.minimise(goal, 'simplex').value;
          solver.close();
          expect(optimumOf(mpsOf(program, goal))).toBeCloseTo(here, 5);
        },
      ),
      { numRuns: 100 },
    );
  });
});
