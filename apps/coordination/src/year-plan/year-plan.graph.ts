import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { MoveReason } from '#domain/planning/reason';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, IsoMonthScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import { UnansweredGraph } from '#graph/unanswered.graph';
import { PlannedOrderGraph } from './planned-order.graph.js';
import { PlanRevisionGraph } from './plan-revision.graph.js';
import { yearPlanStatuses, type YearPlanStatus } from './year-plan-status.js';

export const YearPlanStatusEnum = enumOf(yearPlanStatuses);
registerEnumType(YearPlanStatusEnum, {
  name: 'YearPlanStatus',
  description: 'How a year plan stands.',
  valuesMap: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is being made; "progress" tells how far it is.' },
    DONE: { description: 'Made.' },
    STOPPED: {
      description: 'Ended early, by somebody or because its time was up: it holds what had been found until then.',
    },
    FAILED: { description: 'Not made; "failure" says why.' },
  },
});

@ObjectType('PlanMove', {
  description: 'Minutes of a surplus order that another town would do in a month. It moves nothing by itself.',
})
export class PlanMoveGraph {
  @Field(() => PlannedOrderGraph, { description: 'The work.' })
  order!: PlannedOrderGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that has published it.' })
  from!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that would do it.' })
  to!: MunicipalityGraph;

  @Field(() => IsoMonthScalar, { description: 'The month in which it would be done.' })
  month!: IsoMonth;

  @Field(() => SkillGraph, { description: 'The skill that it takes.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: 'Minutes.' })
  minutes!: number;

  /** Said by the resolver in the language that is asked for; not part of the graph. */
  why!: MoveReason | null;
}

@ObjectType('PlanProgress', { description: 'How far a plan is that is being made.' })
export class PlanProgressGraph {
  @Field(() => String, {
    nullable: true,
    description:
      'What is being solved: the relaxed program, whole lots, slices, a goal, the reasons, or what it is to its towns.',
  })
  phase!: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes served by what has been found so far.' })
  incumbentMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that no plan can exceed, as far as it is proven yet.' })
  boundMinutes!: number | null;
}

@ObjectType('YearPlan', {
  description:
    '年間計画. Who could do the open surplus orders of a fiscal year, and when; made from public figures only. It proposes, and moves nothing.',
})
export class YearPlanGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => YearPlanStatusEnum, { description: 'How it stands.' })
  status!: YearPlanStatus;

  @Field(() => Int, { description: '年度: the year in which it begins (April).' })
  fiscalYear!: number;

  @Field(() => [MunicipalityGraph], { nullable: true, description: 'The towns that take part; null: all members.' })
  municipalities!: MunicipalityGraph[] | null;

  @Field(() => Boolean, { description: 'Made by the service at night, and not asked for by anybody.' })
  isNightly!: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was asked for: the figures are those of this moment.' })
  queuedAt!: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null until then.' })
  endedAt!: Instant | null;

  @Field(() => PlanProgressGraph, { nullable: true, description: 'How far it is; null unless it is being made.' })
  progress!: PlanProgressGraph | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, as a sentence; null unless it has.' })
  failure!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes that it serves, at home or elsewhere; null until it ends.',
  })
  servedMinutes!: number | null;

  @Field(() => Int, { description: 'Minutes that remain of the surplus orders it is made from.' })
  demandMinutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes that no plan can exceed, proven; null until that is known.',
  })
  boundMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Coefficient of variation of the load (committed and planned minutes as a share of those offered) over towns and months, with the work left at home (docs/year-plan.md); null until it ends, or where no town has told what it offers.',
  })
  unevennessBefore!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same with the plan.' })
  unevennessAfter!: number | null;

  @Field(() => [PlanMoveGraph], {
    description:
      'What would move. A coordinator sees all; a town what it sends or receives, and what concerns orders that are addressed to it.',
  })
  moves!: PlanMoveGraph[];

  @Field(() => Int, {
    description: 'How many new surplus orders it has taken in since it was made; all its figures and moves count them.',
  })
  revision!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it took in the last of them; null where none.' })
  revisedAt!: Instant | null;

  @Field(() => [PlanRevisionGraph], { description: 'What each of them has changed, in their order.' })
  revisions!: PlanRevisionGraph[];

  @Field(() => String, {
    nullable: true,
    description: 'Why it takes in no new surplus orders any more, as a sentence; null unless that is so.',
  })
  revisionsEnded!: string | null;

  @Field(() => [UnansweredGraph], { description: 'Towns of which something is missing in the plan, and what.' })
  unanswered!: UnansweredGraph[];
}

@ObjectType('YearPlanPage', { description: 'A page of year plans, the newest first.' })
export class YearPlanPageGraph {
  @Field(() => Int, { description: 'How many there are in all.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [YearPlanGraph], { description: 'The plans of this page.' })
  nodes!: YearPlanGraph[];
}

@InputType('ComputeYearPlanInput', { description: 'Which year to plan, and for whom.' })
export class ComputeYearPlanInput {
  @Field(() => Int, { description: '年度: the year in which it begins (April).' })
  fiscalYear!: number;

  @Field(() => [MunicipalityCodeScalar], {
    nullable: true,
    description: 'The towns that take part; all members where this is null.',
  })
  municipalities?: MunicipalityCode[] | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('ComputeYearPlanPayload', { description: 'The plan that has been queued.' })
export class ComputeYearPlanPayload {
  @Field(() => YearPlanGraph, { description: 'The plan; ask "yearPlan" how far it is.' })
  plan!: YearPlanGraph;
}
export const ComputeYearPlanResult = resultUnion('ComputeYearPlanResult', ComputeYearPlanPayload);
export type ComputeYearPlanAnswer = ComputeYearPlanPayload | RefusalGraph;

@InputType('StopYearPlanInput', { description: 'A plan that need not be finished.' })
export class StopYearPlanInput {
  @Field(() => ID, { description: 'The plan.' })
  planId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('StopYearPlanPayload', { description: 'The plan that has been asked to stop.' })
export class StopYearPlanPayload {
  @Field(() => YearPlanGraph, {
    description: 'The plan: STOPPED within moments, with what it has; one that had ended stays as it was.',
  })
  plan!: YearPlanGraph;
}
export const StopYearPlanResult = resultUnion('StopYearPlanResult', StopYearPlanPayload);
export type StopYearPlanAnswer = StopYearPlanPayload | RefusalGraph;
