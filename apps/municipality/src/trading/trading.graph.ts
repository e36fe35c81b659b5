import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Instant, IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { claimStatuses, type ClaimStatus } from '#domain/trade/claim';
import { surplusOrderStatuses, type SurplusOrderStatus } from '#domain/trade/surplus-order';
import { DataClassEnum } from '#graph/data-class.graph';
import { enumOf } from '#graph/enum';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { PageInfoGraph } from '#graph/page-info.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, IsoDateScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';
import { UnansweredGraph } from '#graph/unanswered.graph';
import { LicenceGraph } from '../centre/seats.graph.js';

export const SurplusOrderStatusEnum = enumOf(surplusOrderStatuses);
registerEnumType(SurplusOrderStatusEnum, {
  name: 'SurplusOrderStatus',
  description: '余剰案件の状態.',
  valuesMap: {
    POSTED: { description: '公開中: nothing awarded yet.' },
    PARTLY_AWARDED: { description: '一部決定: some minutes awarded, some left.' },
    FULLY_AWARDED: { description: '全部決定: no minutes left.' },
    PERFORMING: { description: '実施中: the work is being done.' },
    COMPLETED: { description: '完了: all of it delivered and inspected.' },
    EXPIRED: { description: '期限切れ: nobody took it in time.' },
    WITHDRAWN: { description: '取下げ: taken back before an award.' },
    CANCELLED: { description: '取消: taken back after an award.' },
  },
});

export const ClaimStatusEnum = enumOf(claimStatuses);
registerEnumType(ClaimStatusEnum, {
  name: 'ClaimStatus',
  description: '引受申出の状態.',
  valuesMap: {
    SUBMITTED: { description: '申出中: the claimant holds the minutes; the publisher has not decided.' },
    COUNTERED: { description: '条件調整中: a counter-offer lies on the table.' },
    AWARDED: { description: '決定: the publisher has signed; the claimant has yet to.' },
    CONFIRMED: { description: '確認済: both have signed the same terms.' },
    PERFORMING: { description: '実施中: work has begun, or is to be done again.' },
    DELIVERED: { description: '納品済: a delivery waits for its inspection.' },
    INSPECTED: { description: '検収済: all minutes awarded are accepted.' },
    SETTLED: { description: '精算済: all that was accepted is paid.' },
    DECLINED: { description: '不成立: the publisher said no.' },
    WITHDRAWN: { description: '取下げ: the claimant took it back.' },
    LAPSED: { description: '失効: nobody decided or confirmed in time.' },
    TERMINATED: { description: '終了: cancelled by the publisher after the award.' },
  },
});

