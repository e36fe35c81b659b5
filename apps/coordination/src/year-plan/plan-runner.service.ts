import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { ClientPrices } from '#domain/planning/client-prices';
import { nameOfCommodity, type PlanInstance } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import { unevennessOf } from '#domain/planning/unevenness';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { inTransaction } from '#mongo/transaction';
import type { TownsOfPlan } from '#planner/plan-towns';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Intake } from '../intake/intake.service.js';
import { PlanThread } from './plan-thread.service.js';
import { PlanTownsStore } from './plan-towns.store.js';
import { YearPlanStore, type PlanInputRecord, type PlanOutcome, type YearPlanRecord } from './year-plan.store.js';

/** A plan takes no longer than this, its reasons no longer than that, and what it is to its towns no longer than the last. */
const [planMs, explainSeconds, townsSeconds] = [60_000, 20, 25];
/** Drafts that are planned side by side share so much: no more than a plan with all that is told of it. */
const compareSeconds = planMs / 1_000 + explainSeconds + townsSeconds;
/** A thread that has not ended so long after its time is ended. */
const graceMs = 30_000;
/** How often a process that makes a plan says that it lives and looks whether it should stop, and after how long it counts as dead. */
const [beatMs, leaseMs] = [500, 15_000];
/** A plan whose process has died so many times is not begun again: it may be what kills it. */
const mostAttempts = 2;

/** Makes the plans that wait, one after the other, in one of the processes of the service. */
@Injectable()
export class PlanRunner implements BeforeApplicationShutdown {
  private readonly log = new Logger('year-plan');
  private readonly ending = new AbortController();
  private running: Promise<unknown> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake,
    private readonly thread: PlanThread,
  ) {}

  /** Makes what waits, unless this process or another is at it. */
  async strike(): Promise<void> {
    const { database } = this.intake;
    if (database === undefined || this.running !== undefined || this.ending.signal.aborted) return;
    const held = { name: 'year-plan', holder: processId, milliseconds: leaseMs, now: this.clock.now() };
    this.running = withLease(database, held, () => this.makeAll(database));
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }

  /** Makes what waits without waiting for the next strike, or for it to be made. */
  hurry(): void {
    void this.strike().catch((fault: unknown) => this.log.error('plans were not made', fault));
  }

  /** A plan that is being made goes back to the queue: another process, or this one once it is up again, makes it anew. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.running?.catch(() => undefined); // Whoever has struck tells of a fault.
  }

  private async makeAll(database: Database): Promise<void> {
    const store = new YearPlanStore(database);
    while (!this.ending.signal.aborted) {
      const plan = await store.take(mostAttempts, new Date(this.clock.now()));
      if (plan === null) return;
      await this.make(database, plan);
    }
  }

  private async make(database: Database, plan: YearPlanRecord): Promise<void> {
    const store = new YearPlanStore(database);
    const input = await store.input(plan._id);
    const making = new Making(this.thread, plan, input);
    const watched = this.watch(database, plan, making);
    try {
      const end = await making.run();
      if (making.isGivenBack) await store.giveBack(plan);
      else await this.end(database, plan, input, end);
    } catch (fault) {
      if (making.isGivenBack) return await store.giveBack(plan);
      this.log.error(`${plan._id} failed`, fault);
      await store.end(plan, { status: 'FAILED', failure: 'BROKEN', endedAt: new Date(this.clock.now()) });
    } finally {
      making.isOver.abort();
      await watched;
    }
  }

  private async end(
    database: Database,
    plan: YearPlanRecord,
    input: PlanInputRecord | null,
    { towns, ...end }: Ended,
  ): Promise<void> {
    await inTransaction(database, async () => {
      const isOwn = await new YearPlanStore(database).end(plan, { ...end, endedAt: new Date(this.clock.now()) });
      if (isOwn && towns && input) await new PlanTownsStore(database).insert(plan, input.orders, towns);
    });
  }

  /** Says that this process is alive, tells how far the plan is, and hears whether it should stop. */
  private async watch(database: Database, plan: YearPlanRecord, making: Making): Promise<void> {
    const store = new YearPlanStore(database);
    const deadline = this.clock.now() + planMs + (explainSeconds + townsSeconds) * 1_000 + graceMs;
    while (!making.isOver.signal.aborted) {
      try {
        const now = this.clock.now();
        const held = { name: 'year-plan', holder: processId, milliseconds: leaseMs, now, keep: true };
        await withLease(database, held, () => Promise.resolve());
        const word = await store.note(plan, making.newProgress());
        // Somebody else has taken it over: what this process finds would not be taken.
        if (word === undefined || now > deadline) making.kill();
        else if (word.isStopAsked) making.stop();
        if (this.ending.signal.aborted) making.giveBack();
      } catch (fault) {
        this.log.warn(`${plan._id}: ${String(fault)}`); // The database may be back at the next beat; if not, the lease ends.
      }
      await pause(beatMs, undefined, { signal: making.isOver.signal }).catch(() => undefined); // Over before the next beat.
    }
  }
}

type Ended = Pick<YearPlanRecord, 'status'> &
  Partial<Pick<YearPlanRecord, 'failure' | 'outcome' | 'compared' | 'boundMinutes'>> & {
    readonly towns?: TownsOfPlan | null;
  };
