import { Module } from '@nestjs/common';
import { CapacityModule } from '../capacity/capacity.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { TradingModule } from '../trading/trading.module.js';
import { BulletinsController } from './bulletins.controller.js';
import { Bulletins } from './bulletins.service.js';

@Module({
  imports: [CapacityModule, OrdersModule, TradingModule],
  providers: [Bulletins],
  controllers: [BulletinsController],
  exports: [Bulletins],
})
export class BulletinsModule {}
