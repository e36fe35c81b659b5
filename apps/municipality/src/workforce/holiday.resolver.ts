import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { refusalsToListHolidays } from '#domain/availability/holidays';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { decide } from '#domain/refusals/decision';
import { LanguageEnum } from '#graph/refusal.graph';
import { demand } from '#graph/results';
import { IsoDateScalar, MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { HolidayGraph, holidayGraph } from './holiday.graph.js';
import { Workforce } from './workforce.service.js';

@Resolver(() => HolidayGraph)
export class HolidayResolver {
  constructor(private readonly workforce: Workforce) {}

  @Query(() => [HolidayGraph], { description: "The town's holidays: the national ones with its own table over them." })
  async holidays(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
    @Args('from', { type: () => IsoDateScalar, description: 'First day.' }) from: IsoDate,
    @Args('to', { type: () => IsoDateScalar, description: 'Last day, at most 156 weeks in all.' }) to: IsoDate,
  ): Promise<HolidayGraph[]> {
    const days = demand(
      decide(refusalsToListHolidays(from, to), () => ({ from, to })),
      language,
    );
    return (await this.workforce.holidays(town, days.from, days.to)).map(holidayGraph);
  }

  @ResolveField(() => String, {
    description: 'What people call it. A holiday of the town bears the name the town gave it.',
  })
  name(
    @Parent() { names }: HolidayGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the name.' })
    language: Language,
  ): string {
    return names[language];
  }
}
