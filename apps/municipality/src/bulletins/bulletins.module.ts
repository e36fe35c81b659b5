import { Module } from '@nestjs/common';
import { CapacityModule } from '../capacity/capacity.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { BulletinsController } from './bulletins.controller.js';
import { BulletinsJobs } from './bulletins.jobs.js';
import { Bulletins } from './bulletins.service.js';
import { JointFigures } from './joint-figures.service.js';
import { Publication } from './publication.service.js';
import { SurplusLists } from './surplus-list.service.js';

@Module({
  imports: [CapacityModule, IdempotencyModule, OrdersModule, TradingModule],
  providers: [Bulletins, JointFigures, Publication, SurplusLists, BulletinsJobs],
  controllers: [BulletinsController],
  exports: [Bulletins, JointFigures, Publication],
})
export class BulletinsModule {}
