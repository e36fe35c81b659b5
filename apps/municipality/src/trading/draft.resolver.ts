import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { municipalityGraph } from '#graph/municipality.graph';
import { refusalGraph } from '#graph/refusal.graph';
import { answer } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { LotGraph, lotGraph } from '../orders/order.graph.js';
import { Orders } from '../orders/orders.service.js';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import type { Town } from '../towns/towns.service.js';
import {
  ChangeSurplusOrderDraftInput,
  ChangeSurplusOrderDraftPayload,
  ChangeSurplusOrderDraftResult,
  DiscardSurplusOrderDraftInput,
  DiscardSurplusOrderDraftPayload,
  DiscardSurplusOrderDraftResult,
  draftGraph,
  DraftSurplusOrderInput,
  DraftSurplusOrderPayload,
  DraftSurplusOrderResult,
  PublishSurplusOrderDraftInput,
  PublishSurplusOrderDraftPayload,
  PublishSurplusOrderDraftResult,
  SurplusOrderDraftGraph,
  type ChangeSurplusOrderDraftAnswer,
  type DiscardSurplusOrderDraftAnswer,
  type DraftSurplusOrderAnswer,
  type PublishSurplusOrderDraftAnswer,
} from './draft.graph.js';
import { Drafts } from './drafts.service.js';
import { PublishSurplusOrderCheckGraph } from './gate.graph.js';
import { surplusOrderGraph } from './trading.resolver.js';
import { Trading } from './trading.service.js';

/** Drafts of surplus orders, for the staff of the town that thinks of publishing. */
@Resolver(() => SurplusOrderDraftGraph)
export class DraftResolver {
  constructor(
    private readonly drafts: Drafts,
    private readonly trading: Trading,
    private readonly orders: Orders,
  ) {}

  @Query(() => [SurplusOrderDraftGraph], {
    description: "The town's drafts of surplus orders, the one changed last first; the last 200.",
  })
  async surplusOrderDrafts(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<SurplusOrderDraftGraph[]> {
    return (await this.drafts.newest(town)).map(draftGraph);
  }

  @Query(() => SurplusOrderDraftGraph, {
    nullable: true,
    description: 'A draft of a surplus order; null where there is none, or none any more.',
  })
  async surplusOrderDraft(
    @Asking() { town }: AskingTown,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<SurplusOrderDraftGraph | null> {
    return this.draft(town, id);
  }

  @ResolveField(() => LotGraph, { description: 'The lot whose minutes it would publish.' })
  async lot(@Parent() { lotId }: SurplusOrderDraftGraph, @Asking() { town }: AskingTown): Promise<LotGraph> {
    const found = await this.orders.lot(town, lotId);
    if (found === undefined) throw new Error('the lot of a draft has gone');
    return lotGraph(found.lot);
  }

  @ResolveField(() => PublishSurplusOrderCheckGraph, {
    description:
      'What checkPublishSurplusOrder says of it as it stands today, besides what it leaves open: everything that would stand in the way however that is filled in.',
  })
  async check(
    @Parent() { draft }: SurplusOrderDraftGraph,
    @Asking() { town, language }: AskingTown,
  ): Promise<PublishSurplusOrderCheckGraph> {
    const { obstacles, addressees } = await this.drafts.check(town, draft);
    return {
      obstacles: obstacles.map((each) => refusalGraph([each], language)),
      addressees: addressees.map(municipalityGraph),
    };
  }

  @Mutation(() => DraftSurplusOrderResult, {
    description: 'Takes down what the town thinks of publishing. Nothing is published, and no minutes are taken.',
  })
  async draftSurplusOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DraftSurplusOrderInput, description: 'The lot, and what is settled already.' })
    input: DraftSurplusOrderInput,
  ): Promise<DraftSurplusOrderAnswer> {
    const decision = await this.drafts.draft(town, input);
    if (!decision.ok) return answer(decision, language, () => new DraftSurplusOrderPayload());
    return Object.assign(new DraftSurplusOrderPayload(), { draft: await this.draft(town, decision.value.draftId) });
  }

  @Mutation(() => ChangeSurplusOrderDraftResult, { description: 'Gives a draft another content.' })
  async changeSurplusOrderDraft(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => ChangeSurplusOrderDraftInput, description: 'The draft, and its content.' })
    input: ChangeSurplusOrderDraftInput,
  ): Promise<ChangeSurplusOrderDraftAnswer> {
    const decision = await this.drafts.change(town, input);
    if (!decision.ok) return answer(decision, language, () => new ChangeSurplusOrderDraftPayload());
    return Object.assign(new ChangeSurplusOrderDraftPayload(), {
      draft: await this.draft(town, decision.value.draftId),
    });
  }

  @Mutation(() => DiscardSurplusOrderDraftResult, { description: 'Throws a draft away.' })
  async discardSurplusOrderDraft(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DiscardSurplusOrderDraftInput, description: 'The draft.' })
    input: DiscardSurplusOrderDraftInput,
  ): Promise<DiscardSurplusOrderDraftAnswer> {
    const decision = await this.drafts.discard(town, input);
    return answer(decision, language, (value) => Object.assign(new DiscardSurplusOrderDraftPayload(), value));
  }

  @Mutation(() => PublishSurplusOrderDraftResult, {
    description: 'Publishes a draft as it stands, by the rules of publishSurplusOrder; it is a draft no longer.',
  })
  async publishSurplusOrderDraft(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => PublishSurplusOrderDraftInput, description: 'The draft.' })
    input: PublishSurplusOrderDraftInput,
  ): Promise<PublishSurplusOrderDraftAnswer> {
    const decision = await this.trading.publishDraft(town, input);
    if (!decision.ok) return answer(decision, language, () => new PublishSurplusOrderDraftPayload());
    const surplusOrder = await this.trading.surplusOrder(town, decision.value.id);
    if (surplusOrder === undefined) throw new Error('a surplus order just published has gone');
    return Object.assign(new PublishSurplusOrderDraftPayload(), { surplusOrder: surplusOrderGraph(surplusOrder) });
  }

  private async draft(town: Town, id: string): Promise<SurplusOrderDraftGraph | null> {
    const draft = await this.drafts.find(town, id);
    return draft === undefined ? null : draftGraph(draft);
  }
}
