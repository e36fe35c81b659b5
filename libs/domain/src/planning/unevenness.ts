import { monthsBetween } from '../calendar/month.js';
import type { PlanInstance, PlannedWork } from './instance.js';
import type { TownWorkload } from './year-instance.js';

/** How unevenly the towns are loaded, without a plan and with it; null where no town has told what it offers, or nobody has work. */
export interface Unevenness {
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Coefficient of variation of the load over all towns and months of which the offered minutes are known. The load is what is committed and
 * planned as a share of what is offered; each town and month weighs by what it offers. With a plan the work lies where the plan puts it;
 * without one, and what the plan leaves undone, at home, the same in each month of its window. So the work is the same on both sides, and
 * only where and when it is done differs.
 */
export function unevennessOf(
  instance: Pick<PlanInstance, 'months' | 'lots'>,
  works: readonly PlannedWork[],
  workload: readonly TownWorkload[],
): Unevenness {
  const cells = workload.flatMap(({ municipality, months }) =>
    months
      .filter(({ month, offeredMinutes }) => instance.months.includes(month) && offeredMinutes > 0)
      .map(({ month, offeredMinutes, committedMinutes }) => ({
        ...{ key: `${municipality} ${month}`, offered: offeredMinutes, committed: committedMinutes },
      })),
  );
  const served = new Map<string, number>();
  for (const { lot, minutes } of works) served.set(lot, (served.get(lot) ?? 0) + minutes);
  const [before, undone] = [new Map<string, number>(), new Map<string, number>()];
  for (const { id, town, from, to, minutes } of instance.lots) {
    const months = monthsBetween(from, to);
    for (const month of months) {
      add(before, `${town} ${month}`, minutes / months.length);
      add(undone, `${town} ${month}`, (minutes - (served.get(id) ?? 0)) / months.length);
    }
  }
  const after = new Map(undone);
  for (const { town, month, minutes } of works) add(after, `${town} ${month}`, minutes);
  return { before: variation(cells, before), after: variation(cells, after) };
}

interface Cell {
  readonly key: string;
  readonly offered: number;
  readonly committed: number;
}

function variation(cells: readonly Cell[], work: ReadonlyMap<string, number>): number | null {
  const loads = cells.map(({ key, offered, committed }) => ({ offered, minutes: committed + (work.get(key) ?? 0) }));
  const offered = loads.reduce((sum, each) => sum + each.offered, 0);
  const mean = loads.reduce((sum, each) => sum + each.minutes, 0) / offered;
  if (offered === 0 || mean === 0) return null;
  const square = loads.reduce((sum, each) => sum + each.offered * (each.minutes / each.offered - mean) ** 2, 0);
  return Math.sqrt(square / offered) / mean;
}

function add(to: Map<string, number>, key: string, minutes: number): void {
  to.set(key, (to.get(key) ?? 0) + minutes);
}
