import { describe, expect, it } from '@jest/globals';
import type { IsoWeek } from '../calendar/week.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import { canDo, groupCells, type HeldSkill, type WorkerSupply } from './supply.js';

const weeks = ['2027-W30', '2027-W31'] as IsoWeek[];
/** "design:2" is design at level 2; without a number it is level 1. */
const held = (skills: string[]): HeldSkill[] =>
  skills.map((text) => ({ code: text.split(':')[0] as SkillCode, level: Number(text.split(':')[1] ?? 1) }));
const worker = (skills: string[], ...minutes: number[]): WorkerSupply => ({
  id: skills.join(),
  skills: held(skills),
  clearance: 'PUBLIC',
  minutesByWeek: new Map(minutes.map((each, index) => [weeks[index] as IsoWeek, each])),
});

describe('cells', () => {
  it('add up workers with the same skills, in whatever order they name them, and no others', () => {
    const { groups, cells } = groupCells(
      [
        worker(['design', 'data-entry'], 100, 50),
        worker(['data-entry', 'design', 'design'], 20),
        worker(['design'], 7),
      ],
      weeks,
    );
    expect(cells).toEqual([
      { week: 0, group: 0, minutes: 120 },
      { week: 0, group: 1, minutes: 7 },
      { week: 1, group: 0, minutes: 50 },
    ]);
    expect(groups).toEqual([
      { skills: held(['data-entry', 'design']), clearance: 'PUBLIC' },
      { skills: held(['design']), clearance: 'PUBLIC' },
    ]);
  });

  it('keep levels and clearances apart, since work may ask for them', () => {
    const cleared = { ...worker(['design'], 5), clearance: 'PERSONAL' as const };
    expect(groupCells([worker(['design:2'], 5), worker(['design:1'], 5), cleared], weeks).cells).toHaveLength(3);
  });

  it('hold only the weeks that were asked for and have time in them', () => {
    expect(groupCells([worker(['design'], 0, 50)], weeks.slice(0, 1)).cells).toEqual([]);
  });

  it('are the same whatever the order of the workers', () => {
    const workers = [worker(['translation'], 5), worker(['design'], 10), worker(['data-entry', 'design'], 20)];
    expect(groupCells([...workers].reverse(), weeks)).toEqual(groupCells(workers, weeks));
  });
});

describe('who can do work', () => {
  const asked = (skill: string | undefined, level: number, dataClass: DataClass): Parameters<typeof canDo>[1] => ({
    skill: skill as SkillCode | undefined,
    level,
    dataClass,
  });
  it.each([
    ['design', 2, 'INTERNAL', true],
    ['design', 1, 'PUBLIC', true],
    ['design', 3, 'PUBLIC', false],
    ['design', 1, 'CONFIDENTIAL', false],
    ['data-entry', 1, 'PUBLIC', false],
    [undefined, 1, 'INTERNAL', true],
    [undefined, 1, 'PERSONAL', false],
  ] as const)(
    'a designer of level 2 cleared for internal data: %s, level %i, %s → %s',
    (skill, level, dataClass, may) => {
      expect(canDo({ skills: held(['design:2']), clearance: 'INTERNAL' }, asked(skill, level, dataClass))).toBe(may);
    },
  );
});
