import { canDo, counts } from './rules.js';
import type { PlanTerms } from './terms.js';
import type { Supply } from './work-rows.js';
import { choices, subsets } from './subsets.js';

// The bound of a plan by prices of supply alone (Lagrangian relaxation). Let every town ask a price for each minute of its groups, directors,
// seats and published figures. A plan is worth what its lots earn above these prices, plus what it pays to the towns. The first is at most
// what each lot could earn on its own, every rule of the lot kept; the second at most the price of all supply. So
//   worth of any plan ≤ ∑ supply × price + ∑ best of each lot at these prices,
// whatever the prices are. Good ones are the multipliers of the relaxed program.

/** Yen that a town asks for a minute, month by month, in the order of its groups, ceilings and seats. Never negative. */
export interface TownPrices {
  readonly groups: readonly (readonly number[])[];
  readonly ceilings: readonly (readonly number[])[];
  readonly led: readonly number[];
  readonly seats: readonly (readonly number[])[];
}

/** The multipliers of supply in a program whose goal is made small, as prices, to a thousandth of a yen. */
export function pricesOf(
  { instance: { towns, months } }: PlanTerms,
  { supplies }: { readonly supplies: readonly Supply[] },
  multipliers: ArrayLike<number>,
): TownPrices[] {
  const zeros = (): number[] => months.map(() => 0);
  const prices = towns.map(({ groups, ceilings, seats }) => ({
    ...{ groups: groups.map(zeros), ceilings: ceilings.map(zeros), led: zeros(), seats: seats.map(zeros) },
  }));
  for (const { row, town, month, of, at } of supplies) {
    const own = prices[town];
    const byMonth = of === 'led' ? own?.led : own?.[of][at];
    if (byMonth !== undefined) byMonth[month] = Math.max(0, Math.round(-(multipliers[row] ?? 0) * 1_000) / 1_000);
  }
  return prices;
}

/** Yen that no plan can exceed. @param lawful the towns other than its own that each lot may go to (`lawfulTowns`). */
export function boundByPrices(
  terms: PlanTerms,
  prices: readonly TownPrices[],
  lawful: ReadonlyMap<number, readonly number[]>,
): number {
  const lots = terms.instance.lots.map((_, lot) => mostYenOf(terms, prices, lot, lawful.get(lot) ?? []));
  return lots.reduce((sum, yen) => sum + yen, supplyYen(terms, prices));
}

/** What all supply costs at these prices. */
function supplyYen({ instance: { towns } }: PlanTerms, prices: readonly TownPrices[]): number {
  let all = 0;
  towns.forEach(({ groups, ceilings, ledMinutes, seats }, town) => {
    const own = prices[town];
    if (own === undefined) return;
    groups.forEach(({ minutes }, at) => (all += product(minutes, own.groups[at])));
    ceilings.forEach(({ minutes }, at) => (all += product(minutes, own.ceilings[at])));
    seats.forEach(({ minutes }, at) => (all += product(minutes, own.seats[at])));
    all += product(ledMinutes ?? [], own.led);
  });
  return all;
}

/** Minutes that a town could do of a lot in a month, and yen that each earns above what the town asks. */
interface Cell {
  readonly town: number;
  readonly month: number;
  readonly minutes: number;
  readonly yen: number;
}

/** Choices of receiving towns up to which each is tried. */
const mostTried = 300;

/**
 * The most that a lot can earn above the prices: within its minutes and its pace, at home and in as many receiving towns as it may have. Least
 * shares and slices are left out, and too many choices of towns are counted as if the best towns did not share the lot: both can only make
 * it more.
 */
export function mostYenOf(
  terms: PlanTerms,
  prices: readonly TownPrices[],
  lot: number,
  lawful: readonly number[],
): number {
  const { town: home, commodity, from, to } = terms.place(lot);
  const { yenPerMinute, certainty, isWhole, minutes, mostShare, mostTowns, mayMove } = terms.lot(lot);
  const inMonth = mostShare * minutes;
  const cellsOf = (town: number): Cell[] => {
    const cells: Cell[] = [];
    for (let month = from; month <= to; month++) {
      const most = Math.min(inMonth, terms.mostOf(town, commodity, month));
      const isLawful = town === home || terms.mayWorkFor(town, home, commodity, month);
      if (most > 0 && isLawful)
        cells.push({
          ...{ town, month, minutes: most },
          yen: yenPerMinute * certainty - priceOf(terms, prices, town, commodity, month),
        });
    }
    return cells;
  };
  const away = mayMove ? lawful.filter((town) => town !== home).map(cellsOf) : [];
  const own = cellsOf(home);
  if (isWhole) return Math.max(0, ...[own, ...away].map((cells) => filled(cells, minutes, inMonth, true)));
  const gaining = away.filter((cells) => cells.some(({ yen }) => yen > 0));
  const free = filled([...own, ...gaining.flat()], minutes, inMonth, false);
  if (gaining.length <= mostTowns) return free;
  if (choices(gaining.length, mostTowns) <= mostTried) {
    let best = 0;
    for (const chosen of subsets(gaining, mostTowns))
      best = Math.max(best, filled([...own, ...chosen.flat()], minutes, inMonth, false));
    return best;
  }
  const apart = gaining.map((cells) => filled(cells, minutes, inMonth, false)).sort((a, b) => b - a);
  const best = apart.slice(0, mostTowns).reduce((sum, yen) => sum + yen, 0);
  return Math.min(free, filled(own, minutes, inMonth, false) + best);
}

/** What a town asks for a minute of a commodity: its cheapest group that can, and all that counts besides. */
function priceOf(
  terms: PlanTerms,
  prices: readonly TownPrices[],
  town: number,
  commodity: number,
  month: number,
): number {
  const { groups, ceilings, seats } = terms.town(town);
  const own = prices[town];
  if (own === undefined) return 0;
  const wanted = terms.commodity(commodity);
  const able = groups.flatMap((group, at) =>
    canDo(group, wanted) && (group.minutes[month] ?? 0) > 0 ? [own.groups[at]?.[month] ?? 0] : [],
  );
  let price = (able.length > 0 ? Math.min(...able) : 0) + (own.led[month] ?? 0);
  ceilings.forEach((ceiling, at) => (price += counts(ceiling, wanted) ? (own.ceilings[at]?.[month] ?? 0) : 0));
  seats.forEach(({ licence }, at) => (price += wanted.licences.includes(licence) ? (own.seats[at]?.[month] ?? 0) : 0));
  return price;
}

/**
 * What a lot earns in these cells, the best first: exact, since minutes of a month and of the lot are nested.
 * @param isWhole all of it or nothing, even where a minute earns less than nothing.
 */
function filled(cells: readonly Cell[], minutes: number, inMonth: number, isWhole: boolean): number {
  const left = new Map<number, number>();
  let [open, yen] = [minutes, 0];
  for (const cell of [...cells].sort((a, b) => b.yen - a.yen)) {
    if (open <= 0 || (!isWhole && cell.yen <= 0)) break;
    const done = Math.min(open, cell.minutes, left.get(cell.month) ?? inMonth);
    left.set(cell.month, (left.get(cell.month) ?? inMonth) - done);
    open -= done;
    yen += done * cell.yen;
  }
  return isWhole && open > 0.5 ? 0 : yen;
}

function product(minutes: readonly number[], prices: readonly number[] = []): number {
  return minutes.reduce((sum, each, at) => sum + each * (prices[at] ?? 0), 0);
}
