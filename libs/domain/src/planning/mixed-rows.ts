import { FullSupply } from './full-supply.js';
import type { AddedRow } from './linear-program.js';
import type { PlanModel } from './model.js';
import type { Choice, ReceivingRows } from './receiving-rows.js';
import type { PlanTerms } from './terms.js';

// Lots that compete for the same minutes cannot all be there a little: who receives does so in whole. Mixed-integer rounding (Marchand and
// Wolsey, "Aggregation and mixed integer rounding to solve MIPs", 2001) says so of any row ∑ x ≤ b. Where x ≤ u z, x = u z − t with t ≥ 0; other
// x ≥ 0 are left out. Of some z the contrary 1 − z is counted, which takes u off b; of an x without a z, that is z = 1. Let β be what remains
// of b, δ > 0 any divisor, f what β / δ has beyond a whole number, F(d) = ⌊d⌋ + max(0, d − ⌊d⌋ − f) / (1 − f). Then
//   ∑ F(± u / δ) z − ∑ t / (δ (1 − f)) ≤ ⌊β / δ⌋
// for whole z, whatever the divisor and the contraries: they are chosen so that the solution breaks the row most.

/** Minutes in a row: at most `upper`, and none where the town does not receive. */
export interface Part {
  readonly columns: readonly number[];
  readonly upper: number;
  /** The column that says whether it receives; absent where nothing is chosen. */
  readonly receives?: number;
}

/** Minutes that a solution must break a row by before the row is worth adding. */
const worthAdding = 1;
/** Divisors that are tried, and parts of the best one; columns of which the contrary is tried. */
const [mostDivisors, divisorParts, mostTurned] = [12, [2, 4, 8], 10];
/** What β / δ must have beyond and below a whole number: near to one the row says nothing, or its figures become large. */
const leastBeyond = 0.01;

/** Rows by mixed-integer rounding that every plan keeps and a relaxed solution breaks. */
export class MixedRows {
  private readonly supply: FullSupply;
  private readonly parts = new Map<number, Part>();
  private readonly lots: readonly { readonly parts: readonly Part[]; readonly atMost: number }[];
  private readonly choiceOf = new Map<number, Choice>();

  constructor(
    terms: PlanTerms,
    model: PlanModel,
    private readonly receiving: ReceivingRows,
  ) {
    this.supply = new FullSupply(terms, model);
    const { columnUpper } = model.program;
    for (const { column } of model.flows)
      this.parts.set(column, { columns: [column], upper: columnUpper[column] ?? 0 });
    for (const choice of receiving.choices)
      for (const { columns, uppers, receives } of choice.towns) {
        this.choiceOf.set(receives, choice);
        columns.forEach((column, at) =>
          this.parts.set(column, { columns: [column], upper: uppers[at] ?? 0, receives }),
        );
      }
    this.lots = this.lotRows(terms, model);
  }

  /**
   * The rows that a solution breaks: of what competes for minutes that are all used, and of each lot's own minutes and months.
   * @param multipliers of the program's rows at the solution.
   */
  brokenBy(solution: ArrayLike<number>, multipliers: ArrayLike<number>): AddedRow[] {
    const raised = this.receiving.raised(solution);
    const rows = [
      ...this.supply.at(multipliers).map(({ columns, atMost }) => ({
        ...{ parts: columns.flatMap((column) => this.parts.get(column) ?? []), atMost },
      })),
      ...this.lots,
    ].flatMap(({ parts, atMost }) => mixedRow(parts, atMost, raised) ?? []);
    // What a row says of a column is worth something only where the column is tied to its town.
    for (const { columns } of rows)
      for (const column of columns) {
        const choice = this.choiceOf.get(column);
        if (choice !== undefined) this.receiving.tie(choice);
      }
    return rows;
  }

  /** All minutes of a lot, and those that a month of it may have. */
  private lotRows(terms: PlanTerms, { flows, classes }: PlanModel): MixedRows['lots'] {
    const byLot = new Map<number, Map<number, Part[]>>();
    const chosen = new Map(this.receiving.choices.map((choice) => [choice.lot, choice]));
    for (const { column, lotClass, month } of flows) {
      const [lot = -1] = classes[lotClass]?.lots ?? [];
      if (!chosen.has(lot)) continue;
      const months = byLot.get(lot) ?? new Map<number, Part[]>();
      byLot.set(lot, months.set(month, [...(months.get(month) ?? []), this.parts.get(column) as Part]));
    }
    return [...byLot].flatMap(([lot, months]) => {
      const { minutes, mostShare } = terms.lot(lot);
      const towns = (chosen.get(lot)?.towns ?? []).map(({ columns, all, receives }) => ({
        columns,
        upper: all,
        receives,
      }));
      const home = [...months.values()].flat().filter(({ receives }) => receives === undefined);
      const inMonths = mostShare < 1 ? [...months.values()] : [];
      return [
        { parts: [...towns, ...home], atMost: minutes },
        ...inMonths.map((parts) => ({ parts, atMost: mostShare * minutes })),
      ];
    });
  }
}

