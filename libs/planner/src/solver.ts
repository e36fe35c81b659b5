import loadHighs from 'highs';
import type { AddedRow, Goal, LinearProgram } from '#domain/planning/linear-program';

/** The package declares its ES module as if it were CommonJS; at run time the default import is the loader itself. */
const load = loadHighs as unknown as (typeof loadHighs)['default'];
type Highs = Awaited<ReturnType<typeof load>>;
type Model = ReturnType<Highs['createModel']>;

/** simplex is dual, primal is primal simplex; choose leaves it to HiGHS. */
type Method = 'ipm' | 'simplex' | 'primal' | 'choose';

/** The solver stopped before it had an answer: no time left, or somebody asked it to stop. */
export class SolveStopped extends Error {}

export interface Solved {
  /** What the goal comes to. */
  readonly value: number;
  /** Value of each column … */
  readonly columns: Float64Array;
  /** … what a minute more in it would cost, beside what it would displace … */
  readonly reduced: Float64Array;
  /** … and multiplier of each row, for a bound that needs no trust in the solver. */
  readonly multipliers: Float64Array;
}

/** One engine for all programs of a thread: to load another takes 80 ms, longer than many a small program. */
let engine: Promise<Highs> | undefined;

/** A linear program in HiGHS, to be solved for one goal after the other. Lives outside the garbage collector: call `close`. */
export class Solver {
  private constructor(
    private readonly highs: Highs,
    private readonly model: Model,
    private readonly shouldStop: () => boolean,
    private readonly columnCount: number,
  ) {}

  /** @param shouldStop asked again and again while it solves. */
  static async open(program: LinearProgram, shouldStop: () => boolean = () => false): Promise<Solver> {
    const highs = await (engine ??= load());
    const [numCols, numRows] = [program.columnLower.length, program.rowLower.length];
    const finite = (bound: number): number =>
      Number.isFinite(bound) ? bound : bound > 0 ? highs.infinity : -highs.infinity;
    const model = highs.createModel({
      ...{ numCols, numRows },
      colCost: new Float64Array(numCols),
      colLower: Float64Array.from(program.columnLower, finite),
      colUpper: Float64Array.from(program.columnUpper, finite),
      rowLower: Float64Array.from(program.rowLower, finite),
      rowUpper: Float64Array.from(program.rowUpper, finite),
      matrix: {
        ...{ format: 'csc', numRows, numCols },
        starts: Int32Array.from(program.starts),
        indices: Int32Array.from(program.indices),
        values: Float64Array.from(program.values),
      },
    });
    // One thread, one seed, one result.
    model.options.set({ output_flag: false, random_seed: 1 });
    return new Solver(highs, model, shouldStop, numCols);
  }

  /**
   * Makes a goal as small as it can be. Where the method loses its way (primal simplex does in about one of 6,000 small years: no optimum, and no
   * reason why not), others go on: dual simplex from there, then each from nothing.
   * @param method simplex is dual, which is quick where bounds or rows have changed since the last solve; primal is where only the goal has.
   * @throws SolveStopped; an error where the program has no solution, which a plan's program always has.
   */
  minimise(goal: Goal, method: Method = 'choose'): Solved {
    const costs = new Float64Array(this.columnCount);
    goal.columns.forEach((column, index) => (costs[column] = (costs[column] ?? 0) + (goal.costs[index] ?? 0)));
    this.model.changeColsCost({ kind: 'range', from: 0, to: this.columnCount - 1 }, costs);
    const { modelStatus } = this.highs.constants;
    let status = this.run(method);
    if (status === modelStatus.unknown) status = this.run('simplex');
    for (const other of ['simplex', 'ipm'] as const) {
      if (status !== modelStatus.unknown) break;
      this.model.clearSolver();
      status = this.run(other);
    }
    if (status === modelStatus.interrupted) throw new SolveStopped(`stopped while ${goal.name} was being solved`);
    if (status !== modelStatus.optimal) throw new Error(`the solver ended ${goal.name} with status ${status}`);
    const { colValue, colDual, rowDual } = this.model.getSolution();
    const value = this.model.getObjectiveValue();
    return { value, columns: colValue, reduced: colDual, multipliers: rowDual };
  }

  /** @returns status of the model, as HiGHS counts them. */
  private run(method: Method): number {
    const isPrimal = method === 'primal';
    this.model.options.set({ solver: isPrimal ? 'simplex' : method, simplex_strategy: isPrimal ? 4 : 1 });
    const { callbackType } = this.highs.constants;
    const stop = (event: { interrupt(): void }): undefined => {
      if (this.shouldStop()) event.interrupt();
    };
    this.model.run({ [callbackType.simplexInterrupt]: stop, [callbackType.ipmInterrupt]: stop });
    return this.model.getModelStatus();
  }

  /** From now on these columns lie between 0 and `upper`. */
  boundColumns(columns: readonly number[], upper: number): void {
    if (columns.length === 0) return;
    const indices = [...columns].sort((a, b) => a - b);
    const [lower, uppers] = [new Float64Array(indices.length), new Float64Array(indices.length).fill(upper)];
    this.model.changeColsBounds({ kind: 'set', indices }, lower, uppers);
  }

  /** From now on a column has this value. */
  fixColumn(column: number, value: number): void {
    this.model.changeColsBounds(
      { kind: 'set', indices: [column] },
      new Float64Array([value]),
      new Float64Array([value]),
    );
  }

  /** From now on a row has these bounds. */
  boundRow(row: number, lower: number, upper: number): void {
    const { infinity } = this.highs;
    this.model.changeRowBounds(row, Math.max(lower, -infinity), Math.min(upper, infinity));
  }

  /** From now on a goal stays at or below a value. */
  keep({ columns, costs }: Goal, atMost: number): void {
    this.add({ columns, values: costs, atMost });
  }

  /** From now on these rows hold, too. */
  add(...rows: readonly AddedRow[]): void {
    if (rows.length === 0) return;
    const starts = [0];
    for (const { columns } of rows) starts.push((starts.at(-1) ?? 0) + columns.length);
    this.model.addRows({
      lower: new Float64Array(rows.length).fill(-this.highs.infinity),
      upper: Float64Array.from(rows, ({ atMost }) => atMost),
      matrix: {
        ...{ format: 'csr', numRows: rows.length, numCols: this.columnCount, starts: Int32Array.from(starts) },
        indices: Int32Array.from(rows.flatMap(({ columns }) => columns)),
        values: Float64Array.from(rows.flatMap(({ values }) => values)),
      },
    });
  }

  close(): void {
    this.model.dispose();
  }
}
