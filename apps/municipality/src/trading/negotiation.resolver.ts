import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { answer } from '#graph/results';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import {
  CounterClaimInput,
  CounterClaimPayload,
  CounterClaimResult,
  AcceptCounterInput,
  AcceptCounterPayload,
  AcceptCounterResult,
  DeclineClaimInput,
  DeclineClaimPayload,
  DeclineClaimResult,
  WithdrawClaimInput,
  WithdrawClaimPayload,
  WithdrawClaimResult,
  WithdrawSurplusOrderInput,
  WithdrawSurplusOrderPayload,
  WithdrawSurplusOrderResult,
  CancelSurplusOrderInput,
  CancelSurplusOrderPayload,
  CancelSurplusOrderResult,
  type CounterClaimAnswer,
  type AcceptCounterAnswer,
  type DeclineClaimAnswer,
  type WithdrawClaimAnswer,
  type WithdrawSurplusOrderAnswer,
  type CancelSurplusOrderAnswer,
} from './negotiation.graph.js';
import { Negotiation } from './negotiation.service.js';
import { ClaimGraph, SurplusOrderGraph } from './trading.graph.js';
import { claimGraph } from './claim.graph.js';
import { surplusOrderGraph } from './trading.resolver.js';
import { Trading } from './trading.service.js';

@Resolver(() => ClaimGraph)
export class NegotiationResolver {
  constructor(
    private readonly negotiation: Negotiation,
    private readonly trading: Trading,
  ) {}

  @Mutation(() => CounterClaimResult, {
    description:
      'Puts other terms on the table of a claim: the publisher in answer to the claim, the claimant in answer to that, and so on.',
  })
  async counterClaim(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CounterClaimInput, description: 'The claim and what is to be different.' })
    input: CounterClaimInput,
  ): Promise<CounterClaimAnswer> {
    const decision = await this.negotiation.counter(town, input);
    if (!decision.ok) return answer(decision, language, () => new CounterClaimPayload());
    return Object.assign(new CounterClaimPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => AcceptCounterResult, {
    description:
      "The claimant claims on the terms that the publisher has put on the table; the award is still the publisher's.",
  })
  async acceptCounter(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => AcceptCounterInput, description: 'The claim.' }) input: AcceptCounterInput,
  ): Promise<AcceptCounterAnswer> {
    const decision = await this.negotiation.accept(town, input);
    if (!decision.ok) return answer(decision, language, () => new AcceptCounterPayload());
    return Object.assign(new AcceptCounterPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => DeclineClaimResult, {
    description: "The publisher says no to a claim; the claimant's capacity is free again.",
  })
  async declineClaim(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DeclineClaimInput, description: 'The claim, and why.' }) input: DeclineClaimInput,
  ): Promise<DeclineClaimAnswer> {
    const decision = await this.negotiation.decline(town, input);
    if (!decision.ok) return answer(decision, language, () => new DeclineClaimPayload());
    return Object.assign(new DeclineClaimPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => WithdrawClaimResult, {
    description: 'The claimant takes its claim back, also when it has been awarded, as long as it has not confirmed.',
  })
  async withdrawClaim(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => WithdrawClaimInput, description: 'The claim.' }) input: WithdrawClaimInput,
  ): Promise<WithdrawClaimAnswer> {
    const decision = await this.negotiation.withdraw(town, input);
    if (!decision.ok) return answer(decision, language, () => new WithdrawClaimPayload());
    return Object.assign(new WithdrawClaimPayload(), { claim: await this.claim(town, decision.value.claimId) });
  }

  @Mutation(() => WithdrawSurplusOrderResult, {
    description: 'The publisher takes back a surplus order of which nothing is awarded; claims on it are declined.',
  })
  async withdrawSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => WithdrawSurplusOrderInput, description: 'The surplus order.' })
    input: WithdrawSurplusOrderInput,
  ): Promise<WithdrawSurplusOrderAnswer> {
    const decision = await this.negotiation.withdrawSurplusOrder(town, input);
    if (!decision.ok) return answer(decision, language, () => new WithdrawSurplusOrderPayload());
    return Object.assign(new WithdrawSurplusOrderPayload(), {
      surplusOrder: await this.surplusOrder(town, decision.value.surplusOrderId),
    });
  }

  @Mutation(() => CancelSurplusOrderResult, {
    description:
      'The publisher cancels a surplus order of which something is awarded. Awards are terminated, and what is owed for those in force follows from how late it is.',
  })
  async cancelSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CancelSurplusOrderInput, description: 'The surplus order, and why.' })
    input: CancelSurplusOrderInput,
  ): Promise<CancelSurplusOrderAnswer> {
    const decision = await this.negotiation.cancelSurplusOrder(town, input);
    if (!decision.ok) return answer(decision, language, () => new CancelSurplusOrderPayload());
    return Object.assign(new CancelSurplusOrderPayload(), {
      surplusOrder: await this.surplusOrder(town, decision.value.surplusOrderId),
    });
  }

  private async claim(town: Town, id: string): Promise<ClaimGraph> {
    const claim = await this.trading.claimById(town, id);
    if (claim === undefined) throw new Error('a claim just changed has gone');
    return claimGraph(claim);
  }

  private async surplusOrder(town: Town, id: string): Promise<SurplusOrderGraph> {
    const found = await this.trading.surplusOrder(town, id);
    if (found === undefined) throw new Error('a surplus order just changed has gone');
    return surplusOrderGraph(found);
  }
}