type Progressed = Partial<Pick<YearPlanRecord, 'phase' | 'incumbentMinutes' | 'boundMinutes'>>;

/** One plan on its way through the threads. */
class Making {
  readonly isOver = new AbortController();
  isGivenBack = false;
  private isStopped = false;
  private progress: Progressed = {};
  private act: { stop(): void; kill?(): void } | undefined;

  constructor(
    private readonly thread: PlanThread,
    plan: YearPlanRecord,
    private readonly input: PlanInputRecord | null,
  ) {
    this.isStopped = plan.isStopAsked;
  }

  /** @throws when a thread fails. */
  async run(): Promise<Ended> {
    if (this.input === null) throw new Error('what the plan is made from has gone');
    if (this.isStopped) return { status: 'STOPPED' };
    const { instance, scenarios } = this.input;
    if (scenarios) return this.compared(this.input, scenarios);
    const startedAt = performance.now();
    const planning = this.thread.plan(instance, {
      timeLimitMs: planMs,
      onPhase: (phase, _round, known) => {
        this.progress = {
          phase,
          ...(known === undefined
            ? {}
            : { incumbentMinutes: Math.floor(known.incumbentYen), boundMinutes: wholeBound(known.boundYen) }),
        };
      },
    });
    this.act = planning;
    let plan: YearPlan;
    try {
      plan = await planning.plan;
    } catch (fault) {
      // A thread that is asked to stop before it has anything ends with a fault that says so.
      if (this.isStopped) return { status: 'STOPPED' };
      if (performance.now() - startedAt >= planMs) return { status: 'FAILED', failure: 'TIME_UP' };
      throw fault;
    }
    this.progress = { phase: 'REASONS', boundMinutes: wholeBound(plan.boundYen) };
    const reasons = this.isStopped ? [] : await this.reasonsOf(instance, plan);
    this.progress = { phase: 'TOWNS' };
    const towns = this.isStopped ? null : await this.townsOf(this.input, plan);
    return {
      status: plan.status === 'COMPLETE' ? 'DONE' : 'STOPPED',
      boundMinutes: wholeBound(plan.boundYen),
      outcome: outcomeOf(this.input, plan, reasons),
      towns,
    };
  }

  /** What is new since it was asked last. */
  newProgress(): Progressed {
    const { progress } = this;
    this.progress = {};
    return progress;
  }

  stop(): void {
    this.isStopped = true;
    this.act?.stop();
  }

  kill(): void {
    this.stop();
    this.act?.kill?.();
  }

  giveBack(): void {
    this.isGivenBack = true;
    this.kill();
  }

  private reasonsOf(instance: PlanInstance, plan: YearPlan): Promise<MoveReason[]> {
    const asked = this.thread.explain(instance, plan, explainSeconds);
    this.act = { stop: () => asked.stop() }; // Asked, not killed: the plan is there, and must not be lost for its reasons.
    return asked.answer;
  }

  private townsOf({ instance, orders }: PlanInputRecord, plan: YearPlan): Promise<TownsOfPlan> {
    const asked = this.thread.forTowns(instance, plan, pricesOf(orders), townsSeconds);
    this.act = { stop: () => asked.stop() };
    return asked.answer;
  }

  private async compared(
    { instance, orders, workload }: PlanInputRecord,
    scenarios: NonNullable<PlanInputRecord['scenarios']>,
  ): Promise<Ended> {
    const given = { instance, scenarios, prices: pricesOf(orders), workload, seconds: compareSeconds };
    const asked = this.thread.compare(given, (phase, at) => {
      this.progress = { phase: `${at + 1}/${scenarios.length + 1} ${phase}` };
    });
    this.act = asked;
    const compared = await asked.answer;
    return { status: compared.every(({ status }) => status === 'COMPLETE') ? 'DONE' : 'STOPPED', compared };
  }
}

function pricesOf(orders: PlanInputRecord['orders']): ClientPrices {
  return Object.fromEntries(orders.map(({ id, yenPerMinute }) => [id, yenPerMinute]));
}

/** Every minute is worth one yen in these instances; what is left of a minute by rounding is none. */
function wholeBound(boundYen: number): number {
  return Math.floor(boundYen + 1e-6);
}

function outcomeOf(
  { instance, workload, orders }: PlanInputRecord,
  plan: YearPlan,
  reasons: MoveReason[],
): PlanOutcome {
  const works = [...plan.works];
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const reasonAt = new Map(
    reasons.map(({ move }, at) => [[move.month, move.home, move.town, nameOfCommodity(move)].join(' '), at]),
  );
  return {
    servedMinutes: works.reduce((sum, { minutes }) => sum + minutes, 0),
    unevenness: unevennessOf(instance, works, workload),
    months: [...instance.months],
    works,
    moves: works.flatMap(({ lot: id, town, month, minutes }) => {
      const [lot, order] = [lots.get(id), orderOf.get(id)];
      if (lot === undefined || order === undefined || lot.town === town) return [];
      return [
        {
          ...{ orderId: id, title: order.title, addressees: order.addressees, month, skill: lot.skill, minutes },
          ...{ from: lot.town as MunicipalityCode, to: town as MunicipalityCode },
          reasonAt: reasonAt.get([month, lot.town, town, nameOfCommodity(lot)].join(' ')) ?? null,
        },
      ];
    }),
    reasons,
  };
}
