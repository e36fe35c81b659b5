import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lowerBound, ProgramWriter, valueOf } from './linear-program.js';

describe('the bound', () => {
  it('is below every solution, whatever multipliers it is made from', () => {
    const whole = (least: number, most: number) => fc.integer({ min: least, max: most });
    const anyColumn = fc.record({
      upper: whole(0, 5),
      cost: whole(-4, 4),
      entries: fc.tuple(whole(-3, 3), whole(-3, 3)),
    });
    fc.assert(
      fc.property(
        fc.array(anyColumn, { minLength: 1, maxLength: 5 }),
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 2, maxLength: 2 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        whole(0, 3),
        (columns, multipliers, shares, slack) => {
          // The rows are laid so that this point keeps them: it is a solution.
          const point = columns.map(({ upper }, at) => upper * (shares[at] ?? 0));
          const activity = [0, 1].map((row) =>
            columns.reduce((sum, { entries }, at) => sum + (entries[row] ?? 0) * (point[at] ?? 0), 0),
          );
          const program = new ProgramWriter();
          const rows = [
            program.row((activity[0] ?? 0) - slack, Infinity),
            program.row(-Infinity, (activity[1] ?? 0) + slack),
          ];
          for (const { upper, entries } of columns)
            program.column(upper, [rows[0], entries[0]], [undefined, 7], [rows[1], entries[1]]);
          const goal = {
            name: 'SERVED' as const,
            columns: columns.map((_, at) => at),
            costs: columns.map(({ cost }) => cost),
          };
          expect(lowerBound(program, goal, multipliers)).toBeLessThanOrEqual(valueOf(goal, point) + 1e-9);
        },
      ),
    );
  });

  it('is the optimum with the right multipliers', () => {
    // −3x − 2y with x + y ≤ 4, x ≤ 3, y ≤ 5: x = 3, y = 1, multiplier −2.
    const program = new ProgramWriter();
    const row = program.row(-Infinity, 4);
    const [x, y] = [program.column(3, [row, 1]), program.column(5, [row, 1])];
    const goal = { name: 'SERVED' as const, columns: [x, y], costs: [-3, -2] };
    expect(lowerBound(program, goal, [-2])).toBe(-11);
    expect(valueOf(goal, [3, 1])).toBe(-11);
  });
});
