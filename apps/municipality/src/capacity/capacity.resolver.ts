import { Args, Query, Resolver } from '@nestjs/graphql';
import { parseWindow } from '#domain/calendar/window';
import { bottleneckText } from '#domain/capacity/town-capacity';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refusal } from '#domain/refusals/decision';
import { parseSkill } from '#domain/skills/catalogue';
import { badInput, demand } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Clock } from '#service/clock';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { municipalityGraph } from '../towns/municipality.graph.js';
import { AvailableCapacityGraph, CapacityFilterInput, TownCapacityGraph, WeekWindowInput } from './capacity.graph.js';
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
  ): Promise<TownCapacityGraph> {
    const code = demand(parseSkill(skill, 'skill'), language);
    const figures = await this.capacity.figures(town, code, demand(parseWindow(window.from, window.to), language));
    return {
      ...figures,
      bottleneck: figures.bottleneck === undefined ? null : bottleneckText(figures.bottleneck, language),
    };
  }
}

function monthsApart(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0] = to.split('-').map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}
