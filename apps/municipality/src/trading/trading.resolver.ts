import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { hasRole } from '#access/caller';
import { refuse } from '#domain/refusals/decision';
import { parseSkill } from '#domain/skills/catalogue';
import { parsePageSize } from '#domain/text/page';
import { parseSurplusOrderCursor, remainingMinutes } from '#domain/trade/surplus-order';
import { municipalityGraph } from '#graph/municipality.graph';
import { answer, demand } from '#graph/results';
import { licenceGraph } from '../centre/seats.graph.js';
import { LotGraph, lotGraph } from '../orders/order.graph.js';
import { Orders } from '../orders/orders.service.js';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import { claimGraph } from './claim.graph.js';
import {
  AwardClaimInput,
  AwardClaimPayload,
  AwardClaimResult,
  ClaimGraph,
  ClaimSurplusOrderInput,
  ClaimSurplusOrderPayload,
  ClaimSurplusOrderResult,
  ConfirmAwardInput,
  ConfirmAwardPayload,
  ConfirmAwardResult,
  PublishSurplusOrderInput,
  PublishSurplusOrderPayload,
  PublishSurplusOrderResult,
  SurplusOrderFilterInput,
  SurplusOrderGraph,
  SurplusOrderPageGraph,
  type AwardClaimAnswer,
  type ClaimSurplusOrderAnswer,
  type ConfirmAwardAnswer,
  type PublishSurplusOrderAnswer,
} from './trading.graph.js';
import { Trading, type Claim, type PublishedSurplusOrder } from './trading.service.js';

@Resolver(() => SurplusOrderGraph)
export class SurplusOrderResolver {
  constructor(private readonly trading: Trading) {}

  @Query(() => SurplusOrderPageGraph, {
    description: 'Surplus work that is published to the asking town or by it; asked of every town at once.',
  })
  async surplusOrders(
    @Asking() asking: AskingTown,
    @Args('filter', { type: () => SurplusOrderFilterInput, nullable: true, description: 'Which are looked for.' })
    filter?: SurplusOrderFilterInput | null,
    @Args('first', { type: () => Int, nullable: true, description: 'Entries on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<SurplusOrderPageGraph> {
    const { town, caller, language } = asking;
    const asked = filter?.skill ?? undefined;
    const skill = asked === undefined ? undefined : demand(parseSkill(asked, 'filter.skill'), language);
    const query = {
      addressee: seesAll(asking) ? undefined : caller.municipality,
      status: filter?.status ?? undefined,
      skill,
    };
    const page = await this.trading.published(
      town,
      query,
      demand(parsePageSize(first), language),
      demand(parseSurplusOrderCursor(after), language),
    );
    return {
      totalCount: page.total,
      pageInfo: { hasNextPage: page.more, endCursor: page.surplusOrders.at(-1)?.cursor ?? null },
      nodes: page.surplusOrders.map(surplusOrderGraph),
      unanswered: [], // A town answers for itself; the gateway names those that do not.
    };
  }

  @ResolveField(() => [ClaimGraph], {
    description:
      'The claims on it that the asking town may see: all for its publisher and coordinators, its own for a claimant.',
  })
  async claims(@Parent() { id }: SurplusOrderGraph, @Asking() asking: AskingTown): Promise<ClaimGraph[]> {
    const claims = await this.trading.claimsOf(asking.town, [id]);
    return claims.filter((claim) => maySee(asking, claim)).map(claimGraph);
  }

  @Mutation(() => PublishSurplusOrderResult, { description: 'Publishes part of a lot to other towns.' })
  async publishSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => PublishSurplusOrderInput, description: 'What to publish, and to whom.' })
    input: PublishSurplusOrderInput,
  ): Promise<PublishSurplusOrderAnswer> {
    const decision = await this.trading.publish(town, input);
    if (!decision.ok) return answer(decision, language, () => new PublishSurplusOrderPayload());
    return Object.assign(new PublishSurplusOrderPayload(), {
      surplusOrder: await this.surplusOrder(town, decision.value.id),
    });
  }

  private async surplusOrder(town: Town, id: string): Promise<SurplusOrderGraph> {
    const found = await this.trading.surplusOrder(town, id);
    if (found === undefined) throw new Error('a surplus order just published has gone');
    return surplusOrderGraph(found);
  }
}

@Resolver(() => ClaimGraph)
export class ClaimResolver {
  constructor(
    private readonly trading: Trading,
    private readonly orders: Orders,
  ) {}

