import type { Instant } from '../calendar/date.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';

/** What a figure of a bulletin speaks about. */
export interface BulletinCell {
  readonly month: IsoMonth;
  /** null: all skills together. */
  readonly skill: SkillCode | null;
  /** The lowest level that will do; for all skills together always 1. */
  readonly level: number;
  /** A worker counts whose clearance reaches the class. */
  readonly dataClass: DataClass;
}

export interface BulletinRow extends BulletinCell {
  readonly freeMinutes: number;
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
