import { nextWeek, weekOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import { spreadByWeek } from '../calendar/working-days.js';
import type { Language } from '../refusals/catalogue.js';
import { nameOfSkill, type SkillCode } from '../skills/catalogue.js';
import type { CapacityCommitment } from './commitment.js';
import { FlowNetwork } from './maximum-flow.js';
import { groupCells, type Cell, type WorkerSupply } from './supply.js';

/**
 * What stops more: the weeks of a minimum cut. They are filled by work that cannot make way, because everything it could move to is full
 * as well; so they may lie outside the window that was asked about. Where no work is in the way, they are all weeks with any time at
 * all: there simply is no more.
 */
export interface Bottleneck {
  readonly skills: readonly SkillCode[];
  readonly weeks: readonly IsoWeek[];
  /** Of the free minutes, those in these weeks. In every other week of the window, all that is offered is free. */
  readonly freeMinutes: number;
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
 * Builds the network source → commitment → need → cell → sink. A need is a skill in a week; it reaches the cells of that week that have the
 * skill, and all commitments that want the same share it, which keeps the network small. A cell takes what its workers offer. The
 * commitments are feasible when a maximum flow saturates every one of them (D. Gale 1957). One more node, `asked`, stands ready for
 * questions about what is free.
 *
 * Asking leaves every commitment its minutes, also where some are missing: after a maximum flow no residual path leads from `source` to
 * `sink`, so no path from `asked` to `sink` can pass through a node that `source` reaches, and what it changes cannot open one.
 *
 * Which maximum flow is found does not matter for what is free, but people read the assignment: so each commitment is first offered
 * only its even share of every week, and only what does not fit that way may crowd into other weeks.
 *
 * @param weeks each week that counts, once, in order; a commitment finds no time in any other.
 */
export function townCapacity(
  workers: readonly WorkerSupply[],
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
): TownCapacity {
  const cells = groupCells(workers, weeks);
  const parts = partsOf(commitments, new Set(weeks));
  const needs = needsOf(parts);
  const [source, sink, asked, firstCommitment] = [0, 1, 2, 3];
  const firstNeed = firstCommitment + commitments.length;
  const firstCell = firstNeed + needs.count;
  const needArcsAtMost = cells.reduce((sum, { skills }) => sum + skills.length, 0);
  const network = new FlowNetwork(
    firstCell + cells.length,
    commitments.length + parts.length + needArcsAtMost + 2 * cells.length,
  );
  const demandArcs = commitments.map(({ minutes }, index) => network.addArc(source, firstCommitment + index, minutes));
  const partArcs = parts.map(({ index, week, skill, evenShare }) =>
    network.addArc(firstCommitment + index, firstNeed + (needs.byWeek.get(week)?.get(skill) as number), evenShare),
  );
  const askedArcs = cells.map(({ week, skills, minutes }, position) => {
    const needsOfWeek = needs.byWeek.get(week);
    for (const skill of needsOfWeek === undefined ? [] : skills) {
      const need = needsOfWeek?.get(skill);
      if (need !== undefined) network.addArc(firstNeed + need, firstCell + position, Infinity); // The cell itself is the limit.
    }
    network.addArc(firstCell + position, sink, minutes);
    return network.addArc(asked, firstCell + position, 0);
  });
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
      const open: number[] = [];
      cells.forEach(({ week, skills, minutes }, position) => {
        if (!inWindow(week, window) || (from !== undefined && week < from) || !skills.includes(skill)) return;
        open.push(position);
        network.raiseCapacity(askedArcs[position] as number, minutes);
      });
      if (open.length === 0) return { minutes: 0 };
      const minutes = network.augment(asked, sink);
      const reached = network.reachable(asked);
      const disputed = cells.flatMap((_, position) => (reached[firstCell + position] === 1 ? [position] : []));
      const weekOfCell = (position: number): IsoWeek => (cells[position] as Cell).week;
      const cut = new Set((disputed.length > 0 ? disputed : open).map(weekOfCell));
      const freeMinutes = open
        .filter((position) => cut.has(weekOfCell(position)))
        .reduce((sum, position) => sum + network.flow(askedArcs[position] as number), 0);
      network.restore(base);
      return { minutes, bottleneck: { skills: [skill], weeks: [...cut].sort(), freeMinutes } };
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

/** One week in which a commitment may be worked. */
interface Part {
  /** Position of the commitment. */
  readonly index: number;
  readonly week: IsoWeek;
  readonly skill: SkillCode;
  /** Minutes that fall on the week when the commitment is spread evenly over its working days. */
  readonly evenShare: number;
}

function partsOf(commitments: readonly CapacityCommitment[], known: ReadonlySet<IsoWeek>): Part[] {
  return commitments.flatMap(({ skill, minutes, earliest, due }, index) => {
    const shares = spreadByWeek(minutes, earliest, due);
    return weeksBetween(weekOf(earliest), weekOf(due))
      .filter((week) => known.has(week))
      .map((week) => ({ index, week, skill, evenShare: shares.get(week) ?? 0 }));
  });
}
/** Numbers the needs: every skill that some commitment wants in a week. */
function needsOf(parts: readonly Part[]): {
  readonly count: number;
  readonly byWeek: ReadonlyMap<IsoWeek, ReadonlyMap<SkillCode, number>>;
} {
  const byWeek = new Map<IsoWeek, Map<SkillCode, number>>();
  let count = 0;
  for (const { week, skill } of parts) {
    const ofWeek = byWeek.get(week) ?? new Map<SkillCode, number>();
    byWeek.set(week, ofWeek);
    if (!ofWeek.has(skill)) ofWeek.set(skill, count++);
  }
  return { count, byWeek };
}

/** "Design 2027-W32–W34, 2027-W36" or 「デザイン 2027年32〜34週、2027年36週」, for the reader. Weeks that follow each other are told as one run. */
export function bottleneckText({ skills, weeks }: Bottleneck, language: Language): string {
  const names = skills.map((skill) => nameOfSkill(skill, language)).join(language === 'JA' ? '・' : ', ');
  const runs = runsOf(weeks).map((run) => (language === 'JA' ? runJa(run) : runEn(run)));
  return [names, runs.join(language === 'JA' ? '、' : ', ')].filter((text) => text !== '').join(' ');
}

function runsOf(weeks: readonly IsoWeek[]): WeekWindow[] {
  const runs: WeekWindow[] = [];
  for (const week of weeks) {
    const last = runs.at(-1);
    if (last !== undefined && nextWeek(last.to) === week) runs[runs.length - 1] = { from: last.from, to: week };
    else runs.push({ from: week, to: week });
  }
  return runs;
}

function runJa({ from, to }: WeekWindow): string {
  const [start, end] = [weekJa(from), weekJa(to)];
  if (from === to) return `${start.year}年${start.number}週`;
  return start.year === end.year
    ? `${start.year}年${start.number}〜${end.number}週`
    : `${start.year}年${start.number}週〜${end.year}年${end.number}週`;
}

function weekJa(week: IsoWeek): { year: string; number: number } {
  return { year: week.slice(0, 4), number: Number(week.slice(6)) };
}

function runEn({ from, to }: WeekWindow): string {
  if (from === to) return from;
  return from.slice(0, 4) === to.slice(0, 4) ? `${from}–${to.slice(5)}` : `${from}–${to}`;
}

function inWindow(week: IsoWeek, { from, to }: WeekWindow): boolean {
  return from <= week && week <= to;
}
