import type { ClientPrices } from '#domain/planning/client-prices';
import type { PlanInstance } from '#domain/planning/instance';
import { comparedDraft, publicDrafts, type ComparedDraft } from '#domain/planning/public-drafts';
import type { Scenario } from '#domain/planning/scenarios';
import type { TownWorkload } from '#domain/planning/year-instance';
import { planEach } from './compare-scenarios.js';
import type { Progress } from './progress.js';

/** A year of public orders and what is imagined of it. */
export interface DraftsGiven {
  readonly instance: PlanInstance;
  readonly scenarios: readonly Scenario[];
  readonly prices: ClientPrices;
  readonly workload: readonly TownWorkload[];
  readonly seconds: number;
}

/**
 * What scenarios come to beside the unchanged year, which comes first. Each takes its equal share of the seconds that are left.
 * @param given scenarios that `publicDrafts` has nothing against. @param enter told which draft is being planned, from 0.
 */
export async function compareDrafts(
  given: DraftsGiven,
  { shouldStop, enter }: Pick<Progress, 'shouldStop' | 'enter'>,
): Promise<ComparedDraft[]> {
  const drafts = publicDrafts(given.instance, given.scenarios);
  if (!drafts.ok) throw new Error(`a draft was taken that is none: ${JSON.stringify(drafts.refusals)}`);
  return planEach(drafts.value, given.seconds, {
    shouldStop,
    enter,
    tell: (draft, plan) => comparedDraft(draft, plan, given),
  });
}
