import { describe, expect, it } from '@jest/globals';
import type { IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { groupCells, type Demands, type WorkerSupply } from './supply.js';
import { TownCells } from './town-cells.js';

const weeks = ['2027-W30', '2027-W31'] as IsoWeek[];
const [entry, design] = ['data-entry', 'design'] as SkillCode[] as [SkillCode, SkillCode];
const worker = (id: string, skills: [SkillCode, number][], ...minutes: number[]): WorkerSupply => ({
  id,
  skills: skills.map(([code, level]) => ({ code, level })),
  clearance: 'CONFIDENTIAL',
  minutesByWeek: new Map(weeks.map((week, index) => [week, minutes[index] ?? 0])),
});
const kind = (skill: SkillCode, level = 1): Demands => ({ skill, level, dataClass: 'PUBLIC' });

/** Minutes of the cells that may do something in a week, and all their minutes. */
function found(cells: TownCells, week: number, asked: Demands): [open: number, all: number][] {
  const met: [number, number][] = [];
  cells.forThoseThatMayDo(week, asked, (position, minutes) => met.push([minutes, cells.all[position]?.minutes ?? 0]));
  return met;
}

describe('the cells of a town', () => {
  const workers = [
    worker('a', [[entry, 1]], 100, 10),
    worker('b', [[entry, 2]], 200, 20),
    worker('c', [[design, 1]], 400, 40),
    worker(
      'd',
      [
        [entry, 1],
        [design, 1],
      ],
      800,
      0,
    ),
  ];
  const { groups, cells } = groupCells(workers, weeks);

  it('are one for groups that may do the same of what is wanted in the week', () => {
    const town = new TownCells(groups, cells, [[kind(entry)], [kind(entry, 2)]]);
    expect(town.all.map(({ week, minutes }) => [week, minutes])).toEqual([
      [0, 1_100], // a, b and d
      [0, 400], // c
      [1, 50], // a and c, who may do nothing of it
      [1, 20],
    ]);
  });

  it('tell a question how much of a cell is open to it', () => {
    const town = new TownCells(groups, cells, [[kind(entry)], []]);
    expect(found(town, 0, kind(entry, 2))).toEqual([[200, 1_100]]);
    expect(found(town, 0, kind(design))).toEqual([
      [800, 1_100],
      [400, 400],
    ]);
    expect(found(town, 1, kind(entry, 3))).toEqual([]);
  });

  it('know what each of their groups offers', () => {
    const town = new TownCells(groups, cells, [[], []]);
    expect(
      town.all.map((cell) =>
        town
          .offersIn(cell)
          .map(({ minutes }) => minutes)
          .sort((a, b) => a - b),
      ),
    ).toEqual([
      [100, 200, 400, 800],
      [10, 20, 40],
    ]);
  });
});
