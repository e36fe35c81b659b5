import type { AddedRow, LinearProgram } from './linear-program.js';
import type { Pair, PlanModel } from './model.js';
import type { PlanTerms } from './terms.js';

// A lot has at most so many receiving towns, and a whole lot one town at all. Of a lot that can be divided a column for each town, from 0 to
// 1, says whether it receives, and they add up to no more than may; x ≤ u z for what the town can do in a month, and ∑ x ≤ U z for what it
// can do in all. Such rows are many; only those that a solution breaks are added (cutting planes). For a whole lot no column is needed: for
// any one of these fractions that stands for each town ∑ x / u ≤ 1.

/** What a solution must break a row by before the row is worth adding, in towns: of many towns of a lot together, and of one. */
const [worthAdding, worthTying] = [0.02, 0.005];

interface Place {
  readonly columns: readonly number[];
  readonly uppers: readonly number[];
  /** Minutes that the town can do in all. */
  readonly all: number;
}

/** Towns of a lot that can be divided, of which only some may receive. */
export interface Choice {
  readonly lot: number;
  readonly most: number;
  readonly towns: readonly (Place & { readonly receives: number })[];
}

/** Places of a whole lot. */
interface Whole {
  readonly minutes: number;
  readonly places: readonly Place[];
}

/** Rows that every plan keeps, whatever it chooses, and a relaxed solution may break. */
export class ReceivingRows {
  readonly choices: readonly Choice[];
  /** The column that says whether the town of a pair receives. */
  readonly receives = new Map<Pair, number>();
  private readonly wholes: readonly Whole[];
  /** Choices whose towns are held to their columns; of the others the columns say nothing yet. */
  private readonly tied = new Set<Choice>();

  /** Writes the columns of what receives into the program, which no solver may have yet. */
  constructor(terms: PlanTerms, { program, pairs, wholeLots }: PlanModel) {
    const byLot = new Map<number, Pair[]>();
    for (const pair of pairs) {
      const known = byLot.get(pair.lot);
      if (known === undefined) byLot.set(pair.lot, [pair]);
      else known.push(pair);
    }
    this.wholes = wholeLots.map(({ lot, home }) => {
      const places = (byLot.get(lot) ?? []).map(({ columns }) => columns);
      const { minutes } = terms.lot(lot);
      return {
        minutes,
        places: [...places, ...(home.length > 0 ? [home] : [])].map((columns) => placeOf(program, columns, minutes)),
      };
    });
    this.choices = [...byLot].flatMap(([lot, own]) => {
      const { isWhole, mostTowns, minutes } = terms.lot(lot);
      if (isWhole || own.length <= mostTowns) return [];
      const row = program.row(-Infinity, mostTowns);
      const towns = own.map((pair) => {
        const receives = program.column(1, [row, 1]);
        this.receives.set(pair, receives);
        return { ...placeOf(program, pair.columns, minutes), receives };
      });
      return [{ lot, most: mostTowns, towns }];
    });
  }

  /** The rows that a solution breaks: of lots in too many towns what ties each town to its column, and for whole lots each month that is too full. */
  brokenBy(solution: ArrayLike<number>): AddedRow[] {
    for (const choice of this.choices)
      if (sum(choice.towns.map((town) => leastReceiving(town, solution))) > choice.most + worthAdding) this.tie(choice);
    return [
      ...this.wholes.flatMap((whole) => [...tooFull(whole, solution), ...inTooMany(whole, solution)]),
      ...[...this.tied].flatMap(({ towns }) => towns.flatMap((town) => untied(town, solution))),
    ];
  }

  /** From now on the columns of a choice say whether its towns receive. */
  tie(choice: Choice): void {
    this.tied.add(choice);
  }

  /** A solution in which every column of what receives is as large as it may be beside the others: it costs nothing. */
  raised(solution: ArrayLike<number>): Float64Array {
    const raised = Float64Array.from(solution);
    for (const choice of this.choices) {
      const { towns, most } = choice;
      const least = towns.map((town) =>
        Math.max(leastReceiving(town, solution), this.tied.has(choice) ? (solution[town.receives] ?? 0) : 0),
      );
      const spare = Math.max(0, most - sum(least));
      towns.forEach(({ receives }, at) => (raised[receives] = Math.min(1, (least[at] ?? 0) + spare)));
    }
    return raised;
  }
}

/** The least that the column of a town may be, where it is tied. */
function leastReceiving({ columns, uppers, all }: Place, solution: ArrayLike<number>): number {
  const fractions = columns.map((column, at) => fraction(solution[column] ?? 0, uppers[at] ?? 0));
  return Math.max(fraction(minutesOf(columns, solution), all), ...fractions);
}

function untied({ columns, uppers, all, receives }: Choice['towns'][number], solution: ArrayLike<number>): AddedRow[] {
  const is = (solution[receives] ?? 0) + worthTying;
  const months = columns.flatMap((column, at): AddedRow[] => {
    const upper = uppers[at] ?? 0;
    return (solution[column] ?? 0) > upper * is
      ? [{ columns: [column, receives], values: [1, -upper], atMost: 0 }]
      : [];
  });
  if (all >= sum(uppers) || minutesOf(columns, solution) <= all * is) return months;
  return [...months, { columns: [...columns, receives], values: [...columns.map(() => 1), -all], atMost: 0 }];
}

/** A whole lot is in one place: of each the fraction that says most about how much of it is chosen. */
function inTooMany({ places }: Whole, solution: ArrayLike<number>): AddedRow[] {
  const columns: number[] = [];
  const values: number[] = [];
  let towns = 0;
  for (const place of places) {
    const most = mostSaying(place, solution);
    towns += most.fraction;
    for (const column of most.columns) {
      columns.push(column);
      values.push(1 / most.upper);
    }
  }
  return towns > 1 + worthAdding ? [{ columns, values, atMost: 1 }] : [];
}

function mostSaying(
  { columns, uppers, all }: Place,
  solution: ArrayLike<number>,
): { readonly fraction: number; readonly columns: readonly number[]; readonly upper: number } {
  let most = { fraction: minutesOf(columns, solution) / all, columns, upper: all };
  columns.forEach((column, at) => {
    const upper = uppers[at] ?? 0;
    const own = fraction(solution[column] ?? 0, upper);
    if (own > most.fraction) most = { fraction: own, columns: [column], upper };
  });
  return most;
}

/** Of a whole lot, all is done where any is: then a month does no greater share of it than it can do of all. */
function tooFull({ minutes, places }: Whole, solution: ArrayLike<number>): AddedRow[] {
  return places.flatMap(({ columns, uppers }) => {
    const all = minutesOf(columns, solution);
    return columns.flatMap((month, at) => {
      const share = (uppers[at] ?? 0) / minutes;
      if ((solution[month] ?? 0) <= share * all + worthAdding * minutes) return [];
      return [{ columns, values: columns.map((column) => (column === month ? 1 - share : -share)), atMost: 0 }];
    });
  });
}

function placeOf({ columnUpper }: LinearProgram, columns: readonly number[], lotMinutes: number): Place {
  const uppers = columns.map((column) => columnUpper[column] ?? 0);
  return { columns, uppers, all: Math.min(lotMinutes, sum(uppers)) };
}

function fraction(minutes: number, upper: number): number {
  return upper > 0 ? minutes / upper : 0;
}

function minutesOf(columns: readonly number[], solution: ArrayLike<number>): number {
  return columns.reduce((all, column) => all + (solution[column] ?? 0), 0);
}

function sum(minutes: readonly number[]): number {
  return minutes.reduce((all, each) => all + each, 0);
}
