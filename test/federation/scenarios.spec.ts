import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { addDays } from '#domain/calendar/date';
import { fiscalYearOf, lastDayOf, monthOfDate } from '#domain/calendar/month';
import { Clock } from '#service/clock';
import { ComparisonResolver } from '../../apps/coordination/src/scenarios/comparison.resolver.js';
import type {
  ComparedDraftGraph,
  ScenarioComparisonGraph,
} from '../../apps/coordination/src/scenarios/comparison.graph.js';
import type { DraftDifferencePageGraph } from '../../apps/coordination/src/scenarios/draft-differences.graph.js';
import { DraftDifferencesResolver } from '../../apps/coordination/src/scenarios/draft-differences.resolver.js';
import type { CreateScenarioInput, ScenarioGraph } from '../../apps/coordination/src/scenarios/scenario.graph.js';
import { ScenarioResolver } from '../../apps/coordination/src/scenarios/scenario.resolver.js';
import { YearPlans } from '../../apps/coordination/src/year-plan/year-plan.service.js';
import { asking, startCoordinationAlone, type CoordinationAlone } from '../support/coordination.js';
import { eventually, freshKey } from '../support/federation.js';

// Goal: what-if drafts of a year are made, shared, changed and compared by those who may, on one basis, and nothing live is touched.
// Method: the coordination service over a database of its own, with signed words of two towns. Tateshina has 50 h of data entry for Saku,
// which has 100 h free, and 20 h of design for which nobody has anyone.

const [tateshina, saku, shiojiri] = ['203246', '202177', '202151'] as never[] as [never, never, never];
const month = monthOfDate(addDays(new Clock().today(), 100));
const fiscalYear = fiscalYearOf(lastDayOf(month));
const [own, neighbour, officer] = [
  asking('COORDINATOR', tateshina),
  asking('COORDINATOR', saku),
  asking('OFFICER', saku),
];

