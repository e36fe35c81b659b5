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
 * could do either, not both. Cells come in the order of the weeks, then of the skills, so that equal towns give equal answers.
 */
export function groupCells(workers: readonly WorkerSupply[], weeks: readonly IsoWeek[]): Cell[] {
  const groups = new Map<string, { readonly skills: readonly SkillCode[]; readonly minutes: number[] }>();
  for (const worker of workers) {
    const skills = [...new Set(worker.skills)].sort();
    const key = skills.join(' ');
    const group = groups.get(key) ?? { skills, minutes: weeks.map(() => 0) };
    groups.set(key, group);
    weeks.forEach((week, index) => {
      group.minutes[index] = (group.minutes[index] ?? 0) + (worker.minutesByWeek.get(week) ?? 0);
    });
  }
  const ordered = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const cells: Cell[] = [];
  weeks.forEach((week, index) => {
    for (const { skills, minutes } of ordered) {
      const offered = minutes[index] ?? 0;
      if (offered > 0) cells.push({ week, skills, minutes: offered });
    }
  });
  return cells;
}
