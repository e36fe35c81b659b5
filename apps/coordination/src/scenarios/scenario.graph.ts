import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import type { PlanChange } from '#domain/planning/changes';
import { DataClassEnum } from '#graph/data-class.graph';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, IsoMonthScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { PlanChangeKindEnum } from '../year-plan/plan-towns.graph.js';

@ObjectType('ScenarioChange', { description: 'One change that a scenario imagines.' })
export class ScenarioChangeGraph {
  @Field(() => PlanChangeKindEnum, { description: 'What kind of change.' })
  kind!: PlanChange['kind'];

  @Field(() => String, { description: 'The change in words, in the language of the Accept-Language header.' })
  what!: string;
}

@ObjectType('Scenario', { description: 'シナリオ. What is imagined of a fiscal year. It changes nothing that is so.' })
export class ScenarioGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => Int, { description: '年度: the year in which it begins (April).' })
  fiscalYear!: number;

  @Field(() => [ScenarioChangeGraph], { description: 'What is imagined, one after the other.' })
  changes!: ScenarioChangeGraph[];

  @Field(() => MunicipalityGraph, {
    nullable: true,
    description: 'The town whose coordinator has made it; null where that coordinator acts for none.',
  })
  owner!: MunicipalityGraph | null;

  @Field(() => Boolean, { description: 'Whether you may change it: it is of your town, and you are a coordinator.' })
  isYours!: boolean;

  @Field(() => Boolean, { description: 'Whether all members may see it.' })
  isForAll!: boolean;

  @Field(() => [MunicipalityGraph], { description: 'The other towns that may see it.' })
  sharedWith!: MunicipalityGraph[];

  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  changedAt!: Instant;
}

@ObjectType('ScenarioPage', { description: 'A page of scenarios, the newest first.' })
export class ScenarioPageGraph {
  @Field(() => Int, { description: 'How many there are in all that you may see.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [ScenarioGraph], { description: 'The scenarios of this page.' })
  nodes!: ScenarioGraph[];
}

@InputType('ImaginedLotInput', { description: 'Work of another client, as it is imagined.' })
export class ImaginedLotInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town that would have it.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The skill that it takes, by its code.' })
  skill!: string;

  @Field(() => Int, { description: 'The lowest level of the skill that will do.' })
  level!: number;

  @Field(() => DataClassEnum, { description: 'The class of its data.' })
  dataClass!: DataClass;

  @Field(() => Int, { description: 'Minutes.' })
  minutes!: number;

  @Field(() => IsoMonthScalar, { description: 'The first month in which it could be done.' })
  from!: IsoMonth;

  @Field(() => IsoMonthScalar, { description: 'The last one.' })
  to!: IsoMonth;

  @Field(() => Int, { description: 'What the client would pay for all of it, in yen before tax.' })
  priceYen!: number;

  @Field(() => Float, { nullable: true, description: 'Probability that it comes, 0 to 1; 1 unless told.' })
  certainty?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the client would let it move; true unless told.' })
  mayMove?: boolean | null;
}

@InputType('MoreWorkersInput', { description: 'More workers in a town.' })
export class MoreWorkersInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town.' })
  municipality!: MunicipalityCode;

  @Field(() => Int, { description: 'How many: 1 to 10,000.' })
  workers!: number;

  @Field(() => String, { description: 'What they can do, by the code of the skill.' })
  skill!: string;

  @Field(() => Int, { description: 'How well: the level of the skill.' })
  level!: number;

  @Field(() => DataClassEnum, { description: 'The most sensitive data that they may handle.' })
  clearance!: DataClass;

  @Field(() => Int, { nullable: true, description: 'Minutes a month that each gives; 4,800 unless told.' })
  minutesEach?: number | null;
}

@InputType('TrainingInput', {
  description:
    'Everyone in a town who can do one thing learns another. Bulletins tell how many minutes these have at least; refused by a comparison where they tell none.',
})
export class TrainingInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'What those can do who learn, by the code of the skill.' })
  knownSkill!: string;

  @Field(() => Int, { defaultValue: 1, description: 'How well at least.' })
  knownLevel!: number;

  @Field(() => String, { description: 'What they learn, by the code of the skill.' })
  skill!: string;

  @Field(() => Int, { description: 'How well.' })
  level!: number;
}

@InputType('MoreLeadingInput', { description: 'The directors of a town lead more work.' })
export class MoreLeadingInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town.' })
  municipality!: MunicipalityCode;

  @Field(() => Int, { description: 'Minutes of work more in each month.' })
  minutes!: number;
}

@InputType('MoreSeatsInput', { description: 'More seats of a licence in a town.' })
export class MoreSeatsInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'The licence, by its code.' })
  licence!: string;

  @Field(() => Int, { description: 'Minutes more in each month.' })
  minutes!: number;
}

