import { Module } from '@nestjs/common';
import { YearPlanModule } from '../year-plan/year-plan.module.js';
import { Scenarios } from './scenarios.service.js';

@Module({ imports: [YearPlanModule], providers: [Scenarios], exports: [Scenarios] })
export class ScenariosModule {}
