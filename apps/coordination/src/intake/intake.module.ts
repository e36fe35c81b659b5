import { Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '#service/clock';
import { BulletinsController } from './bulletins.controller.js';
import { SERVES, Intake } from './intake.service.js';

@Module({})
export class IntakeModule {
  static of(serves: boolean): DynamicModule {
    return {
      module: IntakeModule,
      global: true,
      providers: [{ provide: SERVES, useValue: serves }, Clock, Intake],
      controllers: [BulletinsController],
      exports: [Intake, Clock],
    };
  }
}