@InputType('SupplyChangeInput', { description: 'Workers have less or more time: a bad harvest, a long winter.' })
export class SupplyChangeInput {
  @Field(() => MunicipalityCodeScalar, { nullable: true, description: 'The town; all of them where this is null.' })
  municipality?: MunicipalityCode | null;

  @Field(() => [IsoMonthScalar], { description: 'In which months.' })
  months!: IsoMonth[];

  @Field(() => Float, { description: 'What they have free, times this: 0 to 10.' })
  factor!: number;
}

@InputType('ScenarioChangeInput', { description: 'One change: exactly one of these.' })
export class ScenarioChangeInput {
  @Field(() => [ImaginedLotInput], { nullable: true, description: 'Another client: its lots, 50 at most.' })
  moreLots?: ImaginedLotInput[] | null;

  @Field(() => MoreWorkersInput, { nullable: true, description: 'More workers.' })
  moreWorkers?: MoreWorkersInput | null;

  @Field(() => TrainingInput, { nullable: true, description: 'Those who can do one thing learn another.' })
  training?: TrainingInput | null;

  @Field(() => MoreLeadingInput, { nullable: true, description: 'Directors lead more.' })
  moreLeading?: MoreLeadingInput | null;

  @Field(() => MoreSeatsInput, { nullable: true, description: 'More seats.' })
  moreSeats?: MoreSeatsInput | null;

  @Field(() => SupplyChangeInput, { nullable: true, description: 'Less or more time.' })
  supply?: SupplyChangeInput | null;

  @Field(() => MunicipalityCodeScalar, { nullable: true, description: 'This town leaves, with its work.' })
  townLeaves?: MunicipalityCode | null;

  @Field(() => [MunicipalityCodeScalar], {
    nullable: true,
    description: 'Only these towns work for each other; of an empty list, nobody.',
  })
  coalition?: MunicipalityCode[] | null;
}

const forAll = 'Whether all members may see it.';
const sharedWith = 'The towns that may see it besides yours.';

@InputType('CreateScenarioInput', { description: 'A new scenario. A town keeps 50 at most.' })
export class CreateScenarioInput {
  @Field(() => String, { description: 'Its name: up to 60 characters.' })
  name!: string;

  @Field(() => Int, { description: '年度: the year in which it begins (April); it must have months to come.' })
  fiscalYear!: number;

  @Field(() => [ScenarioChangeInput], { description: 'What is imagined, one after the other: 1 to 20.' })
  changes!: ScenarioChangeInput[];

  @Field(() => Boolean, { defaultValue: false, description: forAll })
  isForAll!: boolean;

  @Field(() => [MunicipalityCodeScalar], { defaultValue: [], description: sharedWith })
  sharedWith!: MunicipalityCode[];

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('ChangeScenarioInput', { description: 'What is to be different in a scenario; what is null stays.' })
export class ChangeScenarioInput {
  @Field(() => ID, { description: 'The scenario: one of your town.' })
  scenarioId!: string;

  @Field(() => String, { nullable: true, description: 'Its name.' })
  name?: string | null;

  @Field(() => [ScenarioChangeInput], { nullable: true, description: 'All that is imagined, in place of what was.' })
  changes?: ScenarioChangeInput[] | null;

  @Field(() => Boolean, { nullable: true, description: forAll })
  isForAll?: boolean | null;

  @Field(() => [MunicipalityCodeScalar], { nullable: true, description: sharedWith })
  sharedWith?: MunicipalityCode[] | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('RemoveScenarioInput', { description: 'A scenario that is no longer wanted.' })
export class RemoveScenarioInput {
  @Field(() => ID, { description: 'The scenario: one of your town.' })
  scenarioId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('CreateScenarioPayload', { description: 'The scenario that has been made.' })
export class CreateScenarioPayload {
  @Field(() => ScenarioGraph, { description: 'The scenario.' })
  scenario!: ScenarioGraph;
}
export const CreateScenarioResult = resultUnion('CreateScenarioResult', CreateScenarioPayload);
export type CreateScenarioAnswer = CreateScenarioPayload | RefusalGraph;

@ObjectType('ChangeScenarioPayload', { description: 'The scenario that has been changed.' })
export class ChangeScenarioPayload {
  @Field(() => ScenarioGraph, { description: 'The scenario as it is now.' })
  scenario!: ScenarioGraph;
}
export const ChangeScenarioResult = resultUnion('ChangeScenarioResult', ChangeScenarioPayload);
export type ChangeScenarioAnswer = ChangeScenarioPayload | RefusalGraph;

@ObjectType('RemoveScenarioPayload', { description: 'What has been removed.' })
export class RemoveScenarioPayload {
  @Field(() => ID, { description: 'The id of the scenario; what has been compared with it stays.' })
  scenarioId!: string;
}
export const RemoveScenarioResult = resultUnion('RemoveScenarioResult', RemoveScenarioPayload);
export type RemoveScenarioAnswer = RemoveScenarioPayload | RefusalGraph;
