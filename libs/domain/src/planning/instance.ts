import type { IsoMonth } from '../calendar/month.js';
import type { HeldSkill } from '../capacity/supply.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { JointSkills } from '../skills/joint-skills.js';
import type { LicenceCode } from '../skills/licences.js';

// What a year plan is made from (docs/year-plan.md). Lists of figures by month have one for each month of the instance, in its order.

/** Workers who can do the same, as minutes by month: a worker with two skills is in one group and counted once. */
export interface PlanGroup {
  readonly skills: readonly HeldSkill[];
  readonly clearance: DataClass;
  readonly minutes: readonly number[];
}

/**
 * A figure that a town has published: no more than these minutes of work that asks for the skill, at this level or above and in this data
 * class or a more sensitive one. Without a skill it holds for all skills together, with several ("data-entry+design") for these together.
 */
export interface PlanCeiling {
  readonly skill: SkillCode | JointSkills | null;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly minutes: readonly number[];
}

export interface PlanSeats {
  readonly licence: LicenceCode;
  /** Minutes that the town's seats can be used. */
  readonly minutes: readonly number[];
}

/** A town and what it can do. Of a town without groups only its published figures are known: what they do not name it does not do. */
export interface PlanTown {
  readonly code: string;
  /** Where its office stands, in degrees (WGS 84). */
  readonly north: number;
  readonly east: number;
  readonly highestDataClass: DataClass;
  readonly groups: readonly PlanGroup[];
  readonly ceilings: readonly PlanCeiling[];
  /** Minutes of work that its directors can lead, loans included; null where nobody has said, which sets no bound. */
  readonly ledMinutes: readonly number[] | null;
  readonly seats: readonly PlanSeats[];
  /** Minutes of work that its workers should have: its year-round supply target. */
  readonly targetMinutes: readonly number[];
}

/** A lot that is known or expected. */
export interface PlanLot {
  readonly id: string;
  /** The town that has it. */
  readonly town: string;
  readonly skill: SkillCode;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly licences: readonly LicenceCode[];
  readonly minutes: number;
  /** First and last month in which it can be done. */
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  /** What a minute of it is worth, in yen. */
  readonly yenPerMinute: number;
  /** Probability that it comes; 1 where it is confirmed. */
  readonly certainty: number;
  /** Least and most that is done in a month of its window: shares of what is done of it, and of the whole lot. */
  readonly leastShare: number;
  readonly mostShare: number;
  /** One town does all of it or nothing. */
  readonly isWhole: boolean;
  /** A town that receives of it gets at least so many minutes … */
  readonly minSliceMinutes: number;
  /** … and no more than so many towns receive of it. */
  readonly mostTowns: number;
  /** The client consents to re-commission, and it has not been awarded before. */
  readonly mayMove: boolean;
  /** Codes of the only towns that may receive of it; absent: every town that an agreement allows. */
  readonly addressees?: readonly string[];
}

/** Two towns may work for each other. */
export interface PlanAgreement {
  readonly between: readonly [string, string];
  /** The kinds of work it covers; null: all. */
  readonly skills: readonly SkillCode[] | null;
  readonly from: IsoMonth;
  readonly to: IsoMonth;
}

/** Minutes of a lot that a town does in a month. */
export interface PlannedWork {
  readonly lot: string;
  readonly town: string;
  readonly month: IsoMonth;
  readonly minutes: number;
}

export interface PlanInstance {
  readonly format: 'yui-plan-instance-1';
  readonly months: readonly IsoMonth[];
  readonly towns: readonly PlanTown[];
  readonly lots: readonly PlanLot[];
  readonly agreements: readonly PlanAgreement[];
  /** The plan that has been published, from which a new one should not stray without need. */
  readonly published: readonly PlannedWork[];
}

/** What two lots have in common when the same people may do them. */
export type Commodity = Pick<PlanLot, 'skill' | 'level' | 'dataClass' | 'licences'>;

/** The name of a commodity: equal for equal demands. */
export function nameOfCommodity({ skill, level, dataClass, licences }: Commodity): string {
  return [skill, level, dataClass, ...[...licences].sort()].join(' ');
}
