import type { IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import type { CapacityCommitment } from './commitment.js';
import { groupSupplies, type Cell, type GroupedSupplies, type TownSupply, type WorkerSupply } from './supply.js';
import { anyone, question, sum, townCapacity, whole, type TownCapacity } from './town-capacity.js';
import { TownNetwork } from './town-network.js';

/** What is free in a window, had the workers offered what they do on one of several supplies, given by its number. */
export type FreeOnSupplies = (
  supply: number,
  window: WeekWindow,
  from: IsoWeek,
) => ReturnType<TownCapacity['freeWithin']>;

/** What bounds a town besides what its workers offer. */
export type TownBounds = Omit<TownSupply, 'workers'>;

/** Supplies share a network unless more than this part of their cells differs: then a change-over costs more than it spares. */
const usualDifference = 1 / 8;

/**
 * The minutes of {@link TownCapacity.freeWithin}, with settled seats, for several supplies under the same commitments. Fast when each
 * window is asked about on one supply after the other, and the windows in turn.
 *
 * Supplies mostly differ in a few workers. So they share one network, which carries a maximum flow of the supply that was asked about
 * last; for another one, only the work moves that has lost its place. What is free is a difference of two maximum flows, whose values do
 * not depend on how they were found: the answers are those of a network for each supply. Not so where work takes seats, because the
 * shares settled for it do depend on the flow: there, each supply has a network of its own.
 */
export function freeOnSupplies(
  bounds: TownBounds,
  supplies: readonly (readonly WorkerSupply[])[],
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
  largestDifference = usualDifference,
): FreeOnSupplies {
  if (commitments.some(({ licences }) => licences.length > 0)) return eachAlone(bounds, supplies, commitments, weeks);
  const grouped = groupSupplies(supplies, weeks);
  const together = alike(grouped.cellsOf, largestDifference);
  return someTogether(
    together,
    grouped,
    (theirs) => new TownNetwork({ ...bounds, workers: [] }, commitments, weeks, [], theirs),
  );
}

/**
 * Whether a town that is offered more, by the same workers or by others beside them, has never less free, whatever is asked.
 *
 * That holds where minutes of cells are all that bounds work: there, sources and cells are complements (L. S. Shapley, On network flow
 * functions, 1961). With c the minutes of cells and d the commitments, served is min over sets X of cells of g(X) = c(X) + those d that reach
 * beyond X, and with the asked, who reach the cells N, the minimum over X ⊇ N. g is submodular. Let a cell outside of N get δ more, let Y be the
 * minimum with the asked after that and X the one without them before it. Then g(Y) + g(X) ≥ g(Y ∪ X) + g(Y ∩ X), and δ counts on the
 * left if it does on the right: the minimum with the asked grows by no less than the one without. Inside of N it grows by δ, and nothing more.
 *
 * Where directors bind, somebody who joins may let work be done that nobody did, and it takes their time from what was free. With seats,
 * the shares that were settled may be others.
 */
export function moreOfferedFreesNoLess(
  { ledMinutes }: Pick<TownBounds, 'ledMinutes'>,
  commitments: readonly Pick<CapacityCommitment, 'licences'>[],
): boolean {
  return ledMinutes === undefined && commitments.every(({ licences }) => licences.length === 0);
}

function eachAlone(
  bounds: TownBounds,
  supplies: readonly (readonly WorkerSupply[])[],
  commitments: readonly CapacityCommitment[],
  weeks: readonly IsoWeek[],
): FreeOnSupplies {
  const known = new Map<number, TownCapacity>();
  return (supply, window, from) => {
    const workers = supplies[supply] ?? [];
    const capacity = known.get(supply) ?? townCapacity({ ...bounds, workers }, commitments, weeks, 'SETTLED');
    known.set(supply, capacity);
    return capacity.freeWithin(window, from);
  };
}

function someTogether(
  together: readonly (readonly number[])[],
  { groups, cellsOf }: GroupedSupplies,
  networkOf: (theirs: GroupedSupplies) => TownNetwork,
): FreeOnSupplies {
  const known = new Map<readonly number[], FreeOnSupplies>();
  return (supply, window, from) => {
    const members = together.find((each) => each.includes(supply)) ?? [];
    const free =
      known.get(members) ?? takingTurns(networkOf({ groups, cellsOf: members.map((each) => cellsOf[each] ?? []) }));
    known.set(members, free);
    return free(members.indexOf(supply), window, from);
  };
}

/** One network for supplies that take turns in it. */
function takingTurns(town: TownNetwork): FreeOnSupplies {
  town.serve();
  let [counts, roomIn] = [0, ''];
  return (supply, window, from) => {
    const open = town.weeksIn(window).filter((week) => (town.weeks[week] as IsoWeek) >= from);
    const weeks = open.join();
    return (asked, { enough } = { enough: Infinity }) => {
      if (counts !== supply) town.offer((counts = supply));
      if (roomIn !== weeks) town.makeRoom(question(town, anyone(undefined), open).starts);
      roomIn = weeks;
      const { starts, offered } = question(town, asked, open);
      const pushed = town.augmentFrom(starts, Math.min(offered, enough));
      town.leaveRoom(starts, pushed);
      return whole(sum(pushed));
    };
  };
}

/** Numbers of supplies that are enough alike to share a network: each of them like the first of its list. */
function alike(cellsOf: readonly (readonly Cell[])[], largestDifference: number): number[][] {
  const lists: number[][] = [];
  cellsOf.forEach((cells, supply) => {
    const list = lists.find(([first = 0]) => {
      const others = cellsOf[first] ?? [];
      return differing(cells, others) <= largestDifference * Math.max(cells.length, others.length);
    });
    if (list === undefined) lists.push([supply]);
    else list.push(supply);
  });
  return lists;
}

/** How many cells are not the same on two supplies; both in the order of weeks and groups. */
function differing(ones: readonly Cell[], others: readonly Cell[]): number {
  let [at, there, count] = [0, 0, 0];
  while (at < ones.length && there < others.length) {
    const [one, other] = [ones[at] as Cell, others[there] as Cell];
    const order = one.week - other.week || one.group - other.group;
    if (order <= 0) at++;
    if (order >= 0) there++;
    if (order !== 0 || one.minutes !== other.minutes) count++;
  }
  return count + ones.length - at + others.length - there;
}
