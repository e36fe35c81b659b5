import type { PlanLot } from './instance.js';
import type { PlanModel } from './model.js';
import { isAddressedTo } from './rules.js';
import type { PlanTerms } from './terms.js';

/** Less than this is what a solver's rounding leaves behind, in minutes. */
export const nothing = 1e-4;

/**
 * Which towns do how much of each class of lots, by a solution that sends work through pools: within a pool, who gives and who takes are
 * paired by nearness. Any pairing is lawful, because in a circle every town may work for every other.
 * @returns for each class its towns with minutes over all months, home included, the most first.
 */
export function townsOfClasses(
  terms: PlanTerms,
  { classes, flows, pools }: PlanModel,
  columns: ArrayLike<number>,
): ReadonlyMap<number, number>[] {
  const towns = classes.map(() => new Map<number, number>());
  const book = (lotClass: number, town: number, minutes: number): void => {
    const byTown = towns[lotClass];
    byTown?.set(town, (byTown.get(town) ?? 0) + minutes);
  };
  const sent = pools.map((): { readonly lotClass: number; left: number }[] => []);
  for (const { column, lotClass, to } of flows) {
    const minutes = columns[column] ?? 0;
    if (minutes < nothing) continue;
    if ('town' in to) book(lotClass, to.town, minutes);
    else sent[to.pool]?.push({ lotClass, left: minutes });
  }
  pools.forEach(({ receives }, pool) => {
    const takes = receives.map(({ town, column }) => ({ town, left: columns[column] ?? 0 }));
    const pairs = (sent[pool] ?? []).flatMap((give) =>
      takes
        .filter(({ left }) => left >= nothing)
        .map((take) => ({ give, take, far: terms.kilometres(homeOf(give.lotClass), take.town) })),
    );
    for (const { give, take } of pairs.sort((a, b) => a.far - b.far)) {
      const minutes = Math.min(give.left, take.left);
      if (minutes < nothing) continue;
      give.left -= minutes;
      take.left -= minutes;
      book(give.lotClass, take.town, minutes);
    }
  });
  return towns.map((byTown) => new Map([...byTown].sort(([, a], [, b]) => b - a)));

  function homeOf(lotClass: number): number {
    return classes[lotClass]?.town ?? -1;
  }
}

/** Towns that a lot may go to on the average, up to which it is cheaper to name them all than to pool. */
const mostNamed = 15;

/** Whether there are too many lawful towns to name them all, so that work should travel through pools. */
export function isDense(lawful: ReadonlyMap<number, readonly number[]>): boolean {
  const pairs = [...lawful.values()].reduce((sum, towns) => sum + towns.length, 0);
  return pairs > mostNamed * lawful.size;
}

/** The lots that have to name their towns even where all others go through pools. */
export function neverPooled(
  terms: PlanTerms,
  lawful: ReadonlyMap<number, readonly number[]>,
): Map<number, readonly number[]> {
  return new Map([...lawful].filter(([lot]) => isNeverPooled(terms.lot(lot))));
}

/** Towns named for a lot at most beside those that the relaxed plan gives to. */
const nearTowns = 12;

/**
 * The towns other than its own that each lot may go to by agreements, clearance and capacity; a whole lot only where all of it fits. The
 * nearest first. Lots without any are not named, but for those that never go through a pool.
 */
export function lawfulTowns(terms: PlanTerms): Map<number, readonly number[]> {
  const named = new Map<number, readonly number[]>();
  const known = new Map<string, readonly number[]>();
  terms.instance.lots.forEach((own, lot) => {
    const { town: home, commodity, from, to } = terms.place(lot);
    const key = [home, commodity, from, to].join(' ');
    const allowed = known.get(key) ?? nearestFor(terms, lot);
    known.set(key, allowed);
    const able =
      own.addressees === undefined ? allowed : allowed.filter((town) => isAddressedTo(own, terms.town(town).code));
    const towns = !own.mayMove ? [] : own.isWhole ? able.filter((town) => terms.fits(lot, town)) : able;
    if (towns.length > 0 || isNeverPooled(own)) named.set(lot, towns);
  });
  return named;
}

/** Lots for which towns are always named: of whole ones it is known before where all fits, and pools know no addressees. */
export function isNeverPooled({ isWhole, addressees }: PlanLot): boolean {
  return isWhole || addressees !== undefined;
}

/** Of the lawful towns those to which the relaxed plan gives lots of the kind, and the nearest of the others. */
export function candidateTowns(
  terms: PlanTerms,
  lawful: ReadonlyMap<number, readonly number[]>,
  model: PlanModel,
  columns: ArrayLike<number>,
): Map<number, readonly number[]> {
  const named = new Map<number, readonly number[]>();
  townsOfClasses(terms, model, columns).forEach((byTown, lotClass) => {
    for (const lot of model.classes[lotClass]?.lots ?? []) {
      const towns = lawful.get(lot);
      if (towns !== undefined)
        named.set(
          lot,
          towns.filter((town, at) => at < nearTowns || byTown.has(town)),
        );
    }
  });
  return named;
}

function nearestFor(terms: PlanTerms, lot: number): number[] {
  const { town: home, commodity, from, to } = terms.place(lot);
  const months = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return terms
    .peersOf(home)
    .filter((town) =>
      months.some(
        (month) => terms.mayWorkFor(town, home, commodity, month) && terms.mostOf(town, commodity, month) > 0,
      ),
    )
    .map((town) => ({ town, far: terms.kilometres(town, home) }))
    .sort((a, b) => a.far - b.far)
    .map(({ town }) => town);
}
