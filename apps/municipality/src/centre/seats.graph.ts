import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { idempotencyKey } from '#graph/idempotency-key';
import { MunicipalityCodeScalar } from '#graph/scalars';

@ObjectType('Licence', { description: 'ライセンス. An entry of the vocabulary that all towns share.' })
export class LicenceGraph {
  @Field(() => String, { description: 'Its code, for example "adobe-cc".' })
  code!: string;
}

@ObjectType('Seats', { description: '席. What a town owns of a licence.' })
export class SeatsGraph {
  @Field(() => LicenceGraph, { description: 'The licence.' })
  licence!: LicenceGraph;

  @Field(() => Int, { description: 'How many people can use it at once.' })
  seats!: number;

  @Field(() => Int, { description: 'Minutes in a week that one seat can be used.' })
  minutesPerSeat!: number;
}

@InputType('SetSeatsInput', { description: 'How many seats of a licence the town owns.' })
export class SetSeatsInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => String, { description: 'Code from the list of licences.' })
  licence!: string;

  @Field(() => Int, { description: 'How many people can use it at once, 0 to 1000.' })
  seats!: number;

  @Field(() => Int, { description: 'Minutes in a week that one seat can be used, 0 to 5040.' })
  minutesPerSeat!: number;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

/** A licence as other types refer to it. */
export function licenceGraph(code: string): LicenceGraph {
  return Object.assign(new LicenceGraph(), { code });
}
