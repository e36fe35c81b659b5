import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { MunicipalityCode } from '#domain/municipality/code';
import { HealthModule } from '#service/health';
import { BulletinsModule } from './bulletins/bulletins.module.js';
import { CapacityModule } from './capacity/capacity.module.js';
import { CentreModule } from './centre/centre.module.js';
import { DirectorsModule } from './directors/directors.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { GraphModule } from './graph/graph.module.js';
import { LoansModule } from './loans/loans.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { PostModule } from './post/post.module.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import { SettlementModule } from './settlement/settlement.module.js';
import { DatabaseReady } from './towns/database.readiness.js';
import { Towns } from './towns/towns.service.js';
import { TownsModule } from './towns/towns.module.js';
import { TradingModule } from './trading/trading.module.js';
import { YearPlanModule } from './year-plan/year-plan.module.js';
import { WorkforceModule } from './workforce/workforce.module.js';

/** One town's service, or that of many: the only list of all slices. */
@Module({})
export class MunicipalityModule {
  static hosting(codes: readonly MunicipalityCode[]): DynamicModule {
    return {
      module: MunicipalityModule,
      imports: [
        ScheduleModule.forRoot(),
        TownsModule.hosting(codes),
        WorkforceModule,
        CentreModule,
        DirectorsModule,
        CapacityModule,
        OrdersModule,
        EvidenceModule,
        PostModule,
        ReconciliationModule,
        TradingModule,
        LoansModule,
        PerformanceModule,
        SettlementModule,
        BulletinsModule,
        YearPlanModule,
        GraphModule,
        HealthModule.with([
          { provide: DatabaseReady, useFactory: (towns: Towns) => new DatabaseReady(towns), inject: [Towns] },
        ]),
      ],
    };
  }
}
