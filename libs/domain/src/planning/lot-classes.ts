import type { PlanTerms } from './terms.js';

/** Lots that the program need not tell apart: equal in everything but their size. Split back, each gets its share. */
export interface LotClass {
  readonly lots: readonly number[];
  readonly town: number;
  readonly commodity: number;
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  /** Worth of a minute times certainty, in yen. */
  readonly weight: number;
  readonly leastShare: number;
  readonly mostShare: number;
  readonly mayMove: boolean;
}

/** @param named lots that are told apart because towns are named for them. @param pooled whether the others may move, through pools. */
export function lotClasses(terms: PlanTerms, named: ReadonlyMap<number, unknown>, pooled: boolean): LotClass[] {
  const byName = new Map<string, LotClass & { lots: number[]; minutes: number }>();
  terms.instance.lots.forEach((lot, at) => {
    const { leastShare, mostShare, minutes } = lot;
    const place = terms.place(at);
    const weight = lot.yenPerMinute * lot.certainty;
    const isNamed = named.has(at);
    const mayMove = lot.mayMove && (pooled || isNamed);
    const parts = [...Object.values(place), weight, leastShare, mostShare, mayMove, isNamed ? at : ''];
    const known = byName.get(parts.join(' '));
    if (known === undefined)
      byName.set(parts.join(' '), { ...place, lots: [at], weight, leastShare, mostShare, mayMove, minutes });
    else {
      known.lots.push(at);
      known.minutes += minutes;
    }
  });
  return [...byName.values()];
}
