import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { IsoWeek } from '#domain/calendar/week';
import { parseWindow } from '#domain/calendar/window';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refuse, type Decision } from '#domain/refusals/decision';
import { parseIdCursor, parsePageSize } from '#domain/text/page';
import type { RefusalGraph } from '#graph/refusal.graph';
import { answer, demand } from '#graph/results';
import { IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { WeekMinutesGraph } from './plan.graph.js';
import {
  RegisterSupportOfficeInput,
  RegisterSupportOfficePayload,
  RegisterSupportOfficeResult,
  RegisterWorkerInput,
  RegisterWorkerPayload,
  RegisterWorkerResult,
  WorkerGraph,
  workerGraph,
  WorkerPageGraph,
  type RegisterSupportOfficeAnswer,
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

  @Query(() => [WeekMinutesGraph], {
    description:
      'The time the worker who asks offers in each week, from all they have said, with the holidays of the town; empty where the token names none.',
  })
  async myAvailability(
    @Asking() { town, caller, language }: AskingTown,
    @Args('from', { type: () => IsoWeekScalar, description: 'First week.' }) from: IsoWeek,
    @Args('to', { type: () => IsoWeekScalar, description: 'Last week, at most 156 weeks in all.' }) to: IsoWeek,
  ): Promise<WeekMinutesGraph[]> {
    const window = demand(parseWindow(from, to), language);
    return caller.worker === undefined ? [] : this.workforce.availability(town, caller.worker, window);
  }

  @Mutation(() => RegisterWorkerResult, { description: 'Registers a resident worker of the town.' })
  registerWorker(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => RegisterWorkerInput, description: 'The new worker.' }) input: RegisterWorkerInput,
  ): Promise<RegisterWorkerAnswer> {
    return this.registered(asking, input, RegisterWorkerPayload, () =>
      this.workforce.registerWorker(asking.town, input),
    );
  }

  @Mutation(() => RegisterSupportOfficeResult, {
    description: 'Registers a support office (就労施設), which supplies hours as a unit.',
  })
  registerSupportOffice(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => RegisterSupportOfficeInput, description: 'The new office.' })
    input: RegisterSupportOfficeInput,
  ): Promise<RegisterSupportOfficeAnswer> {
    return this.registered(asking, input, RegisterSupportOfficePayload, () =>
      this.workforce.registerSupportOffice(asking.town, input),
    );
  }

  private async registered<P extends RegisterWorkerPayload | RegisterSupportOfficePayload>(
    { town, language }: AskingTown,
    { municipality }: { municipality: MunicipalityCode },
    Payload: new () => P,
    register: () => Promise<Decision<{ id: string }>>,
  ): Promise<P | RefusalGraph> {
    const decision =
      municipality === town.code
        ? await register()
        : refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: municipality });
    if (!decision.ok) return answer(decision, language, () => new Payload());
    const worker = await this.workforce.worker(town, decision.value.id);
    if (worker === undefined) throw new Error('a registered worker has gone');
    return Object.assign(new Payload(), { worker: workerGraph(worker) });
  }
}
