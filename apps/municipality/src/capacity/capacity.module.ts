import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { WorkforceModule } from '../workforce/workforce.module.js';
import { Availability } from './availability.service.js';
import { CapacityJobs } from './capacity.jobs.js';
import { Capacity } from './capacity.service.js';

@Module({
  imports: [IdempotencyModule, WorkforceModule],
  providers: [Capacity, Availability, CapacityJobs],
  exports: [Capacity, Availability],
})
export class CapacityModule {}
