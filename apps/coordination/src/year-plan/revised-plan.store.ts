import type { PlannedWork } from '#domain/planning/instance';
import type { Database } from '#mongo/connect';
import { PlanRevisionStore, type PlanRevisionRecord } from './plan-revision.store.js';
import type { OrderMove, PlanOutcome, YearPlanRecord } from './year-plan.model.js';

/** A plan as it is after its revisions. */
export interface RevisedPlanRecord extends YearPlanRecord {
  revisions: PlanRevisionRecord[];
}

/** Plans as their revisions have made them. */
export async function asRevised(database: Database, plans: readonly YearPlanRecord[]): Promise<RevisedPlanRecord[]> {
  const ended = plans.filter(({ outcome }) => outcome !== null).map(({ _id }) => _id);
  const all = ended.length === 0 ? [] : await new PlanRevisionStore(database).ofPlans(ended);
  return plans.map((plan) =>
    revised(
      plan,
      all.filter(({ planId }) => planId === plan._id),
    ),
  );
}

/** A plan after its revisions, given in their order. */
export function revised(plan: YearPlanRecord, revisions: readonly PlanRevisionRecord[]): RevisedPlanRecord {
  const last = revisions.at(-1);
  if (last === undefined || plan.outcome === null) return { ...plan, revisions: [] };
  return {
    ...plan,
    demandMinutes: revisions.reduce((sum, { lot }) => sum + lot.minutes, plan.demandMinutes),
    boundMinutes: last.boundMinutes,
    outcome: revisedOutcome(plan.outcome, revisions, last),
    revisions: [...revisions],
  };
}

function revisedOutcome(
  outcome: PlanOutcome,
  revisions: readonly PlanRevisionRecord[],
  last: PlanRevisionRecord,
): PlanOutcome {
  const works = new Map(outcome.works.map((work) => [placeOf(work), work]));
  const moves = new Map(outcome.moves.map((move) => [targetOf(move), move]));
  for (const revision of revisions) {
    for (const work of revision.works) put(works, placeOf(work), work);
    // Why it was so many minutes is said of what was planned first; of what is other now it may no longer be true.
    for (const { minutesBefore: _, ...move } of revision.moves) put(moves, targetOf(move), { ...move, reasonAt: null });
  }
  return {
    ...outcome,
    servedMinutes: last.servedMinutes,
    unevenness: { ...outcome.unevenness, after: last.unevennessAfter },
    works: [...works.values()],
    moves: [...moves.values()],
  };
}

function put<T extends { readonly minutes: number }>(map: Map<string, T>, key: string, value: T): void {
  if (value.minutes > 0) map.set(key, value);
  else map.delete(key);
}

function placeOf({ lot, town, month }: PlannedWork): string {
  return `${lot} ${town} ${month}`;
}

function targetOf({ orderId, to, month }: Pick<OrderMove, 'orderId' | 'to' | 'month'>): string {
  return `${orderId} ${to} ${month}`;
}
