import { Worker } from 'node:worker_threads';
import type { PlanInstance, PlanLot } from '#domain/planning/instance';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Replanned } from './replanner.js';

/** A plan that stands, in a thread of its own, ready to take in new lots. */
export interface Replanning {
  /**
   * Takes in a lot that `refusalsOfInstance` has nothing against and the plan does not have. Rejects where the thread has failed or ended,
   * with its reason.
   */
  add(lot: PlanLot): Promise<Replanned>;
  close(): Promise<void>;
}

/**
 * Keeps a plan ready for new lots.
 * @param plan a lawful plan of this instance; with its `proof` the bound stays near.
 */
export function startReplanning(instance: PlanInstance, plan: YearPlan): Replanning {
  const worker = new Worker(new URL('./replan-thread.js', import.meta.url), { workerData: { instance, plan } });
  const waiting: { resolve(replanned: Replanned): void; reject(reason: unknown): void }[] = [];
  let ended: unknown;
  const end = (reason: unknown): void => {
    ended ??= reason;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (replanned: Replanned) => waiting.shift()?.resolve(replanned));
  worker.once('error', end);
  worker.once('exit', (code) => end(new Error(`the re-planning thread ended with code ${code}`)));
  return {
    add: (lot) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended instanceof Error ? ended : new Error(String(ended)));
          return;
        }
        waiting.push({ resolve, reject });
        worker.postMessage(lot);
      }),
    close: async () => void (await worker.terminate()),
  };
}
