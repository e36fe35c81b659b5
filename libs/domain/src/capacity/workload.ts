import { monthOf, weeksBetween } from '../calendar/week.js';
import type { IsoMonth } from '../calendar/month.js';
import type { WeekWindow } from '../calendar/window.js';

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

/** Spreads minutes over the months of a window by its weeks, evenly, without losing one: the first weeks take the remainder. */
export function spreadByMonth(minutes: number, window: WeekWindow): Map<IsoMonth, number> {
  const weeks = weeksBetween(window.from, window.to);
  const each = Math.floor(minutes / weeks.length);
  const remainder = minutes - each * weeks.length;
  const months = new Map<IsoMonth, number>();
  weeks.forEach((week, index) => {
    const month = monthOf(week);
    months.set(month, (months.get(month) ?? 0) + each + (index < remainder ? 1 : 0));
  });
  return months;
}
