import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import type { Draft, ScenarioOutcome } from '#domain/planning/scenarios';
import type { Unserved } from '#domain/planning/unserved';
import { startThread, type TaskThread } from './start-thread.js';

/** Something that is being found out in a thread of its own. */
export type Asked<T> = Pick<TaskThread<T>, 'answer' | 'stop'>;

/** How long a thread may look. */
interface Limit {
  readonly seconds: number;
}

/** Why each move is in a plan, the largest first (`findMoveReasons`). What was not found in the seconds given says so. */
export function explainMoves(
  instance: PlanInstance,
  { works }: { readonly works: readonly PlannedWork[] },
  { seconds }: Limit,
): Asked<MoveReason[]> {
  return startThread('moveReasons', { instance, works }, seconds * 1_000);
}

/** What would serve the lots that a plan leaves undone (`findUnserved`). Changes that were not tried in the seconds given are counted. */
export function explainUnserved(
  instance: PlanInstance,
  { works }: { readonly works: readonly PlannedWork[] },
  { seconds }: Limit,
): Asked<Unserved> {
  return startThread('unserved', { instance, works }, seconds * 1_000);
}

/** What drafts come to, in their order (`compareScenarios`). */
export function startComparing(drafts: readonly Draft[], { seconds }: Limit): Asked<ScenarioOutcome[]> {
  return startThread('compare', { drafts, seconds }, seconds * 1_000);
}
