import { Args, Directive, Query, Resolver } from '@nestjs/graphql';
import { parseCapacitySearch } from '#domain/bulletins/search';
import type { Language } from '#domain/refusals/catalogue';
import { refusal } from '#domain/refusals/decision';
import { sentenceOf } from '#domain/refusals/sentence';
import { AvailableCapacityGraph, availableCapacityGraph, CapacityFilterInput } from '#graph/available-capacity.graph';
import { demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { Board, type MissingTown } from './board.service.js';

const silence: Record<Exclude<MissingTown['why'], 'NO_MEMBER'>, Record<Language, string>> = {
  LAST_BULLETIN: {
    JA: '応答がありません。表示しているのは、最後に届いた公示の数字です。',
    EN: 'No answer; the figures shown are those of its last bulletin.',
  },
  SILENT: {
    JA: '応答がなく、有効な公示も届いていません。',
    EN: 'No answer, and no bulletin of it that still holds.',
  },
};

@Resolver()
export class AvailableCapacityResolver {
  constructor(private readonly board: Board) {}

  // The towns answer the same field for themselves; the override sends every plan here first, and the gateway lets them stand in.
  @Query(() => AvailableCapacityGraph, {
    description:
      'Who has time? By the bulletins of the towns that still hold, and asked of the town itself where there is none or "live" is set.',
  })
  @Directive('@override(from: "municipality")')
  async availableCapacity(
    @Asking() { caller, language, authorization }: AskingCoordination,
    @Args('filter', { type: () => CapacityFilterInput, description: 'What is looked for.' })
    filter: CapacityFilterInput,
  ): Promise<AvailableCapacityGraph> {
    const search = demand(parseCapacitySearch(filter, caller.municipality), language);
    const { missing, ...found } = await this.board.availableCapacity(search, filter.live === true, authorization);
    return availableCapacityGraph(
      found,
      missing.map(({ municipality, why }) => ({ municipality, reason: reasonOf(municipality, why, language) })),
    );
  }
}

function reasonOf(given: string, why: MissingTown['why'], language: Language): string {
  return why === 'NO_MEMBER'
    ? sentenceOf(refusal('MUNICIPALITY_UNKNOWN', { given }), language)
    : silence[why][language];
}
