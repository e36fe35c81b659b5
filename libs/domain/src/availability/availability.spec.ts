import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IsoDate } from '../calendar/date.js';
import { anyPlan, anyWeek } from '#testkit/plans';
import { datesOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import { minutesOfDays, minutesOfPattern, minutesOfWeek, type AvailabilityPlan } from './availability.js';
import { holidaysWith } from './holidays.js';
import { sharesOf } from './shares.js';

const holidays = holidaysWith([]);
const week = '2027-W06' as IsoWeek; // 8 to 14 February; Thursday the 11th is 建国記念の日.
const thursday = '2027-02-11' as IsoDate;
const nothingSaid = { weeks: new Map(), days: new Map(), pauses: [] };
const total: AvailabilityPlan = { ...nothingSaid, pattern: { kind: 'TOTAL', minutes: 600 } };
const days: AvailabilityPlan = {
  ...nothingSaid,
  pattern: { kind: 'DAYS', minutes: [120, 0, 0, 240, 60, 0, 0], worksOnHolidays: false },
};
const none: AvailabilityPlan = {
  ...nothingSaid,
  pattern: { kind: 'DAYS', minutes: [0, 0, 0, 0, 0, 0, 0], worksOnHolidays: false },
};
const offers = (plan: AvailabilityPlan, in_: IsoWeek = week): number => minutesOfWeek(plan, in_, holidays);
const byDay = (plan: AvailabilityPlan): number[] => minutesOfDays(plan, week, holidays);

describe('the minutes of a week', () => {
  it('are a flexible total, holiday or not', () => {
    for (const each of weeksBetween('2026-W53' as IsoWeek, '2027-W53' as IsoWeek))
      expect(offers(total, each)).toBe(600);
  });

  it('are those of its days, and a holiday gives none unless they work on holidays', () => {
    expect(offers(days, '2027-W07' as IsoWeek)).toBe(420);
    expect(offers(days)).toBe(180);
    expect(offers({ ...days, pattern: { ...days.pattern, worksOnHolidays: true } as never })).toBe(420);
    const open = holidaysWith([{ date: thursday, holiday: false, name: '' }]);
    expect(minutesOfWeek(days, week, open)).toBe(420);
    const closed = holidaysWith([{ date: '2027-02-08' as IsoDate, holiday: true, name: '町の日' }]);
    expect(minutesOfWeek(days, week, closed)).toBe(60);
  });

  it('are what was declared for the week, whatever its holidays', () => {
    const declared = new Map([[week, 300]]);
    expect([total, days, none].map((plan) => offers({ ...plan, weeks: declared }))).toEqual([300, 300, 300]);
    expect(offers({ ...days, weeks: declared }, '2027-W07' as IsoWeek)).toBe(420);
  });

  it('a declared week lies over its days like the pattern, and from Monday to Friday where that names none', () => {
    const weeks = new Map([[week, 301]]);
    expect(byDay({ ...days, weeks })).toEqual([86, 0, 0, 172, 43, 0, 0]);
    expect(byDay({ ...total, weeks })).toEqual([61, 60, 60, 60, 60, 0, 0]);
    expect(byDay({ ...none, weeks })).toEqual([61, 60, 60, 60, 60, 0, 0]);
  });

  it('a declared day wins over week and pattern, holiday or not', () => {
    const said = new Map([[thursday, 30]]);
    expect(offers({ ...days, days: said })).toBe(210);
    expect(offers({ ...total, days: said })).toBe(510);
    expect(byDay({ ...total, weeks: new Map([[week, 300]]), days: said })).toEqual([60, 60, 60, 30, 60, 0, 0]);
    expect(offers({ ...total, days: new Map([['2027-02-14' as IsoDate, 45]]) })).toBe(645); // A Sunday comes on top.
  });

  it('a paused day gives nothing, whatever was said of it', () => {
    const plan = { ...total, weeks: new Map([[week, 300]]), days: new Map([[thursday, 30]]) };
    expect(byDay({ ...plan, pauses: [{ from: thursday, to: thursday }] })).toEqual([60, 60, 60, 0, 60, 0, 0]);
    expect(offers({ ...plan, pauses: [{ from: '2027-02-10' as IsoDate, to: null }] })).toBe(120);
    expect(offers({ ...plan, pauses: [{ from: '2027-02-08' as IsoDate, to: '2027-02-14' as IsoDate }] })).toBe(0);
    expect(offers({ ...plan, pauses: [{ from: '2027-02-15' as IsoDate, to: null }] })).toBe(330 - 60);
  });

  it('are whole, never negative, and those of their days', () => {
    fc.assert(
      fc.property(anyPlan, anyWeek, (plan, in_) => {
        const minutes = offers(plan, in_);
        expect(Number.isInteger(minutes) && minutes >= 0).toBe(true);
        expect(minutesOfDays(plan, in_, holidays).reduce((sum, each) => sum + each, 0)).toBe(minutes);
      }),
    );
  });

  it('are those of the pattern or of the declaration where no day of the week is spoken of', () => {
    fc.assert(
      fc.property(anyPlan, anyWeek, ({ pattern, weeks }, in_) => {
        const plan = { ...nothingSaid, pattern, weeks };
        const ordinary = weeks.get(in_) ?? minutesOfPattern(pattern);
        const free = datesOf(in_).every((date) => !holidays.isHoliday(date));
        if (free || pattern.kind === 'TOTAL' || weeks.has(in_)) expect(offers(plan, in_)).toBe(ordinary);
        else expect(offers(plan, in_)).toBeLessThanOrEqual(ordinary);
      }),
    );
  });

  it('of 500 workers in 80 weeks take no time worth naming', () => {
    const weeks = weeksBetween('2027-W01' as IsoWeek, '2028-W28' as IsoWeek);
    const paused = { ...days, pauses: [{ from: thursday, to: thursday }] };
    const started = performance.now();
    for (let n = 0; n < 500; n++) for (const each of weeks) offers([total, days, paused][n % 3] ?? total, each);
    expect(performance.now() - started).toBeLessThan(500); // About 10 ms alone; the bound leaves room for a busy machine.
  });
});

describe('shares', () => {
  it('lose no minute and are off by less than one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_008_000 }),
        fc
          .array(fc.integer({ min: 0, max: 288_000 }), { minLength: 1, maxLength: 7 })
          .filter((all) => all.some(Boolean)),
        (minutes, weights) => {
          const shares = sharesOf(minutes, weights);
          const sum = weights.reduce((all, each) => all + each, 0);
          expect(shares.reduce((all, each) => all + each, 0)).toBe(minutes);
          shares.forEach((share, place) => {
            expect(Math.abs(share - (minutes * (weights[place] ?? 0)) / sum)).toBeLessThan(1);
          });
        },
      ),
    );
  });
});
