import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { hasRole } from '#access/caller';
import { Forbidden } from '#access/rights';
import { parseWindow } from '#domain/calendar/window';
import { bottleneckText } from '#domain/capacity/town-capacity';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refusal } from '#domain/refusals/decision';
import { parseSkill } from '#domain/skills/catalogue';
import { answer, badInput, demand } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Clock } from '#service/clock';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { municipalityGraph } from '../towns/municipality.graph.js';
import { workerGraph } from '../workforce/worker.graph.js';
import { Workforce } from '../workforce/workforce.service.js';
import {
  AvailableCapacityGraph,
  CapacityFilterInput,
  DeclareAvailabilityInput,
  DeclareAvailabilityPayload,
  DeclareAvailabilityResult,
  TownCapacityGraph,
  WeekWindowInput,
  type DeclareAvailabilityAnswer,
} from './capacity.graph.js';
import { Capacity } from './capacity.service.js';

/** A year and a half: the longest run of months one question may span. */
const mostMonths = 18;

@Resolver()
export class CapacityResolver {
  constructor(
    private readonly capacity: Capacity,
    private readonly workforce: Workforce,
    private readonly clock: Clock,
  ) {}

  @Query(() => AvailableCapacityGraph, { description: 'Who has time? Asked of every town at once.' })
  async availableCapacity(
    @Asking() { town, language }: AskingTown,
    @Args('filter', { type: () => CapacityFilterInput, description: 'What is looked for.' })
    filter: CapacityFilterInput,
  ): Promise<AvailableCapacityGraph> {
    const { from, to, minMinutes } = filter;
    if (to < from) throw badInput(refusal('WINDOW_REVERSED', { field: 'filter.to', from, to }), language);
    if (monthsApart(from, to) >= mostMonths)
      throw badInput(refusal('WINDOW_TOO_LONG', { field: 'filter.to', atMost: mostMonths, unit: 'months' }), language);
    const asked = filter.skill ?? undefined;
    const skill = asked === undefined ? undefined : demand(parseSkill(asked, 'filter.skill'), language);
    const asOf = this.clock.now();
    const rows = await this.capacity.availableRows(town, from, to, skill);
    return {
      rows: rows
        .filter(({ freeMinutes }) => freeMinutes >= (minMinutes ?? 0))
        .map((row) => ({
          municipality: municipalityGraph(town.code),
          month: row.month,
          skill: { code: row.skill },
          freeMinutes: row.freeMinutes,
          asOf,
        })),
      unanswered: [], // A town answers for itself; the gateway names those that do not.
    };
  }

  @Query(() => TownCapacityGraph, { description: "One skill's capacity in a window, exact, for the town's own staff." })
  async townCapacity(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('skill', { type: () => String, description: 'Code of the skill.' }) skill: string,
    @Args('window', { type: () => WeekWindowInput, description: 'The weeks.' }) window: WeekWindowInput,
  ): Promise<TownCapacityGraph> {
    const code = demand(parseSkill(skill, 'skill'), language);
    const figures = await this.capacity.figures(town, code, demand(parseWindow(window.from, window.to), language));
    return {
      ...figures,
      bottleneck: figures.bottleneck === undefined ? null : bottleneckText(figures.bottleneck, language),
    };
  }

  @Mutation(() => DeclareAvailabilityResult, {
    description:
      'Says when a worker has time. Giving hours back is always allowed; what the town then lacks is answered.',
  })
  async declareAvailability(
    @Asking() { town, caller, language }: AskingTown,
    @Args('input', { type: () => DeclareAvailabilityInput, description: 'The worker and the weeks.' })
    input: DeclareAvailabilityInput,
  ): Promise<DeclareAvailabilityAnswer> {
    if (!hasRole(caller, 'OFFICER', 'DIRECTOR') && caller.worker !== input.workerId)
      throw new Forbidden('NOT_YOURS', language);
    const decision = await this.capacity.declareAvailability(town, input);
    if (!decision.ok) return answer(decision, language, () => new DeclareAvailabilityPayload());
    const worker = await this.workforce.worker(town, decision.value.workerId);
    if (worker === undefined) throw new Error('a worker who declared time has gone');
    return Object.assign(new DeclareAvailabilityPayload(), {
      worker: workerGraph(worker),
      shortfalls: decision.value.shortfalls,
    });
  }
}

function monthsApart(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}