@ObjectType('SurplusOrder', { description: '余剰案件. Surplus work a town has published to its peers.' })
export class SurplusOrderGraph {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;

  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => SurplusOrderStatusEnum, { description: 'How it stands.' })
  status!: SurplusOrderStatus;

  @Field(() => MunicipalityGraph, { description: 'The town that publishes it.' })
  municipality!: MunicipalityGraph;

  @Field(() => SkillGraph, { description: 'The skill it takes.' })
  skill!: SkillGraph;

  @Field(() => Int, { description: 'The lowest level of the skill that will do, 1 to 3.' })
  level!: number;

  @Field(() => [LicenceGraph], { description: 'Licences of which the claimant needs a seat while the work is done.' })
  licences!: LicenceGraph[];

  @Field(() => Int, { description: 'All minutes published.' })
  minutes!: number;

  @Field(() => Int, { description: 'Minutes nobody has been awarded yet.' })
  remainingMinutes!: number;

  @Field(() => IsoDateScalar, { description: 'First day of work.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: '納期. Last day of work.' })
  due!: IsoDate;

  @Field(() => IsoDateScalar, { description: 'Last day on which a claim is taken, in Asia/Tokyo.' })
  claimBy!: IsoDate;

  @Field(() => Int, { description: 'Price of all minutes, in yen before tax; a part costs its share.' })
  priceYen!: number;

  @Field(() => Int, {
    description: 'Smallest part that may be claimed, in minutes; the last remainder may be smaller.',
  })
  minSliceMinutes!: number;

  @Field(() => DataClassEnum, { description: 'How sensitive its data is.' })
  dataClass!: DataClass;

  @Field(() => String, { description: 'Its place in every list of surplus orders.' })
  cursor!: string;
}

@ObjectType('ClaimOffer', { description: '条件. Terms that lie on the table of a claim.' })
export class ClaimOfferGraph {
  @Field(() => MunicipalityGraph, { description: 'Whose terms they are; the other party answers them.' })
  municipality!: MunicipalityGraph;

  @Field(() => Int, { description: 'Counts the offers of the claim from 1.' })
  number!: number;

  @Field(() => Int, { description: 'Minutes to take.' })
  minutes!: number;

  @Field(() => Int, { description: 'Price of these minutes, in yen before tax.' })
  priceYen!: number;

  @Field(() => IsoDateScalar, { description: 'First day of work.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: '納期. Last day of work.' })
  due!: IsoDate;
}

@ObjectType('Claim', {
  description:
    "引受申出. A peer's offer to take minutes of a surplus order; shown to its two parties and to coordinators.",
})
export class ClaimGraph {
  @Field(() => ID, { description: 'Its id; names claimant and publisher.' })
  id!: string;

  @Field(() => ClaimStatusEnum, { description: 'How it stands, as the town that answers knows it.' })
  status!: ClaimStatus;

  @Field(() => MunicipalityGraph, { description: 'The claimant.' })
  municipality!: MunicipalityGraph;

  @Field(() => Int, { description: 'Minutes offered; from the award on, minutes awarded.' })
  minutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Price of the minutes awarded, in yen before tax; null before the award.',
  })
  priceYen!: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The claimant signs before this moment; null before the award.',
  })
  confirmBy!: Instant | null;

  @Field(() => String, { nullable: true, description: 'Hash of the terms that both sign; null before the award.' })
  termsHash!: string | null;

  @Field(() => Boolean, { description: "The claimant has signed and has no receipt of the publisher's yet." })
  receiptPending!: boolean;

  @Field(() => ClaimOfferGraph, { description: 'The terms on the table, or those that the award answered.' })
  offer!: ClaimOfferGraph;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was declined or terminated: a refusal code, or what a person wrote; null otherwise.',
  })
  reason!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'What the publisher owes for having cancelled the award, in yen before tax; null unless it did.',
  })
  owedYen!: number | null;

  /** Read by the resolvers of `surplusOrder` and `lot`; not part of the graph. */
  surplusOrderId!: string;
  lotId!: string | null;
}

@ObjectType('SurplusOrderPage', {
  description: 'A page of surplus orders, those with the nearest claim deadline first.',
})
export class SurplusOrderPageGraph {
  @Field(() => Int, { description: 'How many there are in all, in the towns that answered.' })
  totalCount!: number;

  @Field(() => PageInfoGraph, { description: 'Where the page ends.' })
  pageInfo!: PageInfoGraph;

  @Field(() => [SurplusOrderGraph], { description: 'The surplus orders of this page.' })
  nodes!: SurplusOrderGraph[];

  @Field(() => [UnansweredGraph], { description: 'Towns that did not answer; what they have published is missing.' })
  unanswered!: UnansweredGraph[];
}

@InputType('SurplusOrderFilter', {
  description: 'Which surplus orders are looked for; what is left out does not restrict.',
})
export class SurplusOrderFilterInput {
  @Field(() => [MunicipalityCodeScalar], { nullable: true, description: 'Published by one of these towns.' })
  municipalities?: MunicipalityCode[] | null;

  @Field(() => String, { nullable: true, description: 'Code of the skill they take.' })
  skill?: string | null;

