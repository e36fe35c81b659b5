import type { IsoMonth } from '../calendar/month.js';
import type { ToldRow, Unknown } from './month-audit.js';
import type { ToldMonth } from './publication-state.js';
import type { SupplyBasis } from './supply-basis.js';

/** In place of a position that has not been looked for, or is of no use. */
const unread = -1;

/** What peers have been told of one month, to be asked about and added to. */
export class ToldLedger {
  private readonly positions = new Map<string, number>();
  private readonly unknowns: { readonly worker: string; readonly minutes: readonly number[] }[] = [];
  private readonly numbers: Unknown[] = [];
  private rows: ToldRow[] = [];
  private changed = false;
  private readonly sums = new Map<readonly number[], readonly number[]>();
  private readonly positionsOn = new Map<SupplyBasis, Int32Array>();

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

  /** Positions of the unknowns that a cell's sum adds up; `members` as the basis has them. */
  sumOf(members: readonly number[], basis: SupplyBasis): readonly number[] {
    const known = this.sums.get(members);
    if (known !== undefined) return known;
    this.readUnknowns();
    const positions = this.positionsOn.get(basis) ?? new Int32Array(this.ids.length).fill(unread);
    this.positionsOn.set(basis, positions);
    const sum = members.map((worker) => {
      if (positions[worker] === unread)
        positions[worker] = this.positionOf(this.ids[worker] as string, basis.minutesIn(worker, this.weeks));
      return positions[worker] as number;
    });
    sum.sort((a, b) => a - b);
    this.sums.set(members, sum);
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
    const places = new Int32Array(this.unknowns.length).fill(unread);
    for (const { plus, minus } of this.rows) {
      for (const position of plus) places[position] = 0;
      for (const position of minus) places[position] = 0;
    }
    const unknowns = this.unknowns.filter((_, position) => places[position] !== unread);
    let next = 0;
    for (let position = 0; position < places.length; position++)
      if (places[position] !== unread) places[position] = next++;
    const move = (positions: readonly number[]): number[] => positions.map((position) => places[position] as number);
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
