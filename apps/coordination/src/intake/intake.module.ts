import { Module, type DynamicModule } from '@nestjs/common';
import type { Federation } from '#domain/federation/federation';
import { Clock } from '#service/clock';
import { BulletinsController } from './bulletins.controller.js';
import { FEDERATION, Intake } from './intake.service.js';

@Module({})
export class IntakeModule {
  static of(federation: Federation | undefined): DynamicModule {
    return {
      module: IntakeModule,
      global: true,
      providers: [{ provide: FEDERATION, useValue: federation }, Clock, Intake],
      controllers: [BulletinsController],
      exports: [Intake],
    };
  }
}
