import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { IsoMonth } from '#domain/calendar/month';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import { IsoMonthScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import { PlannedOrderGraph } from '../year-plan/planned-order.graph.js';

@ObjectType('DraftDifference', {
  description: 'Minutes of a piece of work in a month that a draft plans otherwise than the unchanged year.',
})
export class DraftDifferenceGraph {
  @Field(() => PlannedOrderGraph, { nullable: true, description: 'The work; null where it is imagined.' })
  order!: PlannedOrderGraph | null;

  @Field(() => SkillGraph, { description: 'The skill that it takes.' })
  skill!: SkillGraph;

  @Field(() => MunicipalityGraph, { description: 'The town whose work it is.' })
  from!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, {
    description: 'The town that would do these minutes; the same as "from" where they stay at home.',
  })
  to!: MunicipalityGraph;

  @Field(() => IsoMonthScalar, { description: 'The month in which they would be done.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'Minutes in the unchanged year; 0: none.' })
  minutesBefore!: number;

  @Field(() => Int, { description: 'Minutes in the draft; 0: none.' })
  minutesAfter!: number;
}

@ObjectType('DraftDifferencePage', { description: 'A page of what a draft does differently, the largest first.' })
export class DraftDifferencePageGraph {
  @Field(() => Int, { description: 'How many there are in all that you may see; of a draft 1,000 at most are kept.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [DraftDifferenceGraph], { description: 'The differences of this page.' })
  nodes!: DraftDifferenceGraph[];
}
