import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { idempotencyKey } from '#graph/idempotency-key';
import { ClaimGraph } from './trading.graph.js';

/** What every mutation about one claim is given. */
@InputType({ isAbstract: true })
export abstract class AboutClaim {
  @Field(() => ID, { description: 'The claim.' })
  claimId!: string;

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

/** What it answers where it is done. */
@ObjectType({ isAbstract: true })
export abstract class ClaimChange {
  @Field(() => ClaimGraph, { description: 'The claim.' })
  claim!: ClaimGraph;
}
