import { type WorkerSupply } from '#domain/capacity/supply';
import type { BulletinCell } from '#domain/bulletins/bulletin';
import { weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { historyMonths } from './bulletin-history.js';

// What a worker has to do with a cell, by rules written anew, so that an attack shares nothing with what it attacks.

export const classes = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL'] as const;

/** Whether a worker has a part in a cell: where several skills are counted together, by any of them. */
export function counts(worker: WorkerSupply, { skill, level, dataClass }: BulletinCell): boolean {
  if (classes.indexOf(worker.clearance) < classes.indexOf(dataClass)) return false;
  if (skill === null) return true;
  const wanted = skillsOf(skill);
  return worker.skills.some((has) => wanted.includes(has.code) && has.level >= level);
}

const written = new Map<string, readonly string[]>();

/** "design" is one skill, "data-entry+design" are two that are counted together; kept as well. */
function skillsOf(skill: string): readonly string[] {
  const known = written.get(skill) ?? skill.split('+');
  written.set(skill, known);
  return known;
}

/** Whether a cell is about some skills together. */
export function isTogether({ skill }: Pick<BulletinCell, 'skill'>): boolean {
  return skill !== null && skillsOf(skill).length > 1;
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
