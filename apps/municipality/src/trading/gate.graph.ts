import { Field, InputType, ObjectType, OmitType } from '@nestjs/graphql';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { RefusalGraph } from '#graph/refusal.graph';
import { ClaimSurplusOrderInput, PublishSurplusOrderInput } from './trading.graph.js';

@InputType('CheckPublishSurplusOrderInput', { description: 'What one would publish, as publishSurplusOrder takes it.' })
export class CheckPublishSurplusOrderInput extends OmitType(
  PublishSurplusOrderInput,
  ['idempotencyKey'] as const,
  InputType,
) {}

@InputType('CheckClaimSurplusOrderInput', { description: 'What one would claim, as claimSurplusOrder takes it.' })
export class CheckClaimSurplusOrderInput extends OmitType(
  ClaimSurplusOrderInput,
  ['idempotencyKey'] as const,
  InputType,
) {}

@ObjectType('PublishSurplusOrderCheck', { description: 'Whether something may be published. Nothing is written.' })
export class PublishSurplusOrderCheckGraph {
  @Field(() => [RefusalGraph], {
    description: 'Everything that stands in the way, each with its rule and who can put it right; empty when it may.',
  })
  obstacles!: RefusalGraph[];

  @Field(() => [MunicipalityGraph], { description: 'Who would receive it; nobody while something stands in the way.' })
  addressees!: MunicipalityGraph[];
}

@ObjectType('ClaimSurplusOrderCheck', { description: 'Whether something may be claimed. Nothing is written or held.' })
export class ClaimSurplusOrderCheckGraph {
  @Field(() => [RefusalGraph], {
    description:
      'Everything that stands in the way, free capacity included, each with its rule and who can put it right; empty when it may.',
  })
  obstacles!: RefusalGraph[];
}
