import type { IsoWeek } from '../calendar/week.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { isSkill } from './catalogue.js';

/** Most minutes a person can offer in a week: 84 h. More is a typing error, and nobody should. */
export const mostMinutesInAWeek = 84 * 60;
export const lowestLevel = 1;
export const highestLevel = 3;
const displayNameLength = 60;

export interface NewWorker {
  readonly displayName: string;
  readonly skills: readonly { readonly code: string; readonly level: number }[];
  readonly weeklyMinutes: number;
}

/** Why a worker cannot be registered; empty when they can. */
export function refusalsToRegister(worker: NewWorker): Refusal[] {
  return [
    ...refusalsOfText(worker.displayName, 'displayName', displayNameLength),
    ...refusalsOfSkills(worker.skills),
    ...refusalsOfWeekMinutes(worker.weeklyMinutes, 'weeklyMinutes'),
  ];
}

/** Why weeks cannot be declared; empty when they can. */
export function refusalsToDeclare(weeks: readonly { readonly week: IsoWeek; readonly minutes: number }[]): Refusal[] {
  if (weeks.length === 0) return [refusal('WEEKS_EMPTY', { field: 'weeks' })];
  const seen = new Set<IsoWeek>();
  return weeks.flatMap(({ week, minutes }, index) => {
    const twice = seen.has(week) ? [refusal('WEEK_TWICE', { field: `weeks.${index}.week`, given: week })] : [];
    seen.add(week);
    return [...twice, ...refusalsOfWeekMinutes(minutes, `weeks.${index}.minutes`)];
  });
}

function refusalsOfSkills(skills: NewWorker['skills']): Refusal[] {
  if (skills.length === 0) return [refusal('SKILLS_EMPTY', { field: 'skills' })];
  const seen = new Set<string>();
  return skills.flatMap(({ code, level }, index) => {
    const field = `skills.${index}`;
    const found = [
      ...(isSkill(code) ? [] : [refusal('SKILL_UNKNOWN', { field: `${field}.code`, given: code })]),
      ...(seen.has(code) ? [refusal('SKILL_TWICE', { field: `${field}.code`, given: code })] : []),
      ...(level >= lowestLevel && level <= highestLevel
        ? []
        : [
            refusal('SKILL_LEVEL_OUT_OF_RANGE', {
              field: `${field}.level`,
              asked: level,
              atLeast: lowestLevel,
              atMost: highestLevel,
            }),
          ]),
    ];
    seen.add(code);
    return found;
  });
}

function refusalsOfWeekMinutes(minutes: number, field: string): Refusal[] {
  return minutes >= 0 && minutes <= mostMinutesInAWeek
    ? []
    : [refusal('WEEK_MINUTES_OUT_OF_RANGE', { field, asked: minutes, atMost: mostMinutesInAWeek })];
}
