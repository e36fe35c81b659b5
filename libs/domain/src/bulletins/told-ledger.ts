import type { IsoMonth } from '../calendar/month.js';
import type { ToldRow, Unknown } from './month-audit.js';
import type { ToldMonth } from './publication-state.js';
import type { SupplyBasis } from './supply-basis.js';

/** What peers have been told of one month, to be asked about and added to. */
export class ToldLedger {
  private readonly positions = new Map<string, number>();
  private readonly unknowns: { readonly worker: string; readonly minutes: readonly number[] }[] = [];
  private readonly numbers: Unknown[] = [];
  private rows: ToldRow[] = [];
  private changed = false;
  private readonly sums = new Map<string, readonly number[]>();

  /**
   * @param ids the id of each worker's number, and back.
   * @param weeks numbers of the month's weeks.
   */
  constructor(
    private readonly month: IsoMonth,
    private readonly ids: readonly string[],
    private readonly numberOf: ReadonlyMap<string, number>,
    private readonly weeks: readonly number[],
    private readonly before: ToldMonth | undefined,
  ) {
    this.rows = [...(before?.rows ?? [])];
  }

  /** Positions of the unknowns that a cell's sum adds up. */
  sumOf(members: readonly number[], basis: SupplyBasis): readonly number[] {
    const key = `${basis.number} ${String.fromCharCode(...members)}`;
    const known = this.sums.get(key);
    if (known !== undefined) return known;
    this.readUnknowns();
    const sum = members
      .map((worker) => this.positionOf(this.ids[worker] as string, basis.minutesIn(worker, this.weeks)))
      .sort((a, b) => a - b);
    this.sums.set(key, sum);
    return sum;
  }

  get told(): { readonly unknowns: readonly Unknown[]; readonly told: readonly ToldRow[] } {
    return { unknowns: this.numbers, told: this.rows };
  }

  tell(row: ToldRow): void {
    this.changed = true;
    this.rows.push(row);
  }

  /** Keeps only what the cells showed last, when it would become too much. */
  forgetBeyond(mostRows: number, shownLast: () => readonly (readonly number[])[]): void {
    if (this.rows.length <= mostRows) return;
    this.changed = true;
    const sums = new Map(shownLast().map((sum) => [sum.join(), sum]));
    this.rows = [...sums.values()].map((plus) => ({ plus, minus: [] }));
  }

  /** As plain data, without unknowns that no row speaks of. */
  toPlain(): ToldMonth {
    if (!this.changed) return this.before ?? { month: this.month, unknowns: [], rows: [] };
    const used = new Set(this.rows.flatMap(({ plus, minus }) => [...plus, ...minus]));
    const places = new Map<number, number>();
    const unknowns = this.unknowns.filter((_, position) => {
      if (used.has(position)) places.set(position, places.size);
      return used.has(position);
    });
    const move = (positions: readonly number[]): number[] =>
      positions.map((position) => places.get(position) as number);
    const rows = this.rows.map(({ plus, minus }) => ({ plus: move(plus), minus: move(minus) }));
    return { month: this.month, unknowns, rows };
  }

  /** Only when a sum is asked for: in most bulletins of most months nothing new is told. */
  private readUnknowns(): void {
    if (this.unknowns.length > 0) return;
    for (const { worker, minutes } of this.before?.unknowns ?? []) this.positionOf(worker, minutes);
  }

  private positionOf(worker: string, minutes: readonly number[]): number {
    const key = `${worker} ${minutes.join()}`;
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    const position = this.unknowns.length;
    this.positions.set(key, position);
    this.unknowns.push({ worker, minutes });
    this.numbers.push({ worker: this.numberOf.get(worker) as number, offers: minutes.some((each) => each > 0) });
    return position;
  }
}

/** What `after` says beyond `before`: unknowns in both cancel. */
export function difference(after: readonly number[], before: readonly number[]): ToldRow {
  const [old, fresh] = [new Set(before), new Set(after)];
  return {
    plus: after.filter((unknown) => !old.has(unknown)),
    minus: before.filter((unknown) => !fresh.has(unknown)),
  };
}
