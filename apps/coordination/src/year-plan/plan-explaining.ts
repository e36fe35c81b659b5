import type { Database } from '#mongo/connect';
import { timeUp } from './plan-making.js';
import { readyPlan } from './plan-ready.js';
import { PlanRevisionStore } from './plan-revision.store.js';
import { RevisionReasonsStore } from './revision-reasons.store.js';

/** A plan of which a revision is to be explained, and how long that may take. */
export interface WantedReasons {
  readonly planId: string;
  readonly limitMs: number;
}

/**
 * Finds why a plan has the moves that the first of its revisions without reasons has changed, as the plan is now, and stores that. Tells
 * whether more revisions wait for it. For the thread that keeps the plan ready; what is not found in time says so.
 * @throws when the solver fails.
 */
export async function explainRevision(database: Database, { planId, limitMs }: WantedReasons): Promise<boolean> {
  const store = new RevisionReasonsStore(database);
  const [count, numbers] = await Promise.all([new PlanRevisionStore(database).count(planId), store.numbersOf(planId)]);
  const explained = new Set(numbers);
  const waiting = Array.from({ length: count }, (_, at) => at + 1).filter((number) => !explained.has(number));
  const number = waiting[0];
  // Asked before the plan is read, which takes long.
  const plan = number === undefined ? undefined : await readyPlan(database, planId);
  if (number === undefined || plan === undefined) return false;
  const { _id, keptUntil, reasons } = await plan.reasonsOf(
    number,
    timeUp(limitMs, () => false),
  );
  await store.add({ _id, planId, number, keptUntil, reasons });
  return waiting.length > 1;
}
