import type { IsoMonth } from '../calendar/month.js';
import { nameOfCommodity, type Commodity } from './instance.js';
import type { PlanInstance, PlanLot, PlannedWork } from './instance.js';
import type { PlanTerms } from './terms.js';

/** Towns beside those that receive of a town, the nearest first, that a neighbourhood holds at most. */
const nearTowns = 8;
/** Work that stands counts so many times what the dearest open work does: it is given up for nothing. */
export const standing = 100;

/** A part of an instance in which most of a plan stands. */
export interface Neighbourhood {
  readonly instance: PlanInstance;
  /** The first so many lots are open; the others are work that stands, by town, month and kind. */
  readonly openLots: number;
}

/**
 * The part of an instance in which one town's lots are open again while everything else of a plan stands: the town, those that do its work,
 * and its nearest peers. Small, so that it can be solved again and again.
 */
export function neighbourhoodOf(terms: PlanTerms, works: readonly PlannedWork[], home: number): Neighbourhood {
  const { instance } = terms;
  const { code } = terms.town(home);
  const open = instance.lots.filter(({ town }) => town === code);
  const lotOf = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const near = [...terms.peersOf(home)]
    .sort((a, b) => terms.kilometres(a, home) - terms.kilometres(b, home))
    .slice(0, nearTowns)
    .map((town) => terms.town(town).code);
  const receiving = works.flatMap(({ lot, town }) => (lotOf.get(lot)?.town === code ? [town] : []));
  const within = new Set([code, ...near, ...receiving]);
  const dearest = Math.max(1, ...open.map(({ yenPerMinute, certainty }) => yenPerMinute * certainty));
  // Where none of the open lots can be done in a month, what stands there stands in nobody's way.
  const months = instance.months.filter((month) => open.some(({ from, to }) => from <= month && month <= to));
  const fixed = new Map<string, PlanLot>();
  for (const { lot: id, town, month, minutes } of works) {
    const lot = lotOf.get(id);
    if (lot === undefined || lot.town === code || !within.has(town) || !months.includes(month)) continue;
    const name = [town, month, nameOfCommodity(lot)].join(' ');
    fixed.set(name, standingWork(lot, town, month, minutes + (fixed.get(name)?.minutes ?? 0), standing * dearest));
  }
  const part: PlanInstance = {
    ...instance,
    towns: instance.towns.filter((town) => within.has(town.code)),
    lots: [...open, ...fixed.values()],
    agreements: instance.agreements.filter(({ between }) => between.every((each) => within.has(each))),
    published: [],
  };
  return { instance: part, openLots: open.length };
}

/** Work of a kind that a town does in a month, as a lot of its own that is worth so much that nothing else takes its place. */
export function standingWork(
  { skill, level, dataClass, licences }: Commodity,
  town: string,
  month: IsoMonth,
  minutes: number,
  yenPerMinute: number,
): PlanLot {
  return {
    id: `stands ${[town, month, nameOfCommodity({ skill, level, dataClass, licences })].join(' ')}`,
    ...{ town, skill, level, dataClass, licences, minutes, from: month, to: month, yenPerMinute, certainty: 1 },
    ...{ leastShare: 0, mostShare: 1, isWhole: false, minSliceMinutes: 1, mostTowns: 0, mayMove: false },
  };
}
