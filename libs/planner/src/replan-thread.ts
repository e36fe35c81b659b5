import { parentPort, workerData } from 'node:worker_threads';
import type { PlanInstance, PlanLot } from '#domain/planning/instance';
import type { YearPlan } from '#domain/planning/year-plan';
import { Replanner } from './replanner.js';

// A thread of its own, as for planning; it lives as long as new lots are expected, so that each finds everything ready.
const { instance, plan } = workerData as { readonly instance: PlanInstance; readonly plan: YearPlan };
const replanner = new Replanner(instance, plan);
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (lot: PlanLot) => {
  // One after the other, in the order in which they came; what fails ends the thread, and with it everything that waits.
  last = last.then(async () => parentPort?.postMessage(await replanner.add(lot)));
});
