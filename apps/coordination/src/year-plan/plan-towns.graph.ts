import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoMonth } from '#domain/calendar/month';
import type { TownFigures } from '#domain/planning/balances';
import type { PlanChange } from '#domain/planning/changes';
import { enumOf } from '#graph/enum';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import { IsoMonthScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import { PlannedOrderGraph } from './planned-order.graph.js';

const changeKinds = [
  'MORE_LOTS',
  'MORE_WORKERS',
  'TRAINING',
  'TRAINING_OF_SKILLED',
  'MORE_LEADING',
  'MORE_SEATS',
  'SUPPLY',
  'TOWN_LEAVES',
  'COALITION',
] as const satisfies readonly PlanChange['kind'][];

export const PlanChangeKindEnum = enumOf(changeKinds);
registerEnumType(PlanChangeKindEnum, {
  name: 'PlanChangeKind',
  description: 'A kind of change that a plan is made with as if it were so.',
  valuesMap: {
    MORE_LOTS: { description: 'Another client: more work.' },
    MORE_WORKERS: { description: 'More workers in a town who can do something: recruiting.' },
    TRAINING: { description: 'Workers of a town learn a skill.' },
    TRAINING_OF_SKILLED: { description: 'Workers of a town who can do one thing learn another.' },
    MORE_LEADING: { description: 'The directors of a town lead more work.' },
    MORE_SEATS: { description: 'More seats of a licence in a town.' },
    SUPPLY: { description: 'Workers have less or more time in some months, for example for a bad harvest.' },
    TOWN_LEAVES: { description: 'A town leaves, and takes its work along.' },
    COALITION: { description: 'Only some towns work for each other.' },
  },
});

@ObjectType('TownFigures', {
  description:
    'What a plan comes to for a town, of surplus orders alone. Minutes, and yen of the clients’ prices, from today to the end of the fiscal year.',
})
export class TownFiguresGraph implements TownFigures {
  @Field(() => Int, { description: 'Minutes of its orders that are done, by whomever.' })
  servedMinutes!: number;

  @Field(() => Int, { description: 'Yen that these are worth to its clients.' })
  servedYen!: number;

  @Field(() => Int, { description: 'Minutes that its people do, of its own orders or of others’.' })
  doneMinutes!: number;

  @Field(() => Int, { description: 'Yen of these minutes; the wages of its people come out of them.' })
  doneYen!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Yen of these minutes for each worker, where a worker is 80 hours a month of what its bulletin has free; null without a figure.',
  })
  yenPerWorker!: number | null;

  @Field(() => Int, { description: 'Minutes below its fair share of the work.' })
  shortMinutes!: number;
}

@ObjectType('TownBalance', {
  description: 'What a town gives and gains by a plan, beside a plan in which no town shares.',
})
export class TownBalanceGraph {
  @Field(() => MunicipalityGraph, { description: 'The town.' })
  municipality!: MunicipalityGraph;

  @Field(() => Int, { description: 'Minutes of its orders that other towns do.' })
  outMinutes!: number;

  @Field(() => Int, { description: 'Yen of these.' })
  outYen!: number;

  @Field(() => Int, { description: 'Minutes of other towns’ orders that its people do.' })
  inMinutes!: number;

  @Field(() => Int, { description: 'Yen of these.' })
  inYen!: number;

  @Field(() => TownFiguresGraph, { description: 'Without sharing.' })
  before!: TownFiguresGraph;

  @Field(() => TownFiguresGraph, { description: 'By the plan.' })
  after!: TownFiguresGraph;
}

@ObjectType('TownBalancePage', { description: 'A page of balances, by the code of the town.' })
export class TownBalancePageGraph {
  @Field(() => Int, {
    description: 'How many there are in all that you may see; 0 until the plan has ended, or where it was stopped.',
  })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [TownBalanceGraph], { description: 'The balances of this page.' })
  nodes!: TownBalanceGraph[];
}

@ObjectType('PlanRemedy', { description: 'A change of a town that would serve work that a plan leaves undone.' })
export class PlanRemedyGraph {
  @Field(() => PlanChangeKindEnum, { description: 'Recruiting, training, directors or seats.' })
  kind!: PlanChange['kind'];

  @Field(() => MunicipalityGraph, { description: 'The town that would change.' })
  municipality!: MunicipalityGraph;

  @Field(() => SkillGraph, { nullable: true, description: 'The skill recruited or taught; null for the others.' })
  skill!: SkillGraph | null;

  @Field(() => String, { description: 'What would change, in words, in the language of the Accept-Language header.' })
  what!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that would be done in addition, of whichever orders the town may do. Told to that town and to coordinators, else null.',
  })
  gainMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Yen of these; likewise.' })
  gainYen!: number | null;
}

@ObjectType('UnservedLot', { description: 'What a plan leaves undone of a surplus order.' })
export class UnservedLotGraph {
  @Field(() => PlannedOrderGraph, { description: 'The work.' })
  order!: PlannedOrderGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that has published it.' })
  municipality!: MunicipalityGraph;

  @Field(() => SkillGraph, { description: 'The skill that is missing.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: 'The lowest level of the skill that will do.' })
  level!: number;

  @Field(() => IsoMonthScalar, { description: 'The first month in which it could be done.' })
  from!: IsoMonth;

  @Field(() => IsoMonthScalar, { description: 'The last one.' })
  to!: IsoMonth;

  @Field(() => Int, { description: 'Minutes left undone.' })
  missingMinutes!: number;

  @Field(() => Int, { description: 'Yen of these.' })
  missingYen!: number;

  @Field(() => PlanRemedyGraph, {
    nullable: true,
    description: 'What would help most of all that was tried; null where nothing would, or there was no time.',
  })
  remedy!: PlanRemedyGraph | null;

  @Field(() => String, { description: 'What is missing, in words, in the language of the Accept-Language header.' })
  sentence!: string;
}

@ObjectType('UnservedLotPage', { description: 'A page of what a plan leaves undone, the dearest first.' })
export class UnservedLotPageGraph {
  @Field(() => Int, { description: 'How many there are in all that you may see; 0 until the plan has ended.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [UnservedLotGraph], { description: 'What is left undone, of this page.' })
  nodes!: UnservedLotGraph[];
}
