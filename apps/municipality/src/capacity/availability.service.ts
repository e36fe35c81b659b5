import { Injectable } from '@nestjs/common';
import type { AvailabilityPlan } from '#domain/availability/availability';
import { declare, giveBack, pause, resume, type Declaration } from '#domain/availability/declaration';
import type { HolidayOverride, Holidays } from '#domain/availability/holidays';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import { accept, type Decision } from '#domain/refusals/decision';
import type { WorkerChanges } from '#domain/skills/worker';
import type { WorkerKind } from '#domain/skills/worker-kind';
import type { Town } from '../towns/towns.service.js';
import { Workforce } from '../workforce/workforce.service.js';
import { Capacity, type Shortfall } from './capacity.service.js';

/** A request about one worker. */
interface OfWorker {
  readonly workerId: string;
  readonly idempotencyKey: string;
}

type Changed = Promise<Decision<{ workerId: string; shortfalls: Shortfall[] }>>;

/** 稼働可能時間: every change of what workers offer, each answered with the work that the town then has no time for. */
@Injectable()
export class Availability {
  constructor(
    private readonly capacity: Capacity,
    private readonly workforce: Workforce,
  ) {}

  declareAvailability(town: Town, input: OfWorker & Declaration): Changed {
    return this.changePlan(town, 'declareAvailability', input, (plan, { kind }) => declare(plan, input, kind));
  }

  /** @param input without `to`, the pause lasts until the worker resumes. */
  pauseWorker(town: Town, input: OfWorker & { from: IsoDate; to?: IsoDate | null | undefined }): Changed {
    return this.changePlan(town, 'pauseWorker', input, (plan) =>
      pause(plan, { from: input.from, to: input.to ?? null }),
    );
  }

  resumeWorker(town: Town, input: OfWorker & { from: IsoDate }): Changed {
    return this.changePlan(town, 'resumeWorker', input, (plan) => accept(resume(plan, input.from)));
  }

  /** Takes minutes off one week. Nobody asks why, and nothing else about the worker changes (I-16). */
  giveBackHours(town: Town, input: OfWorker & { week: IsoWeek; minutes: number }): Changed {
    return this.changePlan(town, 'giveBackHours', input, (plan, { holidays }) => giveBack(plan, input, holidays));
  }

  /** Changes a worker's name, skills or clearance. */
  updateWorker(town: Town, input: OfWorker & WorkerChanges): Changed {
    return this.capacity.changeSupply(town, { operation: 'updateWorker', input }, () =>
      this.workforce.update(town, input.workerId, input),
    );
  }

  /** Makes a day a holiday of the town, or a working day. */
  setHoliday(
    town: Town,
    input: HolidayOverride & { readonly idempotencyKey: string },
  ): Promise<Decision<{ date: IsoDate; shortfalls: Shortfall[] }>> {
    const { date, holiday, name } = input;
    return this.capacity.changeSupply(town, { operation: 'setHoliday', input }, () =>
      this.workforce.setHoliday(town, { date, holiday, name }),
    );
  }

  private changePlan(
    town: Town,
    operation: string,
    input: OfWorker,
    change: (plan: AvailabilityPlan, about: { kind: WorkerKind; holidays: Holidays }) => Decision<AvailabilityPlan>,
  ): Changed {
    return this.capacity.changeSupply(town, { operation, input }, () =>
      this.workforce.changePlan(town, input.workerId, change),
    );
  }
}
