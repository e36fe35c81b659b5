import { Module } from '@nestjs/common';
import { Monitoring } from './monitoring.service.js';

@Module({ providers: [Monitoring], exports: [Monitoring] })
export class MonitoringModule {}
