import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '#access/caller';
import type { Instant } from '#domain/calendar/date';
import { sayReason } from '#domain/planning/say-reason';
import type { Language } from '#domain/refusals/catalogue';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { parsePageSize } from '#domain/text/page';
import { municipalityGraph } from '#graph/municipality.graph';
import { LanguageEnum } from '#graph/refusal.graph';
import { answer, demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { maySeeOrder } from './may-see-order.js';
import { revisionsGraph } from './plan-revision.resolver.js';
import {
  ComputeYearPlanInput,
  ComputeYearPlanPayload,
  ComputeYearPlanResult,
  PlanMoveGraph,
  StopYearPlanInput,
  StopYearPlanPayload,
  StopYearPlanResult,
  YearPlanGraph,
  YearPlanPageGraph,
  type ComputeYearPlanAnswer,
  type StopYearPlanAnswer,
} from './year-plan.graph.js';
import { sayFailure, unansweredGraph } from './plan-status.graph.js';
import { YearPlans, type YearPlan } from './year-plan.service.js';

@Resolver(() => YearPlanGraph)
export class YearPlanResolver {
  constructor(private readonly plans: YearPlans) {}

  @Query(() => YearPlanGraph, { nullable: true, description: 'A year plan; null where there is none of that id.' })
  async yearPlan(
    @Asking() { caller, language }: AskingCoordination,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<YearPlanGraph | null> {
    const plan = await this.plans.plan(id);
    return plan === undefined ? null : yearPlanGraph(plan, caller, language);
  }

  @Query(() => YearPlanPageGraph, { description: 'The year plans, the newest first.' })
  async yearPlans(
    @Asking() { caller, language }: AskingCoordination,
    @Args('fiscalYear', { type: () => Int, nullable: true, description: '年度; every year where this is null.' })
    fiscalYear?: number | null,
    @Args('first', { type: () => Int, nullable: true, description: 'Entries on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<YearPlanPageGraph> {
    const page = await this.plans.page(
      fiscalYear ?? undefined,
      demand(parsePageSize(first), language),
      demand(parseCursor(after), language),
    );
    return {
      totalCount: page.total,
      pageInfo: { hasNextPage: page.more, endCursor: page.plans.at(-1)?.cursor ?? null },
      nodes: page.plans.map((plan) => yearPlanGraph(plan, caller, language)),
    };
  }

  @Mutation(() => ComputeYearPlanResult, {
    description: 'Computes a plan of the year in the background, from what the towns have published.',
  })
  async computeYearPlan(
    @Asking() { caller, language, authorization }: AskingCoordination,
    @Args('input', { type: () => ComputeYearPlanInput, description: 'Which year, for whom.' })
    input: ComputeYearPlanInput,
  ): Promise<ComputeYearPlanAnswer> {
    return answer(await this.plans.compute(input, authorization), language, (plan) =>
      Object.assign(new ComputeYearPlanPayload(), { plan: yearPlanGraph(plan, caller, language) }),
    );
  }

  @Mutation(() => StopYearPlanResult, { description: 'Stops a plan that is being made; it keeps what it has found.' })
  async stopYearPlan(
    @Asking() { caller, language }: AskingCoordination,
    @Args('input', { type: () => StopYearPlanInput, description: 'The plan.' }) input: StopYearPlanInput,
  ): Promise<StopYearPlanAnswer> {
    return answer(await this.plans.stop(input), language, (plan) =>
      Object.assign(new StopYearPlanPayload(), { plan: yearPlanGraph(plan, caller, language) }),
    );
  }
}

@Resolver(() => PlanMoveGraph)
export class PlanMoveResolver {
  @ResolveField(() => String, {
    nullable: true,
    description:
      'Why it would move, as a sentence to repeat; null where the plan was stopped before that was found, and for moments after a new surplus order has changed the move.',
  })
  reason(
    @Parent() { why }: PlanMoveGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the sentence.' })
    language: Language,
  ): string | null {
    return why === null ? null : sayReason(why, language);
  }
}

function yearPlanGraph(plan: YearPlan, caller: Caller, language: Language): YearPlanGraph {
  const { id, status, fiscalYear, isNightly, demandMinutes, boundMinutes, phase, incumbentMinutes, outcome } = plan;
  return {
    ...{ id, status, fiscalYear, isNightly, demandMinutes, boundMinutes },
    ...revisionsGraph(plan, caller, language),
    municipalities: plan.municipalities?.map(municipalityGraph) ?? null,
    queuedAt: plan.queuedAt.getTime() as Instant,
    endedAt: (plan.endedAt?.getTime() ?? null) as Instant | null,
    progress: status === 'RUNNING' ? { phase, incumbentMinutes, boundMinutes } : null,
    failure: plan.failure === null ? null : sayFailure(plan.failure, language),
    servedMinutes: outcome?.servedMinutes ?? null,
    unevennessBefore: outcome?.unevenness.before ?? null,
    unevennessAfter: outcome?.unevenness.after ?? null,
    moves: (outcome?.moves ?? [])
      .filter(({ from, to, addressees }) => maySeeOrder([from, to, ...addressees], caller))
      .map(({ orderId, title, from, to, month, skill, minutes, reasonAt }) => ({
        ...{ order: { id: orderId, title }, from: municipalityGraph(from), to: municipalityGraph(to), month, minutes },
        ...{ skill: { code: skill }, why: reasonAt === null ? null : (outcome?.reasons[reasonAt] ?? null) },
      })),
    unanswered: plan.missing.map((missing) => unansweredGraph(missing, language)),
  };
}

/** `<moment>.<plan>`, as `endCursor` gave it. */
function parseCursor(after: string | null | undefined): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z\.year-plan-\w+$/.test(after)
    ? accept(after)
    : refuse('CURSOR_UNREADABLE', { field: 'after' });
}
