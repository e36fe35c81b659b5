import { Module } from '@nestjs/common';
import { YearPlanModule } from '../year-plan/year-plan.module.js';
import { Monitoring } from './monitoring.service.js';

@Module({ imports: [YearPlanModule], providers: [Monitoring], exports: [Monitoring] })
export class MonitoringModule {}
