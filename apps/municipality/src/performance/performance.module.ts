import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PostModule } from '../post/post.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { HeldWork } from './held.service.js';
import { PerformanceInbox } from './performance.inbox.js';
import { PerformanceJobs } from './performance.jobs.js';
import { Performances } from './performance.service.js';

@Module({
  imports: [IdempotencyModule, PostModule, ReconciliationModule, TradingModule],
  providers: [Performances, PerformanceInbox, PerformanceJobs, HeldWork],
  exports: [Performances],
})
export class PerformanceModule {}
