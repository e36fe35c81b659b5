import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { Draft } from '#domain/planning/scenarios';
import { compareScenarios } from './compare-scenarios.js';
import { findMoveReasons } from './move-reasons.js';
import { findUnserved } from './unserved.js';

/** A plan and what it was made from. */
interface Given {
  readonly instance: PlanInstance;
  readonly works: readonly PlannedWork[];
}

/** What can be asked of a thread beside a plan: data in, data out. */
export const tasks = {
  moveReasons: (given: Given, shouldStop) => findMoveReasons(given.instance, given, shouldStop),
  unserved: ({ instance, works }: Given, shouldStop) => findUnserved(instance, works, shouldStop),
  compare: ({ drafts, seconds }: { readonly drafts: readonly Draft[]; readonly seconds: number }, shouldStop) =>
    compareScenarios(drafts, seconds, shouldStop),
} satisfies Record<string, Task>;

type Task = (given: never, shouldStop: () => boolean) => Promise<unknown>;
