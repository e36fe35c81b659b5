import type { IsoDate } from '../calendar/date.js';
import type { SkillCode } from '../skills/catalogue.js';

/** What takes capacity: minutes of a skill somewhere between two days, both included. Its weeks are not named in advance. */
export interface CapacityCommitment {
  readonly id: string;
  readonly skill: SkillCode;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}
