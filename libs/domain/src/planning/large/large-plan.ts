import type { IsoMonth } from '../../calendar/month.js';
import type { PlanInstance, PlannedWork } from '../instance.js';
import type { TownPrices } from '../prices.js';
import type { PlanTerms } from '../terms.js';
import type { Assignment } from './assignment.js';
import type { SupplyRows } from './parts.js';

/** The work of an assignment, in the order in which the instance lists lots. */
export function worksOf({ terms, parts, minutes }: Assignment, { lots }: PlanInstance): PlannedWork[] {
  const { months } = terms.instance;
  const byLot = new Map<string, PlannedWork[]>();
  terms.instance.lots.forEach(({ id }, lot) => {
    const done = new Map<number, number>();
    for (let part = parts.ofLot[lot] as number; part < (parts.ofLot[lot + 1] as number); part++) {
      if (minutes[part] === 0) continue;
      const place = (parts.town[part] as number) * months.length + (parts.month[part] as number);
      done.set(place, (done.get(place) ?? 0) + (minutes[part] as number));
    }
    if (done.size === 0) return;
    const works = [...done].map(([place, all]) => ({
      ...{ lot: id, town: terms.town(Math.floor(place / months.length)).code },
      ...{ month: months[place % months.length] as IsoMonth, minutes: all },
    }));
    byLot.set(id, works);
  });
  return lots.flatMap(({ id }) => byLot.get(id) ?? []);
}

/** Prices of the rows of supply to a thousandth of a yen, none of them negative. */
export function roundedPrices({ count }: SupplyRows, prices: Float64Array): Float64Array {
  return prices.slice(0, count).map((price) => Math.max(0, Math.round(price * 1_000) / 1_000));
}

/** Prices of the rows of supply by town, in the order in which the instance lists towns. */
export function pricesByTown(
  terms: PlanTerms,
  supply: SupplyRows,
  prices: Float64Array,
  { towns }: PlanInstance,
): TownPrices[] {
  return towns.map(({ code, groups, ceilings, seats, ledMinutes }) => {
    const town = terms.positionOf(code);
    const of = (kind: 'groups' | 'ceilings' | 'seats' | 'led', at: number): number[] =>
      terms.instance.months.map((_, month) => prices[supply.row(town, month, kind, at)] ?? 0);
    return {
      groups: groups.map((_, at) => of('groups', at)),
      ceilings: ceilings.map((_, at) => of('ceilings', at)),
      seats: seats.map((_, at) => of('seats', at)),
      led: ledMinutes === null ? terms.instance.months.map(() => 0) : of('led', 0),
    };
  });
}
