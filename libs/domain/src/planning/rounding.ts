import type { PlanInstance, PlanLot, PlannedWork } from './instance.js';
import { supplyFaults } from './verify-supply.js';

/**
 * Gives back what rounding down has cost: where only a minute for each part of a lot is missing, it is added to one of them, if its town has
 * room for it, to a part below a slice first. A plan of 49 h 59 min of an order of 50 h is one that nobody would sign.
 */
export function withRoundingMended(instance: PlanInstance, works: readonly PlannedWork[]): PlannedWork[] {
  const mended = [...works];
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const towns = new Map(instance.towns.map((town) => [town.code, town]));
  const [ofLot, ofPlace] = [new Map<string, number[]>(), new Map<string, number[]>()];
  works.forEach(({ lot, town, month }, at) => {
    push(ofLot, lot, at);
    push(ofPlace, `${town} ${month}`, at);
  });
  for (const [id, parts] of ofLot) {
    const lot = lots.get(id) as PlanLot;
    const missing = lot.minutes - sumOf(parts);
    if (lot.isWhole || missing <= 0 || missing > parts.length) continue;
    const byNeed = parts.map((at) => ({ at, spare: sumOf(parts.filter((other) => townOf(other) === townOf(at))) }));
    const rank = ({ spare }: { readonly spare: number }): number => (spare < lot.minSliceMinutes ? 0 : 1);
    const taker = byNeed.sort((a, b) => rank(a) - rank(b)).find(({ at }) => hasRoom(lot, parts, at, missing));
    if (taker !== undefined) mended[taker.at] = more(taker.at, missing);
  }
  return mended;

  function hasRoom({ mostShare, minutes }: PlanLot, parts: readonly number[], at: number, missing: number): boolean {
    const { town: code, month } = mended[at] as PlannedWork;
    const inMonth = sumOf(parts.filter((other) => mended[other]?.month === month)) + missing;
    const town = towns.get(code);
    if (town === undefined || inMonth > mostShare * minutes) return false;
    const there = (ofPlace.get(`${code} ${month}`) ?? []).map((other) => {
      const work = other === at ? more(at, missing) : (mended[other] as PlannedWork);
      return { lot: lots.get(work.lot) as PlanLot, minutes: work.minutes };
    });
    return supplyFaults(town, instance.months.indexOf(month), there).length === 0;
  }

  function more(at: number, minutes: number): PlannedWork {
    const work = mended[at] as PlannedWork;
    return { ...work, minutes: work.minutes + minutes };
  }

  function sumOf(parts: readonly number[]): number {
    return parts.reduce((sum, at) => sum + (mended[at]?.minutes ?? 0), 0);
  }

  function townOf(at: number): string | undefined {
    return mended[at]?.town;
  }
}

function push(to: Map<string, number[]>, key: string, at: number): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [at]);
  else known.push(at);
}
