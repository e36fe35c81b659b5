import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph } from '#graph/municipality.graph';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, IsoMonthScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SurplusOrderDraftGraph, WorkDaysGraph } from '../trading/draft.graph.js';

@ObjectType('YearPlanNotice', {
  description:
    '計画の知らせ. A peer drafts a part of a surplus order for this town, from a move of a year plan. It binds nobody: the town may claim of the order now, wait for what is drafted, or dismiss this.',
})
export class YearPlanNoticeGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => MunicipalityGraph, { description: 'The town that drafts it.' })
  from!: MunicipalityGraph;

  @Field(() => ID, { description: 'The plan, as `yearPlan` knows it.' })
  planId!: string;

  @Field(() => ID, { description: 'The surplus order that the plan was made from.' })
  surplusOrderId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the work is; null where the town does not know the order.',
  })
  title!: string | null;

  @Field(() => IsoMonthScalar, { description: 'The month in which the town would do it.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'Minutes that the town would do.' })
  minutes!: number;

  @Field(() => WorkDaysGraph, { description: 'The days on which it could be done.' })
  days!: WorkDaysGraph;

  @Field(() => String, {
    nullable: true,
    description: 'Why the plan would have the town do it, as its sender says; null where the plan gave no reason.',
  })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it came.' })
  receivedAt!: Instant;
}

@InputType('DraftFromYearPlanInput', {
  description: 'A move of a year plan: one at most for an order, a town and a month.',
})
export class DraftFromYearPlanInput {
  @Field(() => ID, { description: 'The plan.' })
  planId!: string;

  @Field(() => ID, { description: 'The surplus order of this town of which the plan would move minutes.' })
  surplusOrderId!: string;

  @Field(() => MunicipalityCodeScalar, { description: 'The town that would do it.' })
  to!: MunicipalityCode;

  @Field(() => IsoMonthScalar, { description: 'The month in which it would be done.' })
  month!: IsoMonth;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('DraftFromYearPlanPayload', { description: 'What was drafted from the move.' })
export class DraftFromYearPlanPayload {
  @Field(() => SurplusOrderDraftGraph, {
    nullable: true,
    description:
      'The draft, with what stands in its way; null where the answer is asked for again and it has been published or thrown away since.',
  })
  draft!: SurplusOrderDraftGraph | null;
}
export const DraftFromYearPlanResult = resultUnion('DraftFromYearPlanResult', DraftFromYearPlanPayload);
export type DraftFromYearPlanAnswer = DraftFromYearPlanPayload | RefusalGraph;

@InputType('DismissYearPlanNoticeInput', { description: 'A notice that is done with.' })
export class DismissYearPlanNoticeInput {
  @Field(() => ID, { description: 'The notice.' })
  noticeId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('DismissYearPlanNoticePayload', { description: 'What was dismissed.' })
export class DismissYearPlanNoticePayload {
  @Field(() => ID, { description: 'The id that the notice had.' })
  noticeId!: string;
}
export const DismissYearPlanNoticeResult = resultUnion('DismissYearPlanNoticeResult', DismissYearPlanNoticePayload);
export type DismissYearPlanNoticeAnswer = DismissYearPlanNoticePayload | RefusalGraph;
