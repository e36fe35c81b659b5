import type { GoalName } from '#domain/planning/linear-program';

/** What the planner is at: the program with pools or with named towns, a goal, the whole lots, the slices. */
export type Phase = GoalName | 'POOLED' | 'NAMED' | 'WHOLE_LOTS' | 'SLICES';

/** How a plan is solved, and how others follow and end it. */
export interface Progress {
  /** How much of a goal may be given for the ones after it, as a share of its value. */
  readonly tolerances: Readonly<Record<GoalName, number>>;
  readonly shouldStop: () => boolean;
  /** @param known undefined until the first program is solved. */
  enter(phase: Phase, round: number, known?: Known): void;
}

/** What is known of a plan while it is made, in yen (`YearPlan.boundYen`). */
export interface Known {
  /** What lawful work has been found so far. */
  readonly incumbentYen: number;
  readonly boundYen: number;
}

/** Nothing of the value served is given for the other goals; of these so little that nobody would notice, and enough to leave the later ones room. */
export const usualTolerances: Progress['tolerances'] = {
  SERVED: 0,
  WORST_SHORTAGE: 0.01,
  SHORTAGE: 0.01,
  LEADING: 0.02,
  NEARNESS: 0.02,
  CHANGE: 0,
};
