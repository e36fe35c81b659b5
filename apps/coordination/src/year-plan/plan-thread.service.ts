import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Intake } from '../intake/intake.service.js';
import type { WantedComparing } from './plan-comparing.js';
import type { WantedReasons } from './plan-explaining.js';
import type { PreparedPlan, WantedPlan } from './plan-input.js';
import type { MadePlan, Progressed, WantedMaking } from './plan-making.js';
import type { DriftedOrder } from './plan-revising.js';
import type { Answer, Given, PlanTasks } from './plan-tasks.js';
import type { WantedRevision } from './plan-ready.js';
import { startPlanWorker, type PlanWorker } from './start-plan-worker.js';
import type { PlanHalt } from './year-plan-status.js';

/** A plan, or drafts of one, that is being made in a thread of its own. */
export interface MakingPlan {
  /** Rejects where the thread fails, with its reason, and where it was stopped before there was anything. */
  readonly made: Promise<MadePlan>;
  /** Asks it to end with the best that it has. */
  stop(): void;
  /** Ends the thread at once, whatever it is at. */
  kill(): void;
}

/** A thread that nothing has been asked of for so long makes way for a fresh one: the plans that it keeps ready are large. */
const idleMs = 600_000;

/**
 * The threads that plan: the service goes on answering meanwhile. One is for what is quick and starts with the service, since somebody waits
 * for its answers and it takes a second or more to load: it prepares what plans are made from, and keeps the plans that stand ready for new
 * surplus orders. Each plan or comparison that is made has another one, which ends with it and gives back what the solver took.
 */
@Injectable()
export class PlanThread implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private quick: PlanWorker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly intake: Intake) {}

  onApplicationBootstrap(): void {
    if (this.intake.database !== undefined) this.quick = startPlanWorker();
  }

  /** @throws as {@link ask}. */
  prepare(wanted: WantedPlan): Promise<PreparedPlan> {
    return this.ask('prepare', wanted);
  }

  /** Takes new surplus orders into a plan that stands. @throws as {@link ask}. */
  revise(wanted: WantedRevision): Promise<PlanHalt | null> {
    return this.ask('revise', wanted);
  }

  /** Finds why a revision of a plan that stands moves what it moves; tells whether more wait for it. @throws as {@link ask}. */
  explain(wanted: WantedReasons): Promise<boolean> {
    return this.ask('explain', wanted);
  }

  /** Where a plan that stands and the surplus orders differ. @throws as {@link ask}. */
  drift(wanted: WantedRevision): Promise<DriftedOrder[] | null> {
    return this.ask('drift', wanted);
  }

  make(wanted: WantedMaking, onProgress: (progress: Progressed) => void): MakingPlan {
    return making('make', wanted, onProgress);
  }

  /** Plans what-if drafts side by side, in a thread as a plan has one. */
  compare(wanted: WantedComparing, onProgress: (progress: Progressed) => void): MakingPlan {
    return making('compare', wanted, onProgress);
  }

  beforeApplicationShutdown(): void {
    clearTimeout(this.idle);
    this.quick?.kill();
    this.quick = undefined;
  }

  private refresh(): void {
    this.quick?.kill();
    this.quick = startPlanWorker();
  }

  /** @throws when the thread fails; the next question starts another. */
  private async ask<N extends keyof PlanTasks>(name: N, given: Given<N>): Promise<Answer<N>> {
    clearTimeout(this.idle);
    if (this.quick?.hasEnded !== false) this.quick = startPlanWorker();
    try {
      return await this.quick.ask(name, given);
    } finally {
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.refresh(), idleMs).unref();
    }
  }
}

function making<N extends 'make' | 'compare'>(
  name: N,
  wanted: Given<N>,
  onProgress: (progress: Progressed) => void,
): MakingPlan {
  const worker = startPlanWorker(onProgress);
  const made: Promise<MadePlan> = worker.ask(name, wanted).finally(() => worker.kill());
  return { made, stop: worker.stop, kill: worker.kill };
}
