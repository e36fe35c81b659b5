import { byWeekday, type PatternDays } from '#domain/availability/pattern';
import { sharesOf } from '#domain/availability/shares';
import { addDays, type IsoDate } from '#domain/calendar/date';
import { fiscalYearOf, lastDayOf, monthOf, monthsOfFiscalYear, type IsoMonth } from '#domain/calendar/month';
import { weekOf, weeksBetween, type IsoWeek } from '#domain/calendar/week';
import { windowOfDates } from '#domain/calendar/window';
import type { TownSupply } from '#domain/capacity/supply';
import { anyone, townCapacity, type TownCapacity } from '#domain/capacity/town-capacity';
import type { OwnedSeats } from '#domain/centre/seats';
import { ledMinutes, type NewDirector } from '#domain/directors/director';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import type { RecommissionConsent } from '#domain/orders/order';
import type { SkillCode } from '#domain/skills/catalogue';
import type { LicenceCode } from '#domain/skills/licences';
import { ordinaryClearance } from '#domain/skills/worker';
import { minutesOfUnits, workTypeOf } from '#domain/skills/work-types';
import { givenNames, surnames } from './names.js';
import { Random } from './random.js';
import { seasonOf } from './season.js';
import { townProfiles, type OrderProfile, type TownProfile } from './towns.js';

export interface DemoWorker {
  readonly displayName: string;
  readonly skills: readonly { readonly code: string; readonly level: number }[];
  /** The highest class of data they may handle, where it is not what everyone may. */
  readonly clearance?: DataClass;
  readonly weeklyMinutes: number;
  /** How those lie over the week, of the few who work on certain days. */
  readonly days?: PatternDays;
  /** The season: every week to the end of the next fiscal year. */
  readonly weeks: readonly { readonly week: IsoWeek; readonly minutes: number }[];
}

export interface DemoLot {
  readonly title: string;
  readonly skill: string;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  readonly dataClass: DataClass;
  readonly licences: readonly string[];
  /** What the town has taken on of it: as much as it has time for when the lots come in their order, or nothing yet. */
  readonly commitMinutes: number;
  /** What it has published of the rest; null where it has not. */
  readonly publish: DemoSurplus | null;
}

/** What a demo town has published of a lot, to every peer that may receive it. */
export interface DemoSurplus {
  readonly minutes: number;
  readonly claimBy: IsoDate;
  readonly priceYen: number;
  readonly minSliceMinutes: number;
}

export interface DemoOrder {
  readonly clientName: string;
  readonly title: string;
  readonly recommissionConsent: RecommissionConsent;
  readonly contractYen: number;
  readonly minutes: number;
  readonly lots: readonly DemoLot[];
}

interface PlannedLot extends Omit<DemoLot, 'skill' | 'licences' | 'commitMinutes' | 'publish'> {
  readonly skill: SkillCode;
  readonly licences: readonly LicenceCode[];
  /** Whether the town takes on as much of it as it has time for. */
  readonly committed: boolean;
  /** Minutes on which it has not decided yet. */
  readonly undecidedMinutes: number;
}
type PlannedOrder = Omit<DemoOrder, 'lots'> & { readonly lots: readonly PlannedLot[] };

export interface DemoTown {
  /** Skills that its bulletins tell together, as codes. */
  readonly jointSkills: readonly (readonly string[])[];
  readonly code: MunicipalityCode;
  readonly workers: readonly DemoWorker[];
  /** 就労施設: they supply hours as a unit. */
  readonly supportOffices: readonly DemoWorker[];
  readonly directors: readonly NewDirector[];
  readonly seats: readonly OwnedSeats[];
  readonly orders: readonly DemoOrder[];
}

/** Who works in a town and what bounds their work. */
type DemoSupply = Omit<DemoTown, 'code' | 'jointSkills' | 'orders'>;

/** The request's own model: 5 hours on 16 days a month for each worker, which is 2,400 hours for Tateshina's thirty. */
const monthlyHoursOfWorker = 5 * 16;
const weeksInAMonth = 365.25 / 7 / 12;

/** What a town pays a neighbour for an hour, before tax: the worker's 1,000 yen and 15 % for the neighbour's director. */
export const yenPerHour = 1_150;
/** Less than this a town finishes itself, and nobody takes less than that of it. */
const [smallestSurplus, smallestSlice] = [40 * 60, 20 * 60];

