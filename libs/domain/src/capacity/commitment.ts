import type { WeekWindow } from '../calendar/window.js';
import type { SkillCode } from '../skills/catalogue.js';

/** What takes capacity: minutes of a skill somewhere in a window. Its weeks are not named in advance. */
export interface CapacityCommitment {
  readonly id: string;
  readonly skill: SkillCode;
  readonly minutes: number;
  readonly window: WeekWindow;
}
