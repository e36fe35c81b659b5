import type { ClientPrices } from '#domain/planning/client-prices';
import { draftDifferences, type DraftDifference } from '#domain/planning/draft-differences';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
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

interface Planned {
  readonly instance: PlanInstance;
  readonly works: readonly PlannedWork[];
}

/** A draft, and what it does otherwise than the unchanged year: nothing where one of them was not planned. */
export interface ToldDraft {
  readonly compared: ComparedDraft;
  readonly differences: readonly DraftDifference[];
}

/**
 * What scenarios come to beside the unchanged year, which comes first. Each takes its equal share of the seconds that are left.
 * @param given scenarios that `publicDrafts` has nothing against. @param enter told which draft is being planned, from 0.
 */
export async function compareDrafts(
  given: DraftsGiven,
  { shouldStop, enter }: Pick<Progress, 'shouldStop' | 'enter'>,
): Promise<ToldDraft[]> {
  const drafts = publicDrafts(given.instance, given.scenarios);
  if (!drafts.ok) throw new Error(`a draft was taken that is none: ${JSON.stringify(drafts.refusals)}`);
  let unchanged: Planned | undefined;
  return planEach(drafts.value, given.seconds, {
    shouldStop,
    enter,
    tell: (draft, plan): ToldDraft => {
      const planned = plan && { instance: draft.instance, works: plan.works };
      if (draft === drafts.value[0]) unchanged = planned;
      return {
        compared: comparedDraft(draft, plan, given),
        differences: unchanged && planned ? draftDifferences(unchanged, planned) : [],
      };
    },
  });
}
