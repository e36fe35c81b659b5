import type { BulletinCell } from '#domain/bulletins/bulletin';
import { weeksOfMonth, type IsoMonth } from '#domain/calendar/month';
import { mondayOf, sundayOf, type IsoWeek } from '#domain/calendar/week';
import type { CapacityCommitment } from '#domain/capacity/commitment';
import type { WorkerSupply } from '#domain/capacity/supply';
import { townCapacity } from '#domain/capacity/town-capacity';
import type { SkillCode } from '#domain/skills/catalogue';
import { counts, total } from './bulletin-cells.js';
import { historyMonths, type TownMoment } from './bulletin-history.js';

/** How the minutes that are free in a cell come about, at some moment and had the workers offered what they offered on a basis. */
export type Figures = (basis: readonly WorkerSupply[], now: TownMoment) => (cell: BulletinCell) => number;

/**
 * The worst case for privacy: free is what is offered minus what is committed, and peers know what is committed. Work takes from a cell
 * when everyone who offers anything there has its skill, so that cells behind which the same people stand have the same figure, as they do by flow.
 */
export const plainSum: Figures =
  (workers, { committed }) =>
  (cell) => {
    const behind = workers.filter((worker) => counts(worker, cell) && total(worker, cell.month) > 0);
    let minutes = behind.reduce((sum, each) => sum + total(each, cell.month), 0);
    for (const [key, taken] of committed) {
      const [month, skill] = key.split(' ');
      if (month === cell.month && behind.every(({ skills }) => skills.some(({ code }) => code === skill)))
        minutes -= taken;
    }
    return Math.max(0, minutes);
  };

/** The figures of the product: by maximum flow, with so many times the commitments of the moment. */
export const byFlow =
  (times: number): Figures =>
  (workers, { committed, from }) => {
    const weeks = historyMonths.flatMap((month) => weeksOfMonth(month)).filter((week) => week >= from);
    const commitments = [...committed].flatMap(([key, minutes]) => commitmentOf(key, minutes * times, from));
    const capacity = townCapacity({ workers, seatMinutes: new Map() }, commitments, weeks, 'SETTLED');
    const ofMonth = new Map<IsoMonth, ReturnType<typeof capacity.freeWithin>>();
    return ({ month, skill, level, dataClass }) => {
      const inMonth = weeksOfMonth(month);
      const window = { from: inMonth[0] as IsoWeek, to: inMonth.at(-1) as IsoWeek };
      const free = ofMonth.get(month) ?? capacity.freeWithin(window, from);
      ofMonth.set(month, free);
      return free({ skill: skill ?? undefined, level, dataClass, licences: [] });
    };
  };

function commitmentOf(key: string, minutes: number, from: IsoWeek): CapacityCommitment[] {
  const [month, skill] = key.split(' ') as [IsoMonth, SkillCode];
  const weeks = weeksOfMonth(month).filter((week) => week >= from);
  if (weeks.length === 0) return [];
  const [earliest, due] = [mondayOf(weeks[0] as IsoWeek), sundayOf(weeks.at(-1) as IsoWeek)];
  return [{ id: key, skill, level: 1, dataClass: 'PUBLIC', licences: [], minutes, earliest, due }];
}
