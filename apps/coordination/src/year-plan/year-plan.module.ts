import { Module } from '@nestjs/common';
import { PlanRunner } from './plan-runner.service.js';
import { PlanThread } from './plan-thread.service.js';
import { YearPlanJobs } from './year-plan.jobs.js';
import { YearPlans } from './year-plan.service.js';

@Module({ providers: [YearPlans, PlanThread, PlanRunner, YearPlanJobs], exports: [YearPlans] })
export class YearPlanModule {}
