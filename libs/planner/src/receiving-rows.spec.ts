import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { lowerBound } from '#domain/planning/linear-program';
import { buildModel, type PlanModel } from '#domain/planning/model';
import { lawfulTowns } from '#domain/planning/pairing';
import { ReceivingRows } from '#domain/planning/receiving-rows';
import { PlanTerms } from '#domain/planning/terms';
import { planInstance } from '#testkit/plan-instances';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { Solver } from './solver.js';

// Rows that are added where a relaxed solution has too many receiving towns: no plan may break one, or the bound proves nothing.

/** A small year in which lots go to one or two towns only, though many lie near. */
const narrow = (seed: number): PlanInstance => {
  const instance = planInstance({ towns: 6, lots: 24, seed, wholeShare: 0.25 });
  return { ...instance, lots: instance.lots.map((lot, at) => ({ ...lot, mostTowns: 1 + (at % 2), mayMove: true })) };
};

/** The columns of a model at a plan. */
function columnsOf(terms: PlanTerms, { program, flows, classes }: PlanModel, works: readonly PlannedWork[]) {
  const columns = new Float64Array(program.columnUpper.length);
  for (const { column, lotClass, month, to } of flows) {
    const ids = (classes[lotClass]?.lots ?? []).map((lot) => terms.lot(lot).id);
    const on = terms.instance.months[month];
    const town = 'town' in to ? terms.town(to.town).code : '';
    columns[column] = works
      .filter((work) => ids.includes(work.lot) && work.month === on && work.town === town)
      .reduce((sum, { minutes }) => sum + minutes, 0);
  }
  return columns;
}

describe('rows for numbers of receiving towns', () => {
  it('are broken by relaxed solutions and by no plan, and lower the bound', async () => {
    let [rows, lower] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const terms = new PlanTerms(narrow(seed));
        const { works } = await planYear(terms.instance, {
          ...{ tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined },
        });
        const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
        const [served] = model.goals;
        if (served === undefined) return;
        const solver = await Solver.open(model.program);
        const relaxed = solver.minimise(served);
        const added = new ReceivingRows(terms, model).brokenBy(relaxed.columns);
        added.forEach((row) => solver.add(row));
        const { multipliers } = solver.minimise(served);
        solver.close();
        const planned = columnsOf(terms, model, works);
        for (const { columns, values, atMost } of added) {
          const at = (solution: Float64Array): number =>
            columns.reduce((sum, column, index) => sum + (values[index] ?? 0) * (solution[column] ?? 0), 0);
          expect(at(relaxed.columns)).toBeGreaterThan(atMost);
          expect(at(planned)).toBeLessThanOrEqual(atMost + 1e-9);
        }
        rows += added.length;
        if (lowerBound(model.program, served, multipliers, added) > relaxed.value + 1) lower++;
      }),
      { numRuns: 20 },
    );
    expect(rows).toBeGreaterThan(50);
    expect(lower).toBeGreaterThan(10);
  });
});
