import type { FlatProgram } from './relaxed.js';

/** Steps after which it is looked how far one step moves. */
const lookEvery = 32;

/**
 * Solves a flat program nearly, by first-order steps on its columns and on the prices of its rows at once: the primal-dual hybrid gradient
 * (Chambolle & Pock 2011) with diagonal steps (Pock & Chambolle 2011), reflected, drawn back to where it began (Halpern) and begun anew as
 * it comes nearer (Lu & Yang 2024, "Restarted Halpern PDHG for linear programming"). A step is one pass over the entries and nothing is
 * factorised, so time and memory grow with the entries alone.
 */
export class FirstOrder {
  /** Values of the columns; between restarts they may stray a little out of their bounds, and the prices below 0. */
  readonly columns: Float64Array;
  readonly prices: Float64Array;
  private readonly most: Float64Array;
  private readonly startColumns: Float64Array;
  private readonly startPrices: Float64Array;
  /** Length of a step by column and by row, before the balance between them. */
  private readonly columnStep: Float64Array;
  private readonly rowStep: Float64Array;
  private readonly used: Float64Array;
  /** By how much prices move more than columns. */
  private balance = 1;
  private steps = 0;
  private sinceRestart = 0;
  private firstMove = 0;
  private lastMove = Infinity;

  constructor(private readonly program: FlatProgram) {
    const [columns, rows] = [program.worth.length, program.atMost.length];
    this.columns = new Float64Array(columns);
    this.prices = new Float64Array(rows);
    this.startColumns = new Float64Array(columns);
    this.startPrices = new Float64Array(rows);
    this.columnStep = new Float64Array(columns);
    this.rowStep = new Float64Array(rows);
    this.used = new Float64Array(rows);
    this.most = program.most.slice();
    this.measure();
  }

  /** So many steps more. */
  run(steps: number): void {
    for (let left = steps; left > 0; left--) {
      const isLooked = this.sinceRestart === 0 || this.sinceRestart % lookEvery === 0;
      const moved = this.step(isLooked);
      if (isLooked) this.consider(moved);
    }
  }

  /** Finds the lengths of steps anew, where weights have changed: a column moves by what it can be, a price by what its row could be asked. */
  measure(): void {
    const { starts, rows, weighed, weight, most } = this.program;
    this.rowStep.fill(0);
    for (let column = 0; column < most.length; column++) {
      const size = Math.max(1, most[column] as number);
      const [first, end, extra] = [starts[column] as number, starts[column + 1] as number, weighed[column] as number];
      for (let entry = first; entry < end; entry++) this.demand(rows[entry] as number, size);
      if (extra >= 0) this.demand(extra, size * (weight[column] as number));
      this.columnStep[column] = size / (end - first + (extra >= 0 ? (weight[column] as number) : 0));
    }
    for (let row = 0; row < this.rowStep.length; row++) {
      const asked = this.rowStep[row] as number;
      this.rowStep[row] = asked > 0 ? 1 / asked : 0;
    }
  }

  /** From now on a column is 0. */
  close(column: number): void {
    this.most[column] = 0;
    this.columns[column] = 0;
  }

  /** Begins anew from where it is. */
  begin(): void {
    const { columns, prices, startColumns, startPrices, columnStep, rowStep } = this;
    let [far, dear] = [0, 0];
    for (let column = 0; column < columns.length; column++) {
      const value = Math.min(this.most[column] as number, Math.max(0, columns[column] as number));
      columns[column] = value;
      far += (value - (startColumns[column] as number)) ** 2 / (columnStep[column] as number);
      startColumns[column] = value;
    }
    for (let row = 0; row < prices.length; row++) {
      if (rowStep[row] === 0) continue;
      const value = Math.max(0, prices[row] as number);
      prices[row] = value;
      dear += (value - (startPrices[row] as number)) ** 2 / (rowStep[row] as number);
      startPrices[row] = value;
    }
    // Columns and prices should travel as far as each other, in their own measures; half way there, so that it does not swing.
    if (far > 1e-12 && dear > 1e-12) this.balance = Math.sqrt(this.balance * Math.sqrt(dear / far));
    this.sinceRestart = 0;
  }

  private demand(row: number, minutes: number): void {
    this.rowStep[row] = (this.rowStep[row] as number) + minutes;
  }

  /** One step; how far it would move, where that is asked. */
  private step(isMeasured: boolean): number {
    const { worth, starts, rows, weighed, weight, atMost } = this.program;
    const { most, columns, prices, used, columnStep, rowStep, startColumns, startPrices, balance } = this;
    const kept = (this.sinceRestart + 1) / (this.sinceRestart + 2);
    const drawn = 1 - kept;
    used.fill(0);
    let moved = 0;
    for (let column = 0, entry = 0; column < columns.length; column++) {
      const end = starts[column + 1] as number;
      if (most[column] === 0) {
        entry = end;
        continue;
      }
      const first = entry;
      let gain = worth[column] as number;
      for (; entry < end; entry++) gain -= prices[rows[entry] as number] as number;
      const extra = weighed[column] as number;
      if (extra >= 0) gain -= (weight[column] as number) * (prices[extra] as number);
      const before = columns[column] as number;
      const step = (columnStep[column] as number) / balance;
      const next = Math.min(most[column] as number, Math.max(0, before + step * gain));
      const reflected = 2 * next - before;
      if (reflected !== 0) {
        for (entry = first; entry < end; entry++) {
          const row = rows[entry] as number;
          used[row] = (used[row] as number) + reflected;
        }
        if (extra >= 0) used[extra] = (used[extra] as number) + (weight[column] as number) * reflected;
      }
      if (isMeasured) moved += (next - before) ** 2 / step;
      columns[column] = kept * reflected + drawn * (startColumns[column] as number);
    }
    for (let row = 0; row < prices.length; row++) {
      const step = (rowStep[row] as number) * balance;
      if (step === 0) continue;
      const before = prices[row] as number;
      const next = Math.max(0, before + step * ((used[row] as number) - (atMost[row] as number)));
      if (isMeasured) moved += (next - before) ** 2 / step;
      prices[row] = kept * (2 * next - before) + drawn * (startPrices[row] as number);
    }
    this.sinceRestart++;
    this.steps++;
    return Math.sqrt(moved);
  }

  /** Begins anew where a step has become much shorter, or somewhat and no longer does, or where it has gone on for long. */
  private consider(moved: number): void {
    if (this.sinceRestart <= 1) {
      this.firstMove = moved;
      this.lastMove = moved;
      return;
    }
    const isMuch = moved <= 0.2 * this.firstMove;
    const isSome = moved <= 0.8 * this.firstMove && moved > this.lastMove;
    const isLong = this.sinceRestart >= 0.36 * this.steps;
    this.lastMove = moved;
    if (isMuch || isSome || isLong) this.begin();
  }
}
