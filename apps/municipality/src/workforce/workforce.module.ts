import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { Workforce } from './workforce.service.js';

@Module({ imports: [IdempotencyModule], providers: [Workforce], exports: [Workforce] })
export class WorkforceModule {}
