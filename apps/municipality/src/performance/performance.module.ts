import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PostModule } from '../post/post.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { PerformanceInbox } from './performance.inbox.js';
import { Performances } from './performance.service.js';

@Module({
  imports: [IdempotencyModule, PostModule, TradingModule],
  providers: [Performances, PerformanceInbox],
  exports: [Performances],
})
export class PerformanceModule {}
