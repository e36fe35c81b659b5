import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { answer } from '#graph/results';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import { claimGraph } from '../trading/claim.graph.js';
import { ClaimGraph } from '../trading/trading.graph.js';
import { Trading } from '../trading/trading.service.js';
import {
  AcceptDeliveryInput,
  AcceptDeliveryPayload,
  AcceptDeliveryResult,
  DeliverWorkInput,
  DeliverWorkPayload,
  DeliverWorkResult,
  PerformanceGraph,
  performanceGraph,
  RejectDeliveryInput,
  RejectDeliveryPayload,
  RejectDeliveryResult,
  StartWorkInput,
  StartWorkPayload,
  StartWorkResult,
  type AcceptDeliveryAnswer,
  type DeliverWorkAnswer,
  type RejectDeliveryAnswer,
  type StartWorkAnswer,
} from './performance.graph.js';
import { Performances } from './performance.service.js';

@Resolver(() => ClaimGraph)
export class PerformanceResolver {
  constructor(
    private readonly performances: Performances,
    private readonly trading: Trading,
  ) {}

  @ResolveField(() => PerformanceGraph, {
    nullable: true,
    description: 'What has become of the award, for its two parties; null before work has begun.',
  })
  async performance(
    @Parent() { id }: ClaimGraph,
    @Asking() { town, caller }: AskingTown,
  ): Promise<PerformanceGraph | null> {
    const work = await this.performances.ofClaim(town, id);
    const isParty = caller.municipality === work?.claimant || caller.municipality === work?.publisher;
    return work === undefined || !isParty ? null : performanceGraph(work);
  }

  @Mutation(() => StartWorkResult, {
    description: 'The claimant begins the work of an award in force; from here on it cannot be cancelled.',
  })
  async startWork(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => StartWorkInput, description: 'The claim.' }) input: StartWorkInput,
  ): Promise<StartWorkAnswer> {
    const decision = await this.performances.start(town, input);
    if (!decision.ok) return answer(decision, language, () => new StartWorkPayload());
    return Object.assign(new StartWorkPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => DeliverWorkResult, {
    description: 'The claimant hands in all or part of the work, for the publisher to inspect.',
  })
  async deliverWork(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DeliverWorkInput, description: 'The claim, and what is done.' })
    input: DeliverWorkInput,
  ): Promise<DeliverWorkAnswer> {
    const decision = await this.performances.deliver(town, input);
    if (!decision.ok) return answer(decision, language, () => new DeliverWorkPayload());
    return Object.assign(new DeliverWorkPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => AcceptDeliveryResult, {
    description: 'The publisher accepts all or part of a delivery; it is settled with the month of the acceptance.',
  })
  async acceptDelivery(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => AcceptDeliveryInput, description: 'The delivery, and how much of it.' })
    input: AcceptDeliveryInput,
  ): Promise<AcceptDeliveryAnswer> {
    const decision = await this.performances.accept(town, input);
    if (!decision.ok) return answer(decision, language, () => new AcceptDeliveryPayload());
    return Object.assign(new AcceptDeliveryPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => RejectDeliveryResult, {
    description: 'The publisher rejects a delivery; the cause decides who pays for doing it again.',
  })
  async rejectDelivery(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => RejectDeliveryInput, description: 'The delivery, and why.' })
    input: RejectDeliveryInput,
  ): Promise<RejectDeliveryAnswer> {
    const decision = await this.performances.reject(town, input);
    if (!decision.ok) return answer(decision, language, () => new RejectDeliveryPayload());
    return Object.assign(new RejectDeliveryPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  private async claim(town: Town, id: string): Promise<ClaimGraph> {
    const claim = await this.trading.claimById(town, id);
    if (claim === undefined) throw new Error('a claim just changed has gone');
    return claimGraph(claim);
  }
}
