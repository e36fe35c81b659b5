import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import { findMoveReasons } from './move-reasons.js';

/** What can be asked of a thread beside a plan: data in, data out. */
export const tasks = {
  moveReasons: (given: { readonly instance: PlanInstance; readonly works: readonly PlannedWork[] }, shouldStop) =>
    findMoveReasons(given.instance, given, shouldStop),
} satisfies Record<string, Task>;

type Task = (given: never, shouldStop: () => boolean) => Promise<unknown>;
