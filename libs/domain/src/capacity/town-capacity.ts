import type { IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import type { Language } from '../refusals/catalogue.js';
import { nameOfSkill, type SkillCode } from '../skills/catalogue.js';
import type { CapacityCommitment } from './commitment.js';
import { FlowNetwork } from './maximum-flow.js';
import { groupCells, type WorkerSupply } from './supply.js';

/** What stops more: the cells of a minimum cut, as skills and weeks. */
export interface Bottleneck {
  readonly skills: readonly SkillCode[];
  readonly weeks: readonly IsoWeek[];
}

/** A town's capacity at one moment: what is offered, what takes it, and what is free. */
export interface TownCapacity {
  /** Commitments that cannot all be met, with the minutes that are missing. Empty when the set is feasible. */
  shortfalls(): { readonly commitmentId: string; readonly minutes: number }[];
  /**
   * Extra minutes of `skill` that could still be promised in `window`: maximum flow with the commitment added, minus what is committed
   * (max-flow min-cut, Ford & Fulkerson 1956). Exact, where adding up hours per skill would count a worker with two skills twice.
   * @param from weeks before this one count for nothing, since nobody can work in the past.
   */
  free(skill: SkillCode, window: WeekWindow, from?: IsoWeek): { readonly minutes: number; readonly bottleneck?: Bottleneck };
  /** Minutes offered in a window by workers with the skill; by all workers where it is undefined. */
  offered(skill: SkillCode | undefined, window: WeekWindow): number;
  /** Minutes of the skill's commitments that fall into a window. */
  committed(skill: SkillCode, window: WeekWindow): number;
  /** One way to do everything that is committed: minutes by commitment and week, never more than a cell offers. */
  assignment(): { readonly commitmentId: string; readonly week: IsoWeek; readonly minutes: number }[];
}

/**
 * Builds the network source → commitment → cell → sink: a commitment reaches the cells in its window that have its skill, a cell takes
 * what its workers offer. The commitments are feasible when a maximum flow saturates every one of them (D. Gale 1957). One more node, `asked`, stands ready for questions about what is free.
 */
export function townCapacity(workers: readonly WorkerSupply[], commitments: readonly CapacityCommitment[], weeks: readonly IsoWeek[]): TownCapacity {
  const cells = groupCells(workers, weeks);
  const [source, sink, asked, firstCommitment] = [0, 1, 2, 3];
  const firstCell = firstCommitment + commitments.length;
  const network = new FlowNetwork(firstCell + cells.length);
  cells.forEach(({ minutes }, index) => network.addArc(firstCell + index, sink, minutes));
  const demandArcs = commitments.map(({ minutes }, index) => network.addArc(source, firstCommitment + index, minutes));
  const assignmentArcs = commitments.map(({ skill, minutes, window }, index) =>
    cells.flatMap((cell, position) =>
      cell.skills.includes(skill) && inWindow(cell.week, window)
        ? [{ week: cell.week, arc: network.addArc(firstCommitment + index, firstCell + position, minutes) }]
        : [],
    ),
  );
  const askedArcs = cells.map((_, index) => network.addArc(asked, firstCell + index, 0));
  network.augment(source, sink);
  const base = network.snapshot();

  return {
    shortfalls: () =>
      commitments.flatMap(({ id, minutes }, index) => {
        const missing = minutes - network.flow(demandArcs[index] as number);
        return missing > 0 ? [{ commitmentId: id, minutes: missing }] : [];
      }),

    free(skill, window, from) {
      const open = cells.map(
        (cell) => cell.skills.includes(skill) && inWindow(cell.week, window) && (from === undefined || cell.week >= from),
      );
      cells.forEach(({ minutes }, index) => {
        if (open[index]) network.setCapacity(askedArcs[index] as number, minutes);
      });
      const minutes = network.augment(asked, sink);
      const reached = network.reachable(asked);
      network.restore(base);
      if (!open.includes(true)) return { minutes: 0 };
      const cut = cells.filter((_, index) => reached[firstCell + index]);
      const used = cut.length > 0 ? cut : cells.filter((_, index) => open[index]);
      return { minutes, bottleneck: { skills: [skill], weeks: [...new Set(used.map(({ week }) => week))].sort() } };
    },

    offered: (skill, window) =>
      cells.reduce(
        (sum, cell) => (inWindow(cell.week, window) && (skill === undefined || cell.skills.includes(skill)) ? sum + cell.minutes : sum),
        0,
      ),

    committed: (skill, window) =>
      commitments.reduce((sum, commitment, index) => {
        if (commitment.skill !== skill) return sum;
        const arcs = assignmentArcs[index] ?? [];
        return arcs.reduce((total, { week, arc }) => (inWindow(week, window) ? total + network.flow(arc) : total), sum);
      }, 0),

    assignment: () =>
      commitments.flatMap(({ id }, index) => {
        const byWeek = new Map<IsoWeek, number>();
        for (const { week, arc } of assignmentArcs[index] ?? []) byWeek.set(week, (byWeek.get(week) ?? 0) + network.flow(arc));
        return [...byWeek].filter(([, minutes]) => minutes > 0).map(([week, minutes]) => ({ commitmentId: id, week, minutes }));
      }),
  };
}

/** "design, 2027-W32 to 2027-W34", for the reader. */
export function bottleneckText({ skills, weeks }: Bottleneck, language: Language): string {
  const names = skills.map((skill) => nameOfSkill(skill, language)).join(language === 'JA' ? '・' : ', ');
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return names;
  if (first === last) return `${names} ${first}`;
  return language === 'JA' ? `${names} ${first}〜${last}` : `${names} ${first} to ${last}`;
}

function inWindow(week: IsoWeek, { from, to }: WeekWindow): boolean {
  return from <= week && week <= to;
}
