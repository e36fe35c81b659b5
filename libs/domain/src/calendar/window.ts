import { accept, refuse, type Decision } from '../refusals/decision.js';
import type { IsoDate } from './date.js';
import { weekOf, weeksBetween, type IsoWeek } from './week.js';

/** A run of ISO weeks, both ends included. */
export interface WeekWindow {
  readonly from: IsoWeek;
  readonly to: IsoWeek;
}

/** Three years: more than any plan needs, and few enough to compute at once. */
const mostWeeks = 156;

export function parseWindow(from: IsoWeek, to: IsoWeek): Decision<WeekWindow> {
  if (to < from) return refuse('WINDOW_REVERSED', { field: 'to', from, to });
  if (weeksBetween(from, to).length > mostWeeks)
    return refuse('WINDOW_TOO_LONG', { field: 'to', atMost: mostWeeks, unit: 'weeks' });
  return accept({ from, to });
}

/** All ISO weeks that a run of days touches. */
export function windowOfDates(earliest: IsoDate, due: IsoDate): WeekWindow {
  return { from: weekOf(earliest), to: weekOf(due) };
}

export function isWithin(week: IsoWeek, { from, to }: WeekWindow): boolean {
  return from <= week && week <= to;
}
