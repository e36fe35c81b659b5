import { Injectable } from '@nestjs/common';
import type { ClientPrices } from '#domain/planning/client-prices';
import type { PlanInstance } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import type { YearPlan } from '#domain/planning/year-plan';
import type { ComparedDraft } from '#domain/planning/public-drafts';
import type { DraftsGiven } from '#planner/compare-drafts';
import type { Phase, Progress } from '#planner/progress';
import type { TownsOfPlan } from '#planner/plan-towns';
import { startPlanning, type Planning } from '#planner/start-planning';
import { explainMoves, explainTowns, startComparingDrafts, type Asked } from '#planner/start-task';
import type { TaskThread } from '#planner/start-thread';

/** The threads that solve: the service goes on answering meanwhile. */
@Injectable()
export class PlanThread {
  plan(
    instance: PlanInstance,
    settings: { readonly timeLimitMs: number; readonly onPhase: Progress['enter'] },
  ): Planning {
    return startPlanning(instance, settings);
  }

  explain(instance: PlanInstance, plan: YearPlan, seconds: number): Asked<MoveReason[]> {
    return explainMoves(instance, plan, { seconds });
  }

  forTowns(instance: PlanInstance, plan: YearPlan, prices: ClientPrices, seconds: number): Asked<TownsOfPlan> {
    return explainTowns(instance, plan, prices, { seconds });
  }

  compare(given: DraftsGiven, hear: (phase: Phase, at: number) => void): TaskThread<ComparedDraft[]> {
    return startComparingDrafts(given, hear);
  }
}
