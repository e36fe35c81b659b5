import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Directive } from '@nestjs/graphql';
import { GraphQLError } from 'graphql';
import type { AskingRequest } from '#access/asking.middleware';
import { RightsGuard } from '#access/rights.guard';
import { languageOf } from '#domain/refusals/language';
import { MunicipalityGraph } from '#graph/municipality.graph';
import { MunicipalityNameResolver } from '#graph/municipality-name.resolver';
import { SkillNameResolver } from '#graph/skill-name.resolver';
import { subgraphModule } from '#graph/subgraph';
import { municipalityHeader } from '#service/request-context';
import { AvailableCapacityResolver } from '../bulletins/available-capacity.resolver.js';
import { BulletinsModule } from '../bulletins/bulletins.module.js';
import { JointSkillsResolver } from '../bulletins/joint-skills.resolver.js';
import { AvailabilityResolver } from '../capacity/availability.resolver.js';
import { CapacityModule } from '../capacity/capacity.module.js';
import { CapacityResolver } from '../capacity/capacity.resolver.js';
import { SupplyResolver } from '../capacity/supply.resolver.js';
import { CentreModule } from '../centre/centre.module.js';
import { LicenceResolver } from '../centre/licence.resolver.js';
import { DirectorResolver } from '../directors/director.resolver.js';
import { DirectorsModule } from '../directors/directors.module.js';
import { LoanResolver } from '../loans/loan.resolver.js';
import { LoansModule } from '../loans/loans.module.js';
import { OrderResolver } from '../orders/order.resolver.js';
import { ShortfallLotResolver, WorkerCommitmentTitleResolver } from '../orders/shortfall.resolver.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PerformanceModule } from '../performance/performance.module.js';
import { PerformanceResolver } from '../performance/performance.resolver.js';
import { ParkedMessageResolver } from '../post/parked.resolver.js';
import { PostModule } from '../post/post.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { ReconciliationResolver } from '../reconciliation/reconciliation.resolver.js';
import { SettlementModule } from '../settlement/settlement.module.js';
import { SettlementResolver } from '../settlement/settlement.resolver.js';
import type { AskingTown } from '../towns/asking.graph.js';
import { MunicipalityResolver } from '../towns/municipality.resolver.js';
import { Towns } from '../towns/towns.service.js';
import { AmendingResolver } from '../trading/amending.resolver.js';
import { DraftResolver } from '../trading/draft.resolver.js';
import { GateResolver } from '../trading/gate.resolver.js';
import { NegotiationResolver } from '../trading/negotiation.resolver.js';
import { TradingModule } from '../trading/trading.module.js';
import { ClaimResolver, SurplusOrderResolver } from '../trading/trading.resolver.js';
import { HolidayResolver } from '../workforce/holiday.resolver.js';
import { SkillResolver } from '../workforce/skill.resolver.js';
import { WorkerResolver } from '../workforce/worker.resolver.js';
import { WorkforceModule } from '../workforce/workforce.module.js';
import { YearPlanModule } from '../year-plan/year-plan.module.js';
import { YearPlanNoticeResolver } from '../year-plan/year-plan.resolver.js';

// Any town can tell of any municipality.
Directive('@key(fields: "code")')(MunicipalityGraph);

/**
 * The graph door: every resolver of the service, and nothing but resolvers. They are listed here and never in a slice's module,
 * because a graph takes in the resolvers of all modules it can reach.
 */
@Module({
  imports: [
    WorkforceModule,
    CentreModule,
    DirectorsModule,
    CapacityModule,
    OrdersModule,
    PostModule,
    ReconciliationModule,
    TradingModule,
    LoansModule,
    PerformanceModule,
    SettlementModule,
    BulletinsModule,
    YearPlanModule,
  ],
  providers: [
    MunicipalityResolver,
    MunicipalityNameResolver,
    SkillResolver,
    SkillNameResolver,
    WorkerResolver,
    HolidayResolver,
    CapacityResolver,
    AvailabilityResolver,
    AvailableCapacityResolver,
    JointSkillsResolver,
    OrderResolver,
    ShortfallLotResolver,
    WorkerCommitmentTitleResolver,
    SupplyResolver,
    DirectorResolver,
    LicenceResolver,
    ParkedMessageResolver,
    ReconciliationResolver,
    SurplusOrderResolver,
    ClaimResolver,
    NegotiationResolver,
    AmendingResolver,
    GateResolver,
    DraftResolver,
    YearPlanNoticeResolver,
    LoanResolver,
    PerformanceResolver,
    SettlementResolver,
  ],
})
class ResolversModule {}

/** Says for which of the hosted towns a request is, and who asks. */
@Module({
  imports: [ResolversModule, subgraphModule({ include: [ResolversModule], inject: [Towns], context: askingOf })],
  providers: [{ provide: APP_GUARD, useClass: RightsGuard }],
})
export class GraphModule {}

function askingOf(request: AskingRequest, towns: Towns): AskingTown {
  const { caller } = request;
  const authorization = request.header('authorization');
  const language = languageOf(request.header('accept-language'));
  const hosted = towns.hosted();
  const named = request.header(municipalityHeader);
  const town = named === undefined && hosted.length === 1 ? hosted[0] : towns.find(named);
  if (town === undefined || caller === undefined || authorization === undefined) {
    const message =
      language === 'JA'
        ? `${municipalityHeader} に、このサービスが担当する市町村のコードを指定してください。`
        : `Name a town that lives here in ${municipalityHeader}.`;
    throw new GraphQLError(message, { extensions: { code: 'TOWN_NOT_HERE', http: { status: 421 } } });
  }
  return { caller, language, town, authorization };
}
