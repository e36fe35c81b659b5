import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refuse } from '#domain/refusals/decision';
import { parseIdCursor, parsePageSize } from '#domain/text/page';
import { answer, demand } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import {
  RegisterWorkerInput,
  RegisterWorkerPayload,
  RegisterWorkerResult,
  WorkerGraph,
  workerGraph,
  WorkerPageGraph,
  type RegisterWorkerAnswer,
} from './worker.graph.js';
import { Workforce } from './workforce.service.js';

@Resolver(() => WorkerGraph)
export class WorkerResolver {
  constructor(private readonly workforce: Workforce) {}

  @Query(() => WorkerPageGraph, { description: "The town's own workers, for its staff." })
  async workers(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('first', { type: () => Int, nullable: true, description: 'Workers on the page: 1 to 200, 50 unless told.' })
    first?: number | null,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after?: string | null,
  ): Promise<WorkerPageGraph> {
    const size = demand(parsePageSize(first), language);
    const page = await this.workforce.workers(town, size, demand(parseIdCursor(after, 'worker'), language));
    return {
      totalCount: page.total,
      pageInfo: { hasNextPage: page.more, endCursor: page.workers.at(-1)?.id ?? null },
      nodes: page.workers.map(workerGraph),
    };
  }

  @Query(() => WorkerGraph, {
    nullable: true,
    description:
      'The worker who asks: what the town knows of them and when they have said they have time; null where the token names none.',
  })
  async me(@Asking() { town, caller }: AskingTown): Promise<WorkerGraph | null> {
    const worker = caller.worker === undefined ? undefined : await this.workforce.worker(town, caller.worker);
    return worker === undefined ? null : workerGraph(worker);
  }

  @Mutation(() => RegisterWorkerResult, { description: 'Registers a resident worker of the town.' })
  async registerWorker(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => RegisterWorkerInput, description: 'The new worker.' }) input: RegisterWorkerInput,
  ): Promise<RegisterWorkerAnswer> {
    if (input.municipality !== town.code) {
      return answer(
        refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality }),
        language,
        () => new RegisterWorkerPayload(),
      );
    }
    const decision = await this.workforce.registerWorker(town, input);
    if (!decision.ok) return answer(decision, language, () => new RegisterWorkerPayload());
    const worker = await this.workforce.worker(town, decision.value.id);
    if (worker === undefined) throw new Error('a registered worker has gone');
    return Object.assign(new RegisterWorkerPayload(), { worker: workerGraph(worker) });
  }
}
