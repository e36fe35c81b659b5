import { type WorkerSupply } from '#domain/capacity/supply';
import type { BulletinCell } from '#domain/bulletins/bulletin';
import { weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { historyMonths } from './bulletin-history.js';

// What a worker has to do with a cell, by rules written anew, so that an attack shares nothing with what it attacks.

export const classes = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL'] as const;

/** Whether a worker has a part in a cell. */
export function counts(worker: WorkerSupply, { skill, level, dataClass }: BulletinCell): boolean {
  if (classes.indexOf(worker.clearance) < classes.indexOf(dataClass)) return false;
  return skill === null || worker.skills.some((has) => has.code === skill && has.level >= level);
}

interface InMonth {
  readonly minutes: number;
  /** Week by week, as text: equal only when every week is. */
  readonly pattern: string;
}

const monthOfWeek = new Map(historyMonths.flatMap((month) => weeksOfMonth(month).map((week) => [week, month])));
const inMonths = new WeakMap<WorkerSupply['minutesByWeek'], Map<IsoMonth, InMonth>>();

/** What a worker offers in a month; kept, because the attack asks a million times. */
export function offered({ minutesByWeek }: WorkerSupply, month: IsoMonth): InMonth {
  const known = inMonths.get(minutesByWeek)?.get(month);
  if (known !== undefined) return known;
  const weeks = [...minutesByWeek].filter(([week, minutes]) => monthOfWeek.get(week) === month && minutes > 0);
  const found = {
    minutes: weeks.reduce((sum, [, minutes]) => sum + minutes, 0),
    pattern: weeks
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([week, minutes]) => `${week} ${minutes}`)
      .join(),
  };
  inMonths.set(minutesByWeek, (inMonths.get(minutesByWeek) ?? new Map<IsoMonth, InMonth>()).set(month, found));
  return found;
}

/** Minutes offered in a month. */
export function total(worker: WorkerSupply, month: IsoMonth): number {
  return offered(worker, month).minutes;
}
