import type { IsoDate } from '../calendar/date.js';
import { monthOf, type IsoMonth } from '../calendar/month.js';
import { spreadByWeek } from '../calendar/working-days.js';

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

/** Spreads minutes evenly over the working days from `earliest` to `due`, by the month of each day's week, without losing one. */
export function spreadByMonth(minutes: number, earliest: IsoDate, due: IsoDate): Map<IsoMonth, number> {
  const months = new Map<IsoMonth, number>();
  for (const [week, share] of spreadByWeek(minutes, earliest, due))
    months.set(monthOf(week), (months.get(monthOf(week)) ?? 0) + share);
  return months;
}