/** A part in its place: minutes and whether it receives in the solution. */
interface Placed extends Part {
  readonly minutes: number;
  readonly is: number;
}

/**
 * The row by mixed-integer rounding that a solution breaks most, of those that the rule "∑ minutes ≤ atMost" allows; none where it breaks none.
 * @param solution with the columns of what receives between 0 and 1.
 */
export function mixedRow(parts: readonly Part[], atMost: number, solution: ArrayLike<number>): AddedRow | undefined {
  // A part that is nearer to 0 than to what it may be is left out.
  const placed = parts.flatMap((part): Placed[] => {
    const minutes = part.columns.reduce((sum, column) => sum + (solution[column] ?? 0), 0);
    const is = part.receives === undefined ? 1 : (solution[part.receives] ?? 0);
    return 2 * minutes > part.upper * is ? [{ ...part, minutes, is }] : [];
  });
  const open = placed.filter(({ is }) => is > 1e-6 && is < 1 - 1e-6);
  if (open.length === 0) return undefined;
  const brokenBy = (divisor: number, turned: ReadonlySet<Placed>): number => {
    const rounding = roundingOf(placed, atMost, divisor, turned);
    if (rounding === undefined) return 0;
    let broken = -rounding.down;
    for (const part of placed) {
      if (part.receives !== undefined)
        broken += turned.has(part) ? rounding.of(-part.upper) * (1 - part.is) : rounding.of(part.upper) * part.is;
      broken -= Math.max(0, part.upper * part.is - part.minutes);
    }
    return broken;
  };
  let turned: ReadonlySet<Placed> = new Set(placed.filter(({ is }) => is > 0.5));
  let best = { divisor: 0, broken: 0 };
  const consider = (divisor: number): void => {
    const broken = brokenBy(divisor, turned);
    if (broken > best.broken * (1 + 1e-4)) best = { divisor, broken };
  };
  [...new Set(open.map(({ upper }) => upper))]
    .sort((a, b) => b - a)
    .slice(0, mostDivisors)
    .forEach(consider);
  if (best.divisor === 0) return undefined;
  const whole = best.divisor;
  for (const part of divisorParts) consider(whole / part);
  for (const part of [...open].sort((a, b) => Math.abs(a.is - 0.5) - Math.abs(b.is - 0.5)).slice(0, mostTurned)) {
    const other = new Set(turned);
    if (!other.delete(part)) other.add(part);
    const broken = brokenBy(best.divisor, other);
    if (broken > best.broken) [best, turned] = [{ ...best, broken }, other];
  }
  return best.broken < worthAdding ? undefined : written(placed, atMost, best.divisor, turned);
}

function written(
  placed: readonly Placed[],
  atMost: number,
  divisor: number,
  turned: ReadonlySet<Placed>,
): AddedRow | undefined {
  const rounding = roundingOf(placed, atMost, divisor, turned);
  if (rounding === undefined) return undefined;
  const columns: number[] = [];
  const values: number[] = [];
  let most = rounding.down;
  for (const part of placed) {
    // − t is x − u z.
    for (const column of part.columns) {
      columns.push(column);
      values.push(1);
    }
    if (part.receives === undefined) {
      most += part.upper;
      continue;
    }
    const value = turned.has(part) ? -rounding.of(-part.upper) : rounding.of(part.upper);
    if (turned.has(part)) most += value;
    columns.push(part.receives);
    values.push(value - part.upper);
  }
  return { columns, values, atMost: most };
}

/** δ (1 − f) ⌊β / δ⌋, and δ (1 − f) F(u / δ); none where f is too near to 0 or 1. */
function roundingOf(
  placed: readonly Placed[],
  atMost: number,
  divisor: number,
  turned: ReadonlySet<Placed>,
): { readonly down: number; readonly of: (upper: number) => number } | undefined {
  let rest = atMost;
  for (const part of placed) if (part.receives === undefined || turned.has(part)) rest -= part.upper;
  const down = Math.floor(rest / divisor);
  const beyond = rest / divisor - down;
  if (beyond < leastBeyond || beyond > 1 - leastBeyond) return undefined;
  const scale = divisor * (1 - beyond);
  return {
    down: scale * down,
    of: (upper) => {
      const floor = Math.floor(upper / divisor);
      return scale * floor + divisor * Math.max(0, upper / divisor - floor - beyond);
    },
  };
}
