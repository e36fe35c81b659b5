import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mixedRow, type Part } from './mixed-rows.js';

// Mixed-integer rounding: whatever receives in whole keeps the row, and a solution that breaks it receives in fractions.

/** Parts of one column each; the columns of what receives follow those of minutes. */
const parts = fc
  .array(fc.record({ upper: fc.integer({ min: 1, max: 60 }), isChosen: fc.boolean() }), { minLength: 2, maxLength: 7 })
  .map((all) =>
    all.map(({ upper, isChosen }, at): Part => ({
      ...{ columns: [at], upper },
      ...(isChosen ? { receives: all.length + at } : {}),
    })),
  );

describe('a row by mixed-integer rounding', () => {
  it('is broken by the solution, and kept wherever towns receive in whole', () => {
    let found = 0;
    const sample = fc.record({
      ...{ parts, share: fc.double({ min: 0.1, max: 0.9, noNaN: true }) },
      fractions: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
    });
    fc.assert(
      fc.property(sample, ({ parts: all, share, fractions }) => {
        const atMost = share * all.reduce((sum, { upper }) => sum + upper, 0);
        const solution = new Float64Array(2 * all.length);
        let left = atMost;
        all.forEach(({ upper, receives }, at) => {
          solution[at] = Math.min(left, upper * (fractions[at] ?? 0));
          left -= solution[at] ?? 0;
          if (receives !== undefined) solution[receives] = (solution[at] ?? 0) / upper;
        });
        const row = mixedRow(all, atMost, solution);
        if (row === undefined) return;
        found++;
        const value = new Map(row.columns.map((column, index) => [column, row.values[index] ?? 0]));
        const at = [...value].reduce((sum, [column, each]) => sum + each * (solution[column] ?? 0), 0);
        expect(at).toBeGreaterThan(row.atMost + 0.9);
        // Every choice of who receives, with as many minutes as it then may have.
        for (let chosen = 0; chosen < 2 ** all.length; chosen++) {
          let [minutes, most] = [0, 0];
          all.forEach(({ upper, receives }, index) => {
            const is = receives === undefined || (chosen & (2 ** index)) > 0;
            if (is && value.has(index)) minutes += upper;
            if (is && receives !== undefined) most += value.get(receives) ?? 0;
          });
          expect(Math.min(minutes, atMost) + most).toBeLessThanOrEqual(row.atMost + 1e-6);
        }
      }),
      { numRuns: 6_000 },
    );
    expect(found).toBeGreaterThan(150);
  });

  it('is not made where all receive in whole', () => {
    const all: Part[] = [
      { columns: [0], upper: 50, receives: 2 },
      { columns: [1], upper: 50, receives: 3 },
    ];
    expect(mixedRow(all, 70, [50, 20, 1, 1])).toBeUndefined();
  });

  it('says that of two lots that do not fit together the second has what the first leaves', () => {
    const all: Part[] = [
      { columns: [0], upper: 50, receives: 2 },
      { columns: [1], upper: 50, receives: 3 },
    ];
    const row = mixedRow(all, 70, [50, 20, 1, 0.4]);
    // x₁ + x₂ − 20 z₁ − 20 z₂ ≤ 30, by hand: who receives alone has 50 at most, both together 70.
    expect(row).toEqual({ columns: [0, 2, 1, 3], values: [1, -20, 1, -20], atMost: 30 });
  });
});
