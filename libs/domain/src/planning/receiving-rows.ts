import type { AddedRow, LinearProgram } from './linear-program.js';
import type { Pair, PlanModel } from './model.js';
import type { PlanTerms } from './terms.js';

// A lot has at most so many receiving towns, and a whole lot one town at all. The program cannot say so, for it would have to choose; but it
// can be told what every choice has in common. If z is 1 where a town receives and 0 where not, then x ≤ u z for what it can do in a
// month, and ∑ x ≤ U z for what it can do in all; and ∑ z ≤ k over the towns. So for any one of these fractions that stands for each town
// ∑ x / u ≤ k, without any z. Such rows are many; only those that a solution breaks are added (cutting planes).

/** What a solution must break a row by before the row is worth adding, in towns. */
const worthAdding = 0.02;

/** Towns of a lot of which only some may be chosen. */
interface Choice {
  readonly most: number;
  readonly lotMinutes: number;
  readonly isWhole: boolean;
  readonly towns: readonly { readonly columns: readonly number[]; readonly uppers: readonly number[] }[];
}

/** Rows that every plan keeps, whatever it chooses, and a relaxed solution may break. */
export class ReceivingRows {
  private readonly choices: readonly Choice[];

  constructor(terms: PlanTerms, { program, pairs, wholeLots }: PlanModel) {
    const homes = new Map(wholeLots.map(({ lot, home }) => [lot, home]));
    const byLot = new Map<number, Pair[]>();
    for (const pair of pairs) {
      const known = byLot.get(pair.lot);
      if (known === undefined) byLot.set(pair.lot, [pair]);
      else known.push(pair);
    }
    for (const { lot } of wholeLots) if (!byLot.has(lot)) byLot.set(lot, []);
    this.choices = [...byLot].flatMap(([lot, own]) => {
      const { isWhole, mostTowns, minutes } = terms.lot(lot);
      const home = homes.get(lot) ?? [];
      const places = [...own.map(({ columns }) => columns), ...(home.length > 0 ? [home] : [])];
      const most = isWhole ? 1 : mostTowns;
      if (!isWhole && places.length <= most) return [];
      return [{ most, lotMinutes: minutes, isWhole, towns: places.map((columns) => withUppers(program, columns)) }];
    });
  }

  /** The rows that a solution breaks: for each lot the one that it breaks most, and for whole ones each month that is too full. */
  brokenBy(solution: ArrayLike<number>): AddedRow[] {
    return this.choices.flatMap((choice) => {
      const rows = choice.isWhole ? tooFull(choice, solution) : [];
      const columns: number[] = [];
      const values: number[] = [];
      let towns = 0;
      for (const town of choice.towns) {
        const most = mostSaying(choice, town, solution);
        towns += most.fraction;
        for (const column of most.columns) {
          columns.push(column);
          values.push(1 / most.upper);
        }
      }
      return towns > choice.most + worthAdding ? [...rows, { columns, values, atMost: choice.most }] : rows;
    });
  }
}

/** The fraction that says most about how much of a town is chosen. */
function mostSaying(
  { lotMinutes }: Choice,
  { columns, uppers }: Choice['towns'][number],
  solution: ArrayLike<number>,
): { readonly fraction: number; readonly columns: readonly number[]; readonly upper: number } {
  const all = Math.min(lotMinutes, sum(uppers));
  let most = { fraction: minutesOf(columns, solution) / all, columns, upper: all };
  columns.forEach((column, at) => {
    const upper = uppers[at] ?? 0;
    const fraction = upper > 0 ? (solution[column] ?? 0) / upper : 0;
    if (fraction > most.fraction) most = { fraction, columns: [column], upper };
  });
  return most;
}

/** Of a whole lot, all is done where any is: then a month does no greater share of it than it can do of all. */
function tooFull({ lotMinutes, towns }: Choice, solution: ArrayLike<number>): AddedRow[] {
  return towns.flatMap(({ columns, uppers }) => {
    const all = minutesOf(columns, solution);
    return columns.flatMap((month, at) => {
      const share = (uppers[at] ?? 0) / lotMinutes;
      if ((solution[month] ?? 0) <= share * all + worthAdding * lotMinutes) return [];
      return [{ columns, values: columns.map((column) => (column === month ? 1 - share : -share)), atMost: 0 }];
    });
  });
}

function withUppers({ columnUpper }: LinearProgram, columns: readonly number[]): Choice['towns'][number] {
  return { columns, uppers: columns.map((column) => columnUpper[column] ?? 0) };
}

function minutesOf(columns: readonly number[], solution: ArrayLike<number>): number {
  return columns.reduce((all, column) => all + (solution[column] ?? 0), 0);
}

function sum(minutes: readonly number[]): number {
  return minutes.reduce((all, each) => all + each, 0);
}
