import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highs, type Highs } from '#testkit/capacity-program';
import { maximise, type ProgramRow } from './simplex.js';

// The simplex method against HiGHS on small random programs, feasible, infeasible and unbounded ones.

const anyProgram = fc.integer({ min: 1, max: 5 }).chain((variables) =>
  fc.record({
    objective: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: variables, maxLength: variables }),
    rows: fc.array(
      fc.record({
        coefficients: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: variables, maxLength: variables }),
        atMost: fc.integer({ min: -10, max: 30 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  }),
);

/** HiGHS's own number for a program that it has solved to the optimum. */
const optimal = 7;

function byHighs(solver: Highs, objective: readonly number[], rows: readonly ProgramRow[]): number | string {
  return solver.withModel(
    {
      numCols: objective.length,
      numRows: rows.length,
      colCost: Float64Array.from(objective, (each) => -each),
      colLower: new Float64Array(objective.length),
      colUpper: new Float64Array(objective.length).fill(solver.infinity),
      rowLower: new Float64Array(rows.length).fill(-solver.infinity),
      rowUpper: Float64Array.from(rows, ({ atMost }) => atMost),
      matrix: {
        format: 'csr',
        numRows: rows.length,
        numCols: objective.length,
        starts: Int32Array.from({ length: rows.length + 1 }, (_, row) => row * objective.length),
        indices: Int32Array.from(rows.flatMap(() => objective.map((_, column) => column))),
        values: Float64Array.from(rows.flatMap(({ coefficients }) => [...coefficients])),
      },
    },
    (model) => {
      model.options.set({ output_flag: false, presolve: 'off' });
      model.run();
      return model.getModelStatus() === optimal ? -model.getObjectiveValue() : 'no optimum';
    },
  );
}

describe('the simplex method', () => {
  let solver: Highs;
  beforeAll(async () => {
    solver = await highs();
  });

  it('finds the optimum that HiGHS finds, at a point that keeps every row', () => {
    let optima = 0;
    fc.assert(
      fc.property(anyProgram, ({ objective, rows }) => {
        const [ours, theirs] = [maximise(objective, rows), byHighs(solver, objective, rows)];
        if (typeof ours === 'string') {
          expect(typeof theirs).toBe('string');
          return;
        }
        optima++;
        expect(ours.value).toBeCloseTo(Number(theirs), 5);
        for (const { coefficients, atMost } of rows) {
          const left = coefficients.reduce((sum, each, column) => sum + each * (ours.point[column] ?? 0), 0);
          expect(left).toBeLessThanOrEqual(atMost + 1e-6);
        }
        expect(ours.point.every((each) => each >= 0)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(optima).toBeGreaterThan(200);
  });

  it('tells an infeasible program from an unbounded one', () => {
    expect(maximise([1], [{ coefficients: [1], atMost: -1 }])).toBe('INFEASIBLE');
    expect(maximise([1], [{ coefficients: [-1], atMost: 5 }])).toBe('UNBOUNDED');
  });
});
