import type { IsoDate } from '../calendar/date.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { LicenceCode } from '../skills/licences.js';

/** 作業の要件. What work asks of whoever does it. */
export interface WorkRequirements {
  readonly skill: SkillCode;
  /** The lowest level of the skill that will do. */
  readonly level: number;
  /** The worker must be cleared for data of this class. */
  readonly dataClass: DataClass;
  /** A seat of each of these is taken while the work is done. */
  readonly licences: readonly LicenceCode[];
}

/** What takes capacity: minutes of work somewhere between two days, both included. Its weeks are not named in advance. */
export interface CapacityCommitment extends WorkRequirements {
  readonly id: string;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}
