import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { hasRole } from '#access/caller';
import { parsePageSize, parseRankCursor } from '#domain/text/page';
import { municipalityGraph } from '#graph/municipality.graph';
import { demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { ComparedDraftGraph } from './comparison.graph.js';
import { DraftDifferencePageGraph } from './draft-differences.graph.js';
import { Scenarios } from './scenarios.service.js';

/** What a draft does differently. Whoever has the draft may see its comparison; of the work, what it may see of the moves of a plan. */
@Resolver(() => ComparedDraftGraph)
export class DraftDifferencesResolver {
  constructor(private readonly scenarios: Scenarios) {}

  @ResolveField(() => DraftDifferencePageGraph, {
    nullable: true,
    description:
      'What it plans otherwise than the unchanged year, work by work, town by town and month by month, the largest difference first. A coordinator sees all; a town its own work, what is addressed to it and what it would do. Null where it or the unchanged year was not planned.',
  })
  async differences(
    @Parent() { at, isComparable }: ComparedDraftGraph,
    @Asking() { caller, language }: AskingCoordination,
    @Args('first', { type: () => Int, nullable: true, description: 'Entries on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<DraftDifferencePageGraph | null> {
    const [limit, behind] = [demand(parsePageSize(first), language), demand(parseRankCursor(after), language)];
    if (!isComparable) return null;
    const town = hasRole(caller, 'COORDINATOR') ? 'ALL' : caller.municipality;
    if (town === undefined) return { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
    const { found, more, total } = await this.scenarios.differences(at, town, limit, behind);
    const last = found.at(-1);
    return {
      totalCount: total,
      pageInfo: { hasNextPage: more, endCursor: last === undefined ? null : String(last.rank) },
      nodes: found.map(({ order, skill, from, to, month, minutesBefore, minutesAfter }) => ({
        ...{ order, skill: { code: skill }, month, minutesBefore, minutesAfter },
        ...{ from: municipalityGraph(from), to: municipalityGraph(to) },
      })),
    };
  }
}
