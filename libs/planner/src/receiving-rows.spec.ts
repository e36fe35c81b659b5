import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { lowerBound, type AddedRow } from '#domain/planning/linear-program';
import { MixedRows } from '#domain/planning/mixed-rows';
import { buildModel, type PlanModel } from '#domain/planning/model';
import { lawfulTowns } from '#domain/planning/pairing';
import { ReceivingRows } from '#domain/planning/receiving-rows';
import { PlanTerms } from '#domain/planning/terms';
import { planInstance } from '#testkit/plan-instances';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { Solver } from './solver.js';

// Rows that are added where a relaxed solution has too many receiving towns, or a little of each of too many lots where they compete: no plan may
// break one, or the bound proves nothing.

/** A small year in which lots go to one or two towns only, though many lie near. */
const narrow = (seed: number): PlanInstance => {
  const instance = planInstance({ towns: 6, lots: 24, seed, wholeShare: 0.25 });
  return { ...instance, lots: instance.lots.map((lot, at) => ({ ...lot, mostTowns: 1 + (at % 2), mayMove: true })) };
};

/** The columns of a model at a plan, those of what receives as well. */
function columnsOf(
  terms: PlanTerms,
  { program, flows, classes, pairs }: PlanModel,
  { receives }: ReceivingRows,
  works: readonly PlannedWork[],
) {
  const columns = new Float64Array(program.columnUpper.length);
  for (const { column, lotClass, month, to } of flows) {
    const ids = (classes[lotClass]?.lots ?? []).map((lot) => terms.lot(lot).id);
    const on = terms.instance.months[month];
    const town = 'town' in to ? terms.town(to.town).code : '';
    columns[column] = works
      .filter((work) => ids.includes(work.lot) && work.month === on && work.town === town)
      .reduce((sum, { minutes }) => sum + minutes, 0);
  }
  for (const pair of pairs)
    if (pair.columns.some((column) => (columns[column] ?? 0) > 0)) columns[receives.get(pair) ?? -1] = 1;
  return columns;
}

/** A narrow year with a plan of it, and the program that bounds every plan of it. */
async function plannedYear(seed: number) {
  const terms = new PlanTerms(narrow(seed));
  const { works } = await planYear(terms.instance, {
    ...{ tolerances: usualTolerances, shouldStop: () => false, enter: () => undefined },
  });
  const model = buildModel(terms, lawfulTowns(terms), { pooled: false });
  const [served] = model.goals;
  if (served === undefined) throw new Error('a program without a goal');
  return { terms, works, model, served, receiving: new ReceivingRows(terms, model) };
}

describe('rows for numbers of receiving towns', () => {
  it('are broken by relaxed solutions and by no plan, and lower the bound', async () => {
    let [rows, lower] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const { terms, works, model, served, receiving } = await plannedYear(seed);
        const solver = await Solver.open(model.program);
        const relaxed = solver.minimise(served);
        const added = receiving.brokenBy(relaxed.columns);
        added.forEach((row) => solver.add(row));
        const { multipliers } = solver.minimise(served);
        solver.close();
        const planned = columnsOf(terms, model, receiving, works);
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

  it('mixed, are broken by no plan either, and lower the bound further', async () => {
    let [rows, lower] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const { terms, works, model, served, receiving } = await plannedYear(seed);
        const mixed = new MixedRows(terms, model, receiving);
        const solver = await Solver.open(model.program);
        const added: AddedRow[] = [];
        let relaxed = solver.minimise(served);
        const add = (broken: readonly AddedRow[]): void => {
          solver.add(...broken);
          added.push(...broken);
          relaxed = solver.minimise(served);
        };
        for (let round = 1; round <= 4; round++) add(receiving.brokenBy(relaxed.columns));
        const before = lowerBound(model.program, served, relaxed.multipliers, added);
        for (let round = 1; round <= 3; round++) {
          const broken = mixed.brokenBy(relaxed.columns, relaxed.multipliers);
          rows += broken.length;
          add([...broken, ...receiving.brokenBy(relaxed.columns)]);
        }
        solver.close();
        const planned = columnsOf(terms, model, receiving, works);
        for (const { columns, values, atMost } of added)
          expect(
            columns.reduce((sum, column, index) => sum + (values[index] ?? 0) * (planned[column] ?? 0), 0),
          ).toBeLessThanOrEqual(atMost + 1e-6);
        if (lowerBound(model.program, served, relaxed.multipliers, added) > before + 1) lower++;
      }),
      { numRuns: 30 },
    );
    // Every other year, and two rows a year: of 150 years 79 and 327.
    expect(rows).toBeGreaterThan(10);
    expect(lower).toBeGreaterThan(4);
  });
});
