import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { skillCatalogue } from '#domain/skills/catalogue';
import { isJoint, jointSkills, skillsIn } from '#domain/skills/joint-skills';
import { planInstance } from '#testkit/plan-instances';
import { byFigures, dataEntry, design, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { changeInstance, kindsSpokenOf, type PlanChange } from './changes.js';
import type { PlanCeiling, PlanInstance } from './instance.js';
import { canDo } from './rules.js';
import { sayChange } from './say-change.js';

// Those who can do one thing learn another: of groups exactly, of published figures never more than there is.

const saku = '202177';
const taught = (
  level: number,
  others: Partial<Extract<PlanChange, { kind: 'TRAINING_OF_SKILLED' }>> = {},
): PlanChange => ({
  ...{ kind: 'TRAINING_OF_SKILLED', town: saku, known: { skill: dataEntry, level }, skill: design, level: 1 },
  ...others,
});
const figure = (
  skill: PlanCeiling['skill'],
  level: number,
  dataClass: PlanCeiling['dataClass'],
  ...minutes: number[]
): PlanCeiling => ({ skill, level, dataClass, minutes });
const changed = (instance: PlanInstance, ...changes: PlanChange[]): PlanInstance => {
  const decision = changeInstance(instance, changes);
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusals));
  return decision.value;
};

const both = jointSkills([dataEntry, design]);

describe('figures of skills together', () => {
  const skilled = (minutes: number, ...skills: [string, number][]) => ({
    skills: skills.map(([code, level]) => ({ code: code as typeof design, level })),
    ...{ clearance: 'INTERNAL' as const, minutes: [minutes, 0] },
  });
  const told = [
    figure(null, 1, 'PUBLIC', 900, 0),
    figure(dataEntry, 1, 'INTERNAL', 300, 0),
    figure(both, 1, 'INTERNAL', 500, 0),
    figure(both, 1, 'CONFIDENTIAL', 100, 0),
  ];
  const year = (groups: ReturnType<typeof skilled>[], ceilings = told): PlanInstance =>
    smallYear([smallTown(saku, 36, [], { groups, ceilings })], [], []);
  const after = (instance: PlanInstance, change: PlanChange): unknown =>
    changed(instance, change).towns[0]?.ceilings.map(({ minutes }) => minutes[0]);

  it('rise by workers who have one of them, once, and not by others or by those who are not cleared', () => {
    const more = (skill: string): PlanChange => ({
      ...{ kind: 'MORE_WORKERS', town: saku, workers: 1, minutesEach: 60, skill: skill as typeof design },
      ...{ level: 2, clearance: 'INTERNAL' },
    });
    expect(after(year([]), more('design'))).toEqual([960, 300, 560, 100, 60]);
    expect(after(year([]), more('data-entry'))).toEqual([960, 360, 560, 100, 60]);
    expect(after(year([]), more('proofreading'))).toEqual([960, 300, 500, 100, 60]);
  });

  it('rise by a group that learns one of them only where it did not count before', () => {
    const groups = [skilled(40, ['proofreading', 3]), skilled(50, ['design', 1]), skilled(60, ['data-entry', 1])];
    const taught = (group: number, level = 1): PlanChange => ({
      ...{ kind: 'TRAINING', town: saku, group, skill: dataEntry, level },
    });
    expect(after(year(groups), taught(0))).toEqual([900, 340, 540, 100]);
    expect(after(year(groups), taught(1))).toEqual([900, 350, 500, 100]);
    expect(after(year(groups), taught(2))).toEqual([900, 300, 500, 100]);
  });

  it('rise by a group that reaches the level of a figure, and not by what it could do already', () => {
    const levels = [figure(dataEntry, 1, 'INTERNAL', 300, 0), figure(dataEntry, 2, 'INTERNAL', 70, 0)];
    const higher = [...levels, figure(both, 2, 'INTERNAL', 90, 0)];
    const change: PlanChange = { kind: 'TRAINING', town: saku, group: 0, skill: dataEntry, level: 2 };
    expect(after(year([skilled(40, ['data-entry', 1])], higher), change)).toEqual([300, 110, 130]);
    expect(after(year([skilled(40, ['design', 2], ['data-entry', 1])], higher), change)).toEqual([300, 110, 90]);
  });

  it('become those of who learns, where they are larger', () => {
    const known = { skill: 'proofreading' as typeof design, level: 1 };
    const change: PlanChange = { kind: 'TRAINING_OF_SKILLED', town: saku, known, skill: design, level: 1 };
    const proofreaders = figure(known.skill, 1, 'INTERNAL', 620, 0);
    expect(after(year([], [...told, proofreaders]), change)).toEqual([900, 300, 620, 100, 620, 620]);
    expect(after(year([], [...told, figure(known.skill, 1, 'INTERNAL', 420, 0)]), change)).toEqual([
      ...[900, 300, 500, 100, 420, 420],
    ]);
  });
});

