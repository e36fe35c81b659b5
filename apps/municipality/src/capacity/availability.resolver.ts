import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { hasRole, type Caller } from '#access/caller';
import { Forbidden } from '#access/rights';
import type { Language } from '#domain/refusals/catalogue';
import { refuse, type Decision } from '#domain/refusals/decision';
import type { RefusalGraph } from '#graph/refusal.graph';
import { answer } from '#graph/results';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { holidayGraph } from '../workforce/holiday.graph.js';
import { workerGraph } from '../workforce/worker.graph.js';
import { Workforce } from '../workforce/workforce.service.js';
import {
  DeclareAvailabilityInput,
  DeclareAvailabilityPayload,
  DeclareAvailabilityResult,
  GiveBackHoursInput,
  GiveBackHoursPayload,
  GiveBackHoursResult,
  PauseWorkerInput,
  PauseWorkerPayload,
  PauseWorkerResult,
  ResumeWorkerInput,
  ResumeWorkerPayload,
  ResumeWorkerResult,
  SetHolidayInput,
  SetHolidayPayload,
  SetHolidayResult,
  UpdateWorkerInput,
  UpdateWorkerPayload,
  UpdateWorkerResult,
  type DeclareAvailabilityAnswer,
  type GiveBackHoursAnswer,
  type PauseWorkerAnswer,
  type ResumeWorkerAnswer,
  type SetHolidayAnswer,
  type UpdateWorkerAnswer,
  type WorkerChange,
} from './availability.graph.js';
import { Availability } from './availability.service.js';
import type { Shortfall } from './capacity.service.js';

/** What workers offer, changed by the town's staff, and by workers for themselves. */
@Resolver()
export class AvailabilityResolver {
  constructor(
    private readonly availability: Availability,
    private readonly workforce: Workforce,
  ) {}

  @Mutation(() => DeclareAvailabilityResult, {
    description:
      'Says when a worker has time. Giving hours back is always allowed; what the town then lacks is answered.',
  })
  async declareAvailability(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => DeclareAvailabilityInput, description: 'The worker and their time.' })
    input: DeclareAvailabilityInput,
  ): Promise<DeclareAvailabilityAnswer> {
    demandOwn(asking.caller, input.workerId, asking.language);
    const decision = await this.availability.declareAvailability(asking.town, input);
    return this.changed(asking, decision, DeclareAvailabilityPayload);
  }

  @Mutation(() => PauseWorkerResult, {
    description: 'A worker offers nothing from a day on. Always allowed; what the town then lacks is answered.',
  })
  async pauseWorker(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => PauseWorkerInput, description: 'The worker and the days.' }) input: PauseWorkerInput,
  ): Promise<PauseWorkerAnswer> {
    demandOwn(asking.caller, input.workerId, asking.language);
    return this.changed(asking, await this.availability.pauseWorker(asking.town, input), PauseWorkerPayload);
  }

  @Mutation(() => ResumeWorkerResult, { description: 'A worker who pauses offers time again from a day on.' })
  async resumeWorker(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => ResumeWorkerInput, description: 'The worker and the day.' }) input: ResumeWorkerInput,
  ): Promise<ResumeWorkerAnswer> {
    demandOwn(asking.caller, input.workerId, asking.language);
    return this.changed(asking, await this.availability.resumeWorker(asking.town, input), ResumeWorkerPayload);
  }

  @Mutation(() => GiveBackHoursResult, {
    description:
      'Takes minutes off one week of a worker: a child is ill. Nobody asks why, and nothing else about the worker changes.',
  })
  async giveBackHours(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => GiveBackHoursInput, description: 'The worker, the week and the minutes.' })
    input: GiveBackHoursInput,
  ): Promise<GiveBackHoursAnswer> {
    demandOwn(asking.caller, input.workerId, asking.language);
    return this.changed(asking, await this.availability.giveBackHours(asking.town, input), GiveBackHoursPayload);
  }

  @Mutation(() => UpdateWorkerResult, { description: "Changes a worker's name, skills or clearance." })
  async updateWorker(
    @Asking() asking: AskingTown,
    @Args('input', { type: () => UpdateWorkerInput, description: 'The worker and the changes.' })
    input: UpdateWorkerInput,
  ): Promise<UpdateWorkerAnswer> {
    return this.changed(asking, await this.availability.updateWorker(asking.town, input), UpdateWorkerPayload);
  }

  @Mutation(() => SetHolidayResult, {
    description: "Makes a day a holiday of the town, or a working day, in the town's own table over the national one.",
  })
  async setHoliday(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => SetHolidayInput, description: 'The day.' }) input: SetHolidayInput,
  ): Promise<SetHolidayAnswer> {
    const decision =
      input.municipality === town.code
        ? await this.availability.setHoliday(town, { ...input, name: input.name ?? '' })
        : refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality });
    if (!decision.ok) return answer(decision, language, () => new SetHolidayPayload());
    const { date, shortfalls } = decision.value;
    const [holiday] = await this.workforce.holidays(town, date, date);
    return Object.assign(new SetHolidayPayload(), {
      holiday: holiday === undefined ? null : holidayGraph(holiday),
      shortfalls,
    });
  }

  private async changed<P extends WorkerChange>(
    { town, caller, language }: AskingTown,
    decision: Decision<{ workerId: string; shortfalls: Shortfall[] }>,
    Payload: new () => P,
  ): Promise<P | RefusalGraph> {
    if (!decision.ok) return answer(decision, language, () => new Payload());
    const worker = await this.workforce.worker(town, decision.value.workerId);
    if (worker === undefined) throw new Error('a worker who was changed has gone');
    return Object.assign(new Payload(), {
      worker: workerGraph(worker),
      shortfalls: isStaff(caller) ? decision.value.shortfalls : [],
    });
  }
}

function isStaff(caller: Caller): boolean {
  return hasRole(caller, 'OFFICER', 'DIRECTOR');
}

/** @throws Forbidden when somebody who is not of the staff acts on anyone but themselves. */
function demandOwn(caller: Caller, workerId: string, language: Language): void {
  if (!isStaff(caller) && caller.worker !== workerId) throw new Forbidden('NOT_YOURS', language);
}
