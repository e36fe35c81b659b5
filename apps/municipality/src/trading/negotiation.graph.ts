import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import { idempotencyKey } from '#graph/idempotency-key';
import { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar } from '#graph/scalars';
import { AboutClaim, ClaimChange } from './about-claim.graph.js';
import { SurplusOrderGraph } from './trading.graph.js';

const unchanged = 'What lies on the table where it is left out.';

@InputType('CounterClaimInput', { description: "Other terms for a claim, in answer to the other party's." })
export class CounterClaimInput extends AboutClaim {
  @Field(() => Int, { nullable: true, description: `Minutes to take. ${unchanged}` })
  minutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Price of these minutes, in yen before tax: from their share of the published price up to the whole. Goes with the minutes where it is left out.`,
  })
  priceYen?: number | null;

  @Field(() => IsoDateScalar, { nullable: true, description: `First day of work. ${unchanged}` })
  earliest?: IsoDate | null;

  @Field(() => IsoDateScalar, { nullable: true, description: `納期. Last day of work. ${unchanged}` })
  due?: IsoDate | null;
}

@ObjectType('CounterClaimPayload', { description: 'The claim, with the new terms on its table.' })
export class CounterClaimPayload extends ClaimChange {}
export const CounterClaimResult = resultUnion('CounterClaimResult', CounterClaimPayload);
export type CounterClaimAnswer = CounterClaimPayload | RefusalGraph;

@InputType('AcceptCounterInput', { description: "The claimant's yes to the publisher's terms." })
export class AcceptCounterInput extends AboutClaim {}

@ObjectType('AcceptCounterPayload', { description: 'The claim, which waits for the award.' })
export class AcceptCounterPayload extends ClaimChange {}
export const AcceptCounterResult = resultUnion('AcceptCounterResult', AcceptCounterPayload);
export type AcceptCounterAnswer = AcceptCounterPayload | RefusalGraph;

@InputType('DeclineClaimInput', { description: "The publisher's no to a claim." })
export class DeclineClaimInput extends AboutClaim {
  @Field(() => String, { description: 'Why, for the claimant to read.' })
  reason!: string;
}

@ObjectType('DeclineClaimPayload', { description: 'The claim that was declined.' })
export class DeclineClaimPayload extends ClaimChange {}
export const DeclineClaimResult = resultUnion('DeclineClaimResult', DeclineClaimPayload);
export type DeclineClaimAnswer = DeclineClaimPayload | RefusalGraph;

@InputType('WithdrawClaimInput', { description: 'A claim that the claimant takes back.' })
export class WithdrawClaimInput extends AboutClaim {}

@ObjectType('WithdrawClaimPayload', { description: 'The claim that was withdrawn.' })
export class WithdrawClaimPayload extends ClaimChange {}
export const WithdrawClaimResult = resultUnion('WithdrawClaimResult', WithdrawClaimPayload);
export type WithdrawClaimAnswer = WithdrawClaimPayload | RefusalGraph;

@InputType('WithdrawSurplusOrderInput', {
  description: 'A surplus order that its publisher takes back before an award.',
})
export class WithdrawSurplusOrderInput {
  @Field(() => ID, { description: 'The surplus order.' })
  surplusOrderId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('WithdrawSurplusOrderPayload', { description: 'The surplus order that was withdrawn.' })
export class WithdrawSurplusOrderPayload {
  @Field(() => SurplusOrderGraph, { description: 'The surplus order.' })
  surplusOrder!: SurplusOrderGraph;
}
export const WithdrawSurplusOrderResult = resultUnion('WithdrawSurplusOrderResult', WithdrawSurplusOrderPayload);
export type WithdrawSurplusOrderAnswer = WithdrawSurplusOrderPayload | RefusalGraph;

@InputType('CancelSurplusOrderInput', { description: 'A surplus order that its publisher cancels after an award.' })
export class CancelSurplusOrderInput {
  @Field(() => ID, { description: 'The surplus order.' })
  surplusOrderId!: string;

  @Field(() => String, { description: 'Why, for those who were awarded it to read.' })
  reason!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('CancelSurplusOrderPayload', { description: 'The surplus order that was cancelled.' })
export class CancelSurplusOrderPayload {
  @Field(() => SurplusOrderGraph, { description: 'The surplus order.' })
  surplusOrder!: SurplusOrderGraph;
}
export const CancelSurplusOrderResult = resultUnion('CancelSurplusOrderResult', CancelSurplusOrderPayload);
export type CancelSurplusOrderAnswer = CancelSurplusOrderPayload | RefusalGraph;
