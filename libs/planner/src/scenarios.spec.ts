import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IsoMonth } from '#domain/calendar/month';
import { changeInstance, type PlanChange } from '#domain/planning/changes';
import type { PlanInstance } from '#domain/planning/instance';
import { sayChange } from '#domain/planning/say-change';
import { coalitionMembers, coalitionScenarios, draftScenarios, readScenarios } from '#domain/planning/scenarios';
import type { Draft, Scenario, ScenarioOutcome } from '#domain/planning/scenarios';
import { planInstance } from '#testkit/plan-instances';
import { august, dataEntry, design, september, smallLot, smallTown, smallYear } from '#testkit/small-year';
import { compareScenarios } from './compare-scenarios.js';

const [tateshina, kawakami, saku] = ['203246', '203041', '202177'] as const;
const never = (): boolean => false;
const year = smallYear(
  [smallTown(tateshina, 36, [6_000, 600]), smallTown(kawakami, 36.1, [0, 3_000]), smallTown(saku, 36.2, [4_000, 0])],
  [
    smallLot('x', tateshina, 9_000),
    smallLot('y', kawakami, 3_000, { from: september, to: september }),
    smallLot('z', saku, 500, { skill: design }),
  ],
  [
    [tateshina, kawakami],
    [tateshina, saku],
    [kawakami, saku],
  ],
);
const drafts = (instance: PlanInstance, scenarios: readonly Scenario[]): Draft[] => {
  const drafted = draftScenarios(instance, scenarios);
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.refusals));
  return drafted.value;
};
const compared = (scenarios: readonly Scenario[], instance = year): Promise<ScenarioOutcome[]> =>
  compareScenarios(drafts(instance, scenarios), 60, never);
const served = (outcomes: readonly ScenarioOutcome[]): (number | undefined)[] =>
  outcomes.map(({ figures }) => figures?.servedMinutes);
const refusals = (...changes: PlanChange[]): string[] => {
  const drafted = draftScenarios(year, [{ name: 'draft', changes }]);
  return drafted.ok ? [] : drafted.refusals.map(({ code, field }) => `${field} ${code}`);
};

