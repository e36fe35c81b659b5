import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { UnansweredGraph } from '#graph/unanswered.graph';
import { TownFiguresGraph } from '../year-plan/plan-towns.graph.js';
import { YearPlanStatusEnum, type YearPlanGraph } from '../year-plan/year-plan.graph.js';
import { ScenarioChangeGraph } from './scenario.graph.js';

const draftStatuses = ['COMPLETE', 'STOPPED', 'NO_TIME'] as const;
export const DraftStatusEnum = enumOf(draftStatuses);
registerEnumType(DraftStatusEnum, {
  name: 'DraftStatus',
  description: 'How far a draft of a comparison was planned.',
  valuesMap: {
    COMPLETE: { description: 'Planned.' },
    STOPPED: { description: 'Its time was up: its figures are of what had been found until then.' },
    NO_TIME: { description: 'Not planned; it has no figures.' },
  },
});

@ObjectType('DraftTown', { description: 'What a draft is to a town, beside the unchanged year.' })
export class DraftTownGraph {
  @Field(() => MunicipalityGraph, { description: 'The town.' })
  municipality!: MunicipalityGraph;

  @Field(() => TownFiguresGraph, {
    nullable: true,
    description: 'In the unchanged year; null where that was not planned.',
  })
  before!: TownFiguresGraph | null;

  @Field(() => TownFiguresGraph, { description: 'In the draft.' })
  after!: TownFiguresGraph;
}

@ObjectType('ComparedDraft', {
  description: 'What a draft comes to. Minutes and yen from today to the end of the year.',
})
export class ComparedDraftGraph {
  @Field(() => String, { description: 'The name of the scenario; "unchanged" for the plan without any change.' })
  name!: string;

  @Field(() => [ScenarioChangeGraph], { description: 'What is different; empty for the plan without any change.' })
  changes!: ScenarioChangeGraph[];

  @Field(() => DraftStatusEnum, { description: 'How far it was planned.' })
  status!: (typeof draftStatuses)[number];

  @Field(() => Int, { nullable: true, description: 'Minutes of all work in it; null where it was not planned.' })
  demandMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that it serves.' })
  servedMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Whole yen that these are worth to the clients. Told to coordinators, else null: it sums up orders that need not be addressed to you.',
  })
  servedYen!: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that move between towns.' })
  movedMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that no plan of it can exceed, proven.' })
  boundMinutes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Coefficient of variation of the load over the towns and months of the draft (docs/year-plan.md).',
  })
  unevenness!: number | null;

  @Field(() => [DraftTownGraph], {
    description: 'What it is to each town that it has. A coordinator sees all towns, the staff of a town its own.',
  })
  towns!: DraftTownGraph[];

  /** Which draft of which comparison it is; not part of the graph. */
  at!: { readonly comparisonId: string; readonly draft: number };

  /** Whether both it and the unchanged year were planned; not part of the graph. */
  isComparable!: boolean;
}

@ObjectType('CoalitionMember', {
  description: 'What a coalition is to a member, and what the member is to the others.',
})
export class CoalitionMemberGraph {
  @Field(() => MunicipalityGraph, { description: 'The member.' })
  municipality!: MunicipalityGraph;

  @Field(() => TownFiguresGraph, { description: 'Where nobody shares.' })
  alone!: TownFiguresGraph;

  @Field(() => TownFiguresGraph, { description: 'Where the members share with each other, and nobody else does.' })
  within!: TownFiguresGraph;

  @Field(() => Boolean, {
    description: 'Neither its clients nor its people have less than alone, and one of them has more.',
  })
  gains!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: 'Whole yen of the other members’ orders that are done with it. Told to coordinators, else null.',
  })
  othersYen!: number | null;

  @Field(() => Float, { nullable: true, description: 'The same without it. Told to coordinators, else null.' })
  othersWithoutYen!: number | null;
}

const comparisonKinds = ['SCENARIOS', 'COALITION'] as const;
export const ComparisonKindEnum = enumOf(comparisonKinds);
registerEnumType(ComparisonKindEnum, {
  name: 'ComparisonKind',
  description: 'What a comparison asks.',
  valuesMap: {
    SCENARIOS: { description: 'What scenarios come to.' },
    COALITION: { description: 'Whether each member gains by a coalition.' },
  },
});

