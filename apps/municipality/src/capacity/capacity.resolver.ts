import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { parseWindow } from '#domain/calendar/window';
import { bottleneckText } from '#domain/capacity/bottleneck';
import type { IsoWeek } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import { refusal, type Refusal } from '#domain/refusals/decision';
import { parseSkill } from '#domain/skills/catalogue';
import { lowestLevel, refusalsOfLevel } from '#domain/skills/levels';
import { parseLicence } from '#domain/skills/licences';
import { DataClassEnum } from '#graph/data-class.graph';
import { badInput, demand } from '#graph/results';
import { IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Clock } from '#service/clock';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { municipalityGraph } from '#graph/municipality.graph';
import {
  AvailableCapacityGraph,
  CapacityFilterInput,
  ShortfallGraph,
  TownCapacityGraph,
  WeekWindowInput,
  WorkerCommitmentGraph,
} from './capacity.graph.js';
import { Capacity } from './capacity.service.js';

/** A year and a half: the longest run of months one question may span. */
const mostMonths = 18;

@Resolver()
export class CapacityResolver {
  constructor(
    private readonly capacity: Capacity,
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
    @Args('level', {
      type: () => Int,
      nullable: true,
      description: 'The lowest level that will do; any where it is left out.',
    })
    level?: number | null,
    @Args('dataClass', {
      type: () => DataClassEnum,
      nullable: true,
      description: 'The class of data that the worker must be cleared for; PUBLIC where it is left out.',
    })
    dataClass?: DataClass | null,
    @Args('licences', {
      type: () => [String],
      nullable: true,
      description: 'Codes of the licences of which the work takes a seat; none where they are left out.',
    })
    licences?: string[] | null,
  ): Promise<TownCapacityGraph> {
    refuseIfAny(refusalsOfLevel(level ?? lowestLevel, 'level'), language);
    const asked = {
      skill: demand(parseSkill(skill, 'skill'), language),
      level: level ?? lowestLevel,
      dataClass: dataClass ?? 'PUBLIC',
      licences: (licences ?? []).map((code, index) => demand(parseLicence(code, `licences.${index}`), language)),
    };
    const figures = await this.capacity.figures(town, asked, demand(parseWindow(window.from, window.to), language));
    return {
      ...figures,
      bottleneck: figures.bottleneck === undefined ? null : bottleneckText(figures.bottleneck, language),
    };
  }

  @Query(() => [ShortfallGraph], {
    description:
      "Committed work that the town no longer has the time for, for the town's own staff; empty when all is well.",
  })
  shortfalls(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<ShortfallGraph[]> {
    return this.capacity.shortfalls(town);
  }

  @Query(() => [WorkerCommitmentGraph], {
    description: 'What the town counts on from the worker who asks, week by week; empty where the token names none.',
  })
  async myCommitments(
    @Asking() { town, caller, language }: AskingTown,
    @Args('from', { type: () => IsoWeekScalar, description: 'First week.' }) from: IsoWeek,
    @Args('to', { type: () => IsoWeekScalar, description: 'Last week.' }) to: IsoWeek,
  ): Promise<WorkerCommitmentGraph[]> {
    const window = demand(parseWindow(from, to), language);
    if (caller.worker === undefined) return [];
    const commitments = await this.capacity.commitmentsOf(town, caller.worker, window);
    return commitments.map(({ skill, ...rest }) => ({ ...rest, skill: { code: skill } }));
  }
}

function refuseIfAny([first]: readonly Refusal[], language: AskingTown['language']): void {
  if (first !== undefined) throw badInput(first, language);
}

function monthsApart(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}
