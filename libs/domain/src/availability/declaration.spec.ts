import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyPause, anyPlan, anyWeek } from '#testkit/plans';
import { addDays, type IsoDate } from '../calendar/date.js';
import { weekOf, type IsoWeek } from '../calendar/week.js';
import type { Decision } from '../refusals/decision.js';
import { isPaused, minutesOfWeek, type AvailabilityPlan } from './availability.js';
import { declare, giveBack, pause, refusalsToDeclare, resume } from './declaration.js';
import { holidaysWith } from './holidays.js';
import { patternOf, refusalsOfPattern, type PatternDays } from './pattern.js';

const holidays = holidaysWith([]);
const week = '2027-W06' as IsoWeek;
const on = (date: string): IsoDate => date as IsoDate;
const plan: AvailabilityPlan = {
  pattern: { kind: 'TOTAL', minutes: 600 },
  weeks: new Map(),
  days: new Map(),
  pauses: [],
};
const demand = <T>(decision: Decision<T>): T => {
  if (!decision.ok) throw new Error(decision.refusals[0].code);
  return decision.value;
};
const told = (refusals: readonly { code: string; field?: string }[]): unknown[] =>
  refusals.map(({ code, field }) => [code, field]);
const mondays: PatternDays = {
  monday: 600,
  tuesday: 0,
  wednesday: 0,
  thursday: 0,
  friday: 0,
  saturday: 0,
  sunday: 0,
};

describe('a declaration', () => {
  it('takes weeks from no time to 84 h, each once, and of a support office 200 times as much', () => {
    expect(refusalsToDeclare({ weeks: [{ week, minutes: 0 }] })).toEqual([]);
    expect(refusalsToDeclare({ weeks: [{ week, minutes: 84 * 60 }] })).toEqual([]);
    expect(refusalsToDeclare({ weeks: [{ week, minutes: 200 * 84 * 60 }] }, 'SUPPORT_OFFICE')).toEqual([]);
    const weeks = [
      { week, minutes: 84 * 60 + 1 },
      { week, minutes: 1 },
    ];
    expect(told(refusalsToDeclare({ weeks }))).toEqual([
      ['WEEK_MINUTES_OUT_OF_RANGE', 'weeks.0.minutes'],
      ['WEEK_TWICE', 'weeks.1.week'],
    ]);
  });

  it('takes days of 0 to 1,440 minutes, each once', () => {
    const date = on('2027-02-11');
    expect(refusalsToDeclare({ days: [{ date, minutes: 1_440 }] })).toEqual([]);
    const days = [
      { date, minutes: 1_441 },
      { date, minutes: -1 },
    ];
    expect(told(refusalsToDeclare({ days }))).toEqual([
      ['DAY_MINUTES_OUT_OF_RANGE', 'days.0.minutes'],
      ['DAY_TWICE', 'days.1.date'],
      ['DAY_MINUTES_OUT_OF_RANGE', 'days.1.minutes'],
    ]);
  });

  it('says something', () => {
    for (const nothing of [{}, { weeks: [] }, { weeks: [], days: [], pattern: null }])
      expect(told(refusalsToDeclare(nothing))).toEqual([['WEEKS_EMPTY', 'weeks']]);
  });

  it('takes a pattern whose days add up', () => {
    expect(refusalsOfPattern({ weeklyMinutes: 600, days: mondays }, 'PERSON')).toEqual([]);
    expect(told(refusalsOfPattern({ weeklyMinutes: 601, days: mondays }, 'PERSON'))).toEqual([
      ['PATTERN_SUM_DIFFERS', 'weeklyMinutes'],
    ]);
    const wrong = { ...mondays, monday: 1_441, sunday: -1 };
    expect(told(refusalsToDeclare({ pattern: { weeklyMinutes: 1_440, days: wrong } }))).toEqual([
      ['DAY_MINUTES_OUT_OF_RANGE', 'pattern.days.monday'],
      ['DAY_MINUTES_OUT_OF_RANGE', 'pattern.days.sunday'],
    ]);
    expect(patternOf({ weeklyMinutes: 600, days: mondays })).toEqual({
      kind: 'DAYS',
      minutes: [600, 0, 0, 0, 0, 0, 0],
      worksOnHolidays: false,
    });
  });

  it('is the newest word: a declared week clears the days said before, those said with it stay', () => {
    const days = [{ date: on('2027-02-10'), minutes: 10 }];
    const first = demand(declare(plan, { days }, 'PERSON'));
    expect(minutesOfWeek(first, week, holidays)).toBe(490);
    const second = demand(declare(first, { weeks: [{ week, minutes: 300 }] }, 'PERSON'));
    expect([second.days.size, minutesOfWeek(second, week, holidays)]).toEqual([0, 300]);
    const both = demand(declare(second, { weeks: [{ week, minutes: 500 }], days }, 'PERSON'));
    expect(minutesOfWeek(both, week, holidays)).toBe(410);
    const pattern = demand(declare(both, { pattern: { weeklyMinutes: 60 } }, 'PERSON'));
    expect([week, '2027-W07' as IsoWeek].map((each) => minutesOfWeek(pattern, each, holidays))).toEqual([410, 60]);
  });
});

