import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  dateInTokyo,
  daysBetween,
  endOfDayInTokyo,
  parseIsoDate,
  type Instant,
  type IsoDate,
} from './date.js';
import { fiscalYearOf, monthOf, monthsOfFiscalYear, parseIsoMonth, weeksOfMonth, type IsoMonth } from './month.js';
import { mondayOf, nextWeek, parseIsoWeek, sundayOf, weekOf, weeksBetween, type IsoWeek } from './week.js';
import { parseWindow, windowOfDates } from './window.js';
import { spreadByWeek } from './working-days.js';

// Our own arithmetic against Temporal's, on every kind of day.

const anyDay = fc.integer({ min: 10, max: 36_000 }).map((days) => Temporal.PlainDate.from('2000-01-01').add({ days }));
const isoOf = (date: Temporal.PlainDate): IsoDate => date.toString() as IsoDate;
const weekText = (date: Temporal.PlainDate): string =>
  `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;

describe('dates and weeks', () => {
  it('agree with Temporal', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -800, max: 800 }), (date, days) => {
        const iso = isoOf(date);
        expect(parseIsoDate(iso)).toEqual({ ok: true, value: iso });
        expect(addDays(iso, days)).toBe(date.add({ days }).toString());
        expect(daysBetween(iso, addDays(iso, days))).toBe(days);
        const week = weekOf(iso);
        expect(week).toBe(weekText(date));
        expect(parseIsoWeek(week)).toEqual({ ok: true, value: week });
        expect(mondayOf(week)).toBe(date.subtract({ days: date.dayOfWeek - 1 }).toString());
        expect(weekOf(sundayOf(week))).toBe(week);
        expect(nextWeek(week)).toBe(weekText(date.add({ days: 7 })));
      }),
    );
  });

  it.each([
    '',
    '2027-2-3',
    '2027-02-29',
    '2027-13-01',
    '2027-04-31',
    '1999-12-31',
    '2101-01-01',
    '20270320',
    '2027-03-20T00:00',
  ])('"%s" is no date', (text) => {
    expect(parseIsoDate(text)).toMatchObject({ ok: false, refusals: [{ code: 'DATE_UNREADABLE' }] });
  });

  it.each(['2027-W00', '2027-W53', '2027-W5', '2027W05', 'W05', '2026-W54'])('"%s" is no week', (text) => {
    expect(parseIsoWeek(text)).toMatchObject({ ok: false, refusals: [{ code: 'WEEK_UNREADABLE' }] });
  });

  it('a long year has a week 53', () => {
    expect(parseIsoWeek('2026-W53').ok).toBe(true);
    expect(weekOf('2027-01-03' as IsoDate)).toBe('2026-W53');
  });
});

describe('months and fiscal years', () => {
  it.each(['2027-00', '2027-13', '2027-2', '2027', 'Feb'])('"%s" is no month', (text) => {
    expect(parseIsoMonth(text)).toMatchObject({ ok: false, refusals: [{ code: 'MONTH_UNREADABLE' }] });
  });

  it('a week belongs to the month of its Thursday, and to no other', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        const week = weekOf(isoOf(date));
        const thursday = date.add({ days: 4 - date.dayOfWeek });
        const month = thursday.toString().slice(0, 7) as IsoMonth;
        expect(monthOf(week)).toBe(month);
        expect(weeksOfMonth(month)).toContain(week);
        expect(weeksOfMonth(month).every((each) => monthOf(each) === month)).toBe(true);
      }),
    );
  });

  it('a fiscal year runs from April to March', () => {
    expect([fiscalYearOf('2027-03-31' as IsoDate), fiscalYearOf('2027-04-01' as IsoDate)]).toEqual([2026, 2027]);
    expect(monthsOfFiscalYear(2027)).toEqual([
      '2027-04',
      '2027-05',
      '2027-06',
      '2027-07',
      '2027-08',
      '2027-09',
      '2027-10',
      '2027-11',
      '2027-12',
      '2028-01',
      '2028-02',
      '2028-03',
    ]);
  });
});

describe('Tokyo', () => {
  it('is nine hours ahead: a deadline ends with its day there', () => {
    const end = endOfDayInTokyo('2027-03-31' as IsoDate);
    expect(new Date(end).toISOString()).toBe('2027-03-31T15:00:00.000Z');
    expect([dateInTokyo((end - 1) as Instant), dateInTokyo(end)]).toEqual(['2027-03-31', '2027-04-01']);
  });
});

describe('windows and working days', () => {
  it('a window touches every week of its days', () => {
    expect(windowOfDates('2027-08-01' as IsoDate, '2027-08-31' as IsoDate)).toEqual({
      from: '2027-W30',
      to: '2027-W35',
    });
  });

  it.each([
    ['2027-W05', '2027-W04', 'WINDOW_REVERSED'],
    ['2027-W01', '2030-W01', 'WINDOW_TOO_LONG'],
  ])('from %s to %s: %s', (from, to, code) => {
    expect(parseWindow(from as IsoWeek, to as IsoWeek)).toMatchObject({ ok: false, refusals: [{ code, field: 'to' }] });
  });

  it('spreading loses no minute and stays within the days', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 100_000 }),
        (date, length, minutes) => {
          const [earliest, due] = [isoOf(date), addDays(isoOf(date), length)];
          const spread = spreadByWeek(minutes, earliest, due);
          expect([...spread.values()].reduce((sum, each) => sum + each, 0)).toBe(minutes);
          expect(weeksBetween(weekOf(earliest), weekOf(due))).toEqual(expect.arrayContaining([...spread.keys()]));
        },
      ),
    );
  });

  it('work on a weekend alone is spread over the weekend', () => {
    expect([...spreadByWeek(10, '2027-08-07' as IsoDate, '2027-08-08' as IsoDate)]).toEqual([['2027-W31', 10]]);
  });
});
