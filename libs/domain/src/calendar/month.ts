import { accept, refuse, type Decision } from '../refusals/decision.js';
import { addDays, isoDate, type IsoDate } from './date.js';
import { dayNumber, weekday } from './day-number.js';
import { mondayOf, weekOf, weeksBetween, type IsoWeek } from './week.js';
import type { WeekWindow } from './window.js';

/** A month, `2027-02`. Months compare as text. */
export type IsoMonth = string & { readonly brand: 'IsoMonth' };

/** Reads a month of the years 2000 to 2100. */
export function parseIsoMonth(text: string): Decision<IsoMonth> {
  return /^(20\d\d|2100)-(0[1-9]|1[0-2])$/.test(text)
    ? accept(text as IsoMonth)
    : refuse('MONTH_UNREADABLE', { given: text });
}

/** The month in which a date lies. */
export function monthOfDate(date: IsoDate): IsoMonth {
  return date.slice(0, 7) as IsoMonth;
}

/** The month a week belongs to: that of its Thursday. */
export function monthOf(week: IsoWeek): IsoMonth {
  return addDays(mondayOf(week), 3).slice(0, 7) as IsoMonth;
}

/** The weeks that belong to a month: those whose Thursday lies in it. */
export function weeksOfMonth(month: IsoMonth): IsoWeek[] {
  const first = dayNumber(yearOf(month), numberOf(month), 1);
  const thursday = first + ((4 - weekday(first) + 7) % 7);
  const from = weekOf(isoDate(thursday));
  const to = weekOf(isoDate(thursday + 28));
  return weeksBetween(from, to).filter((week) => monthOf(week) === month);
}

/** The run of weeks that belong to a month. */
export function windowOfMonth(month: IsoMonth): WeekWindow {
  const weeks = weeksOfMonth(month);
  return { from: weeks[0] as IsoWeek, to: weeks.at(-1) as IsoWeek };
}

/** All months from `from` to `to`, both included; empty when `to` is earlier. */
export function monthsBetween(from: IsoMonth, to: IsoMonth): IsoMonth[] {
  const months: IsoMonth[] = [];
  for (let index = indexOf(from); index <= indexOf(to); index++) months.push(monthAt(index));
  return months;
}

/** So many months in a row, the first of them `from`. */
export function monthsFrom(from: IsoMonth, count: number): IsoMonth[] {
  return Array.from({ length: count }, (_, index) => monthAt(indexOf(from) + index));
}

/** 年度. The year in which the fiscal year of a date begins; it runs from April to March. */
export function fiscalYearOf(date: IsoDate): number {
  const year = Number(date.slice(0, 4));
  return Number(date.slice(5, 7)) >= 4 ? year : year - 1;
}

/** April to March. */
export function monthsOfFiscalYear(year: number): IsoMonth[] {
  return monthsBetween(monthAt(year * 12 + 3), monthAt(year * 12 + 14));
}

/** The last day of a month. */
export function lastDayOf(month: IsoMonth): IsoDate {
  return addDays(`${monthAt(indexOf(month) + 1)}-01` as IsoDate, -1);
}

export function firstDayOfFiscalYear(year: number): IsoDate {
  return `${year}-04-01` as IsoDate;
}

function indexOf(month: IsoMonth): number {
  return yearOf(month) * 12 + numberOf(month) - 1;
}

function monthAt(index: number): IsoMonth {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as IsoMonth;
}

function yearOf(month: IsoMonth): number {
  return Number(month.slice(0, 4));
}

function numberOf(month: IsoMonth): number {
  return Number(month.slice(5, 7));
}
