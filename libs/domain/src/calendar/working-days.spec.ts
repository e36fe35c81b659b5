import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, daysOf, type IsoDate } from './date.js';
import { weekday } from './day-number.js';
import { weekOf, type IsoWeek } from './week.js';
import { spreadByWeek } from './working-days.js';

/** The same, told day by day. */
function spreadDayByDay(minutes: number, earliest: IsoDate, due: IsoDate): [IsoWeek, number][] {
  const days = Array.from({ length: daysBetween(earliest, due) + 1 }, (_, index) => addDays(earliest, index));
  const weekdays = days.filter((day) => weekday(daysOf(day)) <= 5);
  const working = weekdays.length > 0 ? weekdays : days;
  const each = Math.floor(minutes / working.length);
  const weeks = new Map<IsoWeek, number>();
  working.forEach((day, index) => {
    const share = each + (index < minutes - each * working.length ? 1 : 0);
    weeks.set(weekOf(day), (weeks.get(weekOf(day)) ?? 0) + share);
  });
  return [...weeks];
}

describe('spreading minutes over working days', () => {
  it('by arithmetic is the same as day by day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 36_000 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 100_000 }),
        (start, length, minutes) => {
          const earliest = addDays('2000-01-03' as IsoDate, start);
          const due = addDays(earliest, length);
          expect([...spreadByWeek(minutes, earliest, due)]).toEqual(spreadDayByDay(minutes, earliest, due));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the remainder to the first days: 8 minutes from Thursday to Monday are 3, 3 and 2', () => {
    expect([...spreadByWeek(8, '2027-08-05' as IsoDate, '2027-08-09' as IsoDate)]).toEqual([
      ['2027-W31', 6],
      ['2027-W32', 2],
    ]);
  });

  it('is nothing when the due date lies before the start', () => {
    expect(spreadByWeek(60, '2027-08-09' as IsoDate, '2027-08-05' as IsoDate).size).toBe(0);
  });
});
