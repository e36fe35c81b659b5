import type { ClientPrices } from '#domain/planning/client-prices';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { Draft } from '#domain/planning/scenarios';
import { compareDrafts, type DraftsGiven } from './compare-drafts.js';
import { compareScenarios } from './compare-scenarios.js';
import { findMoveReasons } from './move-reasons.js';
import { findForTowns } from './plan-towns.js';
import { planYear } from './plan-year.js';
import { usualTolerances, type Known, type Phase, type Progress } from './progress.js';
import { findUnserved } from './unserved.js';

/** A plan and what it was made from. */
interface Given {
  readonly instance: PlanInstance;
  readonly works: readonly PlannedWork[];
}

/** What a thread tells of a plan while it is made ({@link Progress.enter}). */
export interface PhaseWord {
  readonly phase: Phase;
  readonly round: number;
  readonly known?: Known;
}

/** What can be asked of a thread: data in, data out. */
export const tasks = {
  plan: (instance: PlanInstance, around) => planYear(instance, { tolerances: usualTolerances, ...around }),
  moveReasons: (given: Given, { shouldStop }) => findMoveReasons(given.instance, given, shouldStop),
  unserved: ({ instance, works }: Given, { shouldStop }) => findUnserved(instance, works, shouldStop),
  towns: (given: Given & { readonly prices: ClientPrices }, { shouldStop }) => findForTowns(given, shouldStop),
  compare: ({ drafts, seconds }: { readonly drafts: readonly Draft[]; readonly seconds: number }, { shouldStop }) =>
    compareScenarios(drafts, seconds, shouldStop),
  compareDrafts: (given: DraftsGiven, around) => compareDrafts(given, around),
} satisfies Record<string, Task>;

type Task = (given: never, around: Pick<Progress, 'shouldStop' | 'enter'>) => Promise<unknown>;
