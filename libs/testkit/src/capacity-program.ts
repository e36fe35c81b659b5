import loadHighs from 'highs';
import { weekOf, type IsoWeek } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import { groupCells, type WorkerSupply } from '#domain/capacity/supply';

/** The package declares its ES module as if it were CommonJS; at run time the default import is the loader itself. */
const load = loadHighs as unknown as (typeof loadHighs)['default'];

export type Highs = Awaited<ReturnType<typeof load>>;

/** The linear-program solver (HiGHS), a yardstick for tests and benches; the product does not use it for capacity. */
export function highs(): Promise<Highs> {
  return load();
}

/**
 * The most minutes that can be served, as a linear program solved by HiGHS: one variable for each commitment and cell that fit, commitments
 * and cells as rows. An independent way to the number that the maximum flow gives.
 */
export function mostServedByProgram(
  solver: Highs,
  workers: readonly WorkerSupply[],
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
): number {
  const cells = groupCells(workers, weeks);
  const pairs: { readonly commitment: number; readonly cell: number }[] = [];
  commitments.forEach(({ skill, earliest, due }, commitment) => {
    const [from, to] = [weekOf(earliest), weekOf(due)];
    cells.forEach(({ week, skills }, cell) => {
      if (from <= week && week <= to && skills.includes(skill)) pairs.push({ commitment, cell });
    });
  });
  if (pairs.length === 0) return 0;
  const rows = commitments.length + cells.length;
  return solver.withModel(
    {
      numCols: pairs.length,
      numRows: rows,
      // Minimised with a minus: HiGHS in WebAssembly has given wrong duals for maximising with some of its solvers.
      colCost: new Float64Array(pairs.length).fill(-1),
      colLower: new Float64Array(pairs.length),
      colUpper: new Float64Array(pairs.length).fill(solver.infinity),
      rowLower: new Float64Array(rows).fill(-solver.infinity),
      rowUpper: Float64Array.from([
        ...commitments.map(({ minutes }) => minutes),
        ...cells.map(({ minutes }) => minutes),
      ]),
      matrix: {
        format: 'csc',
        numRows: rows,
        numCols: pairs.length,
        starts: Int32Array.from({ length: pairs.length + 1 }, (_, pair) => 2 * pair),
        indices: Int32Array.from(pairs.flatMap(({ commitment, cell }) => [commitment, commitments.length + cell])),
        values: new Float64Array(2 * pairs.length).fill(1),
      },
    },
    (model) => {
      model.options.set({ output_flag: false });
      model.run();
      return Math.round(-model.getObjectiveValue());
    },
  );
}
