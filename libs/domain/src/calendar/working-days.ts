import { daysOf, isoDate, type IsoDate } from './date.js';
import { weekday } from './day-number.js';
import { weekOf, type IsoWeek } from './week.js';

/**
 * Spreads minutes evenly over the days from `earliest` to `due` on which work is expected, by week, without losing one: the first days
 * take the remainder. Work is expected from Monday to Friday, or on every day where none of them is a weekday. Empty when `due` lies
 * before `earliest`.
 */
export function spreadByWeek(minutes: number, earliest: IsoDate, due: IsoDate): Map<IsoWeek, number> {
  const [first, last] = [daysOf(earliest), daysOf(due)];
  const weekdays = workingDaysBetween(first, last, 5);
  const workdaysInAWeek = weekdays > 0 ? 5 : 7;
  const days = weekdays > 0 ? weekdays : workingDaysBetween(first, last, 7);
  const each = Math.floor(minutes / days);
  let remainder = minutes - each * days;
  const weeks = new Map<IsoWeek, number>();
  for (let monday = first - weekday(first) + 1; monday <= last; monday += 7) {
    const inWeek = workingDaysBetween(Math.max(first, monday), Math.min(last, monday + 6), workdaysInAWeek);
    if (inWeek === 0) continue;
    const extra = Math.min(inWeek, remainder);
    remainder -= extra;
    weeks.set(weekOf(isoDate(monday)), each * inWeek + extra);
  }
  return weeks;
}

/** Days from `first` to `last`, both included, that are among the first `workdaysInAWeek` of their week. By arithmetic, not day by day. */
function workingDaysBetween(first: number, last: number, workdaysInAWeek: number): number {
  return last < first ? 0 : workingDaysUntil(last + 1, workdaysInAWeek) - workingDaysUntil(first, workdaysInAWeek);
}

/** Such days before day number `day`, counted from some Monday. Only differences mean something. */
function workingDaysUntil(day: number, workdaysInAWeek: number): number {
  const intoWeek = weekday(day) - 1;
  return ((day - intoWeek - monday0) / 7) * workdaysInAWeek + Math.min(intoWeek, workdaysInAWeek);
}

/** 1970-01-05, a Monday. */
const monday0 = 4;
