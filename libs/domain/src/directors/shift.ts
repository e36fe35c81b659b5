import type { IsoWeek } from '../calendar/week.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { ledMinutes, type NewDirector } from './director.js';

export interface WeekMinutes {
  readonly week: IsoWeek;
  readonly minutes: number;
}

/**
 * What a director loan moves in one town: a director of its own is away for so many of their minutes, or one of another town is here.
 * Without weeks it moves nothing.
 */
export type DirectorShift =
  | { readonly kind: 'LENT'; readonly directorId: string; readonly weeks: readonly WeekMinutes[] }
  | { readonly kind: 'BORROWED'; readonly leadRatio: number; readonly weeks: readonly WeekMinutes[] };

type Leading = Pick<NewDirector, 'weeklyMinutes' | 'leadRatio'> & { readonly id: string };

/** Minutes of work that can be led in a town, week by week: by its own directors as far as they are at home, and by those on loan here. */
export function ledMinutesByWeek(
  directors: readonly Leading[],
  shifts: readonly DirectorShift[],
): (week: IsoWeek) => number {
  const lent = new Map<string, number>();
  const borrowed = new Map<IsoWeek, number>();
  for (const shift of shifts)
    for (const { week, minutes } of shift.weeks) {
      if (shift.kind === 'LENT') add(lent, `${shift.directorId} ${week}`, minutes);
      else add(borrowed, week, minutes * shift.leadRatio);
    }
  return (week) =>
    (borrowed.get(week) ?? 0) +
    ledMinutes(
      directors.map(({ id, weeklyMinutes, leadRatio }) => ({
        weeklyMinutes: Math.max(0, weeklyMinutes - (lent.get(`${id} ${week}`) ?? 0)),
        leadRatio,
      })),
    );
}

/**
 * Why a director cannot be lent for these weeks as well; empty when they can. Names the first week in which they lack the minutes.
 * @param others what else of this director is lent; not the loan itself.
 */
export function refusalsToLend(
  { weeklyMinutes }: Pick<NewDirector, 'weeklyMinutes'>,
  weeks: readonly WeekMinutes[],
  others: readonly DirectorShift[],
): Refusal[] {
  const taken = new Map<IsoWeek, number>();
  for (const { weeks: lent } of others) for (const { week, minutes } of lent) add(taken, week, minutes);
  const short = weeks.find(({ week, minutes }) => minutes > weeklyMinutes - (taken.get(week) ?? 0));
  if (short === undefined) return [];
  const atMost = Math.max(0, weeklyMinutes - (taken.get(short.week) ?? 0));
  return [
    refusal('DIRECTOR_MINUTES_EXCEEDED', { field: 'directorId', given: short.week, asked: short.minutes, atMost }),
  ];
}

function add<K>(sums: Map<K, number>, key: K, minutes: number): void {
  sums.set(key, (sums.get(key) ?? 0) + minutes);
}
