import type { IsoWeek } from '../calendar/week.js';
import { dataClasses, type DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import { isIn, type JointSkills } from '../skills/joint-skills.js';
import type { LicenceCode } from '../skills/licences.js';

/** A skill that somebody has, with its level. */
export interface HeldSkill {
  readonly code: SkillCode;
  readonly level: number;
}

/** What one worker, or a support office as a unit, offers. The id never leaves home, and there is no name. */
export interface WorkerSupply {
  readonly id: string;
  readonly skills: readonly HeldSkill[];
  /** The most sensitive data they are cleared for. */
  readonly clearance: DataClass;
  readonly minutesByWeek: ReadonlyMap<IsoWeek, number>;
}

/** All that bounds what a town can do. */
export interface TownSupply {
  readonly workers: readonly WorkerSupply[];
  /** Minutes in each week that the town's seats of a licence can be used; of what does not stand here it owns none. */
  readonly seatMinutes: ReadonlyMap<LicenceCode, number>;
  /** Minutes of work that the town's directors can lead, week by week; undefined where nobody has said, which sets no bound. */
  readonly ledMinutes?: ReadonlyMap<IsoWeek, number> | undefined;
}

/** Workers with exactly the same skills, levels and clearance: whatever one may do, all may. */
export interface Group {
  readonly skills: readonly HeldSkill[];
  readonly clearance: DataClass;
}

/** Week × group: the minutes that a group offers in one week. */
export interface Cell {
  /** Position of the week among those that count, and of the group. */
  readonly week: number;
  readonly group: number;
  readonly minutes: number;
}

/** Groups, and their cells on each of several supplies. */
export interface GroupedSupplies {
  readonly groups: readonly Group[];
  readonly cellsOf: readonly (readonly Cell[])[];
}

/**
 * Adds up workers of the same group week by week. Hours are additive inside a group, and only there: a worker with two skills could do
 * either, not both. Cells come in the order of the weeks, then of the groups, so that equal towns give equal answers.
 */
export function groupCells(
  workers: readonly WorkerSupply[],
  weeks: readonly IsoWeek[],
): { readonly groups: readonly Group[]; readonly cells: readonly Cell[] } {
  const { groups, cellsOf } = groupSupplies([workers], weeks);
  return { groups, cells: cellsOf[0] as readonly Cell[] };
}

/** The same for several supplies of one town, which may differ in whatever workers offer and can do: the groups are those of all. */
export function groupSupplies(
  supplies: readonly (readonly WorkerSupply[])[],
  weeks: readonly IsoWeek[],
): GroupedSupplies {
  const byKey = new Map<string, Group & { readonly minutesOn: readonly Float64Array[] }>();
  const weekAt = new Map(weeks.map((week, index) => [week, index]));
  supplies.forEach((workers, supply) => {
    for (const { skills: has, clearance, minutesByWeek } of workers) {
      const skills = heldSkills(has);
      const key = `${skills.map(({ code, level }) => `${code}:${level}`).join(' ')} ${dataClasses.indexOf(clearance)}`;
      let group = byKey.get(key);
      if (group === undefined) {
        group = { skills, clearance, minutesOn: supplies.map(() => new Float64Array(weeks.length)) };
        byKey.set(key, group);
      }
      addMinutes(group.minutesOn[supply] as Float64Array, minutesByWeek, weeks, weekAt);
    }
  });
  const groups = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const cellsOf = supplies.map((_, supply) => {
    const minutesOf = groups.map(({ minutesOn }) => minutesOn[supply] as Float64Array);
    const cells: Cell[] = [];
    for (let week = 0; week < weeks.length; week++) {
      for (let group = 0; group < groups.length; group++) {
        const minutes = minutesOf[group]?.[week] as number;
        if (minutes > 0) cells.push({ week, group, minutes });
      }
    }
    return cells;
  });
  return { groups: groups.map(({ skills, clearance }) => ({ skills, clearance })), cellsOf };
}

/** Adds what a worker offers to what the group offers. Weeks mostly come in order, which saves looking each of them up. */
function addMinutes(
  into: Float64Array,
  minutesByWeek: ReadonlyMap<IsoWeek, number>,
  weeks: readonly IsoWeek[],
  weekAt: ReadonlyMap<IsoWeek, number>,
): void {
  let next = 0;
  for (const [week, minutes] of minutesByWeek) {
    const at = weeks[next] === week ? next : weekAt.get(week);
    if (at === undefined) continue;
    into[at] = (into[at] as number) + minutes;
    next = at + 1;
  }
}

/** The group a worker belongs to. */
export function groupOf({ skills, clearance }: WorkerSupply): Group {
  return { skills: heldSkills(skills), clearance };
}

/** Whether two groups are the same; both as {@link groupOf} or {@link groupCells} gives them. */
export function isSameGroup(one: Group, other: Group): boolean {
  return (
    one.clearance === other.clearance &&
    one.skills.length === other.skills.length &&
    one.skills.every(
      ({ code, level }, index) => other.skills[index]?.code === code && other.skills[index].level === level,
    )
  );
}

/** Each skill once, at its highest level, in the order of the codes. */
function heldSkills(skills: readonly HeldSkill[]): HeldSkill[] {
  const levels = new Map<SkillCode, number>();
  for (const { code, level } of skills) levels.set(code, Math.max(level, levels.get(code) ?? 0));
  return [...levels].map(([code, level]) => ({ code, level })).sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** What work asks of whoever does it; any skill will do where none is named, and any of those that are counted together. */
export interface Demands {
  readonly skill?: SkillCode | JointSkills | null | undefined;
  readonly level: number;
  readonly dataClass: DataClass;
}

/** Whether whoever has these skills and this clearance may do work that asks for so much. */
export function canDo({ skills, clearance }: Group, asked: Demands): boolean {
  const wanted = asked.skill ?? undefined;
  return (
    dataClasses.indexOf(clearance) >= dataClasses.indexOf(asked.dataClass) &&
    (wanted === undefined || skills.some(({ code, level }) => level >= asked.level && isIn(code, wanted)))
  );
}
