import { grouped } from './grouped.js';
import type { PlanInstance, PlanLot, PlannedWork } from './instance.js';
import { nameOfCommodity } from './instance.js';
import { standing, standingWork, type Neighbourhood } from './neighbourhood.js';
import { isAddressedTo } from './rules.js';
import type { PlanTerms } from './terms.js';

/** Minutes of each lot that a plan leaves undone, by the lot's name; lots that are done are missing. */
function undoneMinutes(
  { lots }: Pick<PlanInstance, 'lots'>,
  works: readonly PlannedWork[],
): ReadonlyMap<string, number> {
  const done = new Map<string, number>();
  for (const { lot, minutes } of works) done.set(lot, (done.get(lot) ?? 0) + minutes);
  return new Map(
    lots.map(({ id, minutes }) => [id, minutes - (done.get(id) ?? 0)] as const).filter(([, minutes]) => minutes > 0),
  );
}

/** What a plan does and leaves undone, by town: put together once, since every town of a year is asked. */
export class Undone {
  /** Minutes of each lot, by its name; lots that are done are missing. */
  readonly minutes: ReadonlyMap<string, number>;
  private readonly open: ReadonlyMap<number, readonly { readonly lot: number }[]>;
  private readonly done: ReadonlyMap<string, readonly PlannedWork[]>;

  constructor(terms: PlanTerms, works: readonly PlannedWork[]) {
    this.minutes = undoneMinutes(terms.instance, works);
    const open = terms.instance.lots.flatMap(({ id }, lot) => {
      if (!this.minutes.has(id)) return [];
      const { town: home } = terms.place(lot);
      const able = [home, ...terms.peersOf(home)].filter((town) => monthsIn(terms, lot, town).length > 0);
      return able.map((town) => ({ town, lot }));
    });
    this.open = grouped(open, ({ town }) => town);
    this.done = grouped(works, ({ town }) => town);
  }

  /** Positions of the lots that are not done whole and of which a town may do some, in their order. */
  lotsFor(town: number): readonly number[] {
    return (this.open.get(town) ?? []).map(({ lot }) => lot);
  }

  /** What a town does. */
  worksIn(code: string): readonly PlannedWork[] {
    return this.done.get(code) ?? [];
  }
}

/**
 * One town beside a plan: what it does stands, and everything left undone that it might do is open to it. What a change of the town is worth
 * is the difference of two solves of this. Whole lots stay out: of one, a part is worth nothing.
 */
export function townBesidePlan(terms: PlanTerms, undone: Undone, at: number): Neighbourhood {
  const { instance } = terms;
  const town = terms.town(at);
  const open = undone.lotsFor(at).flatMap((position): PlanLot[] => {
    const lot = terms.lot(position);
    const minutes = undone.minutes.get(lot.id);
    const months = minutes === undefined || lot.isWhole ? [] : monthsIn(terms, position, at);
    const [from, to] = [months[0], months.at(-1)];
    if (minutes === undefined || from === undefined || to === undefined) return [];
    const part = {
      town: town.code,
      from,
      to,
      minutes,
      leastShare: 0,
      mostShare: Math.min(1, (lot.mostShare * lot.minutes) / minutes),
    };
    const { addressees: _, ...rest } = lot;
    return [{ ...rest, ...part, minSliceMinutes: 1, mayMove: false }];
  });
  const dearest = Math.max(1, ...open.map(({ yenPerMinute, certainty }) => yenPerMinute * certainty));
  const stands = new Map<string, PlanLot>();
  for (const { lot: id, month, minutes } of undone.worksIn(town.code)) {
    const lot = terms.lot(terms.lotAt(id));
    const name = `${month} ${nameOfCommodity(lot)}`;
    const before = stands.get(name)?.minutes ?? 0;
    stands.set(name, standingWork(lot, town.code, month, before + minutes, standing * dearest));
  }
  const part: PlanInstance = {
    ...instance,
    // Only the value served is compared: without targets the program is smaller.
    towns: [{ ...town, targetMinutes: town.targetMinutes.map(() => 0) }],
    lots: [...open, ...stands.values()],
    ...{ agreements: [], published: [] },
  };
  return { instance: part, openLots: open.length };
}

/** The first run of months of a lot's window in which a town may do it; whether it can is another matter. */
export function monthsIn(terms: PlanTerms, lot: number, town: number): PlanLot['from'][] {
  const { town: home, commodity, from, to } = terms.place(lot);
  const own = terms.lot(lot);
  const isOffered = own.mayMove && isAddressedTo(own, terms.town(town).code);
  const months: PlanLot['from'][] = [];
  for (let month = from; month <= to; month++) {
    const may = town === home || (isOffered && terms.mayWorkFor(town, home, commodity, month));
    if (may) months.push(terms.instance.months[month] as PlanLot['from']);
    else if (months.length > 0) break;
  }
  return months;
}
