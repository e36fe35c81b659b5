import type { Database } from '#mongo/connect';
import { tasks } from '#planner/tasks';
import { inputFor, pricesOf, timeUp, type Around, type MadePlan, type WantedMaking } from './plan-making.js';
import { YearPlanStore } from './year-plan.store.js';

/** An attempt at what-if drafts, and how long all of them together may take. */
export interface WantedComparing extends Pick<WantedMaking, 'attempt'> {
  readonly compareMs: number;
}

/**
 * Plans what is imagined of a year beside the unchanged year, and stores what each draft has come to. For a thread of its own, as `makePlan`.
 * Drafts for which there was no time, or which were stopped, say so.
 */
export async function makeComparison(
  database: Database,
  { attempt, compareMs }: WantedComparing,
  { isStopAsked, tell }: Around,
): Promise<MadePlan> {
  const { instance, orders, workload, scenarios } = await inputFor(database, attempt);
  if (!scenarios) throw new Error('nothing is imagined in what the drafts are made from');
  const compared = await tasks.compareDrafts(
    { instance, scenarios, prices: pricesOf(orders), workload, seconds: compareMs / 1_000 },
    {
      shouldStop: timeUp(compareMs, isStopAsked),
      enter: (phase, at) => tell({ phase: `${at + 1}/${scenarios.length + 1} ${phase}` }),
    },
  );
  await new YearPlanStore(database).keepOutcome(attempt, { compared });
  return { status: compared.every(({ status }) => status === 'COMPLETE') ? 'DONE' : 'STOPPED' };
}
