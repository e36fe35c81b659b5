import { Args, Query, Resolver } from '@nestjs/graphql';
import { requestedModel, saySelfSufficiency, selfSufficiency } from '#domain/planning/self-sufficiency';
import { demand } from '#graph/results';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { SelfSufficiencyGraph, SelfSufficiencyInputGraph } from './self-sufficiency.graph.js';

@Resolver()
export class SelfSufficiencyResolver {
  @Query(() => SelfSufficiencyGraph, {
    description:
      'Does a goal carry the body that runs the work? Arithmetic on the numbers given; nothing is read or stored.',
  })
  selfSufficiency(
    @Asking() { language }: AskingCoordination,
    @Args('input', { type: () => SelfSufficiencyInputGraph, description: 'What is imagined.' })
    input: SelfSufficiencyInputGraph,
  ): SelfSufficiencyGraph {
    const imagined = demand(
      selfSufficiency({
        revenueYen: input.revenueYen ?? requestedModel.revenueYen,
        workers: input.workers ?? requestedModel.workers,
        wageYenPerHour: input.wageYenPerHour ?? requestedModel.wageYenPerHour,
        hoursPerDay: input.hoursPerDay ?? requestedModel.hoursPerDay,
        daysPerMonth: input.daysPerMonth ?? requestedModel.daysPerMonth,
        contractYen: input.contractYen ?? requestedModel.contractYen,
        priceYenPerHour: input.priceYenPerHour ?? null,
        marginPercent: input.marginPercent ?? null,
      }),
      language,
    );
    return { ...imagined, sentences: saySelfSufficiency(imagined, language) };
  }
}
