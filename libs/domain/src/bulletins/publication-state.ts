import { type WorkerSupply } from '../capacity/supply.js';
import type { IsoMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { BulletinCell } from './bulletin.js';
import type { ToldRow } from './month-audit.js';

/**
 * What a town remembers of its bulletins, as plain data. It holds what workers offered, person by person, and so never leaves home. Lost,
 * it must not be begun anew while peers remember: a town that lost it publishes nothing about months it has spoken of.
 */
export interface PublicationState {
  readonly bases: readonly SupplySnapshot[];
  readonly nextBasis: number;
  /** Every cell ever shown. */
  readonly cells: readonly PublishedCell[];
  readonly told: readonly ToldMonth[];
  /** What the last bulletin's figures were made under ({@link BulletinInput.under}, with the weeks and settings of that bulletin). */
  readonly under?: string | undefined;
}

/** What all workers offered when a bulletin was made, from that week on. Figures may rest on it long after. */
export interface SupplySnapshot {
  readonly number: number;
  readonly workers: readonly {
    readonly id: string;
    readonly skills: readonly { readonly code: SkillCode; readonly level: number }[];
    readonly clearance: DataClass;
    readonly weeks: readonly (readonly [IsoWeek, number])[];
  }[];
}

export interface PublishedCell extends BulletinCell {
  /** Number of the snapshot on which it was shown last. */
  readonly basis: number;
  /** Whether the last bulletin that spoke about its month showed it. */
  readonly shown: boolean;
  /** The figure shown last, in minutes. */
  readonly freeMinutes: number;
}

/** What peers can have learnt of a month: linear equations in what single workers offered. */
export interface ToldMonth {
  readonly month: IsoMonth;
  /** `minutes` week by week of the month, as the basis had them. */
  readonly unknowns: readonly { readonly worker: string; readonly minutes: readonly number[] }[];
  readonly rows: readonly ToldRow[];
}

export const nothingPublished: PublicationState = { bases: [], nextBasis: 1, cells: [], told: [] };

/** Workers in the order of their ids, without weeks that are over and weeks in which they offer nothing. */
export function snapshotOf(number: number, workers: readonly WorkerSupply[], from: IsoWeek): SupplySnapshot {
  return {
    number,
    workers: [...workers]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, skills, clearance, minutesByWeek }) => ({
        id,
        skills: [...skills].sort((a, b) => (a.code < b.code ? -1 : 1)).map(({ code, level }) => ({ code, level })),
        clearance,
        weeks: weeksOffered(minutesByWeek, from),
      })),
  };
}

/** In order; they mostly are already, which is cheaper to see than to sort. */
function weeksOffered(minutesByWeek: WorkerSupply['minutesByWeek'], from: IsoWeek): (readonly [IsoWeek, number])[] {
  const weeks = [...minutesByWeek].filter(([week, minutes]) => week >= from && minutes > 0);
  const inOrder = weeks.every(([week], index) => index === 0 || (weeks[index - 1]?.[0] as IsoWeek) < week);
  return inOrder ? weeks : weeks.sort(([a], [b]) => (a < b ? -1 : 1));
}

export function workersOf({ workers }: SupplySnapshot): WorkerSupply[] {
  return workers.map(({ id, skills, clearance, weeks }) => ({ id, skills, clearance, minutesByWeek: new Map(weeks) }));
}

export function sameSupply(a: SupplySnapshot, b: SupplySnapshot): boolean {
  return (
    a.workers.length === b.workers.length &&
    a.workers.every((one, index) => {
      const other = b.workers[index] as (typeof b.workers)[number];
      return (
        one.id === other.id &&
        one.clearance === other.clearance &&
        one.skills.length === other.skills.length &&
        one.weeks.length === other.weeks.length &&
        one.skills.every(
          ({ code, level }, at) => other.skills[at]?.code === code && other.skills[at]?.level === level,
        ) &&
        one.weeks.every(([week, minutes], at) => other.weeks[at]?.[0] === week && other.weeks[at]?.[1] === minutes)
      );
    })
  );
}
