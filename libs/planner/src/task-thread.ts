import { parentPort, workerData } from 'node:worker_threads';
import { tasks } from './tasks.js';

// A thread of its own: solving blocks the one that it runs in, and a service must go on answering.
const { name, given, stop, endsAt } = workerData as {
  readonly name: keyof typeof tasks;
  readonly given: never;
  readonly stop: Int32Array;
  readonly endsAt: number;
};
const answer = await tasks[name](given, {
  shouldStop: () => Atomics.load(stop, 0) === 1 || Date.now() >= endsAt,
  enter: (phase, round, known) => parentPort?.postMessage({ phase, round, known }),
});
parentPort?.postMessage({ answer });
