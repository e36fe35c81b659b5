import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { DataClassEnum } from '#graph/data-class.graph';
import { idempotencyKey } from '#graph/idempotency-key';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar, IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { HolidayGraph } from '../workforce/holiday.graph.js';
import { PatternDaysInput } from '../workforce/plan.graph.js';
import { WorkerGraph, WorkerSkillInput } from '../workforce/worker.graph.js';
import { ShortfallGraph } from './capacity.graph.js';

const allWorkAtRisk =
  "All work at risk; empty when all is well. Always empty for a worker: what the town lacks is its staff's business.";

@InputType({ isAbstract: true })
class OfWorkerInput {
  @Field(() => ID, { description: 'The worker.' })
  workerId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType({ isAbstract: true })
export class WorkerChange {
  @Field(() => WorkerGraph, { description: 'The worker.' })
  worker!: WorkerGraph;

  @Field(() => [ShortfallGraph], { description: allWorkAtRisk })
  shortfalls!: ShortfallGraph[];
}

@InputType('WeekMinutesInput', { description: 'The minutes of one week.' })
export class WeekMinutesInput {
  @Field(() => IsoWeekScalar, { description: 'The week.' })
  week!: IsoWeek;

  @Field(() => Int, { description: 'Minutes the worker has in it, 0 to 5040; of a support office 0 to 1008000.' })
  minutes!: number;
}

@InputType('DayMinutesInput', { description: 'The minutes of one day.' })
export class DayMinutesInput {
  @Field(() => IsoDateScalar, { description: 'The day.' })
  date!: IsoDate;

  @Field(() => Int, { description: 'Minutes the worker has on it, 0 to 1440; of a support office 0 to 288000.' })
  minutes!: number;
}

@InputType('WeekPatternInput', { description: 'An ordinary week.' })
export class WeekPatternInput {
  @Field(() => Int, { description: 'Minutes in it, 0 to 5040; of a support office 0 to 1008000.' })
  weeklyMinutes!: number;

  @Field(() => PatternDaysInput, {
    nullable: true,
    description:
      'How they lie over the week; they add up to weeklyMinutes. Left out, the minutes may lie anywhere in the week and no holiday takes any.',
  })
  days?: PatternDaysInput | null;
}

@InputType('DeclareAvailabilityInput', {
  description:
    'When a worker has time; at least one of weeks, days and pattern. Weeks and days that are not named stay as they are; a declared week replaces what was said of its days before.',
})
export class DeclareAvailabilityInput extends OfWorkerInput {
  @Field(() => [WeekMinutesInput], { nullable: true, description: 'Each week at most once.' })
  weeks?: WeekMinutesInput[] | null;

  @Field(() => [DayMinutesInput], {
    nullable: true,
    description: 'Each day at most once. It replaces what the week gives that day.',
  })
  days?: DayMinutesInput[] | null;

  @Field(() => WeekPatternInput, { nullable: true, description: 'The ordinary week from now on.' })
  pattern?: WeekPatternInput | null;
}

@InputType('PauseWorkerInput', { description: 'Days on which a worker offers nothing.' })
export class PauseWorkerInput extends OfWorkerInput {
  @Field(() => IsoDateScalar, { description: 'First day.' })
  from!: IsoDate;

  @Field(() => IsoDateScalar, { nullable: true, description: 'Last day; left out, until they resume.' })
  to?: IsoDate | null;
}

@InputType('ResumeWorkerInput', { description: 'The day from which a worker offers time again.' })
export class ResumeWorkerInput extends OfWorkerInput {
  @Field(() => IsoDateScalar, {
    description: 'First day with time. A pause that runs then ends the day before; later ones fall away.',
  })
  from!: IsoDate;
}

@InputType('GiveBackHoursInput', { description: 'Minutes a worker cannot work in a week after all.' })
export class GiveBackHoursInput extends OfWorkerInput {
  @Field(() => IsoWeekScalar, { description: 'The week.' })
  week!: IsoWeek;

  @Field(() => Int, { description: 'How many minutes fewer, at most what is offered in that week.' })
  minutes!: number;
}

@InputType('UpdateWorkerInput', { description: 'What the town changes of a worker; what is left out stays.' })
export class UpdateWorkerInput extends OfWorkerInput {
  @Field(() => String, { nullable: true, description: 'The name the town calls them by, up to 60 characters.' })
  displayName?: string | null;

  @Field(() => [WorkerSkillInput], { nullable: true, description: 'All they can do; at least one skill.' })
  skills?: WorkerSkillInput[] | null;

  @Field(() => DataClassEnum, { nullable: true, description: 'The highest class of data they may handle.' })
  clearance?: DataClass | null;
}

@InputType('SetHolidayInput', { description: "An entry of the town's own table of holidays." })
export class SetHolidayInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => IsoDateScalar, { description: 'The day.' })
  date!: IsoDate;

  @Field(() => Boolean, { description: 'Whether it is a holiday here, whatever the national calendar says.' })
  holiday!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Its name, up to 60 characters; may be left out for a day that is no holiday.',
  })
  name?: string | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('DeclareAvailabilityPayload', { description: 'The worker, and what the town now lacks.' })
export class DeclareAvailabilityPayload extends WorkerChange {}
export const DeclareAvailabilityResult = resultUnion('DeclareAvailabilityResult', DeclareAvailabilityPayload);
export type DeclareAvailabilityAnswer = DeclareAvailabilityPayload | RefusalGraph;

@ObjectType('PauseWorkerPayload', { description: 'The worker who pauses, and what the town now lacks.' })
export class PauseWorkerPayload extends WorkerChange {}
export const PauseWorkerResult = resultUnion('PauseWorkerResult', PauseWorkerPayload);
export type PauseWorkerAnswer = PauseWorkerPayload | RefusalGraph;

@ObjectType('ResumeWorkerPayload', { description: 'The worker who has time again, and what the town still lacks.' })
export class ResumeWorkerPayload extends WorkerChange {}
export const ResumeWorkerResult = resultUnion('ResumeWorkerResult', ResumeWorkerPayload);
export type ResumeWorkerAnswer = ResumeWorkerPayload | RefusalGraph;

@ObjectType('GiveBackHoursPayload', { description: 'The worker, and what the town now lacks.' })
export class GiveBackHoursPayload extends WorkerChange {}
export const GiveBackHoursResult = resultUnion('GiveBackHoursResult', GiveBackHoursPayload);
export type GiveBackHoursAnswer = GiveBackHoursPayload | RefusalGraph;

@ObjectType('UpdateWorkerPayload', { description: 'The worker, and what the town now lacks.' })
export class UpdateWorkerPayload extends WorkerChange {}
export const UpdateWorkerResult = resultUnion('UpdateWorkerResult', UpdateWorkerPayload);
export type UpdateWorkerAnswer = UpdateWorkerPayload | RefusalGraph;

@ObjectType('SetHolidayPayload', { description: 'The day as it is now, and what the town now lacks.' })
export class SetHolidayPayload {
  @Field(() => HolidayGraph, { nullable: true, description: 'The holiday; null where the day is none.' })
  holiday!: HolidayGraph | null;

  @Field(() => [ShortfallGraph], { description: 'All work at risk; empty when all is well.' })
  shortfalls!: ShortfallGraph[];
}
export const SetHolidayResult = resultUnion('SetHolidayResult', SetHolidayPayload);
export type SetHolidayAnswer = SetHolidayPayload | RefusalGraph;
