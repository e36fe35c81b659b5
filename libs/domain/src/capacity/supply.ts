import type { IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';

/** What one worker offers, without a name. */
export interface WorkerSupply {
  readonly skills: readonly SkillCode[];
  readonly minutesByWeek: ReadonlyMap<IsoWeek, number>;
}

/** Week × group: the minutes that workers with exactly the same skills offer in one week. */
export interface Cell {
  readonly week: IsoWeek;
  readonly skills: readonly SkillCode[];
  readonly minutes: number;
}

/**
 * Adds up workers with the same skills week by week. Hours are additive inside such a group, and only there: a worker with two skills
 * could do either, not both.
 */
export function groupCells(workers: readonly WorkerSupply[], weeks: readonly IsoWeek[]): Cell[] {
  const groups = new Map<string, { skills: readonly SkillCode[]; members: WorkerSupply[] }>();
  for (const worker of workers) {
    const skills = [...new Set(worker.skills)].sort();
    const key = skills.join(' ');
    const group = groups.get(key) ?? { skills, members: [] };
    group.members.push(worker);
    groups.set(key, group);
  }
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return weeks.flatMap((week) =>
    ordered.flatMap(({ skills, members }) => {
      const minutes = members.reduce((sum, { minutesByWeek }) => sum + (minutesByWeek.get(week) ?? 0), 0);
      return minutes > 0 ? [{ week, skills, minutes }] : [];
    }),
  );
}
