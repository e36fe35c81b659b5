import { Module, type DynamicModule } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Clock } from '#service/clock';
import { TownEvents } from './towns.events.js';
import { TownsJobs } from './towns.jobs.js';
import { HOSTED_CODES, Towns } from './towns.service.js';

@Module({})
export class TownsModule {
  static hosting(codes: readonly MunicipalityCode[]): DynamicModule {
    return {
      module: TownsModule,
      global: true, // Every slice acts for a town at a time.
      providers: [{ provide: HOSTED_CODES, useValue: codes }, Towns, TownsJobs, TownEvents, Clock],
      exports: [HOSTED_CODES, Towns, TownEvents, Clock],
    };
  }
}
