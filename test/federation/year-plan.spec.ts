import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, freshKey, startTestFederation, type Person, type Tree } from '../support/federation.js';
import { daysFromNow, monthAhead, newLot, publish, threeWorkers } from '../support/towns.js';

// Goal: a coordinator has the year planned from what the towns have published, sees why each minute would move, and moves nothing by it.
// Method: real processes; Tateshina has little time and posts more than it can do, its neighbours have plenty. Asked through the gateway by
// the operations of the contract.

const [tateshina, shiojiri, saku, kawakami] = ['203246', '202151', '202177', '203041'];
const { month } = monthAhead();
const fiscalYear = Number(month.slice(0, 4)) - (Number(month.slice(5)) < 4 ? 1 : 0);
const hour = 60;

interface Move {
  readonly order: { readonly id: string; readonly title: string };
  readonly from: { readonly code: string };
  readonly to: { readonly code: string };
  readonly month: string;
  readonly minutes: number;
  readonly reason: string | null;
}
interface Plan {
  readonly id: string;
  readonly status: string;
  readonly servedMinutes: number | null;
  readonly demandMinutes: number;
  readonly boundMinutes: number | null;
  readonly unevennessBefore: number | null;
  readonly unevennessAfter: number | null;
  readonly moves: readonly Move[];
}

