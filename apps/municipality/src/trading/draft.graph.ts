import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SurplusOrderDraft } from '#domain/trade/draft';
import { idempotencyKey } from '#graph/idempotency-key';
import { municipalityGraph, MunicipalityGraph } from '#graph/municipality.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SurplusOrderGraph } from './trading.graph.js';

const open = 'Null while it is open.';

@ObjectType('WorkDays', { description: 'First and last day of work, both included.' })
export class WorkDaysGraph {
  @Field(() => IsoDateScalar, { description: 'The first day.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: 'The last day.' })
  due!: IsoDate;
}

@InputType('WorkDaysInput', { description: 'First and last day of work, both included.' })
export class WorkDaysInput {
  @Field(() => IsoDateScalar, { description: 'The first day.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: 'The last day.' })
  due!: IsoDate;
}

@ObjectType('SurplusOrderDraft', {
  description:
    "余剰案件の下書き (DRAFT). What a town thinks of publishing; for its own staff. No peer hears of it, unless a year plan's move is drafted for that peer (draftFromYearPlan), and it takes none of the lot's minutes.",
})
export class SurplusOrderDraftGraph {
  @Field(() => ID, { description: 'Its id, which the surplus order keeps when it is published.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: `Minutes to publish. ${open}` })
  minutes!: number | null;

  @Field(() => IsoDateScalar, {
    nullable: true,
    description: `Last day on which a claim would be taken, in Asia/Tokyo. ${open}`,
  })
  claimBy!: IsoDate | null;

  @Field(() => Int, { nullable: true, description: `Price of all minutes, in yen before tax. ${open}` })
  priceYen!: number | null;

  @Field(() => Int, { nullable: true, description: `Smallest part that could be claimed, in minutes. ${open}` })
  minSliceMinutes!: number | null;

  @Field(() => [MunicipalityGraph], {
    nullable: true,
    description: 'Who could claim; null: every trading peer that may receive it.',
  })
  addressees!: MunicipalityGraph[] | null;

  @Field(() => WorkDaysGraph, {
    nullable: true,
    description: "Days of the work; null: all of the lot's.",
  })
  days!: WorkDaysGraph | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The surplus order that stands over these minutes and gives them up when this is published; null where they are still open in the lot.',
  })
  splitFrom!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it was made from, such as a move of a year plan; null where a person wrote it.',
  })
  origin!: string | null;

  /** Read by the resolver of `lot`; not part of the graph. */
  lotId!: string;
  /** Read by the resolver of `check`; not part of the graph. */
  draft!: SurplusOrderDraft;
}

export function draftGraph(draft: SurplusOrderDraft): SurplusOrderDraftGraph {
  const { id, lotId, minutes, claimBy, priceYen, minSliceMinutes, addressees, days, splitFrom, origin } = draft;
  return {
    ...{ id, lotId, minutes, claimBy, priceYen, minSliceMinutes, days, splitFrom, origin, draft },
    addressees: addressees === null ? null : addressees.map(municipalityGraph),
  };
}

const mayBeOpen = 'May be left out and said later.';

@InputType({ isAbstract: true })
abstract class DraftContentInput {
  @Field(() => Int, { nullable: true, description: `Minutes to publish. ${mayBeOpen}` })
  minutes?: number | null;

  @Field(() => IsoDateScalar, {
    nullable: true,
    description: `Last day on which a claim is to be taken, in Asia/Tokyo. ${mayBeOpen}`,
  })
  claimBy?: IsoDate | null;

  @Field(() => Int, { nullable: true, description: `Price of all minutes, in yen before tax. ${mayBeOpen}` })
  priceYen?: number | null;

  @Field(() => Int, { nullable: true, description: `Smallest part that may be claimed, in minutes. ${mayBeOpen}` })
  minSliceMinutes?: number | null;

  @Field(() => [MunicipalityCodeScalar], {
    nullable: true,
    description: 'Who may claim; every trading peer that may receive it where this is null.',
  })
  addressees?: MunicipalityCode[] | null;

  @Field(() => WorkDaysInput, {
    nullable: true,
    description: "Days of the work, within the lot's; all of them where this is null.",
  })
  days?: WorkDaysInput | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType({ isAbstract: true })
abstract class AboutDraft {
  @Field(() => ID, { description: 'The draft.' })
  draftId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('DraftSurplusOrderInput', {
  description: 'What a town thinks of publishing; only the lot has to be settled.',
})
export class DraftSurplusOrderInput extends DraftContentInput {
  @Field(() => ID, { description: 'The lot.' })
  lotId!: string;
}

@ObjectType({ isAbstract: true })
abstract class DraftChange {
  @Field(() => SurplusOrderDraftGraph, {
    nullable: true,
    description: 'The draft; null where the answer is asked for again and it has been published or thrown away since.',
  })
  draft!: SurplusOrderDraftGraph | null;
}

@ObjectType('DraftSurplusOrderPayload', { description: 'What was drafted.' })
export class DraftSurplusOrderPayload extends DraftChange {}
export const DraftSurplusOrderResult = resultUnion('DraftSurplusOrderResult', DraftSurplusOrderPayload);
export type DraftSurplusOrderAnswer = DraftSurplusOrderPayload | RefusalGraph;

@InputType('ChangeSurplusOrderDraftInput', {
  description: "A draft's content anew, all of it: what is left out is open again.",
})
export class ChangeSurplusOrderDraftInput extends DraftContentInput {
  @Field(() => ID, { description: 'The draft.' })
  draftId!: string;
}

@ObjectType('ChangeSurplusOrderDraftPayload', { description: 'The draft as it is now.' })
export class ChangeSurplusOrderDraftPayload extends DraftChange {}
export const ChangeSurplusOrderDraftResult = resultUnion(
  'ChangeSurplusOrderDraftResult',
  ChangeSurplusOrderDraftPayload,
);
export type ChangeSurplusOrderDraftAnswer = ChangeSurplusOrderDraftPayload | RefusalGraph;

@InputType('DiscardSurplusOrderDraftInput', { description: 'A draft that is thrown away.' })
export class DiscardSurplusOrderDraftInput extends AboutDraft {}

@ObjectType('DiscardSurplusOrderDraftPayload', { description: 'What was thrown away.' })
export class DiscardSurplusOrderDraftPayload {
  @Field(() => ID, { description: 'The id that the draft had.' })
  draftId!: string;
}
export const DiscardSurplusOrderDraftResult = resultUnion(
  'DiscardSurplusOrderDraftResult',
  DiscardSurplusOrderDraftPayload,
);
export type DiscardSurplusOrderDraftAnswer = DiscardSurplusOrderDraftPayload | RefusalGraph;

@InputType('PublishSurplusOrderDraftInput', { description: 'A draft that is published as it stands.' })
export class PublishSurplusOrderDraftInput extends AboutDraft {}

@ObjectType('PublishSurplusOrderDraftPayload', { description: 'What was published.' })
export class PublishSurplusOrderDraftPayload {
  @Field(() => SurplusOrderGraph, { description: 'The surplus order, under the id that the draft had.' })
  surplusOrder!: SurplusOrderGraph;
}
export const PublishSurplusOrderDraftResult = resultUnion(
  'PublishSurplusOrderDraftResult',
  PublishSurplusOrderDraftPayload,
);
export type PublishSurplusOrderDraftAnswer = PublishSurplusOrderDraftPayload | RefusalGraph;
