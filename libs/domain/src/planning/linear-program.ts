/** A linear program as a solver takes it: columns within bounds, rows within bounds, the matrix by columns (CSC). */
export interface LinearProgram {
  readonly columnLower: number[];
  readonly columnUpper: number[];
  readonly rowLower: number[];
  readonly rowUpper: number[];
  readonly starts: number[];
  readonly indices: number[];
  readonly values: number[];
}

/** What is to be made small: the sum of cost × column, for the columns that have a cost. */
export interface Goal {
  readonly name: GoalName;
  readonly columns: number[];
  readonly costs: number[];
}

/** In the order in which they count unless told otherwise; docs/year-plan.md gives each its formula. */
export const goalNames = ['SERVED', 'WORST_SHORTAGE', 'SHORTAGE', 'LEADING', 'NEARNESS', 'CHANGE'] as const;
export type GoalName = (typeof goalNames)[number];

/** A row that is added to a program: the sum of value × column is at most so much. */
export interface AddedRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  readonly atMost: number;
}

/** The row that the sum of the columns is at least so much. */
export function atLeast(columns: readonly number[], minutes: number): AddedRow {
  return { columns, values: columns.map(() => -1), atMost: -minutes };
}

/** Gathers the columns of a goal. */
export class GoalCosts implements Goal {
  readonly columns: number[] = [];
  readonly costs: number[] = [];

  constructor(readonly name: GoalName) {}

  add(column: number, cost: number): void {
    this.columns.push(column);
    this.costs.push(cost);
  }
}

/** Yen that a minute below a target, led beyond the easy load, moved next door, or changed counts, where all goals are one. */
export const combinedCosts: Readonly<Record<GoalName, number>> = {
  SERVED: 1,
  WORST_SHORTAGE: 0,
  SHORTAGE: 0.05,
  LEADING: 0.01,
  NEARNESS: 0.01,
  CHANGE: 0.05,
};

/** All goals at once, weighed so that the value served decides nearly alone: for the rounds in which much is still open. */
export function combined(goals: readonly Goal[]): Goal {
  const sum = new GoalCosts('SERVED');
  for (const { name, columns, costs } of goals)
    columns.forEach((column, at) => {
      if (combinedCosts[name] > 0) sum.add(column, (costs[at] ?? 0) * combinedCosts[name]);
    });
  return sum;
}

/** Writes a linear program row by row and column by column. */
export class ProgramWriter implements LinearProgram {
  readonly columnLower: number[] = [];
  readonly columnUpper: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  readonly starts: number[] = [0];
  readonly indices: number[] = [];
  readonly values: number[] = [];

  /** Its position. */
  row(lower: number, upper: number): number {
    this.rowUpper.push(upper);
    return this.rowLower.push(lower) - 1;
  }

  /** A column from 0 to `upper` with its coefficients in rows; its position. Absent rows are left out. */
  column(upper: number, ...entries: readonly (readonly [row: number | undefined, value: number])[]): number {
    for (const [row, value] of entries) {
      if (row === undefined) continue;
      this.indices.push(row);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
    this.columnUpper.push(upper);
    return this.columnLower.push(0) - 1;
  }
}

/** What a goal comes to at these values of the columns. */
export function valueOf({ columns, costs }: Goal, solution: ArrayLike<number>): number {
  return columns.reduce((sum, column, index) => sum + (costs[index] ?? 0) * (solution[column] ?? 0), 0);
}

/**
 * A value that no solution can be below, whatever multipliers are given (weak duality): every row multiplied by its multiplier and added to
 * the cost, the rest of each column taken at its better bound. Needs no trust in the solver. Every column must have a finite upper bound.
 * @param added rows that the program was given later; their multipliers follow those of its own rows.
 */
export function lowerBound(
  program: LinearProgram,
  goal: Goal,
  multipliers: ArrayLike<number>,
  added: readonly AddedRow[] = [],
): number {
  const reduced = new Float64Array(program.columnLower.length);
  goal.columns.forEach((column, index) => (reduced[column] = (reduced[column] ?? 0) + (goal.costs[index] ?? 0)));
  let bound = 0;
  const used = new Float64Array(program.rowLower.length);
  for (let row = 0; row < used.length; row++) {
    const multiplier = multipliers[row] ?? 0;
    const at = multiplier > 0 ? program.rowLower[row] : program.rowUpper[row];
    // A multiplier towards a bound that is not there proves nothing, and is left out.
    if (multiplier === 0 || at === undefined || !Number.isFinite(at)) continue;
    used[row] = multiplier;
    bound += multiplier * at;
  }
  added.forEach(({ columns, values, atMost }, index) => {
    const multiplier = multipliers[used.length + index] ?? 0;
    if (multiplier >= 0) return; // Such a row has no lower bound.
    bound += multiplier * atMost;
    columns.forEach((column, at) => (reduced[column] = (reduced[column] ?? 0) - multiplier * (values[at] ?? 0)));
  });
  for (let column = 0; column < reduced.length; column++) {
    let rest = reduced[column] ?? 0;
    for (let at = program.starts[column] ?? 0; at < (program.starts[column + 1] ?? 0); at++)
      rest -= (used[program.indices[at] ?? 0] ?? 0) * (program.values[at] ?? 0);
    bound += rest > 0 ? rest * (program.columnLower[column] ?? 0) : rest * (program.columnUpper[column] ?? 0);
  }
  return bound;
}
