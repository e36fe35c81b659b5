import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { minutesOfPattern } from '#domain/availability/availability';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { workerKinds, type WorkerKind } from '#domain/skills/worker-kind';
import { DataClassEnum } from '#graph/data-class.graph';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { PageInfoGraph } from '#graph/page-info.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import {
  DayMinutesGraph,
  PatternDaysGraph,
  patternDaysGraph,
  PatternDaysInput,
  PauseGraph,
  WeekMinutesGraph,
} from './plan.graph.js';
import type { Worker } from './workforce.service.js';

@ObjectType('WorkerSkill', { description: 'A skill a worker has, with its level.' })
export class WorkerSkillGraph {
  @Field(() => SkillGraph, { description: 'The skill.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: '1 learns, 2 works alone, 3 can check others.' })
  level!: number;
}

export const WorkerKindEnum = enumOf(workerKinds);
registerEnumType(WorkerKindEnum, {
  name: 'WorkerKind',
  description: 'Who supplies the hours.',
  valuesMap: {
    PERSON: { description: '住民ワーカー. A resident who works at home.' },
    SUPPORT_OFFICE: { description: '就労施設. A unit that supplies hours as a unit.' },
  },
});

@ObjectType('Worker', { description: '住民ワーカー・就労施設. Known only at home: no other town can read one.' })
export class WorkerGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => WorkerKindEnum, { description: 'A person, or an office that supplies hours as a unit.' })
  kind!: WorkerKind;

  @Field(() => String, { description: 'The name the town calls them by.' })
  displayName!: string;

  @Field(() => [WorkerSkillGraph], { description: 'What they can do.' })
  skills!: WorkerSkillGraph[];

  @Field(() => DataClassEnum, { description: 'The highest class of data they may handle.' })
  clearance!: DataClass;

  @Field(() => Int, { description: 'Minutes in a week without an exception, a pause or a holiday.' })
  weeklyMinutes!: number;

  @Field(() => PatternDaysGraph, {
    nullable: true,
    description:
      'How those minutes lie over the week; null where they may lie anywhere in it, and no holiday takes any.',
  })
  patternDays!: PatternDaysGraph | null;

  @Field(() => [WeekMinutesGraph], { description: 'The weeks that differ from the pattern.' })
  exceptions!: WeekMinutesGraph[];

  @Field(() => [DayMinutesGraph], { description: 'The days that differ from their week.' })
  days!: DayMinutesGraph[];

  @Field(() => [PauseGraph], { description: 'When they offer nothing at all, whatever else was said.' })
  pauses!: PauseGraph[];
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

@InputType({ isAbstract: true })
class Registration {
  @Field(() => MunicipalityCodeScalar, { description: 'The town where they live; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The name the town calls them by, up to 60 characters.' })
  displayName!: string;

  @Field(() => [WorkerSkillInput], { description: 'What they can do; at least one skill.' })
  skills!: WorkerSkillInput[];

  @Field(() => DataClassEnum, {
    nullable: true,
    description:
      'The highest class of data they may handle; CONFIDENTIAL where it is left out. PERSONAL has to be said.',
  })
  clearance?: DataClass | null;

  @Field(() => PatternDaysInput, {
    nullable: true,
    description:
      'How the weekly minutes lie over the week; they add up to weeklyMinutes. Left out, the minutes may lie anywhere in the week and no holiday takes any.',
  })
  days?: PatternDaysInput | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('RegisterWorkerInput', { description: 'A new worker.' })
export class RegisterWorkerInput extends Registration {
  @Field(() => Int, { description: 'Minutes they have in an ordinary week, 0 to 5040.' })
  weeklyMinutes!: number;
}

@InputType('RegisterSupportOfficeInput', { description: 'A new support office.' })
export class RegisterSupportOfficeInput extends Registration {
  @Field(() => Int, { description: 'Minutes it has in an ordinary week, 0 to 1008000 (200 people of 84 h).' })
  weeklyMinutes!: number;
}

@ObjectType('RegisterWorkerPayload', { description: 'The registered worker.' })
export class RegisterWorkerPayload {
  @Field(() => WorkerGraph, { description: 'The worker.' })
  worker!: WorkerGraph;
}

export const RegisterWorkerResult = resultUnion('RegisterWorkerResult', RegisterWorkerPayload);
export type RegisterWorkerAnswer = RegisterWorkerPayload | RefusalGraph;

@ObjectType('RegisterSupportOfficePayload', { description: 'The registered support office.' })
export class RegisterSupportOfficePayload {
  @Field(() => WorkerGraph, { description: 'The office, as a worker.' })
  worker!: WorkerGraph;
}

export const RegisterSupportOfficeResult = resultUnion('RegisterSupportOfficeResult', RegisterSupportOfficePayload);
export type RegisterSupportOfficeAnswer = RegisterSupportOfficePayload | RefusalGraph;

/** The shape a town's staff see. */
export function workerGraph({ skills, plan, ...worker }: Worker): WorkerGraph {
  return {
    ...worker,
    skills: skills.map(({ code, level }) => ({ skill: { code }, level })),
    weeklyMinutes: minutesOfPattern(plan.pattern),
    patternDays: patternDaysGraph(plan),
    exceptions: [...plan.weeks].map(([week, minutes]) => ({ week, minutes })),
    days: [...plan.days].map(([date, minutes]) => ({ date, minutes })),
    pauses: plan.pauses.map(({ from, to }) => ({ from, to })),
  };
}
