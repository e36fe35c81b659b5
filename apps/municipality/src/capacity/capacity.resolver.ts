import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { parseWindow } from '#domain/calendar/window';
import { bottleneckText } from '#domain/capacity/bottleneck';
import type { IsoWeek } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DataClass } from '#domain/orders/data-class';
import type { Refusal } from '#domain/refusals/decision';
import { parseSkill } from '#domain/skills/catalogue';
import { lowestLevel, refusalsOfLevel } from '#domain/skills/levels';
import { parseLicence } from '#domain/skills/licences';
import { DataClassEnum } from '#graph/data-class.graph';
import { badInput, demand } from '#graph/results';
import { IsoWeekScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { ShortfallGraph, TownCapacityGraph, WeekWindowInput, WorkerCommitmentGraph } from './capacity.graph.js';
import { Capacity } from './capacity.service.js';

@Resolver()
export class CapacityResolver {
  constructor(private readonly capacity: Capacity) {}

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
