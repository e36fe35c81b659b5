import { Worker } from 'node:worker_threads';
import type { PlanInstance } from '#domain/planning/instance';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Known, Phase, Progress } from './progress.js';

/** A plan that is being made in a thread of its own. */
export interface Planning {
  /** Rejects where the thread fails, with its reason, and where it was stopped before there was anything. */
  readonly plan: Promise<YearPlan>;
  /** Asks it to end with the best that it has. */
  stop(): void;
  /** Ends the thread at once, whatever it is at. */
  kill(): void;
}

/**
 * Starts to plan a year.
 * @param instance one that `refusalsOfInstance` has nothing against.
 */
export function startPlanning(
  instance: PlanInstance,
  settings: {
    readonly timeLimitMs: number;
    readonly onPhase?: Progress['enter'];
  },
): Planning {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./plan-thread.js', import.meta.url), {
    workerData: { instance, stop, endsAt: Date.now() + settings.timeLimitMs },
  });
  const plan = new Promise<YearPlan>((resolve, reject) => {
    worker.on('message', (message: { plan: YearPlan } | { phase: Phase; round: number; known?: Known }) => {
      if ('plan' in message) resolve(message.plan);
      else settings.onPhase?.(message.phase, message.round, message.known);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the planning thread ended with code ${code}`)));
  });
  return { plan, stop: () => void Atomics.store(stop, 0, 1), kill: () => void worker.terminate() };
}
