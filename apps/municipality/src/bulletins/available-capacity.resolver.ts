import { Args, Query, Resolver } from '@nestjs/graphql';
import { parseCapacitySearch, searchCapacity } from '#domain/bulletins/search';
import { AvailableCapacityGraph, availableCapacityGraph, CapacityFilterInput } from '#graph/available-capacity.graph';
import { demand } from '#graph/results';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { Publication } from './publication.service.js';

/** What coordination is asked first; a town answers for itself while coordination is down (I-15). */
@Resolver()
export class AvailableCapacityResolver {
  constructor(private readonly publication: Publication) {}

  @Query(() => AvailableCapacityGraph, { description: 'Who has time? Asked of every town at once.' })
  async availableCapacity(
    @Asking() { town, caller, language }: AskingTown,
    @Args('filter', { type: () => CapacityFilterInput, description: 'What is looked for.' })
    filter: CapacityFilterInput,
  ): Promise<AvailableCapacityGraph> {
    const search = demand(parseCapacitySearch(filter, caller.municipality), language);
    const { bulletin } = await this.publication.current(town);
    // Nobody is missing here: a town answers for itself, and the gateway names those that do not.
    return availableCapacityGraph(searchCapacity([{ bulletin, source: 'LIVE' }], search), []);
  }
}