describe('scenarios', () => {
  let coordination: CoordinationAlone;
  const drafts = (): ScenarioResolver => coordination.at(ScenarioResolver);
  const comparisons = (): ComparisonResolver => coordination.at(ComparisonResolver);
  const input = (other: Partial<CreateScenarioInput> = {}): CreateScenarioInput => ({
    ...{ name: 'Saku leaves', fiscalYear, changes: [{ townLeaves: saku }], isForAll: false, sharedWith: [] },
    ...{ idempotencyKey: freshKey(), ...other },
  });
  const create = async (other: Partial<CreateScenarioInput> = {}, by = own): Promise<ScenarioGraph> => {
    const answer = await drafts().createScenario(by, input(other));
    if (!('scenario' in answer)) throw new Error(answer.message);
    return answer.scenario;
  };
  const ended = async (answer: object): Promise<ScenarioComparisonGraph> => {
    if (!('comparison' in answer)) throw new Error(JSON.stringify(answer));
    const { id } = answer.comparison as ScenarioComparisonGraph;
    const ask = async (): Promise<ScenarioComparisonGraph | null> => comparisons().scenarioComparison(own, id);
    await eventually(async () => expect(['QUEUED', 'RUNNING']).not.toContain((await ask())?.status), 30_000);
    return (await ask()) as ScenarioComparisonGraph;
  };
  const compare = (scenarioIds: string[], other: object = {}, by = own): Promise<object> =>
    comparisons().compareScenarios(by, {
      ...{ scenarioIds, isForAll: false, sharedWith: [], idempotencyKey: freshKey(), ...other },
    });

  beforeAll(async () => {
    coordination = await startCoordinationAlone();
    await coordination.tellCapacity(saku, month, { 'data-entry': 6_000 });
    await coordination.tellSurplusOrders(tateshina, month, [
      { id: `${String(tateshina)}-surplus-x`, minutes: 3_000, priceYen: 90_000, addressees: [saku] },
      { id: `${String(tateshina)}-surplus-y`, minutes: 1_200, priceYen: 48_000, addressees: [saku], skill: 'design' },
    ]);
  }, 120_000);
  afterAll(() => coordination.close());

  it('are planned on one basis, side by side with the unchanged year, and told to those who may see them', async () => {
    const workers = { municipality: saku, workers: 5, skill: 'design', level: 1, clearance: 'INTERNAL' as const };
    const order = { municipality: tateshina, skill: 'data-entry', level: 1, dataClass: 'INTERNAL' as const };
    const shared = { sharedWith: [saku] };
    const ids = [
      await create({ ...shared }),
      await create({ ...shared, name: 'design', changes: [{ moreWorkers: workers }] }),
      await create({ ...shared, name: 'harvest', changes: [{ supply: { months: [month], factor: 0.25 } }] }),
      await create({
        ...{ ...shared, name: 'client' },
        changes: [{ moreLots: [{ ...order, minutes: 600, from: month, to: month, priceYen: 60_000 }] }],
      }),
    ].map(({ id }) => id);
    const before = await coordination.at(YearPlans).page(undefined, 50, undefined);
    const { id, status, drafts: found } = await ended(await compare(ids, shared));
    expect(status).toBe('DONE');
    // In hours and thousands of yen: what a plan gives to a town is rounded down to minutes.
    const rows = found.map(({ name, demandMinutes, servedMinutes, servedYen, boundMinutes }) => [
      ...[name, demandMinutes, boundMinutes],
      ...[Math.round(Number(servedMinutes) / 60), Math.round(Number(servedYen) / 1_000)],
    ]);
    expect(rows).toEqual([
      ['unchanged', 4_200, 3_000, 50, 90],
      ['Saku leaves', 4_200, 0, 0, 0],
      ['design', 4_200, 4_200, 70, 138],
      ['harvest', 4_200, 1_500, 25, 45],
      ['client', 4_800, 3_600, 60, 150],
    ]);
    expect(found[2]?.changes).toEqual([
      { kind: 'MORE_WORKERS', what: '5 more workers for design (level 1) in Saku-shi' },
    ]);
    const inSaku = found[2]?.towns.find(({ municipality }) => municipality.code === saku);
    expect(inSaku).toMatchObject({ before: { doneYen: 90_000 }, after: { doneYen: 138_000 } });
    expect(found[1]?.towns.map(({ municipality }) => municipality.code)).not.toContain(saku);

    const seen = await comparisons().scenarioComparison(officer, id);
    expect(seen?.drafts.map(({ servedMinutes }) => servedMinutes)).toEqual(found.map((each) => each.servedMinutes));
    expect(seen?.drafts.map(({ servedYen }) => servedYen)).toEqual([null, null, null, null, null]);
    expect(new Set(seen?.drafts.flatMap(({ towns }) => towns.map(({ municipality }) => municipality.code)))).toEqual(
      new Set([saku]),
    );
    expect(await comparisons().scenarioComparison(asking('COORDINATOR', shiojiri), id)).toBeNull();
    expect((await comparisons().scenarioComparisons(officer)).nodes.map((each) => each.id)).toEqual([id]);
    // What each does differently, to each who may see the work.
    const differs = (
      draft: ComparedDraftGraph | undefined,
      by = own,
      ...page: [number?, string?]
    ): Promise<DraftDifferencePageGraph | null> =>
      coordination.at(DraftDifferencesResolver).differences(draft as ComparedDraftGraph, by, ...page);
    const minutes = async (at: number, by = own): Promise<unknown[]> =>
      ((await differs(found[at], by))?.nodes ?? []).map(({ order, from, to, minutesBefore, minutesAfter }) => [
        ...[order?.id.slice(-1) ?? 'imagined', from.code, to.code],
        ...[Math.round(minutesBefore / 60), Math.round(minutesAfter / 60)],
      ]);
    expect(await Promise.all(found.map((_, at) => minutes(at)))).toEqual([
      [],
      [['x', tateshina, saku, 50, 0]],
      [['y', tateshina, saku, 0, 20]],
      [['x', tateshina, saku, 50, 25]],
      [['imagined', tateshina, saku, 0, 10]],
    ]);
    expect(await minutes(1, officer)).toEqual(await minutes(1));
    expect(await minutes(1, asking('OFFICER', shiojiri))).toEqual([]);
    const page = await differs(found[1], own, 1);
    expect(page).toMatchObject({
      ...{ totalCount: 1, pageInfo: { hasNextPage: false, endCursor: '0' } },
      nodes: [{ order: { title: '台帳の入力' }, skill: { code: 'data-entry' }, month }],
    });
    expect(await differs(found[1], own, 1, '0')).toMatchObject({ totalCount: 1, nodes: [] });
    expect(await differs({ ...(found[1] as ComparedDraftGraph), isComparable: false })).toBeNull();
    // It is no plan, and what stands has not changed.
    expect(await coordination.at(YearPlans).plan(id)).toBeUndefined();
    expect(await coordination.at(YearPlans).page(undefined, 50, undefined)).toEqual(before);
  }, 60_000);

  it('train those who can do something, as far as bulletins tell of them, and name a town that tells nothing', async () => {
    const training = (municipality: never): CreateScenarioInput['changes'] => [
      { training: { municipality, knownSkill: 'data-entry', knownLevel: 1, skill: 'design', level: 1 } },
    ];
    const { id, changes } = await create({ name: 'designers', changes: training(saku) });
    expect(changes).toMatchObject([{ kind: 'TRAINING_OF_SKILLED' }]);
    const { drafts: found } = await ended(await compare([id]));
    const hours = found.map(({ servedMinutes }) => Math.round(Number(servedMinutes) / 60));
    expect(hours).toEqual([50, 70]); // 100 h free: the 20 h of design are now within them.

    const unknown = await create({ name: 'nobody', changes: training(shiojiri) });
    const refused = await compare([unknown.id]);
    expect(refused).toMatchObject({ code: 'TRAINING_OF_NOBODY', field: 'scenarios[0].changes[0].known' });
    expect((refused as { message: string }).message).toContain('Shiojiri-shi');
  }, 60_000);

  it('answer whether each town gains by a coalition, to each its own', async () => {
    const asked = await comparisons().compareCoalition(own, {
      ...{ fiscalYear, municipalities: [saku, tateshina], isForAll: true, sharedWith: [], idempotencyKey: freshKey() },
    });
    const { id, members } = await ended(asked);
    expect(members).toMatchObject([
      {
        municipality: { code: saku },
        alone: { doneYen: 0 },
        within: { doneYen: 90_000 },
        gains: true,
        othersYen: 90_000,
      },
      { municipality: { code: tateshina }, alone: { servedYen: 0 }, within: { servedYen: 90_000 }, gains: true },
    ]);
    const seen = await comparisons().scenarioComparison(officer, id);
    expect(seen?.members).toMatchObject([{ municipality: { code: saku }, othersYen: null }]);
    const alone = { fiscalYear, municipalities: [saku], isForAll: false, sharedWith: [], idempotencyKey: freshKey() };
    expect(await comparisons().compareCoalition(own, alone)).toMatchObject({
      code: 'COALITION_TOO_SMALL',
      field: 'municipalities',
    });
  }, 60_000);

  it('are one for one key, are changed and removed by their town alone, and listed to those with whom they are shared', async () => {
    const idempotencyKey = freshKey();
    const { id } = await create({ idempotencyKey, name: 'shared', sharedWith: [saku] });
    expect((await create({ idempotencyKey, name: 'shared', sharedWith: [saku] })).id).toBe(id);
    const other = await drafts().createScenario(own, input({ idempotencyKey, name: 'other' }));
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });

    expect(await drafts().scenario(officer, id)).toMatchObject({ isYours: false, owner: { code: tateshina } });
    expect(await drafts().scenario(asking('OFFICER', shiojiri), id)).toBeNull();
    expect((await drafts().list(asking('OFFICER', shiojiri))).totalCount).toBe(0);
    const change = { scenarioId: id, name: 'renamed' };
    const key = (): { idempotencyKey: string } => ({ idempotencyKey: freshKey() });
    expect(await drafts().changeScenario(neighbour, { ...change, ...key() })).toMatchObject({
      code: 'SCENARIO_NOT_YOURS',
      field: 'scenarioId',
    });
    expect(await drafts().changeScenario(own, { ...change, ...key() })).toMatchObject({
      scenario: {
        id,
        name: 'renamed',
        isYours: true,
        sharedWith: [{ code: saku }],
        changes: [{ kind: 'TOWN_LEAVES' }],
      },
    });
    expect(await compare([id], { isForAll: true })).toMatchObject({
      code: 'SCENARIO_SHARED_WITH_FEWER',
      field: 'scenarioIds[0]',
    });
    expect(await drafts().removeScenario(own, { scenarioId: id, ...key() })).toMatchObject({ scenarioId: id });
    expect(await drafts().scenario(own, id)).toBeNull();
    expect(await compare([id])).toMatchObject({ code: 'SCENARIO_UNKNOWN', field: 'scenarioIds[0]' });
  });

  it.each<[Partial<CreateScenarioInput>, string, string]>([
    [{ name: ' ' }, 'TEXT_EMPTY', 'name'],
    [{ changes: [] }, 'SCENARIO_EMPTY', 'changes'],
    [{ changes: [{ townLeaves: saku, coalition: [] }] }, 'SCENARIO_CHANGE_NOT_ONE', 'changes[0]'],
    [{ changes: Array.from({ length: 21 }, () => ({ townLeaves: saku })) }, 'PLAN_TOO_LARGE', 'changes'],
    [{ changes: [{ townLeaves: '202011' as never }] }, 'PLAN_NAME_UNKNOWN', 'changes[0].town'],
    [{ changes: [{ supply: { months: [month], factor: 11 } }] }, 'PLAN_NUMBER_OUT_OF_RANGE', 'changes[0].factor'],
    [
      {
        changes: [{ training: { municipality: saku, knownSkill: 'magic', knownLevel: 1, skill: 'design', level: 1 } }],
      },
      ...(['PLAN_NAME_UNKNOWN', 'changes[0].known.skill'] as [string, string]),
    ],
    [
      {
        changes: [{ moreWorkers: { municipality: saku, workers: 1, skill: 'magic', level: 1, clearance: 'INTERNAL' } }],
      },
      ...(['PLAN_NAME_UNKNOWN', 'changes[0].skill'] as [string, string]),
    ],
    [
      {
        changes: [
          {
            moreLots: [
              {
                ...{ municipality: saku, skill: 'design', level: 1, dataClass: 'INTERNAL', minutes: 0 },
                ...{ from: month, to: month, priceYen: 1 },
              },
            ],
          },
        ],
      },
      ...(['PLAN_NUMBER_OUT_OF_RANGE', 'changes[0].moreLots[0].minutes'] as [string, string]),
    ],
    [{ sharedWith: ['202011' as never] }, 'MUNICIPALITY_UNKNOWN', 'sharedWith'],
    [{ fiscalYear: 2020 }, 'PLAN_YEAR_OVER', 'fiscalYear'],
    [{ idempotencyKey: ' ' }, 'IDEMPOTENCY_KEY_MISSING', 'idempotencyKey'],
  ])('are refused for %j', async (other, code, field) => {
    expect(await drafts().createScenario(own, input(other))).toMatchObject({ code, field });
  });

  it('are compared where there are some, of one year, no more than a line can bear, and stopped by their town', async () => {
    expect(await compare([])).toMatchObject({ code: 'SCENARIOS_MISSING', field: 'scenarioIds' });
    const { id } = await create({ name: 'now' });
    const next = await create({ name: 'next', fiscalYear: fiscalYear + 1 });
    expect(await compare([id, next.id])).toMatchObject({ code: 'SCENARIO_YEARS_DIFFER', field: 'scenarioIds[1]' });
    const stop = (comparisonId: string, by = own): Promise<object> =>
      comparisons().stopScenarioComparison(by, { comparisonId, idempotencyKey: freshKey() });
    expect(await stop('comparison-none')).toMatchObject({ code: 'COMPARISON_UNKNOWN', field: 'comparisonId' });

    // As if three of them had not ended: the line is everybody's.
    const plans = coordination.at(YearPlans);
    const waiting = plans.waitingComparisons.bind(plans);
    plans.waitingComparisons = () => Promise.resolve(3);
    expect(await compare([id])).toMatchObject({ code: 'COMPARISONS_WAITING' });
    plans.waitingComparisons = waiting;
    const done = await ended(await compare([id]));
    expect(await stop(done.id, neighbour)).toMatchObject({ code: 'COMPARISON_UNKNOWN' });
    expect(await stop(done.id)).toMatchObject({ comparison: { id: done.id, status: 'DONE' } });
    const kept = (await drafts().list(own)).totalCount;
    for (let n = kept; n < 50; n++) await create({ name: `filling ${n}` });
    expect(await drafts().createScenario(own, input())).toMatchObject({ code: 'SCENARIOS_TOO_MANY' });
  }, 60_000);
});
