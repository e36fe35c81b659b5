import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { idempotencyKey } from '#graph/idempotency-key';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar, IsoMonthScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { SettlementGraph } from './settlement.graph.js';

@InputType('AdjustmentInput', { description: '調整. A correction of one line, in this month or an earlier one.' })
export class AdjustmentInput {
  @Field(() => ID, { description: 'The line; an adjustment itself cannot be adjusted.' })
  lineId!: string;

  @Field(() => Int, { description: 'Minutes added to what the line counts for; mostly below zero.' })
  minutes!: number;

  @Field(() => String, { description: 'Why, for the other town to read.' })
  reason!: string;
}

@InputType('StateSettlementInput', { description: 'A month that is over, to be stated to a peer.' })
export class StateSettlementInput {
  @Field(() => MunicipalityCodeScalar, {
    description: 'The town that states; that of the token. Of two towns the one with the lower code states.',
  })
  municipality!: MunicipalityCode;

  @Field(() => MunicipalityCodeScalar, { description: 'The other town.' })
  peer!: MunicipalityCode;

  @Field(() => IsoMonthScalar, { description: 'The month.' })
  month!: IsoMonth;

  @Field(() => [AdjustmentInput], {
    nullable: true,
    description: 'Corrections of earlier lines; none where it is left out.',
  })
  adjustments?: AdjustmentInput[] | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('StateSettlementPayload', { description: 'The settlement, stated.' })
export class StateSettlementPayload {
  @Field(() => SettlementGraph, { description: 'The settlement.' })
  settlement!: SettlementGraph;
}
export const StateSettlementResult = resultUnion('StateSettlementResult', StateSettlementPayload);
export type StateSettlementAnswer = StateSettlementPayload | RefusalGraph;

@InputType('ConfirmSettlementInput', { description: "The other town's signature under a statement." })
export class ConfirmSettlementInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('ConfirmSettlementPayload', { description: 'The settlement, closed.' })
export class ConfirmSettlementPayload {
  @Field(() => SettlementGraph, { description: 'The settlement.' })
  settlement!: SettlementGraph;
}
export const ConfirmSettlementResult = resultUnion('ConfirmSettlementResult', ConfirmSettlementPayload);
export type ConfirmSettlementAnswer = ConfirmSettlementPayload | RefusalGraph;

@InputType('DisputeSettlementInput', { description: "The other town's no to a statement." })
export class DisputeSettlementInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId!: string;

  @Field(() => String, { description: 'Why, for the stating town to read.' })
  reason!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('DisputeSettlementPayload', { description: 'The settlement, disputed.' })
export class DisputeSettlementPayload {
  @Field(() => SettlementGraph, { description: 'The settlement.' })
  settlement!: SettlementGraph;
}
export const DisputeSettlementResult = resultUnion('DisputeSettlementResult', DisputeSettlementPayload);
export type DisputeSettlementAnswer = DisputeSettlementPayload | RefusalGraph;

@InputType('AdjustSettlementInput', { description: "The stating town's answer to a dispute." })
export class AdjustSettlementInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId!: string;

  @Field(() => [AdjustmentInput], {
    nullable: true,
    description:
      'Corrections, instead of those that were stated before; none where it is left out: then what is known by now is stated anew.',
  })
  adjustments?: AdjustmentInput[] | null;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('AdjustSettlementPayload', { description: 'The settlement, stated anew.' })
export class AdjustSettlementPayload {
  @Field(() => SettlementGraph, { description: 'The settlement.' })
  settlement!: SettlementGraph;
}
export const AdjustSettlementResult = resultUnion('AdjustSettlementResult', AdjustSettlementPayload);
export type AdjustSettlementAnswer = AdjustSettlementPayload | RefusalGraph;

@InputType('RecordPaymentInput', { description: 'Money that has come in for a settlement.' })
export class RecordPaymentInput {
  @Field(() => ID, { description: 'The settlement.' })
  settlementId!: string;

  @Field(() => IsoDateScalar, { description: '入金日.' })
  paidOn!: IsoDate;

  @Field(() => Int, { description: 'Yen that came in; all that is owed.' })
  yen!: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('RecordPaymentPayload', { description: 'The settlement, paid.' })
export class RecordPaymentPayload {
  @Field(() => SettlementGraph, { description: 'The settlement.' })
  settlement!: SettlementGraph;
}
export const RecordPaymentResult = resultUnion('RecordPaymentResult', RecordPaymentPayload);
export type RecordPaymentAnswer = RecordPaymentPayload | RefusalGraph;
