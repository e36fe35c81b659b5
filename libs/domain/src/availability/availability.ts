import type { IsoDate } from '../calendar/date.js';
import { datesOf, type IsoWeek } from '../calendar/week.js';
import type { Holidays } from './holidays.js';
import { sharesOf } from './shares.js';

/**
 * What a worker offers in an ordinary week. TOTAL: so many minutes, anywhere in the week, and a public holiday takes none of them.
 * DAYS: minutes of Monday to Sunday; a holiday gives none unless the worker works on holidays.
 */
export type WeekPattern =
  | { readonly kind: 'TOTAL'; readonly minutes: number }
  | { readonly kind: 'DAYS'; readonly minutes: readonly number[]; readonly worksOnHolidays: boolean };

/** 休止. Days on which a worker offers nothing, both ends included. */
export interface Pause {
  readonly from: IsoDate;
  /** Null: until they say otherwise. */
  readonly to: IsoDate | null;
}

/** 稼働可能時間: when a worker has time, as they have said it. */
export interface AvailabilityPlan {
  readonly pattern: WeekPattern;
  /** Minutes declared for single weeks. */
  readonly weeks: ReadonlyMap<IsoWeek, number>;
  /** Minutes declared for single days. */
  readonly days: ReadonlyMap<IsoDate, number>;
  readonly pauses: readonly Pause[];
}

/** Minutes of an ordinary week, without holidays. */
export function minutesOfPattern({ minutes }: WeekPattern): number {
  return typeof minutes === 'number' ? minutes : sum(minutes);
}

/**
 * Whole minutes a worker offers in a week. A day gives, in this order: nothing while they pause; what they declared for that day; its share
 * of what they declared for that week; what the pattern gives it. A week of which no single day is spoken of gives its total, so that
 * flexible minutes need no day.
 */
export function minutesOfWeek(plan: AvailabilityPlan, week: IsoWeek, holidays: Holidays): number {
  if (speaksOfDaysIn(plan, week)) return sum(minutesOfDays(plan, week, holidays));
  const declared = plan.weeks.get(week);
  if (declared !== undefined) return declared;
  return plan.pattern.kind === 'TOTAL' ? plan.pattern.minutes : sum(patternDays(plan.pattern, holidays.ofWeek(week)));
}

/** The same for Monday to Sunday. Flexible minutes lie from Monday to Friday here, holiday or not: the week keeps its total. */
export function minutesOfDays(plan: AvailabilityPlan, week: IsoWeek, holidays: Holidays): number[] {
  const { pattern } = plan;
  const declared = plan.weeks.get(week);
  // Who declares a week speaks of this very week and knows its holidays.
  const total = declared ?? (pattern.kind === 'TOTAL' ? pattern.minutes : undefined);
  const ordinary =
    total === undefined ? patternDays(pattern, holidays.ofWeek(week)) : sharesOf(total, weightsOf(pattern));
  return datesOf(week).map((date, day) => (isPaused(plan, date) ? 0 : (plan.days.get(date) ?? ordinary[day] ?? 0)));
}

export function isPaused({ pauses }: AvailabilityPlan, date: IsoDate): boolean {
  return pauses.some(({ from, to }) => from <= date && (to === null || date <= to));
}

const mondayToFriday: readonly number[] = [1, 1, 1, 1, 1, 0, 0];

/** How a week's total lies over its days: like the pattern; from Monday to Friday where the pattern names no day. */
function weightsOf(pattern: WeekPattern): readonly number[] {
  return pattern.kind === 'DAYS' && sum(pattern.minutes) > 0 ? pattern.minutes : mondayToFriday;
}

function patternDays(pattern: WeekPattern, holiday: readonly boolean[]): readonly number[] {
  if (pattern.kind === 'TOTAL') return sharesOf(pattern.minutes, mondayToFriday);
  if (pattern.worksOnHolidays) return pattern.minutes;
  return pattern.minutes.map((minutes, day) => (holiday[day] === true ? 0 : minutes));
}

/** Most weeks of most workers are told by their total alone; only these need their days looked at. */
function speaksOfDaysIn(plan: AvailabilityPlan, week: IsoWeek): boolean {
  if (plan.days.size === 0 && plan.pauses.length === 0) return false;
  return datesOf(week).some((date) => plan.days.has(date) || isPaused(plan, date));
}

function sum(minutes: readonly number[]): number {
  return minutes.reduce((total, each) => total + each, 0);
}