  @Query(() => ClaimGraph, {
    nullable: true,
    description: 'A claim, for its two parties and for coordinators; null where there is none they may see.',
  })
  async claim(
    @Asking() asking: AskingTown,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<ClaimGraph | null> {
    const claim = await this.trading.claimById(asking.town, id);
    return claim === undefined || !maySee(asking, claim) ? null : claimGraph(claim);
  }

  @ResolveField(() => SurplusOrderGraph, { description: 'What it is a claim on, as the town that answers knows it.' })
  async surplusOrder(
    @Parent() { surplusOrderId }: ClaimGraph,
    @Asking() { town }: AskingTown,
  ): Promise<SurplusOrderGraph> {
    const found = await this.trading.surplusOrder(town, surplusOrderId);
    if (found === undefined) throw new Error('a claim on a surplus order that has gone');
    return surplusOrderGraph(found);
  }

  @ResolveField(() => LotGraph, {
    nullable: true,
    description: "The lot it became at the claimant's; for the claimant's own staff, once it is confirmed.",
  })
  async lot(
    @Parent() { municipality, lotId }: ClaimGraph,
    @Asking() { town, caller }: AskingTown,
  ): Promise<LotGraph | null> {
    if (lotId === null || municipality.code !== town.code || caller.municipality !== town.code) return null;
    const found = await this.orders.lot(town, lotId);
    return found === undefined ? null : lotGraph(found.lot);
  }

  @Mutation(() => ClaimSurplusOrderResult, {
    description: "Offers to take minutes of a peer's surplus order; the town's capacity is held for it.",
  })
  async claimSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => ClaimSurplusOrderInput, description: 'What to take.' }) input: ClaimSurplusOrderInput,
  ): Promise<ClaimSurplusOrderAnswer> {
    const decision =
      input.municipality === town.code
        ? await this.trading.claim(town, input)
        : refuse<{ id: string }>('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality });
    if (!decision.ok) return answer(decision, language, () => new ClaimSurplusOrderPayload());
    return Object.assign(new ClaimSurplusOrderPayload(), { claim: await this.present(town, decision.value.id) });
  }

  @Mutation(() => AwardClaimResult, {
    description: 'The publisher accepts all or part of a claim and signs the terms.',
  })
  async awardClaim(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => AwardClaimInput, description: 'The claim and the minutes.' }) input: AwardClaimInput,
  ): Promise<AwardClaimAnswer> {
    const decision = await this.trading.award(town, input);
    if (!decision.ok) return answer(decision, language, () => new AwardClaimPayload());
    const claim = await this.present(town, decision.value.claimId);
    const surplusOrder = await this.trading.surplusOrder(town, claim.surplusOrderId);
    if (surplusOrder === undefined) throw new Error('the surplus order of an award has gone');
    return Object.assign(new AwardClaimPayload(), { claim, surplusOrder: surplusOrderGraph(surplusOrder) });
  }

  @Mutation(() => ConfirmAwardResult, { description: 'The claimant signs an award; only then is it in force.' })
  async confirmAward(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => ConfirmAwardInput, description: 'The claim.' }) input: ConfirmAwardInput,
  ): Promise<ConfirmAwardAnswer> {
    const decision = await this.trading.confirm(town, input);
    if (!decision.ok) return answer(decision, language, () => new ConfirmAwardPayload());
    return Object.assign(new ConfirmAwardPayload(), { claim: await this.present(town, decision.value.claimId) });
  }

  private async present(town: Town, id: string): Promise<ClaimGraph> {
    const claim = await this.trading.claimById(town, id);
    if (claim === undefined) throw new Error('a claim just changed has gone');
    return claimGraph(claim);
  }
}

/** The town's own staff and coordinators see everything it has published. */
function seesAll({ town, caller }: AskingTown): boolean {
  return caller.municipality === town.code || hasRole(caller, 'COORDINATOR');
}

function maySee({ caller }: AskingTown, claim: Claim): boolean {
  return (
    hasRole(caller, 'COORDINATOR') || caller.municipality === claim.claimant || caller.municipality === claim.publisher
  );
}

export function surplusOrderGraph(order: PublishedSurplusOrder): SurplusOrderGraph {
  const { id, title, status, level, minutes, earliest, due } = order;
  const { claimBy, priceYen, minSliceMinutes, dataClass, cursor } = order;
  return {
    ...{ id, title, status, level, minutes, earliest, due, claimBy, priceYen, minSliceMinutes, dataClass, cursor },
    licences: order.licences.map(licenceGraph),
    municipality: municipalityGraph(order.publisher),
    skill: { code: order.skill },
    remainingMinutes: remainingMinutes(order),
  };
}
