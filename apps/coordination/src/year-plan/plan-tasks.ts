import type { Database } from '#mongo/connect';
import { makeComparison, type WantedComparing } from './plan-comparing.js';
import { explainRevision, type WantedReasons } from './plan-explaining.js';
import { prepareInput, type WantedPlan } from './plan-input.js';
import { makePlan, type Around, type WantedMaking } from './plan-making.js';
import { driftOf, reviseStanding } from './plan-revising.js';
import type { WantedRevision } from './plan-ready.js';

/** What the planning threads do: data in, data out, and everything large straight from the database and into it. */
export const planTasks = {
  prepare: (database: Database, wanted: WantedPlan) => prepareInput(database, wanted),
  make: (database: Database, wanted: WantedMaking, around: Around) => makePlan(database, wanted, around),
  compare: (database: Database, wanted: WantedComparing, around: Around) => makeComparison(database, wanted, around),
  revise: (database: Database, wanted: WantedRevision) => reviseStanding(database, wanted),
  explain: (database: Database, wanted: WantedReasons) => explainRevision(database, wanted),
  drift: (database: Database, wanted: WantedRevision) => driftOf(database, wanted),
} satisfies Record<string, (database: Database, given: never, around: Around) => Promise<unknown>>;

export type PlanTasks = typeof planTasks;
export type Given<N extends keyof PlanTasks> = Parameters<PlanTasks[N]>[1];
export type Answer<N extends keyof PlanTasks> = Awaited<ReturnType<PlanTasks[N]>>;

/** What is asked of a thread, and its answer: one for each question, in their order. */
export interface Question<N extends keyof PlanTasks = keyof PlanTasks> {
  readonly name: N;
  readonly given: Given<N>;
}
export type Word = { readonly answer: Answer<keyof PlanTasks> } | { readonly progress: Parameters<Around['tell']>[0] };
