import fc from 'fast-check';
import { addDays, type IsoDate } from '#domain/calendar/date';
import { weekOf, type IsoWeek } from '#domain/calendar/week';
import type { AvailabilityPlan, Pause, WeekPattern } from '#domain/availability/availability';

// Plans about a handful of weeks with holidays in them, so that what was said meets in the same week.

const anyDay = fc.integer({ min: 0, max: 41 }).map((days): IsoDate => addDays('2026-12-28' as IsoDate, days));
const anyDayMinutes = fc.integer({ min: 0, max: 720 });

export const anyWeek: fc.Arbitrary<IsoWeek> = anyDay.map(weekOf);

const anyPattern: fc.Arbitrary<WeekPattern> = fc.oneof(
  fc.record({ kind: fc.constant('TOTAL' as const), minutes: fc.integer({ min: 0, max: 5_040 }) }),
  fc.record({
    kind: fc.constant('DAYS' as const),
    minutes: fc.array(anyDayMinutes, { minLength: 7, maxLength: 7 }),
    worksOnHolidays: fc.boolean(),
  }),
);

export const anyPause: fc.Arbitrary<Pause> = fc
  .tuple(anyDay, fc.option(fc.integer({ min: 0, max: 20 })))
  .map(([from, days]) => ({ from, to: days === null ? null : addDays(from, days) }));

export const anyPlan: fc.Arbitrary<AvailabilityPlan> = fc.record({
  pattern: anyPattern,
  weeks: fc.array(fc.tuple(anyWeek, fc.integer({ min: 0, max: 5_040 })), { maxLength: 3 }).map((all) => new Map(all)),
  days: fc.array(fc.tuple(anyDay, anyDayMinutes), { maxLength: 4 }).map((all) => new Map(all)),
  pauses: fc.array(anyPause, { maxLength: 2 }),
});
