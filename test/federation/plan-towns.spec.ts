import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { addDays } from '#domain/calendar/date';
import { fiscalYearOf, lastDayOf, monthOfDate } from '#domain/calendar/month';
import { Clock } from '#service/clock';
import type { YearPlanGraph } from '../../apps/coordination/src/year-plan/year-plan.graph.js';
import { PlanTownsResolver } from '../../apps/coordination/src/year-plan/plan-towns.resolver.js';
import { YearPlans } from '../../apps/coordination/src/year-plan/year-plan.service.js';
import { asking, startCoordinationAlone, type CoordinationAlone } from '../support/coordination.js';
import { eventually, freshKey } from '../support/federation.js';

// Goal: a plan tells each town what it gives and gains, and what would serve what is left undone, to nobody who may not see it.
// Method: the coordination service over a database of its own, with signed words of two towns. Tateshina has 50 h of data entry for Saku,
// which has 100 h free and nothing to do, and 20 h of design for which nobody has anyone.

const [tateshina, saku, shiojiri] = ['203246', '202177', '202151'];
const month = monthOfDate(addDays(new Clock().today(), 100));
const fiscalYear = fiscalYearOf(lastDayOf(month));
const coordinator = asking('COORDINATOR');

describe('what a plan is to its towns', () => {
  let coordination: CoordinationAlone;
  let plan: YearPlanGraph;
  const views = (): PlanTownsResolver => coordination.at(PlanTownsResolver);

  beforeAll(async () => {
    coordination = await startCoordinationAlone();
    await coordination.tellCapacity(saku, month, { 'data-entry': 6_000 });
    await coordination.tellSurplusOrders(tateshina, month, [
      { id: `${tateshina}-surplus-x`, minutes: 3_000, priceYen: 90_000, addressees: [saku] },
      { id: `${tateshina}-surplus-y`, minutes: 1_200, priceYen: 48_000, addressees: [saku], skill: 'design' },
    ]);
    const plans = coordination.at(YearPlans);
    const queued = await plans.compute({ fiscalYear, idempotencyKey: freshKey() }, 'Bearer nobody');
    if (!queued.ok) throw new Error(JSON.stringify(queued.refusals));
    plan = { id: queued.value.id } as YearPlanGraph;
    await eventually(async () => expect(await plans.plan(plan.id)).toMatchObject({ status: 'DONE' }), 20_000);
  }, 120_000);
  afterAll(() => coordination.close());

  it('is what each gives and gains, in minutes and in yen of the clients, by town and page by page', async () => {
    const { nodes, totalCount, pageInfo } = await views().balances(plan, coordinator);
    expect(pageInfo.hasNextPage).toBe(false);
    expect(nodes.map(({ municipality }) => municipality.code)).toEqual(
      [...nodes.map(({ municipality }) => municipality.code)].sort(),
    );
    const of = (town: string | undefined): unknown => nodes.find(({ municipality }) => municipality.code === town);
    expect(of(tateshina)).toMatchObject({
      ...{ outMinutes: 3_000, outYen: 90_000, inMinutes: 0, inYen: 0 },
      ...{ before: { servedMinutes: 0, servedYen: 0 }, after: { servedMinutes: 3_000, servedYen: 90_000, doneYen: 0 } },
    });
    const months = (await coordination.at(YearPlans).plan(plan.id))?.outcome?.months.length ?? 0;
    // 100 h in one month are 1.25 workers of 80 h, over all months that are planned the fewer.
    const yenPerWorker = Math.round(90_000 / (1.25 / months));
    expect(of(saku)).toMatchObject({
      ...{ inMinutes: 3_000, inYen: 90_000, before: { doneYen: 0, yenPerWorker: 0 } },
      after: { doneMinutes: 3_000, doneYen: 90_000, yenPerWorker },
    });
    const first = await views().balances(plan, coordinator, 1);
    expect(first).toMatchObject({ totalCount, pageInfo: { hasNextPage: true }, nodes: [nodes[0]] });
    expect((await views().balances(plan, coordinator, 1, first.pageInfo.endCursor)).nodes).toEqual([nodes[1]]);
  });

  it('is for each town its own balance alone', async () => {
    const seen = async (town?: string): Promise<string[]> =>
      (await views().balances(plan, asking('OFFICER', town))).nodes.map(({ municipality }) => municipality.code);
    expect(await seen(saku)).toEqual([saku]);
    expect(await seen(shiojiri)).toEqual([shiojiri]);
    expect(await seen()).toEqual([]);
    expect(await views().balances(plan, asking('DIRECTOR', saku))).toMatchObject({ totalCount: 1 });
  });

  it('is what it leaves undone and what would serve that, for those who may see the order', async () => {
    const { nodes } = await views().unserved(plan, coordinator);
    expect(nodes).toMatchObject([
      {
        ...{ order: { id: `${tateshina}-surplus-y`, title: '台帳の入力' }, municipality: { code: tateshina } },
        ...{ skill: { code: 'design' }, from: month, to: month, missingMinutes: 1_200, missingYen: 48_000 },
        remedy: { kind: 'MORE_WORKERS', skill: { code: 'design' }, gainMinutes: 1_200, gainYen: 48_000 },
      },
    ]);
    expect(nodes[0]?.sentence).toContain('20 h of design (level 1) are left undone');
    expect(nodes[0]?.remedy?.what).toMatch(/^5 more workers for design \(level 1\) in /);
    const helper = nodes[0]?.remedy?.municipality.code;
    const other = helper === saku ? tateshina : saku;
    const gains = async (town?: string): Promise<unknown> =>
      (await views().unserved(plan, asking('OFFICER', town))).nodes.map(({ remedy }) => remedy?.gainMinutes);
    expect(await gains(helper)).toEqual([1_200]);
    expect(await gains(other)).toEqual([null]); // What it gains sums up orders that this town need not see.
    expect(await gains(shiojiri)).toEqual([]);
    const japanese = await views().unserved(plan, { ...coordinator, language: 'JA' });
    expect(japanese.nodes[0]?.sentence).toContain('立科町');
  });

  it('is asked for by a page that can be read', async () => {
    await expect(views().balances(plan, coordinator, 1, 'x')).rejects.toMatchObject({
      extensions: { reason: 'CURSOR_UNREADABLE', field: 'after' },
    });
    await expect(views().unserved(plan, coordinator, 0)).rejects.toMatchObject({
      extensions: { reason: 'PAGE_SIZE_OUT_OF_RANGE', field: 'first' },
    });
  });
});
