import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoWeek } from '#domain/calendar/week';
import { IsoWeekScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';

@InputType('WeekWindow', { description: 'A run of ISO weeks, both ends included.' })
export class WeekWindowInput {
  @Field(() => IsoWeekScalar, { description: 'First week.' })
  from!: IsoWeek;

  @Field(() => IsoWeekScalar, { description: 'Last week.' })
  to!: IsoWeek;
}

@ObjectType('TownCapacity', { description: "What a town itself sees of one skill's capacity: exact." })
export class TownCapacityGraph {
  @Field(() => Int, { description: 'Minutes that workers with the skill offer in the window.' })
  offeredMinutes!: number;

  @Field(() => Int, { description: 'Minutes of this skill that are committed in the window.' })
  committedMinutes!: number;

  @Field(() => Int, {
    description:
      'Minutes that could still be promised: exact, not offered minus committed, since a worker with two skills may be taken by the other one.',
  })
  freeMinutes!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'What stops more: the skill and the weeks, and where it is not the workers, the seats or the directors. Null where nothing is offered.',
  })
  bottleneck!: string | null;
}

@ObjectType('Shortfall', { description: '不足. Committed work that the town no longer has the time for.' })
export class ShortfallGraph {
  @Field(() => Int, { description: 'Minutes that are missing.' })
  minutes!: number;

  @Field(() => IsoWeekScalar, { description: 'The last week in which they could have been worked.' })
  week!: IsoWeek;

  /** Read by the slice that adds the fields `lot` and `waysOut`; not part of the graph. */
  purpose!: 'LOT' | 'CLAIM';
  purposeId!: string;
  team!: number;
  freeInTown!: number;
}

@ObjectType('WorkerCommitment', {
  description:
    'What the town counts on from one worker: their share of the plan for those who can do the same. A plan, not an engagement; it may change with every new commitment.',
})
export class WorkerCommitmentGraph {
  @Field(() => IsoWeekScalar, { description: 'The week.' })
  week!: IsoWeek;

  @Field(() => Int, { description: 'Minutes of it that are planned for this work.' })
  minutes!: number;

  @Field(() => SkillGraph, { description: 'The skill it takes.' })
  skill!: SkillGraph;

  /** Read by the slice that adds the field `title`; not part of the graph. */
  purpose!: 'LOT' | 'CLAIM';
  purposeId!: string;
}

@ObjectType('Commitment', { description: "確定・仮押さえ. What takes a town's capacity." })
export class CommitmentGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => Int, { description: 'Minutes taken.' })
  minutes!: number;
}
