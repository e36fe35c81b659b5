import { Args, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Decision } from '#domain/refusals/decision';
import { versionOf } from '#domain/trade/amendment';
import { municipalityGraph } from '#graph/municipality.graph';
import { answer } from '#graph/results';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import {
  AcceptAmendmentInput,
  AcceptAmendmentPayload,
  AcceptAmendmentResult,
  AmendmentGraph,
  DeclineAmendmentInput,
  DeclineAmendmentPayload,
  DeclineAmendmentResult,
  ProposeAmendmentInput,
  ProposeAmendmentPayload,
  ProposeAmendmentResult,
  WithdrawAmendmentInput,
  WithdrawAmendmentPayload,
  WithdrawAmendmentResult,
  type AcceptAmendmentAnswer,
  type DeclineAmendmentAnswer,
  type ProposeAmendmentAnswer,
  type WithdrawAmendmentAnswer,
} from './amending.graph.js';
import { Amending } from './amending.service.js';
import { ClaimGraph } from './trading.graph.js';
import { claimGraph } from './claim.graph.js';
import { Trading, type Claim } from './trading.service.js';

@Resolver(() => ClaimGraph)
export class AmendingResolver {
  constructor(
    private readonly amending: Amending,
    private readonly trading: Trading,
  ) {}

  @ResolveField(() => AmendmentGraph, {
    nullable: true,
    description: 'The amendment that lies open, as the town that answers knows it; null where none does.',
  })
  async amendment(@Parent() { id }: ClaimGraph, @Asking() { town }: AskingTown): Promise<AmendmentGraph | null> {
    const claim = await this.trading.claimById(town, id);
    return claim?.status === 'CONFIRMED' && claim.amendment ? amendmentGraph(claim, claim.amendment) : null;
  }

  @ResolveField(() => Int, {
    description: 'Version of the award: 1, and one more with each amendment in force. 0 before an award.',
  })
  async version(@Parent() { id }: ClaimGraph, @Asking() { town }: AskingTown): Promise<number> {
    const terms = (await this.trading.claimById(town, id))?.terms ?? null;
    return terms === null ? 0 : versionOf(terms);
  }

  @Mutation(() => ProposeAmendmentResult, {
    description: 'Proposes other terms in the place of those of an award in force; either party.',
  })
  async proposeAmendment(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => ProposeAmendmentInput, description: 'The claim and what is to be different.' })
    input: ProposeAmendmentInput,
  ): Promise<ProposeAmendmentAnswer> {
    return this.answer(asking, await this.amending.propose(asking.town, input), () => new ProposeAmendmentPayload());
  }

  @Mutation(() => AcceptAmendmentResult, {
    description:
      "Agrees to the other party's amendment. The claimant's yes puts it into force; a publisher's becomes final with the claimant's answer.",
  })
  async acceptAmendment(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => AcceptAmendmentInput, description: 'The claim.' }) input: AcceptAmendmentInput,
  ): Promise<AcceptAmendmentAnswer> {
    return this.answer(asking, await this.amending.accept(asking.town, input), () => new AcceptAmendmentPayload());
  }

  @Mutation(() => DeclineAmendmentResult, {
    description: "Says no to the other party's amendment; the terms in force stay.",
  })
  async declineAmendment(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => DeclineAmendmentInput, description: 'The claim, and why.' })
    input: DeclineAmendmentInput,
  ): Promise<DeclineAmendmentAnswer> {
    return this.answer(asking, await this.amending.decline(asking.town, input), () => new DeclineAmendmentPayload());
  }

  @Mutation(() => WithdrawAmendmentResult, {
    description:
      'Takes an own amendment back; the terms in force stay, unless the claimant had agreed before it hears.',
  })
  async withdrawAmendment(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => WithdrawAmendmentInput, description: 'The claim.' }) input: WithdrawAmendmentInput,
  ): Promise<WithdrawAmendmentAnswer> {
    return this.answer(asking, await this.amending.withdraw(asking.town, input), () => new WithdrawAmendmentPayload());
  }

  private async answer<P extends { claim: ClaimGraph }>(
    { town, language }: AskingTown,
    decision: Decision<{ claimId: string }>,
    payload: () => P,
  ): Promise<ReturnType<typeof answer<{ claimId: string }, P>>> {
    if (!decision.ok) return answer(decision, language, payload);
    const claim = await this.trading.claimById(town, decision.value.claimId);
    if (claim === undefined) throw new Error('a claim just changed has gone');
    return Object.assign(payload(), { claim: claimGraph(claim) });
  }
}

function amendmentGraph(claim: Claim, amendment: NonNullable<Claim['amendment']>): AmendmentGraph {
  const { by, terms, termsHash, publisherSignature, withdrawn = false } = amendment;
  const { minutes, priceYen, earliest, due, confirmBy } = terms;
  return {
    ...{ minutes, priceYen, earliest, due, termsHash, withdrawn, version: versionOf(terms), answerBy: confirmBy },
    municipality: municipalityGraph(by === 'CLAIMANT' ? claim.claimant : claim.publisher),
    signedByPublisher: publisherSignature !== undefined,
  };
}
