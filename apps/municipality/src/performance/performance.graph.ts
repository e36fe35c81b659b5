import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { Delivery, Performance } from '#domain/performance/performance';
import { reworkCauses, type ReworkCause } from '#domain/performance/rework-cause';
import { enumOf } from '#graph/enum';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { IsoDateScalar } from '#graph/scalars';
import { AboutClaim, ClaimChange } from '../trading/about-claim.graph.js';

export const ReworkCauseEnum = enumOf(reworkCauses);
registerEnumType(ReworkCauseEnum, {
  name: 'ReworkCause',
  description: '手直しの原因. Why a delivery is rejected; decides who pays for doing it again.',
  valuesMap: {
    CLAIMANT: { description: '引受側: the claimant puts it right at its own cost.' },
    SPECIFICATION: { description: '仕様: the specification was wrong or silent; doing it again is paid.' },
    CLIENT: { description: '発注者: the client wants it otherwise; doing it again is paid.' },
  },
});

export const DeliveryStatusEnum = enumOf(['DELIVERED', 'ACCEPTED', 'REJECTED'] as const);
registerEnumType(DeliveryStatusEnum, {
  name: 'DeliveryStatus',
  description: '納品の状態.',
  valuesMap: {
    DELIVERED: { description: '検収待ち: nobody has looked yet.' },
    ACCEPTED: { description: '合格: all or part is as it should be.' },
    REJECTED: { description: '不合格: it is to be done again.' },
  },
});

@ObjectType('Delivery', {
  description: '納品と検収. Work that a claimant has handed in, and what its publisher found.',
})
export class DeliveryGraph {
  @Field(() => Int, { description: 'Counts the deliveries of the claim from 1.' })
  number!: number;

  @Field(() => DeliveryStatusEnum, { description: 'How it stands.' })
  status!: 'DELIVERED' | 'ACCEPTED' | 'REJECTED';

  @Field(() => Int, { description: 'Minutes of the award that were handed in.' })
  minutes!: number;

  @Field(() => Int, { description: 'Minutes spent on doing rejected work again for a cause that is paid.' })
  reworkMinutes!: number;

  @Field(() => String, { description: 'What the claimant says to it; empty where nothing.' })
  note!: string;

  @Field(() => IsoDateScalar, { description: '納品日, in Asia/Tokyo.' })
  deliveredOn!: IsoDate;

  @Field(() => IsoDateScalar, {
    nullable: true,
    description: '検収日, in Asia/Tokyo: decides the period and the fiscal year. Null before the inspection.',
  })
  inspectedOn!: IsoDate | null;

  @Field(() => Int, { nullable: true, description: 'Minutes accepted; null unless it was.' })
  acceptedMinutes!: number | null;

  @Field(() => Int, { nullable: true, description: 'Price of the accepted minutes, in yen before tax.' })
  workYen!: number | null;

  @Field(() => Int, { nullable: true, description: 'Price of the paid rework, in yen before tax.' })
  reworkYen!: number | null;

  @Field(() => String, { nullable: true, description: 'Why it was rejected; null unless it was.' })
  reason!: string | null;

  @Field(() => ReworkCauseEnum, { nullable: true, description: 'Whose cause that was; null unless it was rejected.' })
  cause!: ReworkCause | null;
}

@ObjectType('Performance', { description: '履行. What has become of an award in force.' })
export class PerformanceGraph {
  @Field(() => IsoDateScalar, { description: '着手日: when work began, in Asia/Tokyo.' })
  startedOn!: IsoDate;

  @Field(() => Int, { description: 'Minutes of the award accepted so far, paid rework apart.' })
  acceptedMinutes!: number;

  @Field(() => Int, { description: 'Minutes of paid rework that a delivery may still charge.' })
  reworkPayableMinutes!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Code for why the publisher could not take the last delivery down, so that it is to be delivered anew; null otherwise.',
  })
  returnedFor!: string | null;

  @Field(() => [DeliveryGraph], { description: 'What was handed in, in order.' })
  deliveries!: DeliveryGraph[];
}

