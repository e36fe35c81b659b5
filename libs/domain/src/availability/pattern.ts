import type { RefusalCode } from '../refusals/catalogue.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { mostMinutesOf, type WorkerKind } from '../skills/worker-kind.js';
import { minutesOfPattern, type WeekPattern } from './availability.js';

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** A week by its days: minutes of each. */
export type PatternDays = Readonly<Record<Weekday, number>> & { readonly worksOnHolidays?: boolean | null | undefined };

/** An ordinary week as someone tells it: its total, and where the days matter, theirs too. */
export interface NewPattern {
  readonly weeklyMinutes: number;
  readonly days?: PatternDays | null | undefined;
}

/** Why a pattern cannot be taken; empty when it can. */
export function refusalsOfPattern({ weeklyMinutes, days }: NewPattern, kind: WorkerKind, path = ''): Refusal[] {
  const most = mostMinutesOf(kind);
  const field = `${path}weeklyMinutes`;
  const ofWeek = refusalsOfRange('WEEK_MINUTES_OUT_OF_RANGE', weeklyMinutes, most.week, field);
  if (!days) return ofWeek;
  const given = minutesOfPattern(patternOf({ weeklyMinutes, days }));
  return [
    ...ofWeek,
    ...weekdays.flatMap((day) =>
      refusalsOfRange('DAY_MINUTES_OUT_OF_RANGE', days[day], most.day, `${path}days.${day}`),
    ),
    ...(given === weeklyMinutes ? [] : [refusal('PATTERN_SUM_DIFFERS', { field, asked: weeklyMinutes, given })]),
  ];
}

export function patternOf({ weeklyMinutes, days }: NewPattern): WeekPattern {
  return days
    ? { kind: 'DAYS', minutes: weekdays.map((day) => days[day]), worksOnHolidays: days.worksOnHolidays ?? false }
    : { kind: 'TOTAL', minutes: weeklyMinutes };
}

/** Minutes of Monday to Sunday by the names of the days. */
export function byWeekday(minutes: readonly number[]): Record<Weekday, number> {
  const named = weekdays.map((day, place) => [day, minutes[place] ?? 0] as const);
  return Object.fromEntries(named) as Record<Weekday, number>;
}

/** Why minutes are too few or too many; empty when they are neither. */
export function refusalsOfRange(code: RefusalCode, minutes: number, atMost: number, field: string): Refusal[] {
  return minutes >= 0 && minutes <= atMost ? [] : [refusal(code, { field, asked: minutes, atMost })];
}
