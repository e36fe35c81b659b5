import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityGraph, municipalityGraph } from '#graph/municipality.graph';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import type { ParkedMessage } from './parked.service.js';

export const MessageDirectionEnum = { OUTGOING: 'OUTGOING', INCOMING: 'INCOMING' } as const;
registerEnumType(MessageDirectionEnum, {
  name: 'MessageDirection',
  description: 'Whose message it is.',
  valuesMap: {
    OUTGOING: { description: 'Our own; its addressee will not have it, or it expired on the way.' },
    INCOMING: { description: "A peer's; we have failed to take it in again and again." },
  },
});

@ObjectType('ParkedMessage', {
  description: '保留中の伝言. A message between towns that goes no further until a person has looked at it.',
})
export class ParkedMessageGraph {
  @Field(() => ID, { description: 'Its id, for retryParkedMessage and dismissParkedMessage.' })
  messageId!: string;

  @Field(() => MessageDirectionEnum, { description: 'Whose message it is.' })
  direction!: ParkedMessage['direction'];

  @Field(() => MunicipalityGraph, { description: 'The town at the other end.' })
  peer!: MunicipalityGraph;

  @Field(() => ID, {
    description: 'What it is about: a claim, a surplus order or a settlement. Later messages about it wait.',
  })
  processId!: string;

  @Field(() => String, { description: 'Its type, as docs/protocol.md explains it.' })
  type!: string;

  @Field(() => String, { description: 'Why it goes no further, in the words of whoever refused it.' })
  fault!: string;

  @Field(() => Int, { description: 'How often it was tried in vain.' })
  attempts!: number;

  @Field(() => String, { description: 'Since when it waits for a person, as an ISO moment in UTC.' })
  parkedAt!: string;

  @Field(() => Boolean, {
    description:
      'The town at the other end waits for it: try it again (retryParkedMessage). Given up, the two towns would hold different things about its process.',
  })
  isWaitedFor!: boolean;
}

@InputType({ isAbstract: true })
abstract class AboutParkedMessage {
  @Field(() => MunicipalityCodeScalar, { description: 'The town; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => ID, { description: 'The message, from parkedMessages.' })
  messageId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@InputType('RetryParkedMessageInput', { description: 'Which message is to be tried again.' })
export class RetryParkedMessageInput extends AboutParkedMessage {}

@InputType('DismissParkedMessageInput', { description: 'Which message is to be given up.' })
export class DismissParkedMessageInput extends AboutParkedMessage {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Give it up although the other town waits for it (isWaitedFor). The two towns differ about its process from then on, as reconciliations shows, until people of both have settled it.',
  })
  acceptDifference!: boolean;
}

@ObjectType({ isAbstract: true })
abstract class StillParked {
  @Field(() => [ParkedMessageGraph], { description: 'What still waits for a person.' })
  parkedMessages!: ParkedMessageGraph[];
}

@ObjectType('RetryParkedMessagePayload', { description: 'A message is on its way again.' })
export class RetryParkedMessagePayload extends StillParked {}

@ObjectType('DismissParkedMessagePayload', { description: 'A message was given up.' })
export class DismissParkedMessagePayload extends StillParked {}

export const RetryParkedMessageResult = resultUnion('RetryParkedMessageResult', RetryParkedMessagePayload);
export type RetryParkedMessageAnswer = RetryParkedMessagePayload | RefusalGraph;
export const DismissParkedMessageResult = resultUnion('DismissParkedMessageResult', DismissParkedMessagePayload);
export type DismissParkedMessageAnswer = DismissParkedMessagePayload | RefusalGraph;

export function parkedMessageGraph({ peer, parkedAt, ...rest }: ParkedMessage): ParkedMessageGraph {
  const moment = new Date(parkedAt).toISOString();
  return Object.assign(new ParkedMessageGraph(), { ...rest, peer: municipalityGraph(peer), parkedAt: moment });
}
