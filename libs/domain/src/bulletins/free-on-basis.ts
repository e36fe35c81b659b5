import { windowOfMonth, type IsoMonth } from '../calendar/month.js';
import type { IsoWeek } from '../calendar/week.js';
import { isWithin, type WeekWindow } from '../calendar/window.js';
import type { CapacityCommitment } from '../capacity/commitment.js';
import { freeOnSupplies, moreOfferedFreesNoLess, type FreeOnSupplies } from '../capacity/free-on-supplies.js';
import type { TownSupply, WorkerSupply } from '../capacity/supply.js';
import type { BulletinInput, FreeOn } from './next-bulletin.js';

/** A town today, as far as it bounds what is free. */
export interface TownToday {
  readonly supply: TownSupply;
  readonly commitments: readonly CapacityCommitment[];
  /** All weeks that commitments or the horizon touch, in order. */
  readonly weeks: readonly IsoWeek[];
  /** The weeks that bulletins speak about, from this week on. */
  readonly horizon: WeekWindow;
}

/** What workers offer in the weeks that bulletins speak about: the weeks of anybody else's question must not look like a change. */
export function workersWithin(workers: readonly WorkerSupply[], horizon: WeekWindow): WorkerSupply[] {
  return workers.map((worker) => ({
    ...worker,
    minutesByWeek: new Map([...worker.minutesByWeek].filter(([week]) => isWithin(week, horizon))),
  }));
}

/**
 * The exact free minutes of a cell under today's commitments, had the workers offered what they offered on a basis; with contested seats
 * within the sharing that today's commitments have, so never too much. Cells come month by month, and in each basis by basis: work is
 * pushed out of each month once.
 */
export function freeOnBasis({ supply, commitments, weeks, horizon }: TownToday): FreeOn {
  const today = new Map(supply.workers.map(({ id, minutesByWeek }) => [id, minutesByWeek]));
  const bases: WorkerSupply[][] = [];
  let free: FreeOnSupplies | undefined;
  return (workers) => {
    const basis = bases.length;
    bases.push(workers.map((worker) => ({ ...worker, minutesByWeek: completed(worker, today, horizon) })));
    free = undefined; // One that knew of this basis could be shared with it.
    let asked: { readonly month: IsoMonth; readonly within: ReturnType<FreeOnSupplies> } | undefined;
    return ({ month, skill, level, dataClass }, until) => {
      free ??= freeOnSupplies(supply, bases, commitments, weeks);
      if (asked?.month !== month) asked = { month, within: free(basis, windowOfMonth(month), horizon.from) };
      return asked.within({ skill: skill ?? undefined, level, dataClass, licences: [] }, until);
    };
  };
}

/**
 * Certain where everyone of the one basis is there on the other, is able to do the same and offers no less in any week, in a town where more
 * never frees less. Somebody who is able to do more may be taken for work that nobody did.
 */
export function freesNoLessOn({ supply, commitments, horizon }: TownToday): NonNullable<BulletinInput['freesNoLess']> {
  if (!moreOfferedFreesNoLess(supply, commitments)) return () => false;
  const today = new Map(supply.workers.map(({ id, minutesByWeek }) => [id, minutesByWeek]));
  return (on, than) => {
    const there = new Map(on.map((worker) => [worker.id, worker]));
    return than.every((worker) => {
      const same = there.get(worker.id);
      if (same === undefined || abilities(same) !== abilities(worker)) return false;
      const offered = completed(same, today, horizon);
      return [...completed(worker, today, horizon)].every(([week, minutes]) => minutes <= (offered.get(week) ?? 0));
    });
  };
}

function abilities({ skills, clearance }: WorkerSupply): string {
  return `${clearance} ${skills
    .map(({ code, level }) => `${code} ${level}`)
    .sort()
    .join()}`;
}

/**
 * All of a town that figures rest on besides what workers offer within the horizon, as a text: as long as it is the same, so is every figure
 * on a basis. It is long; keep its hash.
 */
export function figuresRestOn({ supply, commitments, weeks, horizon }: TownToday): string {
  const outside = supply.workers.flatMap(({ id, minutesByWeek }) => {
    const theirs = [...minutesByWeek].filter(([week]) => !isWithin(week, horizon));
    return theirs.length === 0 ? [] : [[id, theirs]];
  });
  return JSON.stringify([
    [...supply.seatMinutes],
    supply.ledMinutes === undefined ? null : [...supply.ledMinutes],
    commitments,
    weeks,
    horizon,
    outside,
  ]);
}

/**
 * A basis knows the weeks that bulletins speak about. Work planned for weeks that are over counts as done there, and work due later still
 * has its time then: outside of the horizon today's supply counts.
 */
function completed(
  { id, minutesByWeek }: WorkerSupply,
  today: ReadonlyMap<string, WorkerSupply['minutesByWeek']>,
  horizon: WeekWindow,
): ReadonlyMap<IsoWeek, number> {
  const outside = [...(today.get(id) ?? [])].filter(([week]) => !isWithin(week, horizon));
  return outside.length === 0 ? minutesByWeek : new Map([...outside, ...minutesByWeek]);
}
