import { Worker } from 'node:worker_threads';
import type { Progressed } from './plan-making.js';
import type { Answer, Given, PlanTasks, Question, Word } from './plan-tasks.js';

/** A planning thread. */
export interface PlanWorker {
  /** Rejects where the thread fails, with its reason, and where it ends without an answer; then it answers nothing any more. */
  ask<N extends keyof PlanTasks>(name: N, given: Given<N>): Promise<Answer<N>>;
  /** Asks it to end with what it has. */
  stop(): void;
  /** Ends the thread at once, whatever it is at. */
  kill(): void;
  readonly hasEnded: boolean;
}

/** Starts a planning thread; it lives until it is killed or fails. */
export function startPlanWorker(hear: (progress: Progressed) => void = () => undefined): PlanWorker {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./plan-worker.js', import.meta.url), { workerData: { stop } });
  const waiting: { resolve(answer: unknown): void; reject(reason: unknown): void }[] = [];
  let ended: Error | undefined;
  const end = (reason: unknown): void => {
    ended ??= reason instanceof Error ? reason : new Error(String(reason));
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (word: Word) => {
    if ('answer' in word) waiting.shift()?.resolve(word.answer);
    else hear(word.progress);
  });
  worker.once('error', end);
  worker.once('exit', (code) => end(new Error(`the planning thread ended with code ${code}`)));
  return {
    ask: <N extends keyof PlanTasks>(name: N, given: Given<N>) =>
      new Promise<Answer<N>>((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        waiting.push({ resolve: resolve as (answer: unknown) => void, reject });
        worker.postMessage({ name, given } satisfies Question);
      }),
    stop: () => void Atomics.store(stop, 0, 1),
    kill: () => void worker.terminate(),
    get hasEnded() {
      return ended !== undefined;
    },
  };
}
