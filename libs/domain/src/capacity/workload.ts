import { addDays, daysBetween, daysOf, type IsoDate } from '../calendar/date.js';
import { weekday } from '../calendar/day-number.js';
import type { IsoMonth } from '../calendar/month.js';
import { monthOf, weekOf } from '../calendar/week.js';

/** 業務量. One town's month as the coordinator sees it, in minutes. */
export interface MonthlyWorkload {
  readonly month: IsoMonth;
  /** What the workers offer; a worker with two skills counts once. */
  readonly offeredMinutes: number;
  /** What takes it: the town's own work and work received from others. */
  readonly committedMinutes: number;
  /** Of that, received from other towns. */
  readonly receivedMinutes: number;
  /** Work of this town that others do for it. */
  readonly sentMinutes: number;
  readonly freeMinutes: number;
  /** Work of this town that nobody has taken yet: neither committed at home nor confirmed by another town. */
  readonly uncoveredMinutes: number;
}

/**
 * Spreads minutes evenly over the working days (Monday to Friday) from `earliest` to `due`, by the month of each day's week, without
 * losing one: the first days take the remainder. A run of days without a working day counts all of its days.
 */
export function spreadByMonth(minutes: number, earliest: IsoDate, due: IsoDate): Map<IsoMonth, number> {
  const days = Array.from({ length: daysBetween(earliest, due) + 1 }, (_, index) => addDays(earliest, index));
  const working = days.filter(isWorkingDay);
  const counted = working.length > 0 ? working : days;
  const each = Math.floor(minutes / counted.length);
  const remainder = minutes - each * counted.length;
  const months = new Map<IsoMonth, number>();
  counted.forEach((day, index) => {
    const month = monthOf(weekOf(day));
    months.set(month, (months.get(month) ?? 0) + each + (index < remainder ? 1 : 0));
  });
  return months;
}

function isWorkingDay(date: IsoDate): boolean {
  return weekday(daysOf(date)) <= 5;
}
