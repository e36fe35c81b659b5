import { Module } from '@nestjs/common';
import { CapacityModule } from '../capacity/capacity.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { Orders } from './orders.service.js';

@Module({ imports: [CapacityModule, IdempotencyModule], providers: [Orders], exports: [Orders] })
export class OrdersModule {}