describe('a year plan', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let coordinator: Person;
  let director: Person;
  /** The plan over all members that the first case has had made. */
  let standing: string;
  const compute = async (input: object = {}): Promise<string> => {
    const { plan } = await coordinator.does('ComputeYearPlan', { fiscalYear, municipalities: null, ...input });
    return String(plan?.['id']);
  };
  const planOf = async (id: string, person = coordinator): Promise<Plan> => {
    const { data, errors } = await person.run('YearPlan', { id });
    expect(errors).toEqual([]);
    return data?.['yearPlan'] as unknown as Plan;
  };
  const ended = async (id: string): Promise<Plan> => {
    await eventually(async () => expect(['QUEUED', 'RUNNING']).not.toContain((await planOf(id)).status), 40_000);
    return planOf(id);
  };

  beforeAll(async () => {
    federation = await startTestFederation();
    coordinator = await federation.as(tateshina, 'COORDINATOR');
    director = await federation.as(tateshina, 'DIRECTOR');
    await threeWorkers(director, tateshina, 10 * hour);
    await threeWorkers(await federation.as(shiojiri, 'DIRECTOR'), shiojiri, 30 * hour);
    await threeWorkers(await federation.as(saku, 'DIRECTOR'), saku, 15 * hour);
    await publish(director, tateshina, 200 * hour, { minSliceMinutes: 10 * hour });
  }, 120_000);
  afterAll(() => federation.close());

  it('moves what one town cannot do to those with time, within the bound, more evenly, and says why', async () => {
    standing = await compute();
    const plan = await ended(standing);
    expect(plan).toMatchObject({ status: 'DONE', demandMinutes: 200 * hour, boundMinutes: 200 * hour });
    expect(plan.servedMinutes).toBeGreaterThan(200 * hour - 3); // Each town's part is rounded down to minutes.
    expect(plan.unevennessAfter).toBeLessThan(Number(plan.unevennessBefore));
    expect(new Set(plan.moves.map(({ to }) => to.code))).toEqual(new Set([shiojiri, saku]));
    for (const move of plan.moves) {
      expect(move).toMatchObject({ from: { code: tateshina }, month, order: { title: '台帳の入力' } });
      expect(move.minutes).toBeGreaterThanOrEqual(10 * hour);
      expect(move.reason).toContain('立科町');
      expect(move.reason).toContain(`${Number(month.slice(5))}月`);
    }
    const { data } = await coordinator.ask(
      'query($id: ID!) { yearPlan(id: $id) { moves { reason(language: EN) } unanswered { municipality { code } } } }',
      { id: plan.id },
    );
    const english = data?.['yearPlan'] as unknown as { moves: { reason: string }[]; unanswered: unknown[] };
    expect(english.moves[0]?.reason).toContain('Tateshina');
    expect(english.unanswered).toEqual([]);
  });

  it('stands beside what is so: by town and month in the shared workload', async () => {
    const plan = await planOf(standing);
    const { data } = await coordinator.run('SharedWorkload', { fiscalYear });
    const rows = data?.['sharedWorkload']?.['rows'] as unknown as {
      municipality: { code: string };
      month: string;
      plannedMinutes: number | null;
    }[];
    const planned = (code: string): number | null | undefined =>
      rows.find((row) => row.municipality.code === code && row.month === month)?.plannedMinutes;
    const moved = (code: string): number =>
      plan.moves.filter(({ to }) => to.code === code).reduce((sum, { minutes }) => sum + minutes, 0);
    expect(planned(shiojiri)).toBe(moved(shiojiri));
    expect(planned(saku)).toBe(moved(saku));
    expect(planned(tateshina)).toBe(Number(plan.servedMinutes) - moved(shiojiri) - moved(saku));
    expect(planned(kawakami)).toBe(0);
    const posted = await director.run('SurplusOrders', { filter: { status: ['POSTED'] } });
    expect(posted.data?.['surplusOrders']?.['totalCount']).toBe(1); // It moved nothing.
  });

  it('is made of the towns that are named alone, and is listed', async () => {
    const plan = await ended(await compute({ municipalities: [tateshina, saku] }));
    expect(new Set(plan.moves.map(({ to }) => to.code))).toEqual(new Set([saku]));
    const { data } = await coordinator.run('YearPlans', { fiscalYear, first: 1 });
    expect(data?.['yearPlans']).toMatchObject({
      pageInfo: { hasNextPage: true },
      nodes: [{ id: plan.id, status: 'DONE', isNightly: false, municipalities: [{ code: saku }, { code: tateshina }] }],
    });
    const next = await coordinator.run('YearPlans', {
      fiscalYear,
      first: 1,
      after: (data?.['yearPlans']?.['pageInfo'] as unknown as { endCursor: string }).endCursor,
    });
    expect(next.data?.['yearPlans']?.['nodes']).toMatchObject([{ municipalities: null }]);
  });

  it('is one for one key, whatever it is asked again', async () => {
    const idempotencyKey = freshKey();
    const id = await compute({ idempotencyKey });
    expect(await compute({ idempotencyKey })).toBe(id);
    const other = { fiscalYear: fiscalYear + 1, municipalities: null, idempotencyKey };
    expect(await coordinator.isRefused('ComputeYearPlan', other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    const stopped = await coordinator.does('StopYearPlan', { planId: (await ended(id)).id });
    expect(stopped['plan']).toMatchObject({ id, status: 'DONE' }); // What has ended stays.
  });

  it.each([
    [{ fiscalYear: 1999 }, 'FISCAL_YEAR_OUT_OF_RANGE', 'fiscalYear'],
    [{ fiscalYear: 2020 }, 'PLAN_YEAR_OVER', 'fiscalYear'],
    [{ municipalities: [] }, 'PLAN_TOWNS_EMPTY', 'municipalities'],
    [{ municipalities: ['202011'] }, 'MUNICIPALITY_UNKNOWN', 'municipalities'],
    [{ idempotencyKey: ' ' }, 'IDEMPOTENCY_KEY_MISSING', 'idempotencyKey'],
  ])('is refused for %j', async (input, code, field) => {
    const asked = { fiscalYear, municipalities: null, ...input };
    expect(await coordinator.isRefused('ComputeYearPlan', asked)).toMatchObject({ code, field });
  });

  it('is no plan where there is none', async () => {
    expect((await coordinator.run('YearPlan', { id: 'year-plan-none' })).data?.['yearPlan']).toBeNull();
    expect(await coordinator.isRefused('StopYearPlan', { planId: 'year-plan-none' })).toMatchObject({
      code: 'PLAN_UNKNOWN',
      field: 'planId',
    });
  });

  it('is computed by coordinators, and shows a town only what it may see of the orders', async () => {
    const lotId = await newLot(director, tateshina, 200 * hour); // More than it can do itself, as the first.
    await director.does('PublishSurplusOrder', {
      ...{ lotId, minutes: 200 * hour, claimBy: daysFromNow(14), priceYen: 100_000, minSliceMinutes: 10 * hour },
      addressees: [shiojiri],
    });
    const { errors } = await director.run('ComputeYearPlan', {
      input: { fiscalYear, municipalities: null, idempotencyKey: freshKey() },
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'ROLE' });
    const { id, moves } = await ended(await compute());
    const orders = (shown: readonly Move[]): number => new Set(shown.map(({ order }) => order.id)).size;
    expect(orders(moves)).toBe(2);
    const first = moves.find(({ to }) => to.code === saku)?.order.id;
    for (const { order, to } of moves) if (order.id !== first) expect(to.code).toBe(shiojiri);
    const officer = async (town: string | undefined): Promise<Plan> =>
      planOf(id, await federation.as(String(town), 'OFFICER'));
    expect(orders((await officer(shiojiri)).moves)).toBe(2);
    expect(orders((await officer(saku)).moves)).toBe(1);
    expect((await officer(kawakami)).servedMinutes).toBeGreaterThan(0);
  });

  it('takes in a surplus order that comes later, in moments, and shows what has changed', async () => {
    const { id, demandMinutes, servedMinutes } = await ended(await compute());
    const { id: surplusOrderId } = await publish(director, tateshina, 20 * hour, { minSliceMinutes: 10 * hour });
    const list = await fetch(`${federation.address('tateshina')}/bulletins/${tateshina}/surplus-orders`, {
      headers: { authorization: `Bearer ${coordinator.token}` },
    });
    // Handed in here as the town does it, so that nobody waits for its interval.
    await fetch(`${federation.address('coordination')}/bulletins/surplus-orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: await list.text(),
    });
    const revised = async (person: Person): Promise<Tree> =>
      (await person.run('YearPlanRevisions', { id })).data?.['yearPlan'] as Tree;
    await eventually(async () => expect(await revised(coordinator)).toMatchObject({ revision: 1 }), 20_000);
    const { revisions, revisionsEnded, drift } = await revised(coordinator);
    expect([revisionsEnded, drift]).toEqual([null, []]);
    expect(revisions).toMatchObject([{ number: 1, order: { id: surplusOrderId }, demandMinutes: 20 * hour }]);
    const plan = await planOf(id);
    expect(plan.demandMinutes).toBe(demandMinutes + 20 * hour);
    expect(plan.servedMinutes).toBe(Number(servedMinutes) + Number(revisions?.[0]?.['servedMinutes']));
    expect(Number(plan.servedMinutes)).toBeGreaterThan(Number(servedMinutes));
    // Why it moves is found after the answer.
    await eventually(async () => {
      for (const { reason } of (await planOf(id)).moves) expect(reason).toContain('立科町');
    }, 20_000);
    const theirs = await revised(await federation.as(String(kawakami), 'OFFICER'));
    expect(theirs).toMatchObject({ revision: 1, revisions: [{ order: { id: surplusOrderId } }] }); // Addressed to every peer.
  });

  it('is put into action by the town whose order it is: a draft there, a notice at the other, and nothing published before its officer says so', async () => {
    const officer = await federation.as(tateshina, 'OFFICER');
    const receiver = await federation.as(String(saku), 'DIRECTOR');
    const move = (await planOf(standing, officer)).moves.find(({ to }) => to.code === saku) as Move;
    const accepted = { planId: standing, surplusOrderId: move.order.id, to: saku, month: move.month };
    const orders = async (person: Person): Promise<{ id: string; remainingMinutes: number }[]> => {
      const { data } = await person.run('SurplusOrders', { filter: { municipalities: [tateshina] } });
      return data?.['surplusOrders']?.['nodes'] as unknown as { id: string; remainingMinutes: number }[];
    };
    const notices = async (town: string, person: Person): Promise<{ id: string }[]> => {
      const { data } = await person.run('YearPlanNotices', { municipality: town });
      return data?.['yearPlanNotices'] as unknown as { id: string }[];
    };

    for (const [wrong, code] of [
      [{ planId: 'year-plan-none' }, 'PLAN_UNKNOWN'],
      [{ to: kawakami }, 'PLAN_MOVE_UNKNOWN'],
    ] as const)
      expect((await officer.isRefused('DraftFromYearPlan', { ...accepted, ...wrong })).code).toBe(code);

    const { draft } = await officer.does('DraftFromYearPlan', accepted);
    expect(draft).toMatchObject({
      ...{ minutes: move.minutes, addressees: [{ code: saku }], splitFrom: move.order.id },
      origin: `${standing} ${move.order.id} ${saku} ${move.month}`,
      check: { obstacles: [], addressees: [{ code: saku }] },
    });
    const again = await officer.does('DraftFromYearPlan', accepted);
    expect(again['draft']?.['id']).toEqual(draft?.['id']);
    const draftId = String(draft?.['id']);
    expect((await orders(receiver)).map(({ id }) => id)).not.toContain(draftId);

    await eventually(async () => expect(await notices(String(saku), receiver)).toHaveLength(1));
    const [notice] = await notices(String(saku), receiver);
    expect(notice).toMatchObject({
      ...{ from: { code: tateshina }, planId: standing, surplusOrderId: move.order.id, title: move.order.title },
      ...{ month: move.month, minutes: move.minutes, days: draft?.['days'], reason: move.reason },
    });
    expect(await notices(String(shiojiri), await federation.as(String(shiojiri), 'OFFICER'))).toEqual([]);

    const coordination = federation.processes.get('coordination');
    await coordination?.stop();
    try {
      const silent = await officer.isRefused('DraftFromYearPlan', accepted);
      expect(silent.code).toBe('COORDINATION_SILENT');
      // What has been drafted needs coordination no more.
      await officer.does('PublishSurplusOrderDraft', { draftId });
    } finally {
      coordination?.start();
    }
    const left = new Map((await orders(officer)).map(({ id, remainingMinutes }) => [id, remainingMinutes]));
    expect([left.get(draftId), left.get(move.order.id)]).toEqual([move.minutes, 200 * hour - move.minutes]);
    await eventually(async () => expect((await orders(receiver)).map(({ id }) => id)).toContain(draftId));
    await eventually(async () => expect((await planOf(standing)).status).toBe('DONE'), 40_000);
    expect((await officer.isRefused('DraftFromYearPlan', accepted)).code).toBe('PLAN_MOVE_PUBLISHED');

    await receiver.does('DismissYearPlanNotice', { noticeId: notice?.id });
    expect(await notices(String(saku), receiver)).toEqual([]);
    const gone = await receiver.isRefused('DismissYearPlanNotice', { noticeId: notice?.id });
    expect(gone.code).toBe('PLAN_NOTICE_UNKNOWN');
  }, 120_000);

  it('shows the list of surplus orders to coordinators alone, and has it also from a town that is down', async () => {
    const at = `${federation.address('tateshina')}/bulletins/${tateshina}/surplus-orders`;
    const status = async (token: string): Promise<number> =>
      (await fetch(at, { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await status(director.token), await status(coordinator.token)]).toEqual([401, 200]);

    // Handed in here as the town does it, so that nobody waits for its interval; the key is the town's.
    const signed = (
      (await (await fetch(at, { headers: { authorization: `Bearer ${coordinator.token}` } })).json()) as {
        signed: string;
      }
    ).signed;
    const handIn = async (text: string): Promise<number> =>
      (
        await fetch(`${federation.address('coordination')}/bulletins/surplus-orders`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ signed: text }),
        })
      ).status;
    expect([await handIn(signed), await handIn(`${signed}x`)]).toEqual([200, 403]);
    const { demandMinutes } = await ended(await compute());
    const child = federation.processes.get('tateshina');
    await child?.stop();
    try {
      expect((await ended(await compute())).demandMinutes).toBe(demandMinutes);
    } finally {
      child?.start();
    }
  }, 120_000);
});
