import { Args, Query, Resolver } from '@nestjs/graphql';
import { refusal } from '#domain/refusals/decision';
import { municipalityGraph } from '#graph/municipality.graph';
import { refusalGraph } from '#graph/refusal.graph';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import {
  CheckClaimSurplusOrderInput,
  CheckPublishSurplusOrderInput,
  ClaimSurplusOrderCheckGraph,
  PublishSurplusOrderCheckGraph,
} from './gate.graph.js';
import { Gate } from './gate.service.js';

@Resolver()
export class GateResolver {
  constructor(private readonly gate: Gate) {}

  @Query(() => PublishSurplusOrderCheckGraph, {
    description: 'The dry run of publishSurplusOrder: the same rules, all obstacles at once, and nothing written.',
  })
  async checkPublishSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CheckPublishSurplusOrderInput, description: 'What one would publish, and to whom.' })
    input: CheckPublishSurplusOrderInput,
  ): Promise<PublishSurplusOrderCheckGraph> {
    const { obstacles, addressees } = await this.gate.checkPublish(town, input);
    return {
      obstacles: obstacles.map((each) => refusalGraph([each], language)),
      addressees: addressees.map(municipalityGraph),
    };
  }

  @Query(() => ClaimSurplusOrderCheckGraph, {
    description:
      'The dry run of claimSurplusOrder: the same rules, all obstacles at once, and nothing written or held.',
  })
  async checkClaimSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CheckClaimSurplusOrderInput, description: 'What one would take.' })
    input: CheckClaimSurplusOrderInput,
  ): Promise<ClaimSurplusOrderCheckGraph> {
    const obstacles =
      input.municipality === town.code
        ? await this.gate.checkClaim(town, input)
        : [refusal('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality })];
    return { obstacles: obstacles.map((each) => refusalGraph([each], language)) };
  }
}
