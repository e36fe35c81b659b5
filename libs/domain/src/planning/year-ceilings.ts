import type { BulletinCell, BulletinRow } from '../bulletins/bulletin.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MonthlyWorkload } from '../capacity/workload.js';
import { dataClassFits } from '../orders/data-class.js';
import { lowestLevel } from '../skills/levels.js';
import type { PlanCeiling, PlanLot } from './instance.js';

type Cell = Omit<BulletinCell, 'month'>;

/**
 * A town's published figures as ceilings: those for the skills that are asked for, and those over all skills.
 *
 * Where a month has no figure, the largest figure of a more demanding cell stands for it: whoever can do that can do this. Without any,
 * nothing is promised. So no ceiling is above what is free, whatever the bulletin keeps to itself.
 *
 * A bulletin's figure says what is free in one month if the town's commitments go elsewhere, so the figures of several months are not free
 * together. The town's workload says where its commitments lie. Over all skills the smaller of the two counts: no minute is promised in one
 * month that a commitment needs because it is promised in another as well.
 */
export function ceilingsOf(
  rows: readonly BulletinRow[],
  workload: readonly MonthlyWorkload[],
  months: readonly IsoMonth[],
  lots: readonly PlanLot[],
): PlanCeiling[] {
  const skills = new Set(lots.map(({ skill }) => skill));
  const cells = new Map<string, Cell>();
  const add = ({ skill, level, dataClass }: Cell): void => {
    cells.set(`${skill} ${level} ${dataClass}`, { skill, level, dataClass });
  };
  add({ skill: null, level: lowestLevel, dataClass: 'PUBLIC' });
  lots.forEach(add);
  for (const row of rows) if (row.skill === null || skills.has(row.skill)) add(row);

  const byMonth = new Map<IsoMonth, BulletinRow[]>();
  for (const row of rows) {
    const ofMonth = byMonth.get(row.month);
    if (ofMonth === undefined) byMonth.set(row.month, [row]);
    else ofMonth.push(row);
  }
  return [...cells.values()].map((cell) => ({
    ...cell,
    minutes: months.map((month) => {
      const promised = promisedIn(byMonth.get(month) ?? [], cell);
      const told = workload.find((each) => each.month === month);
      // Nothing offered means nothing told: of such a month the workload does not speak.
      const isTold = cell.skill === null && told !== undefined && told.offeredMinutes > 0;
      return isTold ? Math.min(promised, told.freeMinutes) : promised;
    }),
  }));
}

/** What a month's rows promise for a cell. */
function promisedIn(rows: readonly BulletinRow[], cell: Cell): number {
  const own = rows.find(
    ({ skill, level, dataClass }) => skill === cell.skill && level === cell.level && dataClass === cell.dataClass,
  );
  if (own !== undefined) return own.freeMinutes;
  const harder = rows.filter(
    ({ skill, level, dataClass }) =>
      (cell.skill === null || skill === cell.skill) && level >= cell.level && dataClassFits(cell.dataClass, dataClass),
  );
  return Math.max(0, ...harder.map(({ freeMinutes }) => freeMinutes));
}
