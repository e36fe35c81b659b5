import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { hoursAfter, type Instant } from '#domain/calendar/date';
import { fiscalYearOf } from '#domain/calendar/month';
import type { SurplusList } from '#domain/trade/surplus-list';
import type { Database } from '#mongo/connect';
import { Clock } from '#service/clock';
import { planInstance } from '#testkit/plan-instances';
import { CoordinationModule } from '../../../apps/coordination/src/coordination.module.js';
import { CapacityBulletinStore } from '../../../apps/coordination/src/intake/capacity-bulletin.store.js';
import { Intake } from '../../../apps/coordination/src/intake/intake.service.js';
import { SurplusListStore } from '../../../apps/coordination/src/intake/surplus-list.store.js';
import { PlanReviser } from '../../../apps/coordination/src/year-plan/plan-reviser.service.js';
import { PlanThread } from '../../../apps/coordination/src/year-plan/plan-thread.service.js';
import { YearPlans } from '../../../apps/coordination/src/year-plan/year-plan.service.js';
import { startDatabase } from '../../../tools/src/database/database.js';
import { writeFederation } from '../../../tools/src/start/demo-federation.js';
import { freePort } from '../../../tools/src/start/free-port.js';
import { publicFacts, type PublicFacts } from './public-facts.js';

/** A plan must not hold up whoever asks the service something else meanwhile. */
const boundMs = 20;
const size = { towns: 77, lots: 2_000, seed: 1 };
/** What the service gives the reasons of a revision. */
const reasonsMs = 500;
/** How often somebody asks how far the plan is. */
const askMs = 500;
/** Orders that come in after the plan: as many as it takes in. */
const lateOrders = 40;

/**
 * The coordination service plans the year of 77 towns, from their words in its database to the stored plan: how late its event loop is.
 * Only the federation document is replaced: 77 towns that sign for one another are no part of what is measured.
 */
export async function benchPlanService(print: (line: string) => void, root: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-bench-plan-'));
  const running = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
  const nowhere = 'http://127.0.0.1:1';
  const addresses = { tateshina: nowhere, shiojiri: nowhere, neighbours: nowhere, coordination: nowhere };
  const YUI_FEDERATION = await writeFederation(dataDir, addresses, Date.now() as Instant);
  Object.assign(process.env, { MONGODB_URI: running.uri, YUI_FEDERATION });
  const service = await NestFactory.createApplicationContext(CoordinationModule.of(true), {
    logger: ['error', 'warn'],
  });
  try {
    const at = <T>(type: new (...args: never[]) => T): T => service.get(type, { strict: false });
    const clock = new Clock();
    const fiscalYear = fiscalYearOf(clock.today()) + 1;
    const facts = publicFacts(planInstance(size), fiscalYear, clock.now(), clock.today());
    const intake = at(Intake);
    const { coordination } = intake.federation();
    intake.federation = () => ({ ...facts.federation, coordination });
    at(PlanReviser).strike = () => Promise.resolve(); // Struck below, and not by its job in the middle of it.
    const { told, later } = withLateOrders(facts);
    await tell(intake.database as Database, { ...facts, lists: told });
    const rows = facts.bulletins.reduce((sum, bulletin) => sum + bulletin.rows.length, 0);
    print(`\nthe service, ${size.towns} towns, ${size.lots} surplus orders, ${rows} rows of bulletins`);
    const planId = await benchLag(print, at(YearPlans), fiscalYear);
    const surplus = new SurplusListStore(intake.database as Database);
    await benchRevisions(print, at(PlanThread), at(YearPlans), { planId, later, keep: (list) => surplus.keep(list) });
  } finally {
    await service.close();
    await running.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The lists without their last orders, and the lists that then tell of these, one by one. */
function withLateOrders({ lists }: PublicFacts): { readonly told: SurplusList[]; readonly later: SurplusList[] } {
  const late = lists.filter(({ orders }) => orders.length > 1).slice(0, lateOrders);
  const told = lists.map((list) => (late.includes(list) ? { ...list, orders: list.orders.slice(0, -1) } : list));
  return { told, later: late.map((list, at) => ({ ...list, issuedAt: hoursAfter(list.issuedAt, (at + 1) / 3_600) })) };
}

async function tell(database: Database, { bulletins, lists }: PublicFacts): Promise<void> {
  const [capacity, surplus] = [new CapacityBulletinStore(database), new SurplusListStore(database)];
  for (const bulletin of bulletins) await capacity.keep(bulletin, '', bulletin.issuedAt);
  for (const list of lists) await surplus.keep(list);
}

async function benchLag(print: (line: string) => void, plans: YearPlans, fiscalYear: number): Promise<string> {
  const quiet = watched();
  await pause(3_000);
  print(`nothing to do           ${lateOf(quiet)}`);
  const began = performance.now();
  const [all, queuing] = [watched(), watched()];
  const decision = await plans.compute({ fiscalYear, idempotencyKey: 'bench' }, undefined);
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusals));
  const { id } = decision.value;
  print(`queued after ${since(began)} s      ${lateOf(queuing)}`);
  await endOf(plans, id);
  print(`planned after ${since(began)} s    ${lateOf(all)} (bound for 99 %: ${boundMs} ms)`);
  const [read, reading] = [performance.now(), watched()];
  const plan = await plans.plan(id);
  print(`read after ${since(read)} s         ${lateOf(reading)}, ${plan?.outcome?.moves.length ?? 0} moves`);
  return id;
}

