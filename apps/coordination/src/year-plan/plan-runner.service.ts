import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Intake } from '../intake/intake.service.js';
import { DraftDifferenceStore } from './draft-differences.store.js';
import type { MadePlan, Progressed } from './plan-making.js';
import { PlanThread, type MakingPlan } from './plan-thread.service.js';
import { PlanTownsStore } from './plan-towns.store.js';
import { YearPlanStore, type YearPlanRecord } from './year-plan.store.js';

/** A plan takes no longer than this, its reasons no longer than that, and what it is to its towns no longer than the last. */
const [planMs, reasonsMs, townsMs] = [60_000, 20_000, 25_000];
/** Drafts that are planned side by side share so much: no more than a plan with all that is told of it. */
const compareMs = planMs + reasonsMs + townsMs;
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
    this.running = this.ifAnyWaits(database, () => withLease(database, held, () => this.makeAll(database)));
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

  /** The lease is two durable writes; most seconds have nothing to make. */
  private async ifAnyWaits(database: Database, act: () => Promise<unknown>): Promise<void> {
    if (await new YearPlanStore(database).hasToMake()) await act();
  }

  private async makeAll(database: Database): Promise<void> {
    const store = new YearPlanStore(database);
    while (!this.ending.signal.aborted) {
      const plan = await store.take(mostAttempts, new Date(this.clock.now()));
      if (plan === null) return;
      // Of an attempt that has died; the plan begins anew.
      await new PlanTownsStore(database).forget(plan._id);
      await new DraftDifferenceStore(database).forget(plan._id);
      await this.make(database, plan);
    }
  }

  private async make(database: Database, plan: YearPlanRecord): Promise<void> {
    const store = new YearPlanStore(database);
    const making = new Making(this.thread, plan);
    const watched = this.watch(database, plan, making);
    try {
      const end = await making.run();
      if (making.isGivenBack) await store.giveBack(plan);
      else await store.end(plan, { ...end, endedAt: new Date(this.clock.now()) });
    } catch (fault) {
      if (making.isGivenBack) return await store.giveBack(plan);
      this.log.error(`${plan._id} failed`, fault);
      await store.end(plan, { status: 'FAILED', failure: 'BROKEN', endedAt: new Date(this.clock.now()) });
    } finally {
      making.isOver.abort();
      await watched;
    }
  }

  /** Says that this process is alive, tells how far the plan is, and hears whether it should stop. */
  private async watch(database: Database, plan: YearPlanRecord, making: Making): Promise<void> {
    const store = new YearPlanStore(database);
    const deadline = this.clock.now() + compareMs + graceMs;
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

type Ended = Pick<YearPlanRecord, 'status'> & Partial<Pick<YearPlanRecord, 'failure' | 'boundMinutes'>>;

/** One plan on its way through its thread. */
class Making {
  readonly isOver = new AbortController();
  isGivenBack = false;
  private isStopped = false;
  private progress: Progressed = {};
  private act: MakingPlan | undefined;

  constructor(
    private readonly thread: PlanThread,
    private readonly plan: YearPlanRecord,
  ) {
    this.isStopped = plan.isStopAsked;
  }

  /** @throws when the thread fails. */
  async run(): Promise<Ended> {
    if (this.isStopped) return { status: 'STOPPED' };
    const startedAt = performance.now();
    this.act = this.begin((progress) => {
      this.progress = { ...this.progress, ...progress };
    });
    try {
      return (await this.act.made) satisfies MadePlan;
    } catch (fault) {
      if (this.plan.comparison) throw fault; // Drafts that are stopped, or have no time left, are an answer.
      // A thread that is asked to stop before it has anything ends with a fault that says so.
      if (this.isStopped) return { status: 'STOPPED' };
      if (performance.now() - startedAt >= planMs) return { status: 'FAILED', failure: 'TIME_UP' };
      throw fault;
    }
  }

  private begin(hear: (progress: Progressed) => void): MakingPlan {
    const { _id, attempt: number, keptUntil, comparison } = this.plan;
    const attempt = { _id, attempt: number, keptUntil };
    return comparison
      ? this.thread.compare({ attempt, compareMs }, hear)
      : this.thread.make({ attempt, planMs, reasonsMs, townsMs }, hear);
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
    this.act?.kill();
  }

  giveBack(): void {
    this.isGivenBack = true;
    this.kill();
  }
}
