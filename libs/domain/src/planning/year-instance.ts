import { figuresIn, type CapacityBulletin } from '../bulletins/bulletin.js';
import { addDays, type IsoDate } from '../calendar/date.js';
import { lastDayOf, monthOf, monthOfDate, monthsOfFiscalYear, type IsoMonth } from '../calendar/month.js';
import { mondayOf, weekOf, weeksBetween } from '../calendar/week.js';
import type { MonthlyWorkload } from '../capacity/workload.js';
import type { Agreement, Federation, Member } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { officeOf, type Position } from '../municipality/distance.js';
import { isOpen, remainingMinutes, type SurplusOrder } from '../trade/surplus-order.js';
import { nameOfCommodity } from './instance.js';
import type { PlanAgreement, PlanInstance, PlanLot, PlannedWork, PlanTown } from './instance.js';
import { ceilingsOf, type Cell } from './year-ceilings.js';
import { peersOf, withFairTargets } from './year-targets.js';

// Public information only: what towns have published of themselves. Never a person, never a town's own orders.

/** What the towns have told everyone, from which a year is planned. */
export interface YearFacts {
  readonly fiscalYear: number;
  readonly today: IsoDate;
  /** Members that take part, and the agreements among all. */
  readonly federation: Pick<Federation, 'members' | 'agreements'>;
  /** Bulletins that hold. Of a town without one nothing is promised. */
  readonly bulletins: readonly CapacityBulletin[];
  readonly surplusOrders: readonly SurplusOrder[];
  readonly workload: readonly TownWorkload[];
  /** Kinds of work whose figures are to be known besides those of the orders: what is imagined of the year speaks of them. */
  readonly alsoKnown?: readonly Cell[];
  /** The plan that stands, from which a new one should not stray without need. */
  readonly published: readonly PlannedWork[];
}

/** The months of a town's workload. */
export interface TownWorkload {
  readonly municipality: MunicipalityCode;
  readonly months: readonly MonthlyWorkload[];
}

/** A surplus order goes to so many towns at most: each takes an award, a director who knows the work, and an inspection. */
const mostReceivers = 3;
/** The middle of Nagano, for a federation of towns of which no position is known. */
const somewhere: Position = [36.2, 138.1];

/** The months of a fiscal year that can still be planned on a day; none once it is over. */
export function monthsToPlan(fiscalYear: number, today: IsoDate): IsoMonth[] {
  const current = monthOf(weekOf(today));
  return monthsOfFiscalYear(fiscalYear).filter((month) => month >= current);
}

/**
 * The instance of a fiscal year. A town is known by its published ceilings, which are net of all that it has committed; a lot is what
 * remains of a surplus order that can still be claimed. All minutes are worth the same: no order is preferred for its price, and the
 * bound is one of minutes.
 */
export function yearInstance(facts: YearFacts): PlanInstance {
  const { federation, published } = facts;
  const months = monthsToPlan(facts.fiscalYear, facts.today);
  const codes = new Set<string>(federation.members.map(({ code }) => code));
  const agreements = agreementsOf(federation, months, facts.today);
  const peers = peersOf(agreements);
  const lots = facts.surplusOrders.flatMap((order) => lotOf(order, months, facts.today, codes, peers));
  const asked = [...new Map(lots.map((lot) => [nameOfCommodity(lot), lot])).values(), ...(facts.alsoKnown ?? [])];
  const towns = federation.members.map((member) => townOf(member, facts, months, asked));
  const known = new Set(lots.map(({ id }) => id));
  return {
    ...{ format: 'yui-plan-instance-1', months, lots, agreements },
    towns: withFairTargets({ months, lots, agreements, towns }),
    published: published.filter(({ lot, town, month }) => known.has(lot) && codes.has(town) && months.includes(month)),
  };
}