/** Asks now and then how far a plan is, as a person does who waits for it. */
async function endOf(plans: YearPlans, id: string): Promise<void> {
  for (;;) {
    const status = (await plans.plan(id))?.status;
    if (status === 'DONE') return;
    if (status !== 'QUEUED' && status !== 'RUNNING') throw new Error(`the plan ended as ${status ?? 'nothing'}`);
    await pause(askMs);
  }
}

/** New surplus orders, one after the other: from the list that tells of each to the stored revision, in the thread that keeps the plan ready. */
async function benchRevisions(
  print: (line: string) => void,
  thread: PlanThread,
  plans: YearPlans,
  {
    planId,
    later,
    keep,
  }: { planId: string; later: PublicFacts['lists']; keep: (list: SurplusList) => Promise<unknown> },
): Promise<void> {
  const clock = new Clock();
  const revise = async (list: SurplusList): Promise<number> => {
    await keep(list);
    const began = performance.now();
    const halted = await thread.revise({
      ...{ planId, now: clock.now(), today: clock.today(), towns: [list.municipality] },
    });
    if (halted !== null) throw new Error(`the plan takes in no more: ${halted}`);
    return performance.now() - began;
  };
  const reasonTimes: number[] = [];
  const explain = async (): Promise<void> => {
    const began = performance.now();
    if (await thread.explain({ planId, limitMs: reasonsMs })) throw new Error('a revision has been left out');
    reasonTimes.push(performance.now() - began);
  };
  const [first, ...rest] = later;
  if (first === undefined) throw new Error('no new surplus orders');
  const firstMs = await revise(first); // The plan may have to be made ready for it.
  await explain();
  const [lag, times] = [watched(), [] as number[]];
  for (const list of rest) {
    times.push(await revise(list));
    await explain(); // As the service does it: after the answer, in the thread that answers next.
  }
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number, of = sorted): string => (of[Math.floor(share * (of.length - 1))] ?? 0).toFixed(0);
  print(`first revision          ${firstMs.toFixed(0)} ms`);
  print(
    `each of ${times.length} more         median ${at(0.5)} ms (bound 100), 95 % ${at(0.95)} ms (bound 300), ${lateOf(lag)}`,
  );
  reasonTimes.sort((a, b) => a - b);
  print(
    `why it moves work       median ${at(0.5, reasonTimes)} ms, 95 % ${at(0.95, reasonTimes)} ms, after the answer`,
  );
  const plan = await plans.plan(planId);
  const unexplained = plan?.outcome?.moves.filter(({ reasonAt }) => reasonAt === null).length ?? 0;
  print(`moves without a reason  ${unexplained} of ${plan?.outcome?.moves.length ?? 0}`);
  const churn = plan?.revisions.reduce((sum, { churnMinutes }) => sum + churnMinutes, 0) ?? 0;
  const share = ((100 * churn) / (plan?.outcome?.servedMinutes ?? 1)).toFixed(2);
  print(`revisions               ${plan?.revisions.length ?? 0}, other work changed by ${share} % of what is planned`);
  print(`memory of the process   ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
}

function watched(): IntervalHistogram {
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  return lag;
}

/** How late the event loop was. The histogram counts from one tick to the next, which are a millisecond apart. */
function lateOf(lag: IntervalHistogram): string {
  lag.disable();
  const late = (nanoseconds: number): string => Math.max(0, nanoseconds / 1e6 - 1).toFixed(1);
  return `event loop late: 99 % ${late(lag.percentile(99))} ms, worst ${late(lag.max)} ms`;
}

function since(moment: number): string {
  return ((performance.now() - moment) / 1_000).toFixed(1);
}