@InputType('StartWorkInput', { description: 'Work on an award in force that begins.' })
export class StartWorkInput extends AboutClaim {}

@ObjectType('StartWorkPayload', { description: 'The claim on which work has begun.' })
export class StartWorkPayload extends ClaimChange {}
export const StartWorkResult = resultUnion('StartWorkResult', StartWorkPayload);
export type StartWorkAnswer = StartWorkPayload | RefusalGraph;

@InputType('DeliverWorkInput', { description: 'Work that a claimant hands in.' })
export class DeliverWorkInput extends AboutClaim {
  @Field(() => Int, { description: 'Minutes of the award that are done; at most those not accepted yet.' })
  minutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes spent on paid rework, at most reworkPayableMinutes; none where it is left out.',
  })
  reworkMinutes?: number | null;

  @Field(() => String, { nullable: true, description: 'For the publisher to read; no names of workers.' })
  note?: string | null;
}

@ObjectType('DeliverWorkPayload', { description: 'The claim, which waits for the inspection.' })
export class DeliverWorkPayload extends ClaimChange {}
export const DeliverWorkResult = resultUnion('DeliverWorkResult', DeliverWorkPayload);
export type DeliverWorkAnswer = DeliverWorkPayload | RefusalGraph;

@InputType('AcceptDeliveryInput', { description: "The publisher's yes to all or part of a delivery." })
export class AcceptDeliveryInput extends AboutClaim {
  @Field(() => Int, { description: 'The delivery that was looked at.' })
  number!: number;

  @Field(() => Int, { description: 'Minutes that are as they should be; at most those delivered.' })
  minutes!: number;
}

@ObjectType('AcceptDeliveryPayload', { description: 'The claim after the inspection.' })
export class AcceptDeliveryPayload extends ClaimChange {}
export const AcceptDeliveryResult = resultUnion('AcceptDeliveryResult', AcceptDeliveryPayload);
export type AcceptDeliveryAnswer = AcceptDeliveryPayload | RefusalGraph;

@InputType('RejectDeliveryInput', { description: "The publisher's no to a delivery." })
export class RejectDeliveryInput extends AboutClaim {
  @Field(() => Int, { description: 'The delivery that was looked at.' })
  number!: number;

  @Field(() => String, { description: 'What is not as it should be, for the claimant to read.' })
  reason!: string;

  @Field(() => ReworkCauseEnum, { description: 'Whose cause it is.' })
  cause!: ReworkCause;
}

@ObjectType('RejectDeliveryPayload', { description: 'The claim, whose work is to be done again.' })
export class RejectDeliveryPayload extends ClaimChange {}
export const RejectDeliveryResult = resultUnion('RejectDeliveryResult', RejectDeliveryPayload);
export type RejectDeliveryAnswer = RejectDeliveryPayload | RefusalGraph;

export function performanceGraph(work: Performance): PerformanceGraph {
  const { startedOn, acceptedMinutes, reworkPayableMinutes, returnedFor, deliveries } = work;
  return { startedOn, acceptedMinutes, reworkPayableMinutes, returnedFor, deliveries: deliveries.map(deliveryGraph) };
}

function deliveryGraph({ number, minutes, reworkMinutes, note, deliveredOn, verdict }: Delivery): DeliveryGraph {
  const accepted = verdict?.outcome === 'ACCEPTED' ? verdict : undefined;
  const rejected = verdict?.outcome === 'REJECTED' ? verdict : undefined;
  return {
    ...{ number, minutes, reworkMinutes, note, deliveredOn, inspectedOn: verdict?.on ?? null },
    status: verdict?.outcome ?? 'DELIVERED',
    acceptedMinutes: accepted?.minutes ?? null,
    workYen: accepted?.workYen ?? null,
    reworkYen: accepted?.reworkYen ?? null,
    reason: rejected?.reason ?? null,
    cause: rejected?.cause ?? null,
  };
}
