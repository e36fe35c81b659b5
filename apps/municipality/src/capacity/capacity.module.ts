import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { WorkforceModule } from '../workforce/workforce.module.js';
import { CapacityJobs } from './capacity.jobs.js';
import { Capacity } from './capacity.service.js';

@Module({ imports: [IdempotencyModule, WorkforceModule], providers: [Capacity, CapacityJobs], exports: [Capacity] })
export class CapacityModule {}