describe('what-if drafts', () => {
  it('show what each change comes to, side by side', async () => {
    const months = [september] as IsoMonth[];
    const outcomes = await compared([
      { name: 'another client', changes: [{ kind: 'MORE_LOTS', lots: [smallLot('new', saku, 1_200)] }] },
      {
        name: 'five designers',
        changes: [{ kind: 'MORE_WORKERS', town: saku, workers: 5, skill: design, level: 1, clearance: 'INTERNAL' }],
      },
      { name: 'designers taught', changes: [{ kind: 'TRAINING', town: saku, group: 0, skill: design, level: 1 }] },
      { name: 'bad harvest', changes: [{ kind: 'SUPPLY', town: null, months, factor: 0.5 }] },
      { name: 'Saku leaves', changes: [{ kind: 'TOWN_LEAVES', town: saku }] },
      { name: 'no sharing', changes: [{ kind: 'COALITION', towns: [] }] },
      {
        name: 'both',
        changes: [
          { kind: 'TOWN_LEAVES', town: saku },
          { kind: 'SUPPLY', town: kawakami, months, factor: 0 },
        ],
      },
    ]);
    // Of August 9,000 and of September 3,000 minutes of data entry, and 500 of design that nobody can do.
    expect(served(outcomes)).toEqual([12_000, 13_000, 12_500, 12_500, 10_800, 9_000, 9_000, 6_600]);
    expect(outcomes.map(({ name }) => name)[0]).toBe('unchanged');
    expect(Object.keys(outcomes[5]?.towns ?? {})).toEqual([tateshina, kawakami].sort());
    expect(outcomes[6]?.figures?.movedMinutes).toBe(0);
  });

  it('come to what the unchanged year comes to where nothing is changed, and leave the instance as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), async (seed) => {
        const instance = planInstance({ towns: 4, lots: 12, seed });
        const before = JSON.stringify(instance);
        const months = instance.months.slice(0, 3);
        const [base, same] = await compared(
          [
            { name: 'nothing', changes: [] },
            { name: 'harvest', changes: [{ kind: 'SUPPLY', town: null, months, factor: 0 }] },
            { name: 'gone', changes: [{ kind: 'TOWN_LEAVES', town: instance.towns[0]?.code ?? '' }] },
          ],
          instance,
        );
        expect({ ...same, name: 'unchanged' }).toEqual(base);
        expect(JSON.stringify(instance)).toBe(before);
      }),
      { numRuns: 5 },
    );
  });

  it('raise what a town has published, where that is all that is known of it', () => {
    const figures = (level: number, minutes: number, skill: typeof design | null) => ({
      ...{ skill, level, dataClass: 'INTERNAL' as const, minutes: [minutes, 0] },
    });
    const open = smallTown(saku, 36.2, [], { groups: [], ceilings: [figures(1, 300, design), figures(1, 400, null)] });
    const recruit = (level: number): PlanChange => ({
      ...{
        kind: 'MORE_WORKERS',
        town: saku,
        workers: 2,
        skill: design,
        level,
        clearance: 'INTERNAL',
        minutesEach: 100,
      },
    });
    const ceilings = (level: number): unknown => {
      const changed = changeInstance(smallYear([open], [], []), [recruit(level)]);
      return changed.ok
        ? changed.value.towns[0]?.ceilings.map((each) => [each.skill, each.level, each.minutes])
        : changed.refusals;
    };
    expect(ceilings(1)).toEqual([
      [design, 1, [500, 200]],
      [null, 1, [600, 200]],
    ]);
    expect(ceilings(2)).toEqual([
      [design, 1, [500, 200]],
      [null, 1, [600, 200]],
      [design, 2, [200, 200]],
    ]);
  });

  it('are refused where they make no sense, by the path of the item', () => {
    expect(refusals({ kind: 'TOWN_LEAVES', town: '999999' })).toEqual([
      'scenarios[0].changes[0].town PLAN_NAME_UNKNOWN',
    ]);
    expect(
      refusals(
        { kind: 'TOWN_LEAVES', town: saku },
        { kind: 'TRAINING', town: saku, group: 0, skill: design, level: 1 },
        { kind: 'SUPPLY', town: null, months: ['2030-01' as IsoMonth], factor: -1 },
        { kind: 'MORE_WORKERS', town: tateshina, workers: 0, skill: design, level: 1, clearance: 'INTERNAL' },
      ),
    ).toEqual([
      'scenarios[0].changes[1].town PLAN_NAME_UNKNOWN',
      'scenarios[0].changes[1].group PLAN_NAME_UNKNOWN',
      'scenarios[0].changes[2].months[0] PLAN_NAME_UNKNOWN',
      'scenarios[0].changes[2].factor PLAN_NUMBER_OUT_OF_RANGE',
      'scenarios[0].changes[3].workers PLAN_NUMBER_OUT_OF_RANGE',
    ]);
    expect(refusals({ kind: 'MORE_LOTS', lots: [smallLot('x', tateshina, 0, { minSliceMinutes: 1 })] })).toEqual([
      'scenarios[0].lots[3].id PLAN_NAME_TWICE',
      'scenarios[0].lots[3].minutes PLAN_NUMBER_OUT_OF_RANGE',
    ]);
    const twice = draftScenarios(year, [
      { name: 'a', changes: [] },
      { name: 'a', changes: [] },
    ]);
    expect(twice).toMatchObject({ ok: false, refusals: [{ code: 'PLAN_NAME_TWICE', field: 'scenarios[1].name' }] });
  });

  it('are read from a file, or what is wrong with it is named', () => {
    const file = (changes: unknown, format = 'yui-scenarios-1'): unknown =>
      JSON.parse(JSON.stringify({ format, scenarios: [{ name: 'draft', changes }] }));
    const wrong = (value: unknown): string[] => {
      const read = readScenarios(value);
      return read.ok ? [] : read.refusals.map(({ code, field }) => `${field} ${code}`);
    };
    expect(wrong(file([{ kind: 'TOWN_LEAVES', town: saku }]))).toEqual([]);
    expect(wrong(file([{ kind: 'MORE_LOTS', lots: [smallLot('n', saku, 60)] }]))).toEqual([]);
    expect(wrong(file([{ kind: 'SUPPLY', town: null, months: [august], factor: 0.5 }]))).toEqual([]);
    expect(wrong(null)).toEqual(['format PLAN_SHAPE_WRONG', 'scenarios PLAN_SHAPE_WRONG']);
    expect(wrong(file([], 'other'))).toEqual(['format PLAN_SHAPE_WRONG']);
    expect(wrong(file([{ kind: 'toString' }]))).toEqual(['scenarios[0].changes[0].kind PLAN_NAME_UNKNOWN']);
    expect(wrong(file([{ kind: 'TOWN_LEAVES' }, { kind: 'SUPPLY', town: 1, months: [], factor: '1' }]))).toEqual([
      'scenarios[0].changes[0].town PLAN_SHAPE_WRONG',
      'scenarios[0].changes[1].town PLAN_SHAPE_WRONG',
      'scenarios[0].changes[1].factor PLAN_SHAPE_WRONG',
    ]);
    expect(wrong(file([{ kind: 'MORE_LOTS', lots: [{ id: 'n' }] }])).length).toBeGreaterThan(10);
  });

  it('have no figures where there was no time, and say so', async () => {
    const outcomes = await compareScenarios(drafts(year, [{ name: 'late', changes: [] }]), 60, () => true);
    expect(outcomes).toMatchObject([
      { name: 'unchanged', status: 'NO_TIME', figures: null, towns: {} },
      { name: 'late', status: 'NO_TIME' },
    ]);
  });

  it('are said in both languages', () => {
    const change: PlanChange = { kind: 'SUPPLY', town: kawakami, months: [august], factor: 0.5 };
    expect([sayChange(change, 'EN'), sayChange(change, 'JA')]).toEqual([
      '0.5 × the time of Kawakami-mura in August 2027',
      '川上村の2027年8月の稼働が0.5倍',
    ]);
    const workers: PlanChange = {
      ...{ kind: 'MORE_WORKERS', town: saku, workers: 5, skill: dataEntry, level: 2, clearance: 'INTERNAL' },
    };
    expect(sayChange(workers, 'EN')).toBe('5 more workers for data entry (level 2) in Saku-shi');
    expect(sayChange({ kind: 'COALITION', towns: [] }, 'EN')).toBe('no town shares with another');
  });
});

describe('a coalition', () => {
  it('shows each member what it has alone, together, and what the others lose when it leaves', async () => {
    const towns = [tateshina, kawakami, saku];
    const members = coalitionMembers(towns, await compared(coalitionScenarios(towns)));
    const yen = members.map((each) => [
      ...[each.alone.servedYen, each.within.servedYen, each.alone.doneYen, each.within.doneYen],
      ...[each.othersYen, each.othersWithoutYen, each.gains],
    ]);
    // Tateshina's August overflows by 3,000 minutes into Saku, whose people have nothing to do alone; Kawakami needs nobody in September.
    expect(yen).toEqual([
      [180_000, 270_000, 180_000, 180_000, 90_000, 90_000, true],
      [90_000, 90_000, 90_000, 90_000, 270_000, 270_000, false],
      [0, 0, 0, 90_000, 360_000, 270_000, true],
    ]);
  });

  it('tells nothing of a member for which there was no time', () => {
    expect(coalitionMembers([saku], [])).toEqual([]);
  });
});
