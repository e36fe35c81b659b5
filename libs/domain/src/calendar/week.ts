import { accept, refuse, type Decision } from '../refusals/decision.js';
import { daysOf, isoDate, type IsoDate } from './date.js';
import { civilDate, dayNumber, weekday } from './day-number.js';

/** An ISO 8601 week, `2027-W05`: Monday to Sunday; week 1 holds the year's first Thursday. Weeks compare as text. */
export type IsoWeek = string & { readonly brand: 'IsoWeek' };

/** Reads a week of the years 2000 to 2100; 53 only in a year that has it. */
export function parseIsoWeek(text: string): Decision<IsoWeek> {
  const [, year] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (year !== undefined && Number(year) >= 2000 && Number(year) <= 2100) {
    const week = text as IsoWeek;
    if (Number(text.slice(6)) >= 1 && weekOfMonday(mondayNumber(week)) === week) return accept(week);
  }
  return refuse('WEEK_UNREADABLE', { given: text });
}

export function weekOf(date: IsoDate): IsoWeek {
  const days = daysOf(date);
  return weekOfMonday(days - weekday(days) + 1);
}

export function mondayOf(week: IsoWeek): IsoDate {
  return isoDate(mondayNumber(week));
}

export function sundayOf(week: IsoWeek): IsoDate {
  return isoDate(mondayNumber(week) + 6);
}

/** Monday to Sunday. */
export function datesOf(week: IsoWeek): readonly IsoDate[] {
  const known = datesKept.get(week);
  if (known !== undefined) return known;
  const monday = mondayNumber(week);
  const dates = [0, 1, 2, 3, 4, 5, 6].map((day) => isoDate(monday + day));
  datesKept.set(week, dates);
  return dates;
}

/** Every worker's every week is asked for again and again. A century of weeks at most, whose dates never change. */
const datesKept = new Map<IsoWeek, readonly IsoDate[]>();

export function nextWeek(week: IsoWeek): IsoWeek {
  return weekOfMonday(mondayNumber(week) + 7);
}

/** All weeks from `from` to `to`, both included; empty when `to` is earlier. */
export function weeksBetween(from: IsoWeek, to: IsoWeek): IsoWeek[] {
  const weeks: IsoWeek[] = [];
  const last = mondayNumber(to);
  for (let monday = mondayNumber(from); monday <= last; monday += 7) weeks.push(weekOfMonday(monday));
  return weeks;
}

function mondayNumber(week: IsoWeek): number {
  const fourth = dayNumber(Number(week.slice(0, 4)), 1, 4); // 4 January always lies in week 1.
  return fourth - weekday(fourth) + 1 + (Number(week.slice(6)) - 1) * 7;
}

function weekOfMonday(monday: number): IsoWeek {
  const { year } = civilDate(monday + 3);
  const week = Math.floor((monday + 3 - dayNumber(year, 1, 1)) / 7) + 1;
  return `${String(year).padStart(4, '0')}-W${String(week).padStart(2, '0')}` as IsoWeek;
}
