import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refuse } from '#domain/refusals/decision';
import { parseIdCursor, parsePageSize } from '#domain/text/page';
import { answer, demand } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import {
  AddLotInput,
  AddLotPayload,
  AddLotResult,
  CommitCapacityInput,
  CommitCapacityPayload,
  CommitCapacityResult,
  CreateOrderInput,
  CreateOrderPayload,
  CreateOrderResult,
  lotGraph,
  OrderGraph,
  orderGraph,
  OrderPageGraph,
  type AddLotAnswer,
  type CommitCapacityAnswer,
  type CreateOrderAnswer,
} from './order.graph.js';
import { Orders } from './orders.service.js';

@Resolver(() => OrderGraph)
export class OrderResolver {
  constructor(private readonly orders: Orders) {}

  @Query(() => OrderPageGraph, { name: 'orders', description: "The town's own orders with their lots, for its staff." })
  async ordersOfTown(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('first', { type: () => Int, nullable: true, description: 'Orders on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<OrderPageGraph> {
    const page = await this.orders.orders(
      town,
      demand(parsePageSize(first), language),
      demand(parseIdCursor(after, 'order'), language),
    );
    return {
      totalCount: page.total,
      pageInfo: { hasNextPage: page.more, endCursor: page.orders.at(-1)?.id ?? null },
      nodes: page.orders.map(orderGraph),
    };
  }

  @Query(() => OrderGraph, { nullable: true, description: "One of the town's own orders; null where there is none." })
  async order(
    @Asking() { town }: AskingTown,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<OrderGraph | null> {
    const order = await this.orders.order(town, id);
    return order === undefined ? null : orderGraph(order);
  }

  @Mutation(() => CreateOrderResult, { description: "Takes down a client's order." })
  async createOrder(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CreateOrderInput, description: 'The order.' }) input: CreateOrderInput,
  ): Promise<CreateOrderAnswer> {
    const decision =
      input.municipality === town.code
        ? await this.orders.createOrder(town, input)
        : refuse<{ id: string }>('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality });
    const order = decision.ok ? await this.orders.order(town, decision.value.id) : undefined;
    return answer(decision, language, () =>
      Object.assign(new CreateOrderPayload(), { order: orderGraph(present(order)) }),
    );
  }

  @Mutation(() => AddLotResult, { description: 'Adds a lot to an order.' })
  async addLot(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => AddLotInput, description: 'The lot.' }) input: AddLotInput,
  ): Promise<AddLotAnswer> {
    const decision = await this.orders.addLot(town, input);
    const found = decision.ok ? await this.orders.lot(town, decision.value.id) : undefined;
    return answer(decision, language, () => Object.assign(new AddLotPayload(), { lot: lotGraph(present(found).lot) }));
  }

  @Mutation(() => CommitCapacityResult, {
    description: "Commits the town's own capacity to part of a lot, if it has the time.",
  })
  async commitCapacity(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => CommitCapacityInput, description: 'The lot and the minutes.' })
    input: CommitCapacityInput,
  ): Promise<CommitCapacityAnswer> {
    const decision = await this.orders.commitCapacity(town, input);
    return answer(decision, language, (commitment) => Object.assign(new CommitCapacityPayload(), { commitment }));
  }
}

/** What was written a moment ago. @throws when it is gone, which would be a fault of ours. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('what was just written has gone');
  return value;
}
