import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoWeek } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import { PageInfoGraph } from '#graph/page-info.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import type { Worker } from './workforce.service.js';

@ObjectType('Skill', { description: 'スキル. An entry of the vocabulary that all towns share.' })
export class SkillGraph {
  @Field(() => String, { description: 'Its code, for example "data-entry".' })
  code!: string;
}

@ObjectType('WorkerSkill', { description: 'A skill a worker has, with its level.' })
export class WorkerSkillGraph {
  @Field(() => SkillGraph, { description: 'The skill.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: '1 learns, 2 works alone, 3 can check others.' })
  level!: number;
}

@ObjectType('WeekMinutes', { description: 'The minutes of one week.' })
export class WeekMinutesGraph {
  @Field(() => IsoWeekScalar, { description: 'The week.' })
  week!: IsoWeek;

  @Field(() => Int, { description: 'Minutes in that week.' })
  minutes!: number;
}

@ObjectType('Worker', { description: '住民ワーカー. Known only at home: no other town can read one.' })
export class WorkerGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'The name the town calls them by.' })
  displayName!: string;

  @Field(() => [WorkerSkillGraph], { description: 'What they can do.' })
  skills!: WorkerSkillGraph[];

  @Field(() => Int, { description: 'Minutes in a week without an exception.' })
  weeklyMinutes!: number;

  @Field(() => [WeekMinutesGraph], { description: 'The weeks that differ from the pattern.' })
  exceptions!: WeekMinutesGraph[];
}

@ObjectType('WorkerPage', { description: "A page of a town's workers." })
export class WorkerPageGraph {
  @Field(() => Int, { description: 'How many there are in all.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [WorkerGraph], { description: 'The workers of this page, by id.' })
  nodes!: WorkerGraph[];
}

@InputType('WorkerSkillInput', { description: 'A skill with its level.' })
export class WorkerSkillInput {
  @Field(() => String, { description: 'Code from the list of skills.' })
  code!: string;

  @Field(() => Int, { description: '1 learns, 2 works alone, 3 can check others.' })
  level!: number;
}

@InputType('RegisterWorkerInput', { description: 'A new worker.' })
export class RegisterWorkerInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town where they live; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The name the town calls them by, up to 60 characters.' })
  displayName!: string;

  @Field(() => [WorkerSkillInput], { description: 'What they can do; at least one skill.' })
  skills!: WorkerSkillInput[];

  @Field(() => Int, { description: 'Minutes they have in an ordinary week, 0 to 5040.' })
  weeklyMinutes!: number;

  @Field(() => String, { description: 'A fresh value for each operation; the same one again gets the same answer.' })
  idempotencyKey!: string;
}

@ObjectType('RegisterWorkerPayload', { description: 'The registered worker.' })
export class RegisterWorkerPayload {
  @Field(() => WorkerGraph, { description: 'The worker.' })
  worker!: WorkerGraph;
}

export const RegisterWorkerResult = resultUnion('RegisterWorkerResult', RegisterWorkerPayload);
export type RegisterWorkerAnswer = RegisterWorkerPayload | RefusalGraph;

/** The shape a town's staff see. */
export function workerGraph({ id, displayName, skills, weeklyMinutes, exceptions }: Worker): WorkerGraph {
  return {
    id,
    displayName,
    weeklyMinutes,
    exceptions: exceptions.map(({ week, minutes }) => ({ week, minutes })),
    skills: skills.map(({ code, level }) => ({ skill: { code }, level })),
  };
}
