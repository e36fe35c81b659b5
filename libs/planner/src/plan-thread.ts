import { parentPort, workerData } from 'node:worker_threads';
import type { PlanInstance } from '#domain/planning/instance';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';

// A thread of its own: the solver blocks the one that it runs in, and a service must go on answering.
const { instance, stop, endsAt } = workerData as {
  readonly instance: PlanInstance;
  readonly stop: Int32Array;
  readonly endsAt: number;
};
const plan = await planYear(instance, {
  tolerances: usualTolerances,
  shouldStop: () => Atomics.load(stop, 0) === 1 || Date.now() >= endsAt,
  enter: (phase, round, known) => parentPort?.postMessage({ phase, round, known }),
});
parentPort?.postMessage({ plan });
