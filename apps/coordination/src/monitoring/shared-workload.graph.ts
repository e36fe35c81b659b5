import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { IsoMonth } from '#domain/calendar/month';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { DateTimeScalar, IsoMonthScalar } from '#graph/scalars';
import { UnansweredGraph } from '#graph/unanswered.graph';

@ObjectType('SharedWorkloadRow', { description: 'One town in one month, in minutes over all skills.' })
export class SharedWorkloadRowGraph {
  @Field(() => MunicipalityGraph, { description: 'The town.' })
  municipality!: MunicipalityGraph;

  @Field(() => IsoMonthScalar, { description: 'The month; a week belongs to the month of its Thursday.' })
  month!: IsoMonth;

  @Field(() => Int, {
    description:
      'What its workers offer; a worker with two skills counts once. Rounded down to hours, and moved only when at least three workers have changed. 0 where the town has told nothing of the month: fewer than three workers, or too far ahead.',
  })
  offeredMinutes!: number;

  @Field(() => Int, { description: "What takes it: the town's own work and work received from others." })
  committedMinutes!: number;

  @Field(() => Int, { description: 'Of that, received from other towns.' })
  receivedMinutes!: number;

  @Field(() => Int, { description: 'Work of this town that others do for it, confirmed by both.' })
  sentMinutes!: number;

  @Field(() => Int, { description: 'Offered and not committed.' })
  freeMinutes!: number;

  @Field(() => Int, {
    description: 'Work of this town that nobody does yet: neither committed at home nor confirmed by another town.',
  })
  uncoveredMinutes!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes of surplus orders that the year plan that stands would have it do, its own included; null where no plan reaches the month. The plan only proposes: none of them are committed.',
  })
  plannedMinutes!: number | null;

  @Field(() => DateTimeScalar, { description: 'When the figures were true; older for a town that did not answer.' })
  asOf!: number;
}

@ObjectType('SharedWorkload', { description: 'The workload of all towns in a fiscal year (April to March).' })
export class SharedWorkloadGraph {
  @Field(() => [SharedWorkloadRowGraph], {
    description: 'A row for each town and month. Of a town that did not answer, its last word.',
  })
  rows!: SharedWorkloadRowGraph[];

  @Field(() => [UnansweredGraph], { description: 'Towns that did not answer just now.' })
  unanswered!: UnansweredGraph[];
}
