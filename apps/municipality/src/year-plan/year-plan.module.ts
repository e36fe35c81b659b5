import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { PostModule } from '../post/post.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { YearPlanInbox } from './year-plan.inbox.js';
import { YearPlanDrafts } from './year-plan.service.js';

@Module({
  imports: [IdempotencyModule, PostModule, TradingModule],
  providers: [YearPlanDrafts, YearPlanInbox],
  exports: [YearPlanDrafts],
})
export class YearPlanModule {}
