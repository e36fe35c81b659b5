import { weekOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import { spreadByWeek } from '../calendar/working-days.js';
import type { Language } from '../refusals/catalogue.js';
import { nameOfSkill, type SkillCode } from '../skills/catalogue.js';
import type { CapacityCommitment } from './commitment.js';
import { FlowNetwork } from './maximum-flow.js';
import { groupCells, type Cell, type WorkerSupply } from './supply.js';

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
  free(
    skill: SkillCode,
    window: WeekWindow,
    from?: IsoWeek,
  ): { readonly minutes: number; readonly bottleneck?: Bottleneck };
  /** Minutes offered in a window by workers with the skill; by all workers where it is undefined. */
  offered(skill: SkillCode | undefined, window: WeekWindow): number;
  /** Minutes of the skill's commitments that fall into a window. */
  committed(skill: SkillCode, window: WeekWindow): number;
  /** One way to do everything that is committed: minutes by commitment and week, never more than a cell offers. */
  assignment(): { readonly commitmentId: string; readonly week: IsoWeek; readonly minutes: number }[];
}

/**
 * Builds the network source → commitment → week of the commitment → cell → sink: a commitment reaches the cells in its weeks that have
 * its skill, a cell takes what its workers offer. The commitments are feasible when a maximum flow saturates every one of them
 * (D. Gale 1957). One more node, `asked`, stands ready for questions about what is free.
 *
 * Which maximum flow is found does not matter for what is free, but people read the assignment: so each commitment is first offered
 * only its even share of every week, and only what does not fit that way may crowd into other weeks.
 */
export function townCapacity(
  workers: readonly WorkerSupply[],
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
): TownCapacity {
  const cells = groupCells(workers, weeks);
  const parts = commitments.flatMap((commitment, index) =>
    weeksBetween(weekOf(commitment.earliest), weekOf(commitment.due)).map((week) => ({ index, week })),
  );
  const [source, sink, asked, firstCommitment] = [0, 1, 2, 3];
  const firstPart = firstCommitment + commitments.length;
  const firstCell = firstPart + parts.length;
  const network = new FlowNetwork(firstCell + cells.length);
  const cellsOfWeek = new Map<IsoWeek, number[]>();
  cells.forEach(({ week, minutes }, position) => {
    network.addArc(firstCell + position, sink, minutes);
    cellsOfWeek.set(week, [...(cellsOfWeek.get(week) ?? []), position]);
  });
  const demandArcs = commitments.map(({ minutes }, index) => network.addArc(source, firstCommitment + index, minutes));
  const evenShares = commitments.map(({ minutes, earliest, due }) => spreadByWeek(minutes, earliest, due));
  const partArcs = parts.map(({ index, week }, position) => {
    const { skill, minutes } = commitments[index] as CapacityCommitment;
    for (const cell of cellsOfWeek.get(week) ?? []) {
      if ((cells[cell] as Cell).skills.includes(skill)) network.addArc(firstPart + position, firstCell + cell, minutes);
    }
    return network.addArc(firstCommitment + index, firstPart + position, evenShares[index]?.get(week) ?? 0);
  });
  const askedArcs = cells.map((_, index) => network.addArc(asked, firstCell + index, 0));
  network.augment(source, sink);
  parts.forEach(({ index }, position) =>
    network.raiseCapacity(partArcs[position] as number, (commitments[index] as CapacityCommitment).minutes),
  );
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
        (cell) =>
          cell.skills.includes(skill) && inWindow(cell.week, window) && (from === undefined || cell.week >= from),
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
        (sum, cell) =>
          inWindow(cell.week, window) && (skill === undefined || cell.skills.includes(skill))
            ? sum + cell.minutes
            : sum,
        0,
      ),

    committed: (skill, window) =>
      parts.reduce(
        (sum, { index, week }, position) =>
          commitments[index]?.skill === skill && inWindow(week, window)
            ? sum + network.flow(partArcs[position] as number)
            : sum,
        0,
      ),

    assignment: () =>
      parts.flatMap(({ index, week }, position) => {
        const minutes = network.flow(partArcs[position] as number);
        return minutes > 0 ? [{ commitmentId: (commitments[index] as CapacityCommitment).id, week, minutes }] : [];
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
