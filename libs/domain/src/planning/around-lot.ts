import type { IsoMonth } from '../calendar/month.js';
import type { PlanInstance, PlanLot, PlannedWork, PlanTown } from './instance.js';
import { mostYenOf, type TownPrices } from './prices.js';
import type { StandingPlan } from './standing-plan.js';
import { PlanTerms } from './terms.js';

// What a new lot can touch: the towns that may do of it, in the months of its window, and what stands there. Everything else of the plan
// stays as it is, and what of a lot lies outside is taken off what it may still have.

/** Receiving towns that are tried for a new lot; the nearest. */
const mostNear = 12;

export interface AroundLot {
  /** The towns, their months and the lots that have work in them, with what remains for them here; the new lot is the last. */
  readonly instance: PlanInstance;
  /** What stands here. */
  readonly standing: readonly PlannedWork[];
  /** Towns other than its own in which each lot may have work, in the order of the lots. */
  readonly receivers: readonly (readonly string[])[];
  /** Of a lot and a town that receives of it (`lot town`): minutes that it must keep here. */
  readonly least: ReadonlyMap<string, number>;
  /** Of a lot with a pace of which towns elsewhere do a part in a month (`lot month`): the most that is left of the month here. */
  readonly most: ReadonlyMap<string, number>;
  /** Lots that stay where and when they are: whole ones, and those with a least pace. */
  readonly held: ReadonlySet<string>;
}

/** The part of a standing plan that a new lot may change. */
export function aroundLot(plan: StandingPlan, lot: PlanLot): AroundLot {
  const months = plan.instance.months.filter((month) => lot.from <= month && month <= lot.to);
  const near = plan.receiversFor(lot).slice(0, mostNear);
  const towns = new Set([lot.town, ...near]);
  const standing = [...towns].flatMap((town) => months.flatMap((month) => plan.worksIn(town, month)));
  const isHere = ({ town, month }: PlannedWork): boolean => towns.has(town) && months.includes(month);
  const least = new Map<string, number>();
  const most = new Map<string, number>();
  const held = new Set<string>();
  const lots: PlanLot[] = [];
  const receivers: string[][] = [];
  for (const id of new Set(standing.map((work) => work.lot))) {
    const own = plan.lot(id);
    const works = plan.worksOf(id);
    const outside = works.filter((work) => !isHere(work));
    const receiving = [...new Set(works.filter(isHere).map(({ town }) => town))].filter((town) => town !== own.town);
    for (const town of receiving)
      least.set(
        `${id} ${town}`,
        Math.max(0, own.minSliceMinutes - minutesOf(outside.filter((work) => work.town === town))),
      );
    if (own.mostShare < 1)
      for (const { month } of outside)
        most.set(
          `${id} ${month}`,
          Math.floor(own.mostShare * own.minutes) - minutesOf(outside.filter((work) => work.month === month)),
        );
    if (own.isWhole || own.leastShare > 0) held.add(id);
    lots.push(remaining(own, minutesOf(outside), months));
    receivers.push(receiving);
  }
  const homes = new Set(lots.map(({ town }) => town).filter((town) => !towns.has(town)));
  const all = [
    ...[...towns].map((code) => inMonths(plan.instance, plan.town(code), months)),
    ...[...homes].map((code) => empty(plan.town(code))),
  ];
  const codes = new Set(all.map(({ code }) => code));
  return {
    instance: {
      ...{ format: plan.instance.format, months, towns: all, lots: [...lots, lot], published: [] },
      agreements: plan.instance.agreements.filter(({ between }) => between.every((code) => codes.has(code))),
    },
    ...{ standing, receivers: [...receivers, near], least, most, held },
  };
}

/**
 * The most that a new lot can add to a bound by prices (`boundByPrices`): what it can earn above them in any town that may do of it.
 * @param prices of the towns of the plan's instance, in its order.
 */
export function mostYenOfNew(plan: StandingPlan, prices: readonly TownPrices[], lot: PlanLot): number {
  const months = plan.instance.months.filter((month) => lot.from <= month && month <= lot.to);
  const first = plan.instance.months.indexOf(months[0] as IsoMonth);
  const part = (yen: readonly number[]): number[] => yen.slice(first, first + months.length);
  const codes = [lot.town, ...plan.receiversFor(lot)];
  const positions = new Map(plan.instance.towns.map(({ code }, at) => [code, at]));
  const own = codes.map((code): TownPrices => {
    const { groups = [], ceilings = [], led = [], seats = [] } = prices[positions.get(code) ?? -1] ?? {};
    return { groups: groups.map(part), ceilings: ceilings.map(part), led: part(led), seats: seats.map(part) };
  });
  const towns = codes.map((code) => inMonths(plan.instance, plan.town(code), months));
  const agreements = plan.instance.agreements.filter(({ between }) => between.includes(lot.town));
  const terms = new PlanTerms({
    ...{ format: plan.instance.format, months, towns, lots: [lot], published: [] },
    agreements: agreements.filter(({ between }) => between.every((code) => codes.includes(code))),
  });
  return mostYenOf(
    terms,
    own,
    0,
    codes.map((_, at) => at),
  );
}

/** A lot with what of it is not outside; its most in a month stays the same number of minutes. */
function remaining(lot: PlanLot, outside: number, months: readonly IsoMonth[]): PlanLot {
  const [first, last] = [months[0] ?? lot.from, months.at(-1) ?? lot.to];
  const minutes = Math.max(1, lot.minutes - outside);
  return {
    ...lot,
    ...{ minutes, isWhole: false, leastShare: 0, minSliceMinutes: 1, mostTowns: Number.MAX_SAFE_INTEGER },
    ...{ from: lot.from > first ? lot.from : first, to: lot.to < last ? lot.to : last },
    mostShare: Math.min(1, (lot.mostShare * lot.minutes) / minutes),
  };
}

/** A town with its figures in some of the months, which follow each other. */
function inMonths({ months: all }: PlanInstance, town: PlanTown, months: readonly IsoMonth[]): PlanTown {
  const first = all.indexOf(months[0] as IsoMonth);
  const part = (minutes: readonly number[]): number[] => minutes.slice(first, first + months.length);
  return {
    ...town,
    groups: town.groups.map((group) => ({ ...group, minutes: part(group.minutes) })),
    ceilings: town.ceilings.map((ceiling) => ({ ...ceiling, minutes: part(ceiling.minutes) })),
    seats: town.seats.map((each) => ({ ...each, minutes: part(each.minutes) })),
    ledMinutes: town.ledMinutes === null ? null : part(town.ledMinutes),
    targetMinutes: months.map(() => 0),
  };
}

/** A town that has lots here and is not itself here: it does nothing. */
function empty(town: PlanTown): PlanTown {
  return { ...town, groups: [], ceilings: [], seats: [], ledMinutes: null, targetMinutes: [] };
}

function minutesOf(works: readonly PlannedWork[]): number {
  return works.reduce((sum, { minutes }) => sum + minutes, 0);
}
