import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { PlanReviser } from './plan-reviser.service.js';
import { PlanRunner } from './plan-runner.service.js';
import { YearPlans } from './year-plan.service.js';

/**
 * Every second: plans that wait are made, and new surplus orders taken into those that stand, in one process at a time. Every night: the year
 * is planned anew.
 */
@Injectable()
export class YearPlanJobs {
  private readonly log = new Logger('year-plan');

  constructor(
    private readonly runner: PlanRunner,
    private readonly plans: YearPlans,
    private readonly reviser: PlanReviser,
  ) {}

  @Interval(1_000)
  async makePlans(): Promise<void> {
    await this.runner.strike().catch((fault: unknown) => this.log.error('plans were not made', fault));
  }

  @Interval(1_000)
  async revisePlans(): Promise<void> {
    await this.reviser.strike().catch((fault: unknown) => this.log.error('plans were not revised', fault));
  }

  // Looked at often and done once a night: a service that was down at the hour catches up.
  @Interval(600_000)
  async planNight(): Promise<void> {
    await this.plans.planNight().catch((fault: unknown) => this.log.error('the night was not planned', fault));
  }
}