/**
 * The demo federation as it is made on a day. Dates lie in that day's fiscal year and the next one, so that the demo never grows old;
 * the same day and seed give the same demo.
 */
export function generateDemo({ today, seed }: { readonly today: IsoDate; readonly seed: number }): DemoTown[] {
  return townProfiles.map((profile, index) => {
    const { directors, seats = [], jointSkills = [], supportOffices = [] } = profile;
    const weeks = weeksAhead(today);
    const supply = {
      workers: workersOf(profile, weeks, new Random(seed + index)),
      supportOffices: supportOffices.map(({ displayName, skills, weeklyMinutes }) => ({
        displayName,
        skills: skills.map((code) => ({ code, level: 2 })),
        weeklyMinutes,
        weeks: weeks.map((week) => ({ week, minutes: weeklyMinutes })),
      })),
      directors,
      seats,
    };
    return {
      code: profile.code as MunicipalityCode,
      ...supply,
      jointSkills,
      orders: withCommitments(ordersOf(profile, today), supply, today),
    };
  });
}

/** Every week to the end of the next fiscal year. */
function weeksAhead(today: IsoDate): IsoWeek[] {
  const lastMonth = monthsOfFiscalYear(fiscalYearOf(today) + 1).at(-1) as IsoMonth;
  return weeksBetween(weekOf(today), weekOf(lastDayOf(lastMonth)));
}

function workersOf(
  { code, workers, skills, onlyOne }: TownProfile,
  weeks: readonly IsoWeek[],
  random: Random,
): DemoWorker[] {
  const share = Array.from({ length: workers }, () => 0.6 + 0.8 * random.next());
  const ordinary = (workers * monthlyHoursOfWorker * 60) / weeksInAMonth / share.reduce((sum, each) => sum + each, 0);
  return share.map((each, index) => {
    const weeklyMinutes = inFives(ordinary * each);
    return {
      displayName: `${surnames[(index * 7) % surnames.length] ?? ''} ${givenNames[(index * 3 + Math.floor(index / 20)) % givenNames.length] ?? ''}`,
      skills: onlyOne !== undefined && index === workers - 1 ? practised(onlyOne) : skillsOf(skills, random),
      ...(index % 3 === 0 ? { clearance: 'PERSONAL' as const } : {}),
      weeklyMinutes,
      ...(index % 5 === 0 ? { days: daysOf(weeklyMinutes, index) } : {}),
      weeks: weeks.map((week) => ({ week, minutes: inFives(weeklyMinutes * seasonOf(code, monthOf(week))) })),
    };
  });
}

/** While the children are at school: every weekday, or longer on three of them. */
function daysOf(weeklyMinutes: number, index: number): PatternDays {
  return byWeekday(sharesOf(weeklyMinutes, index % 2 === 0 ? [1, 1, 1, 1, 1, 0, 0] : [1, 0, 1, 0, 1, 0, 0]));
}

function skillsOf(shares: TownProfile['skills'], random: Random): DemoWorker['skills'] {
  const chosen = Object.entries(shares).filter(([, share]) => random.next() < share);
  const certain = chosen.length > 0 ? chosen : Object.entries(shares).slice(0, 1);
  return certain.map(([code]) => ({ code, level: random.pick([1, 2, 2, 2, 3]) }));
}

function practised(skills: readonly string[]): DemoWorker['skills'] {
  return skills.map((code) => ({ code, level: 3 }));
}

function ordersOf({ orders }: TownProfile, today: IsoDate): PlannedOrder[] {
  return orders.map((order) => orderOf(order, comingMonth(order.month, today)));
}

function orderOf({ clientName, title, consent, contractYen, lots }: OrderProfile, month: IsoMonth): PlannedOrder {
  const made = lots.map(({ workType, units, committed, undecidedHours = 0, licences = [], ...lot }) => ({
    ...lot,
    licences: licences as readonly LicenceCode[],
    skill: workTypeOf(workType).skill,
    minutes: minutesOfUnits(workType, units),
    earliest: `${month}-01` as IsoDate,
    due: lastDayOf(month),
    committed: committed === 'all that fits',
    undecidedMinutes: undecidedHours * 60,
  }));
  return {
    clientName,
    title,
    recommissionConsent: consent,
    contractYen,
    minutes: made.reduce((sum, { minutes }) => sum + minutes, 0),
    lots: made,
  };
}

