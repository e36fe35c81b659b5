import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { fiscalYearOf } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { processId } from '#service/process-id';
import { Intake } from '../intake/intake.service.js';
import { PlanThread } from './plan-thread.service.js';
import { YearPlanStore } from './year-plan.store.js';

/** A process that does it dies, and another one does it after so long. */
const leaseMs = 15_000;
/** A thread may fail for what others ask of it; what fails so many times for a plan is the plan's. */
const mostFaults = 2;

/** Why one revision moves what it moves may take so long; and after so long the next one waits for the next strike, which is soon. */
const [reasonsMs, reasonsInAllMs] = [500, 250];

/** Takes surplus orders that come in between two plans into the plan that stands, in one of the processes of the service. */
@Injectable()
export class PlanReviser implements BeforeApplicationShutdown {
  private readonly log = new Logger('year-plan');
  /** For each plan, of which moment each town's list was when its new orders were taken in. */
  private readonly seen = new Map<string, ReadonlyMap<MunicipalityCode, number>>();
  private readonly faults = new Map<string, number>();
  /** For each plan, whether revisions of it may be without reasons. One of which that cannot be found is not asked again. */
  private readonly reasons = new Map<string, 'WANTED' | 'FOUND' | 'GIVEN_UP'>();
  private running: Promise<unknown> | undefined;
  private isEnding = false;

  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake,
    private readonly thread: PlanThread,
  ) {}

  /** Takes in what is new, unless this process or another is at it. Asks the database for a few figures where nothing is. */
  async strike(): Promise<void> {
    const { database } = this.intake;
    if (database === undefined || this.running !== undefined || this.isEnding) return;
    // Kept, so that the thread of one process stays ready and the others need none.
    const held = { name: 'plan-revision', holder: processId, milliseconds: leaseMs, now: this.clock.now(), keep: true };
    this.running = withLease(database, held, () => this.reviseAll(database));
    try {
      await this.running;
    } finally {
      this.running = undefined;
    }
  }

  /** The thread ends with the service, which is no fault of a plan. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    await this.running?.catch(() => undefined); // Whoever has struck tells of a fault.
  }

  private async reviseAll(database: Database): Promise<void> {
    const store = new YearPlanStore(database);
    const thisYear = fiscalYearOf(this.clock.today());
    const standing = (await Promise.all([thisYear, thisYear + 1].map((year) => store.standingIn(year)))).flatMap(
      (plan) => plan ?? [],
    );
    for (const known of [this.seen, this.faults, this.reasons])
      for (const planId of known.keys()) if (!standing.some(({ _id }) => _id === planId)) known.delete(planId);
    const open = standing.filter(({ halted }) => halted === undefined);
    if (open.length > 0) {
      const lists = await this.intake.surplusListMoments();
      for (const { _id } of open) await this.revise(store, _id, lists);
    }
    // After what is new is stored: who waits for that does not wait for its reasons.
    for (const { _id } of standing) await this.explain(_id);
  }

  private async explain(planId: string): Promise<void> {
    const state = this.reasons.get(planId) ?? 'WANTED'; // A process that has ended may have left some.
    if (state !== 'WANTED') return;
    const until = performance.now() + reasonsInAllMs;
    try {
      let areMore = true;
      while (areMore && performance.now() < until && !this.isEnding)
        areMore = await this.thread.explain({ planId, limitMs: reasonsMs });
      this.reasons.set(planId, areMore ? 'WANTED' : 'FOUND');
    } catch (fault) {
      if (this.isEnding) return;
      // What has been changed holds, and says that it has no reason.
      this.log.error(`revisions of ${planId} were not explained`, fault);
      this.reasons.set(planId, 'GIVEN_UP');
    }
  }

  private async revise(
    store: YearPlanStore,
    planId: string,
    lists: ReadonlyMap<MunicipalityCode, number>,
  ): Promise<void> {
    const before = this.seen.get(planId);
    const towns = [...lists].filter(([town, moment]) => before?.get(town) !== moment).map(([town]) => town);
    if (towns.length === 0) return;
    try {
      const halted = await this.thread.revise({ planId, now: this.clock.now(), today: this.clock.today(), towns });
      if (halted === null) this.seen.set(planId, lists);
      else await store.halt(planId, halted);
      this.faults.delete(planId);
      if (this.reasons.get(planId) === 'FOUND') this.reasons.set(planId, 'WANTED');
    } catch (fault) {
      if (this.isEnding) return;
      // The plan stays as it is.
      this.log.error(`${planId} was not revised`, fault);
      const faults = (this.faults.get(planId) ?? 0) + 1;
      this.faults.set(planId, faults);
      if (faults >= mostFaults) await store.halt(planId, 'FAILED');
    }
  }
}
