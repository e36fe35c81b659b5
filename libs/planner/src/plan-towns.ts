import { townBalances, type TownBalance } from '#domain/planning/balances';
import { made } from '#domain/planning/changes';
import { withPrices, type ClientPrices } from '#domain/planning/client-prices';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { Unserved } from '#domain/planning/unserved';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { SolveStopped } from './solver.js';
import { findUnserved } from './unserved.js';

/** What a plan is to its towns. */
export interface TownsOfPlan {
  /** null: there was no time to plan the year without sharing, and so nothing to compare with. */
  readonly balances: readonly TownBalance[] | null;
  readonly unserved: Unserved;
}

/**
 * What each town gives and gains by a plan, and what would serve what it leaves undone. Planned as the plan was, told at the clients' prices.
 * @param given an instance that `refusalsOfInstance` has nothing against, and works of a plan of it that keep every rule.
 * @param shouldStop when true, what is left is told as not found: no figure is made up.
 */
export async function findForTowns(
  given: { readonly instance: PlanInstance; readonly works: readonly PlannedWork[]; readonly prices: ClientPrices },
  shouldStop: () => boolean,
): Promise<TownsOfPlan> {
  const { instance, works } = given;
  const priced = withPrices(instance, given.prices);
  const alone = await worksAlone(instance, shouldStop);
  return {
    balances: alone === null ? null : townBalances(priced, works, alone),
    unserved: await findUnserved(priced, works, shouldStop),
  };
}

/** The plan in which no town shares; null where there was no time for all of it: half of one would make every gain look larger. */
async function worksAlone(instance: PlanInstance, shouldStop: () => boolean): Promise<readonly PlannedWork[] | null> {
  if (shouldStop()) return null;
  const apart = { ...made(instance, { kind: 'COALITION', towns: [] }), published: [] };
  try {
    const plan = await planYear(apart, { tolerances: usualTolerances, shouldStop, enter: () => undefined });
    return plan.status === 'COMPLETE' ? plan.works : null;
  } catch (fault) {
    if (!(fault instanceof SolveStopped)) throw fault;
    return null;
  }
}
