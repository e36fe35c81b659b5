import { inverse, minus, scale, subtract, times } from './modular.js';

/** What a further row would do to what is known. */
export type Effect = 'tells nothing new' | 'can be told' | 'reveals too few';

/**
 * Everything that can be computed from told sums: the space of all linear combinations of their rows, kept in reduced row echelon form
 * (F. Y. Chin & G. Özsoyoglu, "Auditing and inference control in statistical databases", 1982). A column is an unknown of a party, which is one or
 * more workers whom no row tells apart; a party may own several columns (what it offered then, what it offers now).
 */
export class RowSpace {
  private readonly rows: Float64Array[] = [];
  /** Column of each row in which it is 1 and every other row 0. */
  private readonly pivots: number[] = [];
  /** In how many rows a column is not 0. */
  private readonly uses: Int32Array;

  /**
   * @param owners the party of each column.
   * @param weights workers in each party.
   * @param fewest a combination that is not 0 must rest on at least so many workers.
   */
  constructor(
    private readonly owners: Int32Array,
    private readonly weights: Int32Array,
    private readonly fewest: number,
  ) {
    this.uses = new Int32Array(owners.length);
  }

  /** Takes a row, whatever it reveals: it has been told, or is about to be. The row is used up. */
  know(row: Float64Array): void {
    this.reduce(row);
    this.insert(row);
  }

  /**
   * Whether telling a row would make a combination computable that rests on too few workers and was not computable before. Reduces the
   * row in place; it may be given to {@link know} next.
   */
  effectOf(row: Float64Array): Effect {
    this.reduce(row);
    if (row.every((value) => value === 0)) return 'tells nothing new';
    return this.reaches(row, [], 0) ? 'reveals too few' : 'can be told';
  }

  private reduce(row: Float64Array): void {
    this.pivots.forEach((pivot, index) => {
      const factor = row[pivot] as number;
      if (factor !== 0) subtract(row, factor, this.rows[index] as Float64Array);
    });
  }

  private insert(row: Float64Array): void {
    const pivot = this.leastUsed(row, []);
    if (pivot === undefined) return;
    scale(row, inverse(row[pivot] as number));
    for (const other of this.rows) {
      const factor = other[pivot] as number;
      if (factor === 0) continue;
      this.count(other, -1);
      subtract(other, factor, row);
      this.count(other, 1);
    }
    this.count(row, 1);
    this.rows.push(row);
    this.pivots.push(pivot);
  }

  private count(row: Float64Array, by: number): void {
    for (let column = 0; column < row.length; column++)
      if (row[column] !== 0) this.uses[column] = (this.uses[column] as number) + by;
  }

  /**
   * Whether adding known rows to `row` (reduced, not 0) can leave something of `chosen` parties and, while weight lasts, of others, and
   * nothing of anybody else. Only rows whose pivot belongs to such a party can help. Their span is divided out; what is left over is not 0
   * in some column, and somebody must be chosen who can change that: its owner, the owner of a row that is not 0 there, or of a pivot by
   * which was divided. So the search is complete, and its depth is at most `fewest` − 1 whatever the size of the town.
   */
  private reaches(row: Float64Array, chosen: readonly number[], weight: number): boolean {
    const { left, used, usedPivots } = this.leftOver(row, chosen);
    const column = this.leastUsed(left, chosen);
    if (column === undefined) return true;
    if (weight + 1 >= this.fewest) return false;
    const next = new Set<number>([this.owners[column] as number]);
    usedPivots.forEach((pivot, index) => {
      if (used[index]?.[column] !== 0) next.add(this.owners[pivot] as number);
    });
    this.pivots.forEach((pivot, index) => {
      const other = this.rows[index] as Float64Array;
      let value = other[column] as number;
      usedPivots.forEach((at, which) => {
        if (other[at] !== 0) value = minus(value, times(other[at] as number, used[which]?.[column] as number));
      });
      if (value !== 0) next.add(this.owners[pivot] as number);
    });
    for (const party of next) {
      const heavier = weight + (this.weights[party] as number);
      if (!chosen.includes(party) && heavier < this.fewest && this.reaches(row, [...chosen, party], heavier))
        return true;
    }
    return false;
  }

  /** `row` modulo the rows whose pivots the chosen own, the columns of the chosen left aside; and those rows, themselves reduced. */
  private leftOver(
    row: Float64Array,
    chosen: readonly number[],
  ): { readonly left: Float64Array; readonly used: Float64Array[]; readonly usedPivots: number[] } {
    const [used, usedPivots]: [Float64Array[], number[]] = [[], []];
    if (chosen.length === 0) return { left: row, used, usedPivots };
    const left = row.slice();
    this.pivots.forEach((pivot, index) => {
      if (!chosen.includes(this.owners[pivot] as number)) return;
      const own = (this.rows[index] as Float64Array).slice();
      usedPivots.forEach((at, which) => {
        if (own[at] !== 0) subtract(own, own[at] as number, used[which] as Float64Array);
      });
      const at = this.leastUsed(own, chosen);
      if (at === undefined) return;
      scale(own, inverse(own[at] as number));
      for (const other of used) if (other[at] !== 0) subtract(other, other[at] as number, own);
      if (left[at] !== 0) subtract(left, left[at] as number, own);
      used.push(own);
      usedPivots.push(at);
    });
    return { left, used, usedPivots };
  }

  /** The column, owned by none of the chosen, that is not 0 in the row and in fewest others, which keeps rows sparse and searches narrow. */
  private leastUsed(row: Float64Array, chosen: readonly number[]): number | undefined {
    let best: number | undefined;
    for (let column = 0; column < row.length; column++) {
      if (row[column] === 0 || chosen.includes(this.owners[column] as number)) continue;
      if (best === undefined || (this.uses[column] as number) < (this.uses[best] as number)) best = column;
    }
    return best;
  }
}
