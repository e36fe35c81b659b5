import { outcomeOf, type Draft, type ScenarioOutcome } from '#domain/planning/scenarios';
import type { YearPlan } from '#domain/planning/year-plan';
import { planYear } from './plan-year.js';
import { usualTolerances, type Progress } from './progress.js';
import { SolveStopped } from './solver.js';

/** Plans each draft, in their order ({@link planEach}), and says what it comes to. */
export function compareScenarios(
  drafts: readonly Draft[],
  seconds: number,
  shouldStop: () => boolean,
): Promise<ScenarioOutcome[]> {
  return planEach(drafts, seconds, { shouldStop, enter: () => undefined, tell: outcomeOf });
}

/**
 * Plans each draft, in their order. Each may take its equal share of the seconds that are left, so that the last is planned as well as
 * the first; a plan that was cut short says so, and one for which nothing was left has no figures.
 */
export async function planEach<T>(
  drafts: readonly Draft[],
  seconds: number,
  around: Pick<Progress, 'shouldStop'> & {
    /** @param at the position of the draft. */
    readonly enter: (phase: Parameters<Progress['enter']>[0], at: number) => void;
    /** @param plan undefined where there was no time. */
    readonly tell: (draft: Draft, plan: YearPlan | undefined) => T;
  },
): Promise<T[]> {
  const endsAt = Date.now() + seconds * 1_000;
  const told: T[] = [];
  for (const [at, draft] of drafts.entries()) {
    const until = Date.now() + (endsAt - Date.now()) / (drafts.length - at);
    try {
      const plan = await planYear(draft.instance, {
        tolerances: usualTolerances,
        shouldStop: () => around.shouldStop() || Date.now() >= until,
        enter: (phase) => around.enter(phase, at),
      });
      told.push(around.tell(draft, plan));
    } catch (fault) {
      if (!(fault instanceof SolveStopped)) throw fault;
      told.push(around.tell(draft, undefined));
    }
  }
  return told;
}
