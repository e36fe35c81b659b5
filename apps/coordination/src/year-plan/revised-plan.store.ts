import type { MoveReason } from '#domain/planning/reason';
import type { Database } from '#mongo/connect';
import { placeOf, targetOf } from './plan-keys.js';
import { PlanRevisionStore, type PlanRevisionRecord } from './plan-revision.store.js';
import { RevisionReasonsStore, type RevisionReasonsRecord } from './revision-reasons.store.js';
import type { PlanOutcome, YearPlanRecord } from './year-plan.model.js';

/** A plan as it is after its revisions. */
export interface RevisedPlanRecord extends YearPlanRecord {
  revisions: PlanRevisionRecord[];
}

/** Plans as their revisions have made them. */
export async function asRevised(database: Database, plans: readonly YearPlanRecord[]): Promise<RevisedPlanRecord[]> {
  const ended = plans.filter(({ outcome }) => outcome !== null).map(({ _id }) => _id);
  const all = ended.length === 0 ? [] : await new PlanRevisionStore(database).ofPlans(ended);
  // Read after the revisions: reasons of one that is not known here would be told of moves that are not known, either.
  const reasons = all.length === 0 ? [] : await new RevisionReasonsStore(database).ofPlans(ended);
  const ofPlan = <T extends { readonly planId: string }>(records: readonly T[], { _id }: YearPlanRecord): T[] =>
    records.filter(({ planId }) => planId === _id);
  return plans.map((plan) => revised(plan, ofPlan(all, plan), ofPlan(reasons, plan)));
}

/** A plan after its revisions, given in their order. @param reasons of what they have changed, as far as they have been found. */
export function revised(
  plan: YearPlanRecord,
  revisions: readonly PlanRevisionRecord[],
  reasons: readonly Pick<RevisionReasonsRecord, 'number' | 'reasons'>[],
): RevisedPlanRecord {
  const last = revisions.at(-1);
  if (last === undefined || plan.outcome === null) return { ...plan, revisions: [] };
  return {
    ...plan,
    demandMinutes: revisions.reduce((sum, { lot }) => sum + lot.minutes, plan.demandMinutes),
    boundMinutes: last.boundMinutes,
    outcome: revisedOutcome(plan.outcome, revisions, last, new Map(reasons.map((each) => [each.number, each.reasons]))),
    revisions: [...revisions],
  };
}

function revisedOutcome(
  outcome: PlanOutcome,
  revisions: readonly PlanRevisionRecord[],
  last: PlanRevisionRecord,
  found: ReadonlyMap<number, readonly MoveReason[]>,
): PlanOutcome {
  const works = new Map(outcome.works.map((work) => [placeOf(work), work]));
  const moves = new Map(outcome.moves.map((move) => [targetOf(move), move]));
  const reasons = [...outcome.reasons];
  for (const revision of revisions) {
    for (const work of revision.works) put(works, placeOf(work), work);
    // Why it was so many minutes is said of what was planned first; of what is other now it may no longer be true.
    for (const { minutesBefore: _, ...move } of revision.moves) put(moves, targetOf(move), { ...move, reasonAt: null });
    for (const reason of found.get(revision.number) ?? []) {
      const at = reasons.push(reason) - 1;
      for (const orderId of reason.move.lots) {
        const target = targetOf({ orderId, to: reason.move.town, month: reason.move.month });
        const move = moves.get(target);
        if (move !== undefined) moves.set(target, { ...move, reasonAt: at });
      }
    }
  }
  return {
    ...outcome,
    servedMinutes: last.servedMinutes,
    unevenness: { ...outcome.unevenness, after: last.unevennessAfter },
    works: [...works.values()],
    moves: [...moves.values()],
    reasons,
  };
}

function put<T extends { readonly minutes: number }>(map: Map<string, T>, key: string, value: T): void {
  if (value.minutes > 0) map.set(key, value);
  else map.delete(key);
}
