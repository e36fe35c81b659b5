import { Module } from '@nestjs/common';
import { CentreModule } from '../centre/centre.module.js';
import { DirectorsModule } from '../directors/directors.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { WorkforceModule } from '../workforce/workforce.module.js';
import { Availability } from './availability.service.js';
import { CapacityJobs } from './capacity.jobs.js';
import { Capacity } from './capacity.service.js';
import { Supply } from './supply.service.js';
import { TownStates } from './town-state.service.js';

@Module({
  imports: [IdempotencyModule, WorkforceModule, CentreModule, DirectorsModule],
  providers: [TownStates, Capacity, Availability, Supply, CapacityJobs],
  exports: [Capacity, Availability, Supply],
})
export class CapacityModule {}
