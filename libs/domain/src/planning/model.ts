import { GoalCosts, goalNames, ProgramWriter, type Goal } from './linear-program.js';
import { lotClasses, type LotClass } from './lot-classes.js';
import { PoolRows, type Pool } from './pool-rows.js';
import type { PlanTerms } from './terms.js';
import { WorkRows, type Supply } from './work-rows.js';

/** Minutes of a class of lots that a column stands for, in a month: done in a town, or sent into a pool. */
export interface Flow {
  readonly column: number;
  readonly lotClass: number;
  readonly month: number;
  readonly to: { readonly town: number } | { readonly pool: number };
}

export interface PlanModel {
  readonly program: ProgramWriter;
  /** In the order in which they count; the first is the value served, negative because a solver makes small. */
  readonly goals: readonly Goal[];
  readonly classes: readonly LotClass[];
  readonly flows: readonly Flow[];
  readonly pools: readonly Pool[];
  readonly pairs: readonly Pair[];
  readonly wholeLots: readonly WholeLot[];
  /** What rows hold at most while whole lots are not yet rounded to minutes. The bound is found without it. */
  readonly spared: readonly { readonly row: number; readonly atMost: number }[];
  readonly supplies: readonly Supply[];
}

/** A lot in a town that is not its own, in a program with named towns. */
export interface Pair {
  readonly lot: number;
  readonly town: number;
  readonly columns: readonly number[];
}

/** A whole lot in a program with named towns: its row may be held to all its minutes, what is missed of them is a column. */
export interface WholeLot {
  readonly lot: number;
  readonly row: number;
  readonly missed: number;
  /** Columns of what its own town does of it. */
  readonly home: readonly number[];
}

/** A minute that moves so far counts twice as much as one that moves next door. */
export const kilometresThatDouble = 50;
/** A minute that moves to a town to which the published plan sends counts so much. */
export const usualPartner = 0.9;
/** To leave undone what was fixed costs so many times what doing it is worth, so that it happens only where nothing else is possible. */
const missedCost = 20;

/**
 * The program of a year plan (docs/year-plan.md).
 * @param named towns other than its own that a lot may go to, each on columns of its own. Where the other lots may move, too (`pooled`),
 * those of a kind are merged and go through the pools of circles: columns grow with lots + towns and not with lots × towns.
 */
export function buildModel(
  terms: PlanTerms,
  named: ReadonlyMap<number, readonly number[]>,
  { pooled }: { readonly pooled: boolean },
): PlanModel {
  const program = new ProgramWriter();
  const classes = lotClasses(terms, named, pooled);
  const work = new WorkRows(terms, program, named);
  const pools = new PoolRows(terms, program, work);
  const partners = usualPartners(terms);
  const [served, nearness] = [new GoalCosts('SERVED'), new GoalCosts('NEARNESS')];
  const flows: Flow[] = [];
  const pairs: Pair[] = [];
  const wholeLots: WholeLot[] = [];

  classes.forEach((each, lotClass) => {
    const { town: home, commodity, weight } = each;
    const months = Array.from({ length: each.to - each.from + 1 }, (_, index) => each.from + index);
    const [lot = -1] = each.lots;
    const only = named.get(lot);
    const rows = paceRows(program, each, months);
    const add = (to: Flow['to'], into: readonly number[], month: number, cost: number): number[] => {
      if (into.length === 0) return [];
      const most = 'town' in to ? Math.min(rows.most, terms.mostOf(to.town, commodity, month)) : rows.most;
      const column = program.column(most, [rows.served, 1], ...rows.entriesOf(month), ...into.map(one));
      flows.push({ column, lotClass, month, to });
      served.add(column, -weight);
      if (cost > 0) nearness.add(column, cost);
      return [column];
    };
    const { isWhole, minSliceMinutes } = terms.lot(lot);
    const own =
      !isWhole || terms.fits(lot, home)
        ? months.flatMap((month) => add({ town: home }, work.enteredBy(home, commodity, month), month, 0))
        : [];
    if (isWhole) {
      const missed = program.column(0, [rows.served, 1]);
      served.add(missed, missedCost * weight);
      wholeLots.push({ lot, row: rows.served, missed, home: own });
    }
    if (!each.mayMove) return;
    for (const town of only ?? []) {
      const open = months.filter((month) => terms.mayWorkFor(town, home, commodity, month));
      const room = open.reduce((sum, month) => sum + Math.min(rows.most, terms.mostOf(town, commodity, month)), 0);
      if (town === home || open.length === 0 || (!isWhole && room < minSliceMinutes)) continue;
      const far = 1 + terms.kilometres(town, home) / kilometresThatDouble;
      const cost = partners.has(`${home} ${town}`) ? far * usualPartner : far;
      const columns = open.flatMap((month) => add({ town }, work.enteredBy(town, commodity, month), month, cost));
      pairs.push({ lot, town, columns });
    }
    if (only !== undefined) return;
    for (const month of months)
      for (const pool of pools.from(home, commodity, month)) {
        const { row, meanKilometres } = pools.pools[pool] as Pool;
        add({ pool }, [row], month, 1 + meanKilometres / kilometresThatDouble);
      }
  });
  const goals = [served, ...work.all(), nearness]
    .filter(({ columns }) => columns.length > 0)
    .sort((a, b) => goalNames.indexOf(a.name) - goalNames.indexOf(b.name));
  return {
    program,
    goals,
    classes,
    flows,
    pools: pools.pools,
    pairs,
    wholeLots,
    spared: work.spared,
    supplies: work.supplies,
  };
}

function one(row: number): [row: number, value: number] {
  return [row, 1];
}

/** Rows that hold a class to its minutes and its pace, and the coefficients of a month's flows in them. */
function paceRows(
  program: ProgramWriter,
  { minutes, leastShare, mostShare }: LotClass,
  months: readonly number[],
): {
  readonly served: number;
  readonly most: number;
  readonly entriesOf: (month: number) => [row: number, value: number][];
} {
  const most = mostShare * minutes;
  const served = program.row(0, minutes);
  const above = mostShare < 1 ? months.map(() => program.row(-Infinity, most)) : [];
  const below = leastShare > 0 && months.length > 1 ? months.map(() => program.row(0, Infinity)) : [];
  return {
    served,
    most,
    entriesOf: (month) => {
      const own = above[month - (months[0] ?? 0)];
      const entries: [number, number][] = own === undefined ? [] : [[own, 1]];
      below.forEach((row, index) => entries.push([row, (months[index] === month ? 1 : 0) - leastShare]));
      return entries;
    },
  };
}

/** Home and receiving town, where the published plan moves work between them. */
export function usualPartners({ instance }: PlanTerms): ReadonlySet<string> {
  const townAt = new Map(instance.towns.map(({ code }, at) => [code, at]));
  const homeOf = new Map(instance.lots.map(({ id, town }) => [id, townAt.get(town)]));
  return new Set(instance.published.map(({ lot, town }) => `${homeOf.get(lot) ?? -1} ${townAt.get(town) ?? -1}`));
}
