import { Module } from '@nestjs/common';
import { CapacityModule } from '../capacity/capacity.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PostModule } from '../post/post.module.js';
import { ReconciliationModule } from '../reconciliation/reconciliation.module.js';
import { Amending } from './amending.service.js';
import { TradeDesk } from './desk.service.js';
import { Drafts } from './drafts.service.js';
import { HeldTrades } from './held.service.js';
import { Gate } from './gate.service.js';
import { IncomingTrade } from './incoming.service.js';
import { Negotiation } from './negotiation.service.js';
import { TradingInbox } from './trading.inbox.js';
import { TradingJobs } from './trading.jobs.js';
import { Trading } from './trading.service.js';

@Module({
  imports: [CapacityModule, IdempotencyModule, OrdersModule, PostModule, ReconciliationModule],
  providers: [
    Gate,
    TradeDesk,
    Drafts,
    Trading,
    Negotiation,
    Amending,
    IncomingTrade,
    TradingInbox,
    TradingJobs,
    HeldTrades,
  ],
  exports: [Trading, Negotiation, Amending, Gate, Drafts],
})
export class TradingModule {}
