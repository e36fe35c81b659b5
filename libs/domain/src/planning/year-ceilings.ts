import type { BulletinCell, BulletinFigure } from '../bulletins/bulletin.js';
import type { IsoMonth } from '../calendar/month.js';
import type { MonthlyWorkload } from '../capacity/workload.js';
import { dataClassFits } from '../orders/data-class.js';
import { isIn, isJoint, skillsIn } from '../skills/joint-skills.js';
import { lowestLevel } from '../skills/levels.js';
import type { PlanCeiling } from './instance.js';

export type Cell = Omit<BulletinCell, 'month'>;

/**
 * A town's published figures as ceilings: those for the skills that are asked for, alone and together, and those over all skills.
 *
 * Where a month has no figure, the largest figure of a more demanding cell stands for it: whoever can do that can do this. Without any,
 * nothing is promised. So no ceiling is above what is free, whatever the bulletin keeps to itself. Several skills together are bounded by their
 * figure or, on an old basis, by what one of them has more; without a figure nothing bounds them but what bounds each and all.
 *
 * A bulletin's figure says what is free in one month if the town's commitments go elsewhere, so the figures of several months are not free
 * together. The town's workload says where its commitments lie. Over all skills the smaller of the two counts: no minute is promised in one
 * month that a commitment needs because it is promised in another as well.
 * @param asked what the lots ask for.
 */
export function ceilingsOf(
  rows: readonly BulletinFigure[],
  workload: readonly MonthlyWorkload[],
  months: readonly IsoMonth[],
  asked: readonly Cell[],
): PlanCeiling[] {
  const skills = new Set(asked.map(({ skill }) => skill));
  // Of skills together only where two of them are asked for: one alone has a figure of its own.
  const isWorthKnowing = (skill: Cell['skill']): boolean =>
    skill === null || skills.has(skill) || skillsIn(skill).filter((each) => skills.has(each)).length > 1;
  const cells = new Map<string, Cell>();
  const add = ({ skill, level, dataClass }: Cell): void => {
    cells.set(`${skill} ${level} ${dataClass}`, { skill, level, dataClass });
  };
  add(everybody);
  asked.forEach(add);
  for (const row of rows) if (isWorthKnowing(row.skill)) add(row);

  const promisedIn = promises(rows);
  const told = new Map(workload.map((each) => [each.month, each]));
  return [...cells.values()].map((cell) => ({
    ...cell,
    minutes: months.map((month) => {
      const promised = promisedIn(month, cell);
      const of = told.get(month);
      // Nothing offered means nothing told: of such a month the workload does not speak.
      const isTold = cell.skill === null && of !== undefined && of.offeredMinutes > 0;
      return isTold ? Math.min(promised, of.freeMinutes) : promised;
    }),
  }));
}

/** What a bulletin's rows promise for a cell in a month. */
function promises(rows: readonly BulletinFigure[]): (month: IsoMonth, cell: Cell) => number {
  const shown = new Map(
    rows.map((row) => [`${row.month} ${row.skill} ${row.level} ${row.dataClass}`, row.freeMinutes]),
  );
  const byMonth = new Map<IsoMonth, BulletinFigure[]>();
  for (const row of rows) {
    const ofMonth = byMonth.get(row.month);
    if (ofMonth === undefined) byMonth.set(row.month, [row]);
    else ofMonth.push(row);
  }
  const promised = (month: IsoMonth, cell: Cell): number => {
    const own = shown.get(`${month} ${cell.skill} ${cell.level} ${cell.dataClass}`);
    const isTogether = isJoint(cell.skill);
    if (own !== undefined && !isTogether) return own;
    const harder = (byMonth.get(month) ?? []).filter(
      ({ skill, level, dataClass }) =>
        isWithin(skill, cell.skill) && level >= cell.level && dataClassFits(cell.dataClass, dataClass),
    );
    const least = Math.max(0, ...harder.map(({ freeMinutes }) => freeMinutes));
    if (!isTogether) return least;
    return own === undefined ? promised(month, everybody) : Math.max(own, least);
  };
  return promised;
}

/** All skills together, whatever the data. */
const everybody: Cell = { skill: null, level: lowestLevel, dataClass: 'PUBLIC' };

/** Whether whoever is counted for one skill, or for one of several, is counted for another. */
function isWithin(skill: Cell['skill'], wider: Cell['skill']): boolean {
  return wider === null || (skill !== null && skillsIn(skill).every((each) => isIn(each, wider)));
}