function townOf(member: Member, facts: YearFacts, months: readonly IsoMonth[], asked: readonly Cell[]): PlanTown {
  const { code, highestDataClass } = member;
  const [north, east] = officeOf(code) ?? middleOf(facts.federation.members);
  const bulletin = facts.bulletins.find(({ municipality }) => municipality === code);
  const figures = bulletin === undefined ? [] : figuresIn(bulletin);
  const workload = facts.workload.find(({ municipality }) => municipality === code)?.months ?? [];
  const ceilings = ceilingsOf(figures, workload, months, asked);
  return {
    ...{ code, north, east, highestDataClass, ceilings },
    // Nothing of these is published; work that takes a seat is therefore promised by nobody.
    ...{ groups: [], ledMinutes: null, seats: [] },
    targetMinutes: months.map(() => 0),
  };
}

/** What remains of a surplus order, if it can still be claimed and done in these months. */
export function lotOf(
  order: SurplusOrder,
  months: readonly IsoMonth[],
  today: IsoDate,
  towns: ReadonlySet<string>,
  peers: ReadonlyMap<string, ReadonlyMap<string, unknown>>,
): PlanLot[] {
  const { id, publisher, skill, level, dataClass, licences, claimBy, status, due } = order;
  const minutes = remainingMinutes(order);
  const earliest = order.earliest > today ? order.earliest : today;
  if (!towns.has(publisher) || !isOpen(status) || claimBy < today || minutes === 0 || due < earliest) return [];
  const inWindow = monthsOfWindow(earliest, due).filter((month) => months.includes(month));
  const [from, to] = [inWindow[0], inWindow.at(-1)];
  if (from === undefined || to === undefined) return [];
  const addressees = order.addressees.filter((code) => towns.has(code));
  const isForAll = [...(peers.get(publisher)?.keys() ?? [])].every((code) => (addressees as string[]).includes(code));
  return [
    {
      ...{ id, town: publisher, skill, level, dataClass, licences, minutes, from, to },
      ...{ yenPerMinute: 1, certainty: 1, leastShare: 0, mostShare: 1, isWhole: false, mayMove: true },
      ...{ minSliceMinutes: Math.min(order.minSliceMinutes, minutes), mostTowns: mostReceivers },
      ...(isForAll ? {} : { addressees }),
    },
  ];
}

/** The months of the weeks that lie in a run of days by their Thursday; of a run without a Thursday, the month of its first week. */
export function monthsOfWindow(earliest: IsoDate, due: IsoDate): IsoMonth[] {
  const thursdays = weeksBetween(weekOf(earliest), weekOf(due))
    .map((week) => addDays(mondayOf(week), 3))
    .filter((day) => earliest <= day && day <= due);
  return thursdays.length === 0 ? [monthOf(weekOf(earliest))] : [...new Set(thursdays.map(monthOfDate))];
}

/** Agreements in the months that they cover from first to last day (of the current month, from today on), between towns that may trade. */
function agreementsOf(
  { members, agreements }: YearFacts['federation'],
  months: readonly IsoMonth[],
  today: IsoDate,
): PlanAgreement[] {
  const trading = new Set(members.filter(({ level }) => level === 'TRADING').map(({ code }) => code));
  return agreements.flatMap(({ between, skills, ...validity }: Agreement) => {
    if (!between.every((code) => trading.has(code))) return [];
    const covered = months.filter((month) => {
      const first = `${month}-01` as IsoDate;
      return validity.from <= (first > today ? first : today) && lastDayOf(month) <= validity.to;
    });
    const [from, to] = [covered[0], covered.at(-1)];
    return from === undefined || to === undefined ? [] : [{ between, skills: skills ?? null, from, to }];
  });
}

function middleOf(members: readonly Member[]): Position {
  const known = members.flatMap(({ code }) => {
    const office = officeOf(code);
    return office === undefined ? [] : [office];
  });
  if (known.length === 0) return somewhere;
  const mean = (at: 0 | 1): number => known.reduce((sum, office) => sum + office[at], 0) / known.length;
  return [mean(0), mean(1)];
}
