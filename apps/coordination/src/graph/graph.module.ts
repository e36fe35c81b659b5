import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Directive } from '@nestjs/graphql';
import type { AskingRequest } from '#access/asking.middleware';
import { RightsGuard } from '#access/rights.guard';
import { Unauthenticated } from '#access/tokens';
import { languageOf } from '#domain/refusals/language';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { MunicipalityNameResolver } from '#graph/municipality-name.resolver';
import { SkillNameResolver } from '#graph/skill-name.resolver';
import { subgraphModule } from '#graph/subgraph';
import { AvailableCapacityResolver } from '../board/available-capacity.resolver.js';
import { BoardModule } from '../board/board.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { SharedWorkloadResolver } from '../monitoring/shared-workload.resolver.js';
import { ComparisonResolver } from '../scenarios/comparison.resolver.js';
import { DraftDifferencesResolver } from '../scenarios/draft-differences.resolver.js';
import { ScenarioResolver } from '../scenarios/scenario.resolver.js';
import { ScenariosModule } from '../scenarios/scenarios.module.js';
import { SelfSufficiencyResolver } from '../self-sufficiency/self-sufficiency.resolver.js';
import { PlanTownsResolver } from '../year-plan/plan-towns.resolver.js';
import { YearPlanModule } from '../year-plan/year-plan.module.js';
import { PlanRevisionResolver } from '../year-plan/plan-revision.resolver.js';
import { PlanMoveResolver, YearPlanResolver } from '../year-plan/year-plan.resolver.js';
import type { AskingCoordination } from './asking.graph.js';

// Coordination names municipalities; whatever else there is to say of one, the towns say.
Directive('@key(fields: "code", resolvable: false)')(MunicipalityGraph);

/** The graph door: every resolver of the service, and nothing but resolvers. */
@Module({
  imports: [BoardModule, MonitoringModule, YearPlanModule, ScenariosModule],
  providers: [
    MunicipalityNameResolver,
    SkillNameResolver,
    AvailableCapacityResolver,
    SharedWorkloadResolver,
    YearPlanResolver,
    PlanMoveResolver,
    PlanTownsResolver,
    ScenarioResolver,
    ComparisonResolver,
    DraftDifferencesResolver,
    PlanRevisionResolver,
    SelfSufficiencyResolver,
  ],
})
class ResolversModule {}

@Module({
  imports: [ResolversModule, subgraphModule({ include: [ResolversModule], inject: [], context: askingOf })],
  providers: [{ provide: APP_GUARD, useClass: RightsGuard }],
})
export class GraphModule {}

function askingOf(request: AskingRequest): AskingCoordination {
  const authorization = request.header('authorization');
  if (request.caller === undefined || authorization === undefined) throw new Unauthenticated('MISSING');
  return { caller: request.caller, language: languageOf(request.header('accept-language')), authorization };
}