@ObjectType('ScenarioComparison', {
  description: 'Drafts planned on one basis, side by side. It proposes, and moves nothing.',
})
export class ScenarioComparisonGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => ComparisonKindEnum, { description: 'What it asks.' })
  kind!: (typeof comparisonKinds)[number];

  @Field(() => YearPlanStatusEnum, { description: 'How it stands: it waits in line with the year plans.' })
  status!: YearPlanGraph['status'];

  @Field(() => Int, { description: '年度: the year in which it begins (April).' })
  fiscalYear!: number;

  @Field(() => MunicipalityGraph, {
    nullable: true,
    description: 'The town whose coordinator has asked; null where that coordinator acts for none.',
  })
  owner!: MunicipalityGraph | null;

  @Field(() => Boolean, { description: 'Whether all members may see it.' })
  isForAll!: boolean;

  @Field(() => [MunicipalityGraph], { description: 'The other towns that may see it.' })
  sharedWith!: MunicipalityGraph[];

  @Field(() => DateTimeScalar, { description: 'When it was asked for: the figures are those of this moment.' })
  queuedAt!: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null until then.' })
  endedAt!: Instant | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which of its drafts is being planned, and what of it is being solved; null unless it is being made.',
  })
  progress!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, as a sentence; null unless it has.' })
  failure!: string | null;

  @Field(() => [ComparedDraftGraph], { description: 'The drafts, the unchanged year first; empty until it ends.' })
  drafts!: ComparedDraftGraph[];

  @Field(() => [CoalitionMemberGraph], {
    description:
      'Of a coalition, each member for which all was planned. A coordinator sees all members, the staff of a town its own.',
  })
  members!: CoalitionMemberGraph[];

  @Field(() => [UnansweredGraph], { description: 'Towns of which something is missing in it, and what.' })
  unanswered!: UnansweredGraph[];
}

@ObjectType('ScenarioComparisonPage', { description: 'A page of comparisons, the newest first.' })
export class ScenarioComparisonPageGraph {
  @Field(() => Int, { description: 'How many there are in all that you may see.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [ScenarioComparisonGraph], { description: 'The comparisons of this page.' })
  nodes!: ScenarioComparisonGraph[];
}

const forAll = 'Whether all members may see it.';
const sharedWith = 'The towns that may see it besides yours.';

@InputType('CompareScenariosInput', {
  description: 'Which scenarios to put side by side, and who may see what comes out.',
})
export class CompareScenariosInput {
  @Field(() => [ID], {
    description: 'Scenarios of one fiscal year that you may see: 1 to 8. Shared with no more towns than each of them.',
  })
  scenarioIds!: string[];

  @Field(() => Boolean, { defaultValue: false, description: forAll })
  isForAll!: boolean;

  @Field(() => [MunicipalityCodeScalar], { defaultValue: [], description: sharedWith })
  sharedWith!: MunicipalityCode[];

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('CompareCoalitionInput', { description: 'Which towns would share, and who may see what comes out.' })
export class CompareCoalitionInput {
  @Field(() => Int, { description: '年度: the year in which it begins (April).' })
  fiscalYear!: number;

  @Field(() => [MunicipalityCodeScalar], { description: 'The members of the coalition: 2 to 8 towns.' })
  municipalities!: MunicipalityCode[];

  @Field(() => Boolean, { defaultValue: false, description: forAll })
  isForAll!: boolean;

  @Field(() => [MunicipalityCodeScalar], { defaultValue: [], description: sharedWith })
  sharedWith!: MunicipalityCode[];

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('StopScenarioComparisonInput', { description: 'A comparison that need not be finished.' })
export class StopScenarioComparisonInput {
  @Field(() => ID, { description: 'The comparison: one of your town.' })
  comparisonId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('CompareScenariosPayload', { description: 'The comparison that has been queued.' })
export class CompareScenariosPayload {
  @Field(() => ScenarioComparisonGraph, { description: 'Ask "scenarioComparison" how far it is.' })
  comparison!: ScenarioComparisonGraph;
}
export const CompareScenariosResult = resultUnion('CompareScenariosResult', CompareScenariosPayload);
export type CompareScenariosAnswer = CompareScenariosPayload | RefusalGraph;

@ObjectType('CompareCoalitionPayload', { description: 'The comparison that has been queued.' })
export class CompareCoalitionPayload {
  @Field(() => ScenarioComparisonGraph, { description: 'Ask "scenarioComparison" how far it is.' })
  comparison!: ScenarioComparisonGraph;
}
export const CompareCoalitionResult = resultUnion('CompareCoalitionResult', CompareCoalitionPayload);
export type CompareCoalitionAnswer = CompareCoalitionPayload | RefusalGraph;

@ObjectType('StopScenarioComparisonPayload', { description: 'The comparison that has been asked to stop.' })
export class StopScenarioComparisonPayload {
  @Field(() => ScenarioComparisonGraph, {
    description: 'STOPPED within moments, with the drafts that were planned; one that had ended stays as it was.',
  })
  comparison!: ScenarioComparisonGraph;
}
export const StopScenarioComparisonResult = resultUnion('StopScenarioComparisonResult', StopScenarioComparisonPayload);
export type StopScenarioComparisonAnswer = StopScenarioComparisonPayload | RefusalGraph;
