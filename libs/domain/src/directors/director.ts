import { refusalsOfRange } from '../availability/pattern.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { mostMinutesInAWeek } from '../skills/worker-kind.js';
import { refusalsOfText } from '../text/text.js';

/** Minutes of work that a minute of a director's can lead, where nobody says otherwise. A working assumption, to be set by the town. */
export const usualLeadRatio = 10;
/** More than this and nobody is led any more. */
export const highestLeadRatio = 100;
const displayNameLength = 60;

/** ディレクター: who leads the work. */
export interface NewDirector {
  readonly displayName: string;
  /** Minutes in an ordinary week in which they can lead. */
  readonly weeklyMinutes: number;
  /** Minutes of work that each of those minutes can lead. */
  readonly leadRatio: number;
}

/** Why a director cannot be taken down; empty when they can. Only what is given is looked at. */
export function refusalsOfDirector({ displayName, weeklyMinutes, leadRatio }: Partial<NewDirector>): Refusal[] {
  return [
    ...(displayName === undefined ? [] : refusalsOfText(displayName, 'displayName', displayNameLength)),
    ...(weeklyMinutes === undefined
      ? []
      : refusalsOfRange('WEEK_MINUTES_OUT_OF_RANGE', weeklyMinutes, mostMinutesInAWeek, 'weeklyMinutes')),
    ...(leadRatio === undefined || (leadRatio >= 1 && leadRatio <= highestLeadRatio)
      ? []
      : [refusal('LEAD_RATIO_OUT_OF_RANGE', { field: 'leadRatio', asked: leadRatio, atMost: highestLeadRatio })]),
  ];
}

/** Minutes of work a week that directors can lead together. */
export function ledMinutes(directors: readonly Pick<NewDirector, 'weeklyMinutes' | 'leadRatio'>[]): number {
  return directors.reduce((sum, { weeklyMinutes, leadRatio }) => sum + weeklyMinutes * leadRatio, 0);
}
