import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { HealthModule } from '#service/health';
import { BoardModule } from './board/board.module.js';
import { GraphModule } from './graph/graph.module.js';
import { DatabaseReady } from './intake/database.readiness.js';
import { IntakeModule } from './intake/intake.module.js';
import { Intake } from './intake/intake.service.js';
import { MonitoringModule } from './monitoring/monitoring.module.js';
import { ScenariosModule } from './scenarios/scenarios.module.js';
import { YearPlanModule } from './year-plan/year-plan.module.js';

/** The coordination service: what all towns have told everyone, side by side. */
@Module({})
export class CoordinationModule {
  static of(serves: boolean): DynamicModule {
    return {
      module: CoordinationModule,
      imports: [
        IntakeModule.of(serves),
        BoardModule,
        MonitoringModule,
        YearPlanModule,
        ScenariosModule,
        ScheduleModule.forRoot(),
        GraphModule,
        HealthModule.with([
          { provide: DatabaseReady, useFactory: (intake: Intake) => new DatabaseReady(intake), inject: [Intake] },
        ]),
      ],
    };
  }
}
