import { Module } from '@nestjs/common';
import { PlanReviser } from './plan-reviser.service.js';
import { PlanRunner } from './plan-runner.service.js';
import { PlanThread } from './plan-thread.service.js';
import { PlanTowns } from './plan-towns.service.js';
import { YearPlanJobs } from './year-plan.jobs.js';
import { YearPlans } from './year-plan.service.js';

@Module({
  providers: [YearPlans, PlanThread, PlanTowns, PlanRunner, PlanReviser, YearPlanJobs],
  exports: [YearPlans, PlanTowns],
})
export class YearPlanModule {}
