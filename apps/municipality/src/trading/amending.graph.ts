import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, IsoDate } from '#domain/calendar/date';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { DateTimeScalar, IsoDateScalar } from '#graph/scalars';
import { AboutClaim, ClaimChange } from './about-claim.graph.js';

const unchanged = 'As in force where it is left out.';
const which = 'The termsHash of the proposal that is meant; whichever lies open where it is left out.';

@ObjectType('Amendment', {
  description: '変更契約. Terms that one party has proposed in the place of those in force, while nothing is decided.',
})
export class AmendmentGraph {
  @Field(() => MunicipalityGraph, { description: 'Who has proposed them; the other party answers.' })
  municipality!: MunicipalityGraph;

  @Field(() => Int, { description: 'The version of the award that they would be, from 2.' })
  version!: number;

  @Field(() => Int, { description: 'Minutes to do.' })
  minutes!: number;

  @Field(() => Int, { description: 'Price of these minutes, in yen before tax.' })
  priceYen!: number;

  @Field(() => IsoDateScalar, { description: 'First day of work.' })
  earliest!: IsoDate;

  @Field(() => IsoDateScalar, { description: '納期. Last day of work.' })
  due!: IsoDate;

  @Field(() => DateTimeScalar, { description: 'The other party answers before this moment.' })
  answerBy!: Instant;

  @Field(() => String, { description: 'Hash of the terms, which names the proposal.' })
  termsHash!: string;

  @Field(() => Boolean, { description: "The publisher has signed it: only the claimant's word is missing." })
  signedByPublisher!: boolean;

  @Field(() => Boolean, {
    description: 'The publisher takes it back, and waits for the claimant to say that it had not agreed before.',
  })
  withdrawn!: boolean;
}

@InputType('ProposeAmendmentInput', { description: 'Other terms for an award in force.' })
export class ProposeAmendmentInput extends AboutClaim {
  @Field(() => Int, {
    nullable: true,
    description: `Minutes to do; at most those awarded and those that remain of the surplus order. ${unchanged}`,
  })
  minutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Price of these minutes, in yen before tax; at least their published share. Goes with the minutes where it is left out.',
  })
  priceYen?: number | null;

  @Field(() => IsoDateScalar, { nullable: true, description: `First day of work. ${unchanged}` })
  earliest?: IsoDate | null;

  @Field(() => IsoDateScalar, { nullable: true, description: `納期. Last day of work. ${unchanged}` })
  due?: IsoDate | null;
}

@ObjectType('ProposeAmendmentPayload', { description: 'The claim with the amendment that lies open.' })
export class ProposeAmendmentPayload extends ClaimChange {}
export const ProposeAmendmentResult = resultUnion('ProposeAmendmentResult', ProposeAmendmentPayload);
export type ProposeAmendmentAnswer = ProposeAmendmentPayload | RefusalGraph;

@InputType('AcceptAmendmentInput', { description: "A yes to the other party's amendment." })
export class AcceptAmendmentInput extends AboutClaim {
  @Field(() => String, { nullable: true, description: which })
  termsHash?: string | null;
}

@ObjectType('AcceptAmendmentPayload', { description: 'The claim: of the new version, or waiting for its claimant.' })
export class AcceptAmendmentPayload extends ClaimChange {}
export const AcceptAmendmentResult = resultUnion('AcceptAmendmentResult', AcceptAmendmentPayload);
export type AcceptAmendmentAnswer = AcceptAmendmentPayload | RefusalGraph;

@InputType('DeclineAmendmentInput', { description: "A no to the other party's amendment." })
export class DeclineAmendmentInput extends AboutClaim {
  @Field(() => String, { description: 'Why, for the other party to read.' })
  reason!: string;

  @Field(() => String, { nullable: true, description: which })
  termsHash?: string | null;
}

@ObjectType('DeclineAmendmentPayload', { description: 'The claim, on the terms in force.' })
export class DeclineAmendmentPayload extends ClaimChange {}
export const DeclineAmendmentResult = resultUnion('DeclineAmendmentResult', DeclineAmendmentPayload);
export type DeclineAmendmentAnswer = DeclineAmendmentPayload | RefusalGraph;

@InputType('WithdrawAmendmentInput', { description: 'An own amendment that is taken back.' })
export class WithdrawAmendmentInput extends AboutClaim {
  @Field(() => String, { nullable: true, description: which })
  termsHash?: string | null;
}

@ObjectType('WithdrawAmendmentPayload', { description: 'The claim, on the terms in force.' })
export class WithdrawAmendmentPayload extends ClaimChange {}
export const WithdrawAmendmentResult = resultUnion('WithdrawAmendmentResult', WithdrawAmendmentPayload);
export type WithdrawAmendmentAnswer = WithdrawAmendmentPayload | RefusalGraph;
