import { Args, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { DirectorGraph, directorGraph } from './director.graph.js';
import { Directors } from './directors.service.js';

@Resolver(() => DirectorGraph)
export class DirectorResolver {
  constructor(private readonly directors: Directors) {}

  @Query(() => [DirectorGraph], { name: 'directors', description: "The town's own directors, for its staff." })
  async directorsOfTown(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<DirectorGraph[]> {
    return (await this.directors.directors(town)).map(directorGraph);
  }
}
