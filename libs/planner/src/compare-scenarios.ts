import { outcomeOf, type Draft, type ScenarioOutcome } from '#domain/planning/scenarios';
import { planYear } from './plan-year.js';
import { usualTolerances } from './progress.js';
import { SolveStopped } from './solver.js';

/**
 * Plans each draft, in their order. Each may take its equal share of the seconds that are left, so that the last is planned as well as
 * the first; a plan that was cut short says so, and one for which nothing was left has no figures.
 */
export async function compareScenarios(
  drafts: readonly Draft[],
  seconds: number,
  shouldStop: () => boolean,
): Promise<ScenarioOutcome[]> {
  const endsAt = Date.now() + seconds * 1_000;
  const outcomes: ScenarioOutcome[] = [];
  for (const [at, draft] of drafts.entries()) {
    const until = Date.now() + (endsAt - Date.now()) / (drafts.length - at);
    try {
      const plan = await planYear(draft.instance, {
        tolerances: usualTolerances,
        shouldStop: () => shouldStop() || Date.now() >= until,
        enter: () => undefined,
      });
      outcomes.push(outcomeOf(draft, plan));
    } catch (fault) {
      if (!(fault instanceof SolveStopped)) throw fault;
      outcomes.push(outcomeOf(draft, undefined));
    }
  }
  return outcomes;
}
