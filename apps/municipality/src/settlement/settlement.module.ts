import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PerformanceModule } from '../performance/performance.module.js';
import { PostModule } from '../post/post.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { HeldSettlements } from './held.service.js';
import { Reckoning } from './reckoning.service.js';
import { SettlementInbox } from './settlement.inbox.js';
import { SettlementJobs } from './settlement.jobs.js';
import { Settlements } from './settlement.service.js';

@Module({
  imports: [IdempotencyModule, PerformanceModule, PostModule, ReconciliationModule, TradingModule],
  providers: [Reckoning, Settlements, SettlementInbox, SettlementJobs, HeldSettlements],
  exports: [Settlements],
})
export class SettlementModule {}
