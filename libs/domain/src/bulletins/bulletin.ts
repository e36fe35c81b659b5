import type { Instant } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import { isJoint, jointSkills, skillsIn, type JointSkills } from '../skills/joint-skills.js';
import { lowestLevel } from '../skills/levels.js';

/** What a figure of a bulletin speaks about. */
export interface BulletinCell {
  readonly month: IsoMonth;
  /** null: all skills together. */
  readonly skill: SkillCode | JointSkills | null;
  /** The lowest level that will do; where skills are counted together always 1. */
  readonly level: number;
  /** A worker counts whose clearance reaches the class. */
  readonly dataClass: DataClass;
}

/** What is free of a cell, in minutes. */
export interface BulletinFigure extends BulletinCell {
  readonly freeMinutes: number;
}

/** A figure of one skill, or of all together. */
export type BulletinRow = BulletinFigure & { readonly skill: SkillCode | null };

/** A figure of some skills together, at level 1: of those that the town has said it tells. */
export interface JointRow extends Omit<BulletinFigure, 'skill' | 'level'> {
  readonly skills: readonly SkillCode[];
}

/** 稼働余力の公示: what a town tells its peers about its free time, without a word about any one person. */
export interface CapacityBulletin {
  readonly municipality: MunicipalityCode;
  /** Counts up by one with each bulletin of the town. */
  readonly number: number;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** First and last month it speaks about. */
  readonly from: IsoMonth;
  readonly to: IsoMonth;
  readonly rows: readonly BulletinRow[];
  /** Beside the rows, so that who does not know of them yet reads these all the same. Missing where the town tells none. */
  readonly jointRows?: readonly JointRow[];
}

/** All figures of a bulletin, in one form. */
export function figuresIn({ rows, jointRows = [] }: Pick<CapacityBulletin, 'rows' | 'jointRows'>): BulletinFigure[] {
  return [
    ...rows,
    ...jointRows.map(({ skills, ...row }) => ({ ...row, skill: jointSkills(skills), level: lowestLevel })),
  ];
}

/** Figures as a bulletin lists them. */
export function listed(figures: readonly BulletinFigure[]): Pick<CapacityBulletin, 'rows' | 'jointRows'> {
  const jointRows = figures.flatMap(({ skill, month, dataClass, freeMinutes }): JointRow[] =>
    isJoint(skill) ? [{ month, skills: skillsIn(skill), dataClass, freeMinutes }] : [],
  );
  const rows = figures.filter((row): row is BulletinRow => !isJoint(row.skill));
  return jointRows.length === 0 ? { rows } : { rows, jointRows };
}

/** What guards the workers behind a bulletin. */
export interface DisclosureSettings {
  /** k: nothing that can be computed from bulletins rests on fewer workers than this. */
  readonly fewestWorkers: number;
  /** The largest part of a cell, or of its change, that one worker may be: above a half, so that a cell of k equal workers shows. */
  readonly largestShare: number;
  /** Figures are rounded down to a multiple of this many minutes. */
  readonly grainMinutes: number;
  /** Rows a month's audit remembers, after which it keeps only what each cell showed last. Bounds time and storage. */
  readonly mostRemembered: number;
}

export const usualDisclosure: DisclosureSettings = {
  fewestWorkers: 3,
  largestShare: 0.6,
  grainMinutes: 60,
  mostRemembered: 600,
};
