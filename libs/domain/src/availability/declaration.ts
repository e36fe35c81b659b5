import { addDays, type IsoDate } from '../calendar/date.js';
import { datesOf, type IsoWeek } from '../calendar/week.js';
import { decide, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import { mostMinutesOf, type WorkerKind } from '../skills/worker-kind.js';
import { refusalsOfMinutes } from '../text/text.js';
import { isPaused, minutesOfDays, minutesOfWeek, type AvailabilityPlan, type Pause } from './availability.js';
import type { Holidays } from './holidays.js';
import { patternOf, refusalsOfPattern, refusalsOfRange, type NewPattern } from './pattern.js';
import { sharesOf } from './shares.js';

/** What someone says about their time. Weeks and days that are not named stay as they are. */
export interface Declaration {
  readonly pattern?: NewPattern | null | undefined;
  readonly weeks?: readonly { readonly week: IsoWeek; readonly minutes: number }[] | null | undefined;
  readonly days?: readonly { readonly date: IsoDate; readonly minutes: number }[] | null | undefined;
}

/** Why this cannot be declared; empty when it can. */
export function refusalsToDeclare({ pattern, weeks, days }: Declaration, kind: WorkerKind = 'PERSON'): Refusal[] {
  const most = mostMinutesOf(kind);
  const [theWeeks, theDays] = [weeks ?? [], days ?? []];
  if (theWeeks.length === 0 && theDays.length === 0 && !pattern) return [refusal('WEEKS_EMPTY', { field: 'weeks' })];
  const [weekTwice, dayTwice] = [repeats(theWeeks.map(({ week }) => week)), repeats(theDays.map(({ date }) => date))];
  return [
    ...(pattern ? refusalsOfPattern(pattern, kind, 'pattern.') : []),
    ...theWeeks.flatMap(({ week, minutes }, index) => [
      ...(weekTwice[index] ? [refusal('WEEK_TWICE', { field: `weeks.${index}.week`, given: week })] : []),
      ...refusalsOfRange('WEEK_MINUTES_OUT_OF_RANGE', minutes, most.week, `weeks.${index}.minutes`),
    ]),
    ...theDays.flatMap(({ date, minutes }, index) => [
      ...(dayTwice[index] ? [refusal('DAY_TWICE', { field: `days.${index}.date`, given: date })] : []),
      ...refusalsOfRange('DAY_MINUTES_OUT_OF_RANGE', minutes, most.day, `days.${index}.minutes`),
    ]),
  ];
}

/** The plan after a declaration. The newest word wins: a declared week clears what was said of its days before. */
export function declare(plan: AvailabilityPlan, said: Declaration, kind: WorkerKind): Decision<AvailabilityPlan> {
  return decide(refusalsToDeclare(said, kind), () => {
    const weeks = new Map(plan.weeks);
    const days = new Map(plan.days);
    for (const { week, minutes } of said.weeks ?? []) {
      weeks.set(week, minutes);
      for (const date of datesOf(week)) days.delete(date);
    }
    for (const { date, minutes } of said.days ?? []) days.set(date, minutes);
    return { ...plan, weeks, days, pattern: said.pattern ? patternOf(said.pattern) : plan.pattern };
  });
}

/** The plan with a pause more; pauses that overlap or touch become one. */
export function pause(plan: AvailabilityPlan, added: Pause): Decision<AvailabilityPlan> {
  const { from, to } = added;
  const refusals = to !== null && to < from ? [refusal('WINDOW_REVERSED', { field: 'to', from, to })] : [];
  return decide(refusals, () => {
    const pauses: Pause[] = [];
    for (const next of [...plan.pauses, added].sort((a, b) => (a.from < b.from ? -1 : 1))) {
      const last = pauses.at(-1);
      if (last !== undefined && (last.to === null || next.from <= addDays(last.to, 1)))
        pauses[pauses.length - 1] = { from: last.from, to: laterEnd(last.to, next.to) };
      else pauses.push(next);
    }
    return { ...plan, pauses };
  });
}

/** The plan of someone who works again from a day: what runs then ends the day before, and later pauses fall away. */
export function resume(plan: AvailabilityPlan, from: IsoDate): AvailabilityPlan {
  return {
    ...plan,
    pauses: plan.pauses
      .filter((each) => each.from < from)
      .map((each) => (each.to === null || each.to >= from ? { ...each, to: addDays(from, -1) } : each)),
  };
}

/**
 * The plan with so many minutes fewer in a week, and nothing else changed. They come off the week's total; where single days of the week
 * are paused, off its other days in proportion, because a total would be spread over the paused days too.
 */
export function giveBack(
  plan: AvailabilityPlan,
  { week, minutes }: { readonly week: IsoWeek; readonly minutes: number },
  holidays: Holidays,
): Decision<AvailabilityPlan> {
  const offered = minutesOfWeek(plan, week, holidays);
  const refusals =
    minutes > offered
      ? [refusal('OFFERED_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: offered })]
      : refusalsOfMinutes(minutes);
  return decide(refusals, () => {
    const dates = datesOf(week);
    const days = new Map(plan.days);
    if (!dates.some((date) => isPaused(plan, date))) {
      for (const date of dates) days.delete(date);
      return { ...plan, days, weeks: new Map(plan.weeks).set(week, offered - minutes) };
    }
    const before = minutesOfDays(plan, week, holidays);
    const after = sharesOf(offered - minutes, before);
    for (const [day, date] of dates.entries()) if ((before[day] ?? 0) > 0) days.set(date, after[day] ?? 0);
    return { ...plan, days };
  });
}

/** For each whether it has come before. */
function repeats(given: readonly string[]): boolean[] {
  const seen = new Set<string>();
  return given.map((each) => {
    const again = seen.has(each);
    seen.add(each);
    return again;
  });
}

function laterEnd(one: IsoDate | null, other: IsoDate | null): IsoDate | null {
  if (one === null || other === null) return null;
  return one < other ? other : one;
}
