import { Injectable } from '@nestjs/common';
import type { ClientPrices } from '#domain/planning/client-prices';
import type { PlanInstance } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Progress } from '#planner/progress';
import type { TownsOfPlan } from '#planner/plan-towns';
import { startPlanning, type Planning } from '#planner/start-planning';
import { explainMoves, explainTowns, type Asked } from '#planner/start-task';

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
}
