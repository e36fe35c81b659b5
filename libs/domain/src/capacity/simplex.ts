/** Rows `Σ coefficients[j] · x[j] ≤ atMost` over variables that are not negative. */
export interface ProgramRow {
  readonly coefficients: readonly number[];
  readonly atMost: number;
}

/** What a maximised program comes to. */
export type Optimum = { readonly value: number; readonly point: readonly number[] } | 'INFEASIBLE' | 'UNBOUNDED';

const tolerance = 1e-9;
/** The programs here have a few hundred pivots; far more would mean that rounding leads in circles. */
const mostPivots = 50_000;

/**
 * Maximises `Σ objective[j] · x[j]` over `x ≥ 0` under `rows` by the two-phase simplex method on a dense tableau (G. Dantzig 1947), with
 * Bland's rule (1977) once the objective stops rising, so that it always ends. For small programs: a few hundred rows and columns of
 * small whole coefficients.
 */
export function maximise(objective: readonly number[], rows: readonly ProgramRow[]): Optimum {
  const variables = objective.length;
  const tableau = new Tableau(rows, variables);
  if (rows.some(({ atMost }) => atMost < -tolerance) && !tableau.becomeFeasible()) return 'INFEASIBLE';
  tableau.setObjective(objective);
  return tableau.optimise() ? { value: tableau.value(), point: tableau.point(variables) } : 'UNBOUNDED';
}

/**
 * One row for each constraint, and the objective last. Columns: the variables, one helper variable that makes any program feasible in
 * the first phase, one slack for each row, and the right-hand side.
 */
class Tableau {
  private readonly rows: Float64Array[];
  private readonly basis: number[];
  private readonly helper: number;
  private readonly width: number;
  private objective: Float64Array;
  private helperAllowed = false;

  constructor(constraints: readonly ProgramRow[], variables: number) {
    this.helper = variables;
    this.width = variables + 1 + constraints.length + 1;
    this.rows = constraints.map(({ coefficients, atMost }, index) => {
      const row = new Float64Array(this.width);
      coefficients.forEach((coefficient, column) => (row[column] = coefficient));
      row[this.helper] = -1;
      row[variables + 1 + index] = 1;
      row[this.width - 1] = atMost;
      return row;
    });
    this.basis = constraints.map((_, index) => variables + 1 + index);
    this.objective = new Float64Array(this.width);
  }

  /** First phase: lets the helper in until every right-hand side is met, then drives it out again. False when it cannot be. */
  becomeFeasible(): boolean {
    this.helperAllowed = true;
    const worst = this.rows.reduce(
      (least, row, index) => (this.right(row) < this.right(this.rows[least] as Float64Array) ? index : least),
      0,
    );
    this.objective = new Float64Array(this.width);
    this.objective[this.helper] = 1; // Minimise the helper: maximise its negative.
    this.pivot(worst, this.helper);
    this.optimise();
    if (this.value() < -1e-6) return false;
    const stays = this.basis.indexOf(this.helper);
    if (stays >= 0) {
      const row = this.rows[stays] as Float64Array;
      for (let column = 0; column < this.width - 1; column++) {
        if (column !== this.helper && Math.abs(row[column] as number) > tolerance) {
          this.pivot(stays, column);
          break;
        }
      }
    }
    this.helperAllowed = false;
    return true;
  }

  setObjective(coefficients: readonly number[]): void {
    this.objective = new Float64Array(this.width);
    coefficients.forEach((coefficient, column) => (this.objective[column] = -coefficient));
    this.basis.forEach((variable, index) => {
      const share = this.objective[variable] as number;
      if (share !== 0) subtract(this.objective, this.rows[index] as Float64Array, share);
    });
  }

  /** Pivots until nothing can be gained; false when the objective is unbounded. */
  optimise(): boolean {
    let best = -Infinity;
    let still = 0;
    for (let pivots = 0; pivots < mostPivots; pivots++) {
      const column = this.entering(still > 20);
      if (column === undefined) return true;
      const row = this.leaving(column);
      if (row === undefined) return false;
      this.pivot(row, column);
      still = this.value() > best + tolerance ? 0 : still + 1;
      best = Math.max(best, this.value());
    }
    throw new Error('the simplex method does not end: the program is too ill-conditioned for doubles');
  }

  value(): number {
    return this.objective[this.width - 1] as number;
  }

  point(variables: number): number[] {
    const point = new Array<number>(variables).fill(0);
    this.basis.forEach((variable, index) => {
      if (variable < variables) point[variable] = Math.max(0, this.right(this.rows[index] as Float64Array));
    });
    return point;
  }

  /** The column that gains most, or by Bland's rule the first that gains. */
  private entering(bland: boolean): number | undefined {
    let chosen: number | undefined;
    let most = -tolerance;
    for (let column = 0; column < this.width - 1; column++) {
      if (column === this.helper && !this.helperAllowed) continue;
      const gain = this.objective[column] as number;
      if (gain >= most) continue;
      chosen = column;
      if (bland) return chosen;
      most = gain;
    }
    return chosen;
  }

  /** The row that limits the column first; among equals the one whose basic variable comes first (Bland). */
  private leaving(column: number): number | undefined {
    let chosen: number | undefined;
    let least = Infinity;
    this.rows.forEach((row, index) => {
      const coefficient = row[column] as number;
      if (coefficient <= tolerance) return;
      const ratio = this.right(row) / coefficient;
      const isTie = chosen !== undefined && Math.abs(ratio - least) <= tolerance;
      if (
        (!isTie && ratio < least) ||
        (isTie && (this.basis[index] as number) < (this.basis[chosen as number] as number))
      ) {
        chosen = index;
        least = Math.min(least, ratio);
      }
    });
    return chosen;
  }

  private pivot(at: number, column: number): void {
    const row = this.rows[at] as Float64Array;
    const divisor = row[column] as number;
    for (let index = 0; index < this.width; index++) row[index] = (row[index] as number) / divisor;
    row[column] = 1;
    this.rows.forEach((other, index) => {
      if (index === at) return;
      const factor = other[column] as number;
      if (factor !== 0) subtract(other, row, factor);
      other[column] = 0;
    });
    const factor = this.objective[column] as number;
    if (factor !== 0) subtract(this.objective, row, factor);
    this.objective[column] = 0;
    this.basis[at] = column;
  }

  private right(row: Float64Array): number {
    return row[this.width - 1] as number;
  }
}

/** `from -= factor · row`; what is left of a difference by rounding alone becomes 0. */
function subtract(from: Float64Array, row: Float64Array, factor: number): void {
  for (let index = 0; index < from.length; index++) {
    const share = factor * (row[index] as number);
    if (share === 0) continue;
    const difference = (from[index] as number) - share;
    from[index] = Math.abs(difference) < 1e-11 * Math.abs(share) ? 0 : difference;
  }
}