describe('training of those who can do something', () => {
  const [entry, harder, all] = [
    figure(dataEntry, 1, 'INTERNAL', 300, 100),
    figure(dataEntry, 2, 'CONFIDENTIAL', 120, 0),
    figure(null, 1, 'PUBLIC', 500, 200),
  ];
  const known = figure(design, 1, 'INTERNAL', 200, 0);
  const open = smallYear([smallTown(saku, 36, [], { groups: [], ceilings: [entry, harder, known, all] })], [], []);
  const ceilings = (...changes: PlanChange[]): unknown => changed(open, ...changes).towns[0]?.ceilings;

  it('raises a published figure to that of those who learn, and no further: some may know it already', () => {
    expect(ceilings(taught(1))).toEqual([
      ...[entry, harder, figure(design, 1, 'INTERNAL', 300, 100), all],
      figure(design, 1, 'CONFIDENTIAL', 120, 0),
    ]);
    expect(ceilings(taught(2))).toEqual([...[entry, harder, known, all], figure(design, 1, 'CONFIDENTIAL', 120, 0)]);
  });

  it('gives nobody a higher level than is taught, and changes nothing where nobody learns', () => {
    const expert = figure(design, 3, 'INTERNAL', 40, 0);
    const year = { ...open, towns: open.towns.map((town) => ({ ...town, ceilings: [...town.ceilings, expert] })) };
    const after = changed(year, taught(1, { level: 2 })).towns[0]?.ceilings;
    expect(after).toContainEqual(expert);
    expect(after).toContainEqual(figure(design, 2, 'INTERNAL', 300, 100));
    expect(after).toContainEqual(figure(design, 1, 'INTERNAL', 300, 100));
    expect(ceilings(taught(3))).toEqual([entry, harder, known, all]);
  });

  it('teaches each group that can do it, where a town tells its groups', () => {
    const skilled = (...skills: [string, number][]) => ({
      skills: skills.map(([code, level]) => ({ code: code as typeof design, level })),
      ...{ clearance: 'INTERNAL' as const, minutes: [60, 60] },
    });
    const town = smallTown(saku, 36, [], {
      groups: [skilled([dataEntry, 1]), skilled([dataEntry, 2], [design, 2]), skilled(['proofreading', 2])],
    });
    const { groups } = changed(smallYear([town], [smallLot('x', saku, 60)], []), taught(1)).towns[0] ?? { groups: [] };
    expect(groups.map(({ skills }) => skills.map(({ code, level }) => `${code} ${level}`).sort())).toEqual([
      ['data-entry 1', 'design 1'],
      ['data-entry 2', 'design 2'],
      ['proofreading 2'],
    ]);
  });

  it('never promises more of the skill than the same training of groups gives', () => {
    let [raised, raisedTogether] = [0, 0];
    const codes = skillCatalogue.slice(0, 12).map(({ code }) => code);
    const sets = [
      ...codes.flatMap((one) => (one === design ? [] : [[one, design]])),
      codes.slice(0, 6),
      codes.slice(4),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 3 }), (seed, level) => {
        const instance = planInstance({ towns: 3, lots: 40, seed });
        const [town] = instance.towns;
        const change = taught(level, { town: String(town?.code), level: 2 });
        const groups = changed(instance, change).towns[0]?.groups ?? [];
        const open = byFigures(instance, sets);
        const before = open.towns[0]?.ceilings ?? [];
        const after = changed(open, change).towns[0]?.ceilings ?? [];
        for (const { skill, level: least, dataClass, minutes } of after) {
          const own = before.find(
            (each) => each.skill === skill && each.level === least && each.dataClass === dataClass,
          );
          minutes.forEach((told, month) => {
            expect(told).toBeGreaterThanOrEqual(own?.minutes[month] ?? 0);
            if (skill === null) return;
            const able = groups.filter((group) =>
              skillsIn(skill).some((each) => canDo(group, { skill: each, level: least, dataClass, licences: [] })),
            );
            const there = able.reduce((sum, group) => sum + (group.minutes[month] ?? 0), 0);
            expect(told).toBeLessThanOrEqual(there);
            if (told <= (own?.minutes[month] ?? 0)) return;
            if (isJoint(skill)) raisedTogether++;
            else raised++;
          });
        }
      }),
      { numRuns: 60 },
    );
    expect(raised).toBeGreaterThan(0);
    expect(raisedTogether).toBeGreaterThan(0);
  });

  it('is refused where it makes no sense, by the path of the item', () => {
    const wrong = changeInstance(open, [
      taught(0),
      taught(1, { known: { skill: 'magic' as typeof design, level: 1 }, town: '999999' }),
    ]);
    expect(wrong.ok ? [] : wrong.refusals.map(({ code, field }) => `${field} ${code}`)).toEqual([
      'changes[0].known.level PLAN_NUMBER_OUT_OF_RANGE',
      'changes[1].town PLAN_NAME_UNKNOWN',
      'changes[1].known.skill PLAN_NAME_UNKNOWN',
    ]);
  });

  it('is said in both languages, and names the kinds of work of which figures have to be known', () => {
    expect([sayChange(taught(2), 'EN'), sayChange(taught(2), 'JA')]).toEqual([
      'design (level 1) taught to all in Saku-shi who can do data entry (level 2 or above)',
      '佐久市でデータ入力(レベル2以上)ができる人にデザイン(レベル1)の研修',
    ]);
    const client: PlanChange = { kind: 'MORE_LOTS', lots: [smallLot('n', saku, 60)] };
    expect(kindsSpokenOf([taught(2), client, { kind: 'TOWN_LEAVES', town: saku }])).toEqual([
      { skill: dataEntry, level: 2, dataClass: 'PUBLIC' },
      { skill: design, level: 1, dataClass: 'PUBLIC' },
      { skill: dataEntry, level: 1, dataClass: 'INTERNAL' },
    ]);
  });
});
