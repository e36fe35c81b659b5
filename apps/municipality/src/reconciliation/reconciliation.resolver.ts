import { Args, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { ReconciliationGraph, reconciliationGraph } from './reconciliation.graph.js';
import { Reconciliation } from './reconciliation.service.js';

@Resolver(() => ReconciliationGraph)
export class ReconciliationResolver {
  constructor(private readonly reconciliation: Reconciliation) {}

  @Query(() => [ReconciliationGraph], {
    description:
      'Whether the town and its peers hold the same about what they keep together; compared every ten minutes.',
  })
  async reconciliations(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<ReconciliationGraph[]> {
    return (await this.reconciliation.results(town)).map(reconciliationGraph);
  }
}
