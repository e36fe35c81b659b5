import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import { planDrifts, type PlanDrift } from '#domain/planning/late-lots';
import { enumOf } from '#graph/enum';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { DateTimeScalar, IsoMonthScalar } from '#graph/scalars';
import { PlannedOrderGraph } from './planned-order.graph.js';

@ObjectType('RevisedMove', {
  description: 'Minutes of a surplus order that another town would do in a month, before a revision and after it.',
})
export class RevisedMoveGraph {
  @Field(() => PlannedOrderGraph, { description: 'The work.' })
  order!: PlannedOrderGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that has published it.' })
  from!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that would do it.' })
  to!: MunicipalityGraph;

  @Field(() => IsoMonthScalar, { description: 'The month in which it would be done.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'Minutes before.' })
  minutesBefore!: number;

  @Field(() => Int, { description: 'Minutes from then on; 0: it would no longer move.' })
  minutes!: number;
}

@ObjectType('PlanRevision', {
  description:
    'What one new surplus order has changed in a plan after it was made. It moves nothing, as the plan does.',
})
export class PlanRevisionGraph {
  @Field(() => Int, { description: 'Counts up by one with each revision of the plan, from 1.' })
  number!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  madeAt!: Instant;

  @Field(() => PlannedOrderGraph, {
    nullable: true,
    description: 'The order that came; null for a town that it is neither from nor addressed to.',
  })
  order!: PlannedOrderGraph | null;

  @Field(() => Int, { description: 'Minutes that remained of the order.' })
  demandMinutes!: number;

  @Field(() => Int, { description: 'Of these, minutes that the plan serves, at home or elsewhere.' })
  servedMinutes!: number;

  @Field(() => Int, { description: 'Minutes by which other work has changed for it.' })
  churnMinutes!: number;

  @Field(() => [RevisedMoveGraph], {
    description: 'What would move otherwise than before. A town sees what it sees of the moves of the plan.',
  })
  moves!: RevisedMoveGraph[];
}

export const PlanDriftEnum = enumOf(planDrifts);
registerEnumType(PlanDriftEnum, {
  name: 'PlanDrift',
  description: 'How a year plan and a surplus order differ.',
  valuesMap: {
    NOT_PLANNED: { description: 'The plan does not know the order.' },
    CHANGED: { description: 'Other minutes of it remain than the plan counts with.' },
    CLOSED: { description: 'It can no longer be claimed, and the plan still counts with it.' },
  },
});

@ObjectType('DriftedOrder', { description: 'A surplus order that has changed since the plan was made.' })
export class DriftedOrderGraph {
  @Field(() => PlannedOrderGraph, { description: 'The order.' })
  order!: PlannedOrderGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that has published it.' })
  publisher!: MunicipalityGraph;

  @Field(() => PlanDriftEnum, { description: 'How they differ.' })
  drift!: PlanDrift;
}
