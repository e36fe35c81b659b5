import { describe, expect, it } from '@jest/globals';
import type { IsoWeek } from '../calendar/week.js';
import type { SkillCode } from '../skills/catalogue.js';
import { groupCells, type WorkerSupply } from './supply.js';

const weeks = ['2027-W30', '2027-W31'] as IsoWeek[];
const worker = (skills: string[], ...minutes: number[]): WorkerSupply => ({
  skills: skills as SkillCode[],
  minutesByWeek: new Map(minutes.map((each, index) => [weeks[index] as IsoWeek, each])),
});

describe('cells', () => {
  it('add up workers with the same skills, in whatever order they name them, and no others', () => {
    const cells = groupCells(
      [
        worker(['design', 'data-entry'], 100, 50),
        worker(['data-entry', 'design', 'design'], 20),
        worker(['design'], 7),
      ],
      weeks,
    );
    expect(cells).toEqual([
      { week: '2027-W30', skills: ['data-entry', 'design'], minutes: 120 },
      { week: '2027-W30', skills: ['design'], minutes: 7 },
      { week: '2027-W31', skills: ['data-entry', 'design'], minutes: 50 },
    ]);
  });

  it('hold only the weeks that were asked for and have time in them', () => {
    expect(groupCells([worker(['design'], 0, 50)], weeks.slice(0, 1))).toEqual([]);
  });

  it('are the same whatever the order of the workers', () => {
    const workers = [worker(['translation'], 5), worker(['design'], 10), worker(['data-entry', 'design'], 20)];
    expect(groupCells([...workers].reverse(), weeks)).toEqual(groupCells(workers, weeks));
  });
});
