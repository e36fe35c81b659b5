import { Module } from '@nestjs/common';
import { Clock } from '#service/clock';
import { HealthModule } from '#service/health';
import { FederatedGraph } from './sharding/federated-graph.service.js';

/** The gateway: one graph over all towns. Stateless; several may run side by side. */
@Module({ imports: [HealthModule.with([])], providers: [FederatedGraph, Clock] })
export class GatewayModule {}