  @Field(() => [SurplusOrderStatusEnum], { nullable: true, description: 'In one of these states.' })
  status?: SurplusOrderStatus[] | null;
}

@InputType('PublishSurplusOrderInput', { description: 'Part of a lot, for other towns to take.' })
export class PublishSurplusOrderInput {
  @Field(() => ID, { description: 'The lot.' })
  lotId!: string;

  @Field(() => Int, { description: 'Minutes to publish; at most those still open.' })
  minutes!: number;

  @Field(() => IsoDateScalar, { description: 'Last day on which a claim is taken, in Asia/Tokyo.' })
  claimBy!: IsoDate;

  @Field(() => Int, { description: 'Price of all minutes, in yen before tax.' })
  priceYen!: number;

  @Field(() => Int, { description: 'Smallest part that may be claimed, in minutes.' })
  minSliceMinutes!: number;

  @Field(() => [MunicipalityCodeScalar], {
    nullable: true,
    description: 'Who may claim; every trading peer that may receive it where this is null.',
  })
  addressees?: MunicipalityCode[] | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('PublishSurplusOrderPayload', { description: 'What was published.' })
export class PublishSurplusOrderPayload {
  @Field(() => SurplusOrderGraph, { description: 'The surplus order.' })
  surplusOrder!: SurplusOrderGraph;
}
export const PublishSurplusOrderResult = resultUnion('PublishSurplusOrderResult', PublishSurplusOrderPayload);
export type PublishSurplusOrderAnswer = PublishSurplusOrderPayload | RefusalGraph;

@InputType('ClaimSurplusOrderInput', { description: "An offer to take minutes of a peer's surplus order." })
export class ClaimSurplusOrderInput {
  @Field(() => ID, { description: 'The surplus order.' })
  surplusOrderId!: string;

  @Field(() => MunicipalityCodeScalar, { description: 'The town that claims; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => Int, { description: 'Minutes to take.' })
  minutes!: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('ClaimSurplusOrderPayload', { description: 'The claim.' })
export class ClaimSurplusOrderPayload {
  @Field(() => ClaimGraph, { description: 'The claim.' })
  claim!: ClaimGraph;
}
export const ClaimSurplusOrderResult = resultUnion('ClaimSurplusOrderResult', ClaimSurplusOrderPayload);
export type ClaimSurplusOrderAnswer = ClaimSurplusOrderPayload | RefusalGraph;

@InputType('AwardClaimInput', { description: 'The acceptance of all or part of a claim.' })
export class AwardClaimInput {
  @Field(() => ID, { description: 'The claim.' })
  claimId!: string;

  @Field(() => Int, { description: 'Minutes to award; at most those claimed and those remaining.' })
  minutes!: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('AwardClaimPayload', { description: 'The claim and its surplus order after the award.' })
export class AwardClaimPayload {
  @Field(() => ClaimGraph, { description: 'The claim.' })
  claim!: ClaimGraph;

  @Field(() => SurplusOrderGraph, { description: 'The surplus order.' })
  surplusOrder!: SurplusOrderGraph;
}
export const AwardClaimResult = resultUnion('AwardClaimResult', AwardClaimPayload);
export type AwardClaimAnswer = AwardClaimPayload | RefusalGraph;

@InputType('ConfirmAwardInput', { description: "The claimant's signature under an award." })
export class ConfirmAwardInput {
  @Field(() => ID, { description: 'The claim.' })
  claimId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('ConfirmAwardPayload', { description: 'The confirmed claim.' })
export class ConfirmAwardPayload {
  @Field(() => ClaimGraph, { description: 'The claim.' })
  claim!: ClaimGraph;
}
export const ConfirmAwardResult = resultUnion('ConfirmAwardResult', ConfirmAwardPayload);
export type ConfirmAwardAnswer = ConfirmAwardPayload | RefusalGraph;
