import type { PlanInstance } from '#domain/planning/instance';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Progress } from './progress.js';
import { startThread } from './start-thread.js';

/** A plan that is being made in a thread of its own. */
export interface Planning {
  /** Rejects where the thread fails, with its reason, and where it was stopped before there was anything. */
  readonly plan: Promise<YearPlan>;
  /** Asks it to end with the best that it has. */
  stop(): void;
  /** Ends the thread at once, whatever it is at. */
  kill(): void;
}

/**
 * Starts to plan a year.
 * @param instance one that `refusalsOfInstance` has nothing against.
 */
export function startPlanning(
  instance: PlanInstance,
  settings: {
    readonly timeLimitMs: number;
    readonly onPhase?: Progress['enter'];
  },
): Planning {
  const { timeLimitMs, onPhase } = settings;
  const thread = startThread('plan', instance, timeLimitMs, ({ phase, round, known }) =>
    onPhase?.(phase, round, known),
  );
  return { plan: thread.answer, stop: thread.stop, kill: thread.kill };
}
