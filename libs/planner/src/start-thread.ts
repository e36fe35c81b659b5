import { Worker } from 'node:worker_threads';
import type { PhaseWord, tasks } from './tasks.js';

type Tasks = typeof tasks;
type Answer<N extends keyof Tasks> = Awaited<ReturnType<Tasks[N]>>;

/** A task in a thread of its own. */
export interface TaskThread<T> {
  /** Rejects where the thread fails, with its reason, and where it ended without an answer. */
  readonly answer: Promise<T>;
  /** Asks it to end with what it has. */
  stop(): void;
  /** Ends the thread at once, whatever it is at. */
  kill(): void;
}

/**
 * Starts a task in a thread of its own.
 * @param limitMs after so long it ends with what it has.
 */
export function startThread<N extends keyof Tasks>(
  name: N,
  given: Parameters<Tasks[N]>[0],
  limitMs: number,
  hear: (word: PhaseWord) => void = () => undefined,
): TaskThread<Answer<N>> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./task-thread.js', import.meta.url), {
    workerData: { name, given, stop, endsAt: Date.now() + limitMs },
  });
  const answer = new Promise<Answer<N>>((resolve, reject) => {
    worker.on('message', (message: { readonly answer: Answer<N> } | PhaseWord) => {
      if ('answer' in message) resolve(message.answer);
      else hear(message);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of ${name} ended with code ${code}`)));
  });
  return { answer, stop: () => void Atomics.store(stop, 0, 1), kill: () => void worker.terminate() };
}
