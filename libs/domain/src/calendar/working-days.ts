import { addDays, daysBetween, daysOf, type IsoDate } from './date.js';
import { weekday } from './day-number.js';
import { weekOf, type IsoWeek } from './week.js';

/** The days from `earliest` to `due` on which work is expected: Monday to Friday, or all of them where none is a weekday. */
export function workingDays(earliest: IsoDate, due: IsoDate): IsoDate[] {
  const days = Array.from({ length: daysBetween(earliest, due) + 1 }, (_, index) => addDays(earliest, index));
  const working = days.filter((day) => weekday(daysOf(day)) <= 5);
  return working.length > 0 ? working : days;
}

/** Spreads minutes evenly over the working days from `earliest` to `due`, by week, without losing one: the first days take the remainder. */
export function spreadByWeek(minutes: number, earliest: IsoDate, due: IsoDate): Map<IsoWeek, number> {
  const days = workingDays(earliest, due);
  const each = Math.floor(minutes / days.length);
  const remainder = minutes - each * days.length;
  const weeks = new Map<IsoWeek, number>();
  days.forEach((day, index) => {
    const week = weekOf(day);
    weeks.set(week, (weeks.get(week) ?? 0) + each + (index < remainder ? 1 : 0));
  });
  return weeks;
}
