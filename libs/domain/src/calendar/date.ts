import { accept, refuse, type Decision } from '../refusals/decision.js';
import { civilDate, dayNumber } from './day-number.js';

/** A calendar date, `2027-03-20`. Dates compare as text. */
export type IsoDate = string & { readonly brand: 'IsoDate' };

/** A moment: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly unit: 'ms since 1970 UTC' };

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Japan has had no summer time since 1951, so Asia/Tokyo is UTC+9 for every date Yui knows. */
const tokyoMs = 9 * hourMs;

/** Reads a date of the years 2000 to 2100. */
export function parseIsoDate(text: string): Decision<IsoDate> {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year !== undefined && Number(year) >= 2000 && Number(year) <= 2100) {
    const days = dayNumber(Number(year), Number(month), Number(day));
    if (Number(month) >= 1 && Number(month) <= 12 && isoDate(days) === text) return accept(text as IsoDate);
  }
  return refuse('DATE_UNREADABLE', { given: text });
}

/** Days since 1970-01-01 of a date. */
export function daysOf(date: IsoDate): number {
  return dayNumber(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** The date that lies so many days after 1970-01-01. */
export function isoDate(days: number): IsoDate {
  const { year, month, day } = civilDate(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as IsoDate;
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return isoDate(daysOf(date) + days);
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: IsoDate, b: IsoDate): number {
  return daysOf(b) - daysOf(a);
}

export function dateInTokyo(now: Instant): IsoDate {
  return isoDate(Math.floor((now + tokyoMs) / dayMs));
}

/** The first moment that no longer belongs to a day in Asia/Tokyo. */
export function endOfDayInTokyo(date: IsoDate): Instant {
  return ((daysOf(date) + 1) * dayMs - tokyoMs) as Instant;
}

export function hoursAfter(moment: Instant, hours: number): Instant {
  return (moment + hours * hourMs) as Instant;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
