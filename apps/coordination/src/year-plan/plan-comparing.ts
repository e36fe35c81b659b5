import type { Database } from '#mongo/connect';
import { abandon, inTransaction } from '#mongo/transaction';
import { tasks } from '#planner/tasks';
import { DraftDifferenceStore } from './draft-differences.store.js';
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
  const told = await tasks.compareDrafts(
    { instance, scenarios, prices: pricesOf(orders), workload, seconds: compareMs / 1_000 },
    {
      shouldStop: timeUp(compareMs, isStopAsked),
      enter: (phase, at) => tell({ phase: `${at + 1}/${scenarios.length + 1} ${phase}` }),
    },
  );
  const compared = told.map((each) => each.compared);
  await inTransaction(database, async () => {
    const differences = told.map((each) => each.differences);
    await new DraftDifferenceStore(database).insert(attempt, orders, differences);
    // Last, as a plan keeps what it has come to: where the comparison is no longer this attempt's, nothing is kept.
    if (!(await new YearPlanStore(database).keepOutcome(attempt, { compared }))) abandon(undefined);
  });
  return { status: compared.every(({ status }) => status === 'COMPLETE') ? 'DONE' : 'STOPPED' };
}
