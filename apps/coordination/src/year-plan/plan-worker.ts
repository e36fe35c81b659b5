import { parentPort, workerData } from 'node:worker_threads';
import { connectReadModel } from '../intake/intake.service.js';
import type { Around } from './plan-making.js';
import { planTasks, type Question, type Word } from './plan-tasks.js';

// A thread of its own: reading what 77 towns have told and solving block the one they run in, and the service must go on answering.
const { stop } = workerData as { readonly stop: Int32Array };
const say = (word: Word): void => parentPort?.postMessage(word);
const around: Around = { isStopAsked: () => Atomics.load(stop, 0) === 1, tell: (progress) => say({ progress }) };
const { database } = await connectReadModel();
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ name, given }: Question) => {
  // One after the other, in the order in which they came; what fails ends the thread, and with it everything that waits.
  last = last.then(async () => say({ answer: await planTasks[name](database, given as never, around) }));
});
