import type { IsoMonth } from '../calendar/month.js';
import type { PlanInstance, PlannedWork } from './instance.js';
import type { LotClass } from './lot-classes.js';
import type { PlanModel } from './model.js';
import { nothing } from './pairing.js';
import type { TownPrices } from './prices.js';
import type { PlanTerms } from './terms.js';

/** 年間計画. What is proposed; it moves nothing until the towns publish and claim. */
export interface YearPlan {
  readonly format: 'yui-plan-1';
  /** STOPPED: the best that had been found when the time was up; the bound holds all the same. */
  readonly status: 'COMPLETE' | 'STOPPED';
  readonly works: readonly PlannedWork[];
  /** Yen that the work planned is worth, each lot weighed by its certainty. */
  readonly servedYen: number;
  /** No plan at all is worth more than this, whole or not; proven. */
  readonly boundYen: number;
  /** Prices of supply that prove a bound by themselves (`boundByPrices`, of large years `PriceBound`): a re-plan proves its own from them. Absent in plans from elsewhere. */
  readonly proof?: { readonly boundYen: number; readonly prices: readonly TownPrices[] };
}

/** Minutes of a lot in a town, month by month. */
export interface LotInTown {
  readonly lot: number;
  readonly town: number;
  readonly byMonth: ReadonlyMap<number, number>;
}

/** Who does what, by a solution of a program with named towns: still in fractions of minutes. */
export function lotsInTowns(terms: PlanTerms, model: PlanModel, columns: ArrayLike<number>): LotInTown[] {
  const found = new Map<string, LotInTown & { byMonth: Map<number, number> }>();
  for (const { column, lotClass, month, to } of model.flows) {
    const minutes = columns[column] ?? 0;
    if (minutes < nothing || !('town' in to)) continue;
    const { lots, minutes: all } = model.classes[lotClass] as LotClass;
    for (const lot of lots) {
      const share = minutes * (terms.lot(lot).minutes / all);
      const key = `${lot} ${to.town}`;
      const known = found.get(key) ?? { lot, town: to.town, byMonth: new Map<number, number>() };
      known.byMonth.set(month, (known.byMonth.get(month) ?? 0) + share);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

/**
 * In whole minutes: rounded down, a whole lot to exactly its minutes. Whatever bounded the fractions bounds these. Where less than a slice is
 * left by it, the town receives nothing.
 */
export function inWholeMinutes(terms: PlanTerms, { lot, town, byMonth }: LotInTown): PlannedWork[] {
  const { id, isWhole, minutes: all, minSliceMinutes } = terms.lot(lot);
  const months = [...byMonth].map(([month, minutes]) => ({ month, minutes, down: Math.floor(minutes + nothing) }));
  const whole = months.reduce((sum, { down }) => sum + down, 0);
  if (!isWhole && town !== terms.place(lot).town && whole < minSliceMinutes) return [];
  let missing = isWhole ? all - whole : 0;
  return months
    .sort((a, b) => b.minutes - b.down - (a.minutes - a.down))
    .map(({ month, down }) => ({ month, minutes: missing-- > 0 ? down + 1 : down }))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => a.month - b.month)
    .map(({ month, minutes }) => ({
      ...{ lot: id, town: terms.town(town).code, minutes },
      month: terms.instance.months[month] as IsoMonth,
    }));
}

/** Yen that planned work is worth, each lot weighed by its certainty. */
export function servedYen({ lots }: Pick<PlanInstance, 'lots'>, works: readonly PlannedWork[]): number {
  const weights = new Map(lots.map(({ id, yenPerMinute, certainty }) => [id, yenPerMinute * certainty]));
  return works.reduce((sum, { lot, minutes }) => sum + (weights.get(lot) ?? 0) * minutes, 0);
}
