import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { waysOut } from '#domain/capacity/ways-out';
import { ShortfallGraph, WorkerCommitmentGraph } from '../capacity/capacity.graph.js';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { LotGraph, lotGraph } from './order.graph.js';
import { Orders } from './orders.service.js';
import { WayOutGraph, wayOutGraph } from './shortfall.graph.js';

/** Adds the lot to a shortfall, and what can be done about it; capacity itself knows lots only by id. */
@Resolver(() => ShortfallGraph)
export class ShortfallLotResolver {
  constructor(private readonly orders: Orders) {}

  @ResolveField(() => LotGraph, {
    nullable: true,
    description: 'The lot at risk; null where it is a claim that is not in force yet.',
  })
  async lot(
    @Parent() { purpose, purposeId }: ShortfallGraph,
    @Asking() { town }: AskingTown,
  ): Promise<LotGraph | null> {
    const found = purpose === 'LOT' ? await this.orders.lot(town, purposeId) : undefined;
    return found === undefined ? null : lotGraph(found.lot);
  }

  @ResolveField(() => [WayOutGraph], {
    description:
      'What can be done, in the order in which to try it: inside the team, inside the town, over the federation.',
  })
  async waysOut(
    @Parent() { purpose, purposeId, minutes, team, freeInTown }: ShortfallGraph,
    @Asking() { town }: AskingTown,
  ): Promise<WayOutGraph[]> {
    const found = purpose === 'LOT' ? await this.orders.lot(town, purposeId) : undefined;
    // Work that another town awarded may not be passed on, and without the client's consent nothing may.
    const mayGoOut = found?.consent === 'ALLOWED';
    return waysOut({ minutes, team, freeInTown, mayGoOut }).map(wayOutGraph);
  }
}

/** Tells a worker what the work is that the town counts on them for. */
@Resolver(() => WorkerCommitmentGraph)
export class WorkerCommitmentTitleResolver {
  constructor(private readonly orders: Orders) {}

  @ResolveField(() => String, {
    nullable: true,
    description: 'What is to be done; null where it is only held for a claim that is not in force yet.',
  })
  async title(
    @Parent() { purpose, purposeId }: WorkerCommitmentGraph,
    @Asking() { town }: AskingTown,
  ): Promise<string | null> {
    const found = purpose === 'LOT' ? await this.orders.lot(town, purposeId) : undefined;
    return found?.lot.title ?? null;
  }
}
