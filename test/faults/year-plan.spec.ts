import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { JWK } from 'jose';
import { addDays, type Instant } from '#domain/calendar/date';
import { fiscalYearOf, lastDayOf, monthOfDate } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { signingKey } from '#messages/keys';
import { sign } from '#messages/signing';
import type { Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { CoordinationModule } from '../../apps/coordination/src/coordination.module.js';
import { Intake } from '../../apps/coordination/src/intake/intake.service.js';
import { explainRevision } from '../../apps/coordination/src/year-plan/plan-explaining.js';
import { prepareInput } from '../../apps/coordination/src/year-plan/plan-input.js';
import { makePlan, type MadePlan } from '../../apps/coordination/src/year-plan/plan-making.js';
import { driftOf, reviseStanding } from '../../apps/coordination/src/year-plan/plan-revising.js';
import { PlanThread } from '../../apps/coordination/src/year-plan/plan-thread.service.js';
import { PlanTownsStore } from '../../apps/coordination/src/year-plan/plan-towns.store.js';
import { YearPlans, type YearPlan as Plan } from '../../apps/coordination/src/year-plan/year-plan.service.js';
import { YearPlanStore, type YearPlanRecord } from '../../apps/coordination/src/year-plan/year-plan.store.js';
import { startDatabase, type Database as RunningDatabase } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { eventually, freshKey, root } from '../support/federation.js';

// Goal: a year plan is made once, whatever becomes of the process that makes it: stopped, ended, killed, overtaken, or broken.
// Method: the coordination service over a database of its own, with signed words of two towns and no town up. What runs in a thread
// elsewhere runs here where the test says; another process of the service is whoever else holds the lease.

const [tateshina, saku] = ['203246', '202177'];
const month = monthOfDate(addDays(new Clock().today(), 100));
const fiscalYear = fiscalYearOf(lastDayOf(month));
const hourMs = 3_600_000;
const order = (name: string, changes: object = {}): object => ({
  ...{ id: `${tateshina}-surplus-${name}`, publisher: tateshina, title: '台帳の入力', skill: 'data-entry', level: 1 },
  ...{ licences: [], minutes: 3_000, awardedMinutes: 0, earliest: `${month}-01`, due: lastDayOf(month) },
  ...{ claimBy: addDays(new Clock().today(), 14), priceYen: 50_000, minSliceMinutes: 600 },
  ...{ dataClass: 'INTERNAL', addressees: [saku], status: 'POSTED', ...changes },
});

describe('a year plan that is being made', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-year-plan-'));
  let running: RunningDatabase;
  let service: INestApplicationContext;
  /** Tateshina tells that these are its open surplus orders. */
  let list: (...orders: readonly object[]) => Promise<void>;
  let usual: PlanThread['make'];

  const at = <T>(type: new (...args: never[]) => T): T => service.get(type, { strict: false });
  const database = (): Database => at(Intake).database as Database;
  const store = (): YearPlanStore => new YearPlanStore(database());
  const start = async (): Promise<void> => {
    service = await NestFactory.createApplicationContext(CoordinationModule.of(true), {
      logger: false,
      abortOnError: false,
    });
    const thread = at(PlanThread);
    thread.prepare = (wanted) => prepareInput(database(), wanted);
    thread.revise = (wanted) => reviseStanding(database(), wanted);
    thread.explain = (wanted) => explainRevision(database(), wanted);
    thread.drift = (wanted) => driftOf(database(), wanted);
    thread.make = usual = (wanted, tell) => {
      let isStopAsked = false;
      const stop = (): void => void (isStopAsked = true);
      return { made: makePlan(database(), wanted, { isStopAsked: () => isStopAsked, tell }), stop, kill: stop };
    };
  };
  /** A thread that does nothing until it is told to. */
  const held = (): { readonly begun: Promise<void>; readonly end: (how: Error) => void } => {
    let end: (how: Error) => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      at(PlanThread).make = () => {
        const made = new Promise<MadePlan>((_, broken) => {
          end = broken;
        });
        made.catch(() => undefined);
        resolve();
        return { made, stop: () => end(new Error('stopped')), kill: () => end(new Error('killed')) };
      };
    });
    return { begun, end: (how) => end(how) };
  };
  const compute = async (): Promise<string> => {
    const decision = await at(YearPlans).compute({ fiscalYear, idempotencyKey: freshKey() }, 'Bearer nobody');
    if (!decision.ok) throw new Error(JSON.stringify(decision.refusals));
    return decision.value.id;
  };
  /** How many towns are told what a plan is to them. */
  const townsTold = (id: string): Promise<number> => new PlanTownsStore(database()).countBalances(id, 'ALL');
  const planOf = async (id: string): Promise<Plan> => (await at(YearPlans).plan(id)) as Plan;
  const becomes = (id: string, expected: Partial<Plan>): Promise<void> =>
    eventually(async () => expect(await planOf(id)).toMatchObject(expected), 20_000);
  /** Another process has the lease until what is returned is called. */
  const elsewhere = async (): Promise<() => Promise<void>> => {
    let free: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (free = resolve));
    let isHeld = false;
    const lease = { name: 'year-plan', holder: 'another process', milliseconds: 600_000 };
    let over: Promise<unknown> = Promise.resolve();
    await eventually(async () => {
      over = withLease(database(), { ...lease, now: Date.now() }, async () => {
        isHeld = true;
        await done;
      });
      await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 100))]);
      expect(isHeld).toBe(true);
    });
    return async () => {
      free();
      await over;
    };
  };

  beforeAll(async () => {
    running = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    const nowhere = 'http://127.0.0.1:1';
    const addresses = { tateshina: nowhere, shiojiri: nowhere, neighbours: nowhere, coordination: nowhere };
    Object.assign(process.env, {
      MONGODB_URI: running.uri,
      YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
    });
    await start();
    const key = (town: string): ReturnType<typeof signingKey> =>
      signingKey(JSON.parse(readFileSync(join(dataDir, 'keys', `${town}.private.jwk.json`), 'utf8')) as JWK);
    const now = Date.now();
    const issued = { issuedAt: now, expiresAt: now + hourMs };
    const figure = { month, level: 1, freeMinutes: 6_000 };
    const rows = [
      { ...figure, skill: 'data-entry', dataClass: 'INTERNAL' },
      { ...figure, skill: null, dataClass: 'PUBLIC' },
    ];
    const bulletin = { municipality: saku, number: 1, ...issued, from: month, to: month, rows };
    await at(Intake).receive(await sign(bulletin, await key(String(saku)), 'yui-capacity-bulletin'));
    const listKey = await key(String(tateshina));
    list = async (...orders) => {
      const told = { municipality: tateshina, issuedAt: Date.now(), expiresAt: Date.now() + hourMs, orders };
      await at(Intake).receiveSurplusOrders(await sign(told, listKey, 'yui-surplus-list'));
    };
    await list(order('x'));
  }, 120_000);
  afterEach(() => {
    at(PlanThread).make = usual;
  });
  afterAll(async () => {
    await service.close();
    await running.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('is made from the last words of towns that are down, and names of whom there are none', async () => {
    const id = await compute();
    await becomes(id, { status: 'DONE', demandMinutes: 3_000, boundMinutes: 3_000 });
    const { outcome, missing } = await planOf(id);
    expect(outcome?.moves).toMatchObject([{ from: tateshina, to: saku, month, minutes: 3_000, reasonAt: 0 }]);
    expect(outcome?.reasons).toMatchObject([{ cause: 'NOBODY_AT_HOME' }]);
    expect(missing).toContainEqual({ municipality: tateshina, capacity: true, surplusOrders: false });
    expect(missing).toContainEqual({ municipality: saku, capacity: false, surplusOrders: true });
  });

  it('tells how far it is, and stops when it is asked to', async () => {
    const thread = held();
    const id = await compute();
    await thread.begun;
    await becomes(id, { status: 'RUNNING', attempt: 1 });
    await at(YearPlans).stop({ planId: id, idempotencyKey: freshKey() });
    await becomes(id, { status: 'STOPPED', outcome: null, failure: null });
  });

  it('fails with a reason when its thread does, and the next one is made', async () => {
    const thread = held();
    const id = await compute();
    await thread.begun;
    thread.end(new Error('out of memory'));
    await becomes(id, { status: 'FAILED', failure: 'BROKEN' });
    at(PlanThread).make = usual;
    await becomes(await compute(), { status: 'DONE' });
  });

  it('waits while another process is at it', async () => {
    const free = await elsewhere();
    const id = await compute();
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // Longer than the strike of the job.
    expect((await planOf(id)).status).toBe('QUEUED');
    await at(YearPlans).stop({ planId: id, idempotencyKey: freshKey() });
    expect((await planOf(id)).status).toBe('STOPPED'); // What has not begun needs nobody to stop it.
    await free();
  });

  it('is made anew when its process has died, and what the dead one still finds is not taken', async () => {
    const free = await elsewhere();
    const id = await compute();
    const dead = await store().take(2, new Date());
    expect(dead).toMatchObject({ _id: id, attempt: 1 });
    // It died between what it has kept and the end.
    await usual({ attempt: dead as YearPlanRecord, planMs: 9_000, reasonsMs: 9_000, townsMs: 9_000 }, () => undefined)
      .made;
    expect(await townsTold(id)).toBeGreaterThan(0);
    await free();
    await becomes(id, { status: 'DONE', attempt: 2 });
    expect(await townsTold(id)).toBeGreaterThan(0);
    expect(await store().keepOutcome({ _id: id, attempt: 1 }, { outcome: null })).toBe(false);
    const late = { status: 'FAILED', failure: 'BROKEN', endedAt: new Date() } as const;
    await store().end({ _id: id, attempt: 1 }, late);
    expect(await store().note({ _id: id, attempt: 1 }, { phase: 'SERVED' })).toBeUndefined();
    expect(await planOf(id)).toMatchObject({ status: 'DONE', failure: null });
  });

  it('is given up, honestly, when its process dies again', async () => {
    const free = await elsewhere();
    const id = await compute();
    await store().take(2, new Date());
    await store().take(2, new Date());
    await free();
    await becomes(id, { status: 'FAILED', failure: 'INTERRUPTED' });
  });

  it('goes back to the queue when the service is ended, and is made when it is up again', async () => {
    const thread = held();
    const id = await compute();
    await thread.begun;
    await service.close();
    await start();
    await becomes(id, { status: 'DONE', attempt: 1 });
  });

  it('is made once a night for this fiscal year and the next, however often the job strikes', async () => {
    const nightly = async (): Promise<number> =>
      (await at(YearPlans).page(undefined, 100, undefined)).plans.filter(({ isNightly }) => isNightly).length;
    await Promise.all([at(YearPlans).planNight(), at(YearPlans).planNight()]);
    await at(YearPlans).planNight();
    expect(await nightly()).toBe(2);
  });

  /** Where the plan and the surplus orders differ, by the names of the orders. */
  const driftIn = async (id: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      ((await at(YearPlans).drift(id)) ?? []).map(({ order: { id: of }, drift }) => [of.slice(-1), drift]),
    );
  const done = async (): Promise<string> => {
    const id = await compute();
    await becomes(id, { status: 'DONE' });
    return id;
  };

  it('takes in a surplus order that comes later, says what has changed, and what it does not know', async () => {
    const id = await done();
    const made = await planOf(id);
    await list(order('x'), order('y', { minutes: 1_200 }), order('z', { skill: 'design' }));
    await becomes(id, { demandMinutes: 4_200, boundMinutes: 4_200 });
    const plan = await planOf(id);
    expect(plan.outcome?.servedMinutes).toBe(4_200);
    const moved = { orderId: `${tateshina}-surplus-y`, from: tateshina, to: saku, month, minutes: 1_200 };
    const [before] = made.outcome?.moves ?? [];
    expect(plan.outcome?.moves).toMatchObject([{ ...before, reasonAt: expect.any(Number) }, moved]);
    expect(plan.revisions).toMatchObject([{ number: 1, churnMinutes: 0, moves: [{ ...moved, minutesBefore: 0 }] }]);
    const planned = await at(YearPlans).standing(fiscalYear);
    expect(planned(String(saku) as MunicipalityCode, month)).toBe(4_200);
    // What nobody had asked for when the plan was made has no figures in it.
    expect(await driftIn(id)).toEqual({ z: 'NOT_PLANNED' });
    await list(order('x', { awardedMinutes: 600, status: 'PARTLY_AWARDED' }));
    expect(await driftIn(id)).toEqual({ x: 'CHANGED', y: 'CLOSED' });
    expect((await planOf(id)).revisions).toHaveLength(1);
  });

  it('says why it moves what a later order has changed, soon after, and of all orders of the kind', async () => {
    await list(order('x'));
    const id = await done();
    await list(order('x'), order('s', { minutes: 1_200 }));
    await eventually(async () => {
      const { moves, reasons } = (await planOf(id)).outcome as NonNullable<Plan['outcome']>;
      expect(moves.map(({ reasonAt }) => reasonAt)).toEqual([1, 1]);
      expect(reasons[1]).toMatchObject({
        ...{ cause: 'NOBODY_AT_HOME', freeMinutes: 6_000, without: { lostMinutes: 4_200 } },
        move: { home: tateshina, town: saku, month, minutes: 4_200 },
      });
    }, 20_000);
    // What is found twice, by two processes that both think they do it, is kept once.
    expect(await at(PlanThread).explain({ planId: id, limitMs: 500 })).toBe(false);
    expect((await planOf(id)).outcome?.reasons).toHaveLength(2);
  });

  it('keeps what a later order has changed where the thread that says why fails, and asks it no more', async () => {
    await list(order('x'));
    const id = await done();
    let asked = 0;
    const { explain } = at(PlanThread);
    at(PlanThread).explain = ({ planId }) => {
      if (planId === id) asked += 1;
      return Promise.reject(new Error('out of memory'));
    };
    await list(order('x'), order('r', { minutes: 1_200 }));
    await becomes(id, { demandMinutes: 4_200 });
    await list(order('x'), order('r', { minutes: 1_200 }), order('q', { minutes: 600 }));
    await becomes(id, { demandMinutes: 4_800 });
    const { outcome, halted } = await planOf(id);
    expect([halted, asked]).toEqual([undefined, 1]);
    expect(outcome?.moves.map(({ reasonAt }) => reasonAt)).toEqual([0, null, null]);
    at(PlanThread).explain = explain;
  });

  it('goes on with what it had when the thread that revises it fails, and the next one knows everything', async () => {
    await list(order('x'));
    const id = await done();
    const before = await planOf(id);
    const revise = at(PlanThread).revise;
    at(PlanThread).revise = () => Promise.reject(new Error('out of memory'));
    await list(order('x'), order('v', { minutes: 900 }));
    await becomes(id, { halted: 'FAILED' });
    at(PlanThread).revise = revise;
    expect(await planOf(id)).toEqual({ ...before, halted: 'FAILED' });
    expect(await driftIn(id)).toEqual({ v: 'NOT_PLANNED' });
    const next = await done();
    expect(await planOf(next)).toMatchObject({ demandMinutes: 3_900, revisions: [] });
    expect((await planOf(next)).halted).toBeUndefined();
    expect([await driftIn(next), await at(YearPlans).drift(id)]).toEqual([{}, null]);
  });

  it('takes in what came while it was made, after the plan before it has', async () => {
    await list(order('x'));
    const earlier = await done();
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    at(PlanThread).make = (wanted, tell) => {
      const making = gate.then(() => usual(wanted, tell).made);
      return { made: making, stop: () => undefined, kill: () => undefined };
    };
    const later = await compute();
    await becomes(later, { status: 'RUNNING' });
    await list(order('x'), order('u', { minutes: 600 }));
    await becomes(earlier, { demandMinutes: 3_600 });
    go();
    await becomes(later, { status: 'DONE', demandMinutes: 3_600 });
    expect((await planOf(later)).revisions).toMatchObject([{ number: 1, order: { id: `${tateshina}-surplus-u` } }]);
  });

  it('leaves more than it may take in to the next one', async () => {
    await list(order('x'));
    const id = await done();
    const many = Array.from({ length: 41 }, (_, at) => order(`many${at}`, { minutes: 600 }));
    await list(order('x'), ...many);
    await becomes(id, { halted: 'TOO_MANY', demandMinutes: 3_000 });
  });
});
