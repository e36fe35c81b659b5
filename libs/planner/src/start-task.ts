import { Worker } from 'node:worker_threads';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import type { Draft, ScenarioOutcome } from '#domain/planning/scenarios';
import type { Unserved } from '#domain/planning/unserved';
import type { tasks } from './tasks.js';

/** Something that is being found out in a thread of its own. */
export interface Asked<T> {
  /** Rejects where the thread fails, with its reason. */
  readonly answer: Promise<T>;
  /** Asks it to end with what it has. */
  stop(): void;
}

/** How long a thread may look. */
interface Limit {
  readonly seconds: number;
}

/** Why each move is in a plan, the largest first (`findMoveReasons`). What was not found in the seconds given says so. */
export function explainMoves(
  instance: PlanInstance,
  { works }: { readonly works: readonly PlannedWork[] },
  limit: Limit,
): Asked<MoveReason[]> {
  return start('moveReasons', { instance, works }, limit);
}

/** What would serve the lots that a plan leaves undone (`findUnserved`). Changes that were not tried in the seconds given are counted. */
export function explainUnserved(
  instance: PlanInstance,
  { works }: { readonly works: readonly PlannedWork[] },
  limit: Limit,
): Asked<Unserved> {
  return start('unserved', { instance, works }, limit);
}

/** What drafts come to, in their order (`compareScenarios`). */
export function startComparing(drafts: readonly Draft[], limit: Limit): Asked<ScenarioOutcome[]> {
  return start('compare', { drafts, seconds: limit.seconds }, limit);
}

function start<N extends keyof typeof tasks>(
  name: N,
  given: Parameters<(typeof tasks)[N]>[0],
  { seconds }: Limit,
): Asked<Awaited<ReturnType<(typeof tasks)[N]>>> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./task-thread.js', import.meta.url), {
    workerData: { name, given, stop, endsAt: Date.now() + seconds * 1_000 },
  });
  const answer = new Promise<Awaited<ReturnType<(typeof tasks)[N]>>>((resolve, reject) => {
    worker.on('message', (message: { readonly answer: Awaited<ReturnType<(typeof tasks)[N]>> }) =>
      resolve(message.answer),
    );
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread of ${name} ended with code ${code}`)));
  });
  return { answer, stop: () => void Atomics.store(stop, 0, 1) };
}