describe('a pause', () => {
  it('does not end before it begins', () => {
    expect(pause(plan, { from: on('2027-02-11'), to: on('2027-02-10') })).toMatchObject({
      ok: false,
      refusals: [{ code: 'WINDOW_REVERSED', field: 'to' }],
    });
  });

  it('joins those it overlaps or touches', () => {
    const first = demand(pause(plan, { from: on('2027-02-11'), to: on('2027-02-14') }));
    const second = demand(pause(first, { from: on('2027-02-15'), to: on('2027-02-20') }));
    expect(second.pauses).toEqual([{ from: '2027-02-11', to: '2027-02-20' }]);
    const open = demand(pause(second, { from: on('2027-02-12'), to: null }));
    expect(demand(pause(open, { from: on('2028-01-01'), to: on('2028-01-02') })).pauses).toEqual([
      { from: '2027-02-11', to: null },
    ]);
  });

  it('ends the day before they work again, and later ones fall away', () => {
    const paused = {
      ...plan,
      pauses: [
        { from: on('2027-02-01'), to: on('2027-02-20') },
        { from: on('2027-04-01'), to: null },
      ],
    };
    expect(resume(paused, on('2027-02-11')).pauses).toEqual([{ from: '2027-02-01', to: '2027-02-10' }]);
    expect(resume(paused, on('2027-03-01')).pauses).toEqual([{ from: '2027-02-01', to: '2027-02-20' }]);
    expect(resume(paused, on('2027-02-01')).pauses).toEqual([]);
  });

  it('covers its days and those that were paused before, until they resume', () => {
    fc.assert(
      fc.property(anyPlan, anyPause, fc.integer({ min: -7, max: 60 }), (before, added, days) => {
        const after = demand(pause(before, added));
        const from = addDays(added.from, days);
        const resumed = resume(after, from);
        for (let date = on('2026-12-20'); date < '2027-03-20'; date = addDays(date, 1)) {
          const now = isPaused(before, date) || (added.from <= date && (added.to === null || date <= added.to));
          expect(isPaused(after, date)).toBe(now);
          expect(isPaused(resumed, date)).toBe(now && date < from);
        }
      }),
    );
  });
});

describe('giving hours back', () => {
  it('takes no more than is offered, and says how much that is', () => {
    expect(giveBack(plan, { week, minutes: 601 }, holidays)).toMatchObject({
      ok: false,
      refusals: [{ code: 'OFFERED_MINUTES_EXCEEDED', field: 'minutes', facts: { asked: 601, atMost: 600 } }],
    });
    expect(giveBack(plan, { week, minutes: 0 }, holidays)).toMatchObject({
      ok: false,
      refusals: [{ code: 'MINUTES_NOT_POSITIVE', field: 'minutes' }],
    });
    expect(minutesOfWeek(demand(giveBack(plan, { week, minutes: 600 }, holidays)), week, holidays)).toBe(0);
  });

  it('lowers this week by exactly so much, and changes nothing else', () => {
    fc.assert(
      fc.property(anyPlan, anyWeek, fc.nat(), (before, in_, some) => {
        const offered = minutesOfWeek(before, in_, holidays);
        if (offered === 0) return;
        const minutes = 1 + (some % offered);
        const after = demand(giveBack(before, { week: in_, minutes }, holidays));
        expect(minutesOfWeek(after, in_, holidays)).toBe(offered - minutes);
        expect([after.pattern, after.pauses]).toEqual([before.pattern, before.pauses]);
        const others = ({ weeks, days }: AvailabilityPlan): unknown => [
          [...weeks].filter(([each]) => each !== in_),
          [...days].filter(([date]) => weekOf(date) !== in_),
        ];
        expect(others(after)).toEqual(others(before));
      }),
    );
  });

  it('leaves the paused days of the week as they will be when the pause ends early', () => {
    const paused = demand(pause(plan, { from: on('2027-02-08'), to: on('2027-02-09') }));
    const after = demand(giveBack(paused, { week, minutes: 60 }, holidays));
    expect(minutesOfWeek(after, week, holidays)).toBe(300);
    expect(minutesOfWeek(resume(after, on('2027-02-08')), week, holidays)).toBe(540);
  });
});