function withCommitments(orders: readonly PlannedOrder[], town: DemoSupply, today: IsoDate): DemoOrder[] {
  const own = ownMinutes(
    orders.flatMap(({ lots }) => lots.filter(({ committed }) => committed)),
    town,
    today,
  );
  return orders.map((order) => ({
    ...order,
    lots: order.lots.map((lot) => {
      const { committed: _, undecidedMinutes: __, ...rest } = lot;
      const commitMinutes = own.get(lot) ?? 0;
      const mayMove = order.recommissionConsent === 'ALLOWED';
      return { ...rest, commitMinutes, publish: mayMove ? surplusOf(lot, commitMinutes) : null };
    }),
  }));
}

/** What a town publishes of a lot whose client lets it: all that is left of it and decided; work that takes a licence stays where the seats are. */
function surplusOf(lot: PlannedLot, commitMinutes: number): DemoSurplus | null {
  const minutes = lot.minutes - commitMinutes - lot.undecidedMinutes;
  if (minutes < smallestSurplus || lot.licences.length > 0) return null;
  const priceYen = Math.ceil((minutes / 60) * yenPerHour);
  return { minutes, priceYen, minSliceMinutes: smallestSlice, claimBy: addDays(lot.earliest, -1) };
}

/**
 * What a town takes on of its lots, one after the other, each as far as there is time left. One look is enough as soon as all that are
 * still to come fit in full.
 */
function ownMinutes(lots: readonly PlannedLot[], town: DemoSupply, today: IsoDate): ReadonlyMap<PlannedLot, number> {
  const [supply, weeks] = [supplyOf(town), weeksAhead(today)];
  const taken = new Map<PlannedLot, number>();
  const capacityWith = (more: readonly PlannedLot[]): TownCapacity => {
    const all = [...taken, ...more.map((lot) => [lot, lot.minutes] as const)];
    return townCapacity(
      supply,
      all.map(([{ skill, dataClass, licences, earliest, due }, minutes], index) => {
        return { ...anyone(skill), id: `${index}`, skill, dataClass, licences, minutes, earliest, due };
      }),
      weeks,
    );
  };
  for (const [index, lot] of lots.entries()) {
    const rest = lots.slice(index);
    if (capacityWith(rest).shortfalls().length === 0) {
      for (const each of rest) taken.set(each, each.minutes);
      break;
    }
    const asked = { ...anyone(lot.skill), dataClass: lot.dataClass, licences: lot.licences };
    const free = capacityWith([]).free(asked, windowOfDates(lot.earliest, lot.due), weekOf(today));
    taken.set(lot, Math.min(lot.minutes, free.minutes));
  }
  return taken;
}

/** What a demo town can do, as the town itself will know it once it is seeded. */
export function supplyOf({ workers, supportOffices, directors, seats }: DemoSupply): TownSupply {
  const led = ledMinutes(directors);
  return {
    workers: [...workers, ...supportOffices].map(({ skills, clearance, weeks }, index) => ({
      id: `${index}`,
      skills: skills.map(({ code, level }) => ({ code: code as SkillCode, level })),
      clearance: clearance ?? ordinaryClearance,
      minutesByWeek: new Map(weeks.map(({ week, minutes }) => [week, minutes])),
    })),
    seatMinutes: new Map(
      seats.map(({ licence, seats: owned, minutesPerSeat }) => [licence as LicenceCode, owned * minutesPerSeat]),
    ),
    ledMinutes: directors.length === 0 ? undefined : new Map(workers[0]?.weeks.map(({ week }) => [week, led]) ?? []),
  };
}

/** The next month of a name that has not begun yet; never more than a year away. */
export function comingMonth(month: number, today: IsoDate): IsoMonth {
  const thisMonth = Number(today.slice(5, 7));
  const year = Number(today.slice(0, 4)) + (month > thisMonth ? 0 : 1);
  return `${year}-${String(month).padStart(2, '0')}` as IsoMonth;
}

function inFives(minutes: number): number {
  return Math.round(minutes / 5) * 5;
}
