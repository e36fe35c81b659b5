import type { PlanModel } from './model.js';
import { canDo, counts } from './rules.js';
import type { PlanTerms } from './terms.js';
import type { Supply } from './work-rows.js';

/** Columns that all these minutes must do for: no plan has more in them. */
export interface SharedMinutes {
  readonly columns: readonly number[];
  readonly atMost: number;
}

/** Yen below which a price says that supply is not scarce, and two prices are one. */
const samePrice = 1e-3;

/** Columns of what a town does in a month of one commodity, with the positions of the groups that can do it. */
interface Work {
  readonly columns: number[];
  readonly commodity: number;
  readonly able: readonly number[];
}

/** Of a program with named towns: which work competes for the same scarce minutes. */
export class FullSupply {
  /** By town and month. */
  private readonly places = new Map<number, { readonly works: Map<number, Work>; readonly supplies: Supply[] }>();

  constructor(
    private readonly terms: PlanTerms,
    private readonly model: PlanModel,
  ) {
    for (const supply of model.supplies) this.placeAt(supply.town, supply.month).supplies.push(supply);
    for (const { column, lotClass, month, to } of model.flows) {
      if (!('town' in to)) continue;
      const { works } = this.placeAt(to.town, month);
      const { commodity } = terms.place(model.classes[lotClass]?.lots[0] ?? -1);
      const known = works.get(commodity);
      if (known === undefined)
        works.set(commodity, { columns: [column], commodity, able: this.ableOf(to.town, month, commodity) });
      else known.columns.push(column);
    }
  }

  /**
   * What is fully used at these multipliers. Of the groups of a town in a month those that are dear, and all work that only they can do, for each
   * price apart and for groups that share no work apart: such work has at most their minutes. And each figure, seat and director's time by itself.
   */
  at(multipliers: ArrayLike<number>): SharedMinutes[] {
    const priceOf = ({ row }: Supply): number => -(multipliers[row] ?? 0);
    return [...this.places.values()].flatMap(({ works: byCommodity, supplies }) => {
      const dear = supplies.filter((supply) => priceOf(supply) > samePrice);
      if (dear.length === 0) return [];
      const works = [...byCommodity.values()];
      const groups = dear.filter(({ of }) => of === 'groups');
      const others = dear
        .filter(({ of }) => of !== 'groups')
        .map((supply) => ({
          columns: works.filter((work) => this.isBoundBy(supply, work)).flatMap(({ columns }) => columns),
          atMost: this.minutesOf(supply),
        }));
      return [...this.byGroups(works, groups, priceOf), ...others].filter(({ columns }) => columns.length > 1);
    });
  }

  private byGroups(
    works: readonly Work[],
    groups: readonly Supply[],
    priceOf: (supply: Supply) => number,
  ): SharedMinutes[] {
    const prices = [...new Set(groups.map(priceOf))].sort((a, b) => b - a);
    const levels = prices.filter((price, at) => at === prices.length - 1 || price - (prices[at + 1] ?? 0) > samePrice);
    return levels.flatMap((level) => {
      const atLevel = groups.filter((group) => priceOf(group) >= level);
      const isAtLevel = (at: number): boolean => atLevel.some((group) => group.at === at);
      const only = works.filter(({ able }) => able.length > 0 && able.every(isAtLevel));
      return together(only).flatMap(({ columns, able }) => {
        const own = atLevel.filter(({ at }) => able.includes(at));
        // Without a group of this price it has been named at a higher one.
        if (own.every((group) => priceOf(group) > level + samePrice)) return [];
        return [{ columns, atMost: own.reduce((sum, group) => sum + this.minutesOf(group), 0) }];
      });
    });
  }

  private placeAt(town: number, month: number): { readonly works: Map<number, Work>; readonly supplies: Supply[] } {
    const key = town * this.terms.months + month;
    const place = this.places.get(key) ?? { works: new Map<number, Work>(), supplies: [] };
    this.places.set(key, place);
    return place;
  }

  private ableOf(town: number, month: number, commodity: number): readonly number[] {
    const wanted = this.terms.commodity(commodity);
    return this.terms
      .town(town)
      .groups.flatMap((group, at) => ((group.minutes[month] ?? 0) > 0 && canDo(group, wanted) ? [at] : []));
  }

  private isBoundBy({ of, at, town }: Supply, { commodity }: Work): boolean {
    const wanted = this.terms.commodity(commodity);
    const { ceilings, seats } = this.terms.town(town);
    const [ceiling, seat] = [ceilings[at], seats[at]];
    if (of === 'ceilings') return ceiling !== undefined && counts(ceiling, wanted);
    return of === 'led' || (seat !== undefined && wanted.licences.includes(seat.licence));
  }

  private minutesOf({ row }: Supply): number {
    return this.model.program.rowUpper[row] ?? 0;
  }
}

/** Work that is connected by groups that can do more than one of it. */
function together(works: readonly Work[]): { readonly columns: readonly number[]; readonly able: readonly number[] }[] {
  let parts: Pick<Work, 'columns' | 'able'>[] = [];
  for (const work of works) {
    const [joined, apart] = [[work] as Pick<Work, 'columns' | 'able'>[], [] as Pick<Work, 'columns' | 'able'>[]];
    for (const part of parts) (part.able.some((at) => work.able.includes(at)) ? joined : apart).push(part);
    const able = [...new Set(joined.flatMap((part) => part.able))];
    parts = [...apart, { columns: joined.flatMap(({ columns }) => columns), able }];
  }
  return parts;
}
