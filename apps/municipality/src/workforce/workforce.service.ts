import { Injectable } from '@nestjs/common';
import { minutesOfWeek, type AvailabilityPlan } from '#domain/availability/availability';
import {
  holidaysWith,
  refusalsToSetHoliday,
  type Holiday,
  type HolidayOverride,
  type Holidays,
} from '#domain/availability/holidays';
import { patternOf } from '#domain/availability/pattern';
import type { IsoDate } from '#domain/calendar/date';
import { weeksBetween, type IsoWeek } from '#domain/calendar/week';
import type { WeekWindow } from '#domain/calendar/window';
import { makeId } from '#domain/municipality/ids';
import type { DataClass } from '#domain/orders/data-class';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import {
  ordinaryClearance,
  refusalsToRegister,
  refusalsToUpdate,
  type NewWorker,
  type WorkerChanges,
} from '#domain/skills/worker';
import type { WorkerKind } from '#domain/skills/worker-kind';
import { tidyText } from '#domain/text/text';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { TownEvents } from '../towns/towns.events.js';
import type { Town } from '../towns/towns.service.js';
import { HolidayOverrideStore } from './holiday-override.store.js';
import { SupplyVersionStore } from './supply-version.store.js';
import { WorkerStore, type WorkerRecord } from './worker.store.js';

type WorkerSkill = Readonly<WorkerRecord['skills'][number]>;

/** A worker as the town's own staff see them. */
export interface Worker {
  readonly id: string;
  readonly kind: WorkerKind;
  readonly displayName: string;
  readonly skills: readonly WorkerSkill[];
  readonly clearance: DataClass;
  readonly plan: AvailabilityPlan;
}

/** What a worker offers: skills, the class of data they may handle, and time. Without a name, so that rules never see one. */
export interface Offer {
  readonly workerId: string;
  readonly kind: WorkerKind;
  readonly skills: readonly WorkerSkill[];
  readonly clearance: DataClass;
  /** Minutes in a week, with the holidays the town had when the offer was read. */
  readonly minutesOfWeek: (week: IsoWeek) => number;
}

/** Someone who is being registered, with the key of the request. */
type Registration = NewWorker & { readonly idempotencyKey: string };

/** 住民ワーカーと就労施設: who works here, what they can do and when they have time. */
@Injectable()
export class Workforce {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly events: TownEvents,
  ) {}

  registerWorker(town: Town, input: Registration): Promise<Decision<{ id: string }>> {
    return this.register(town, 'registerWorker', 'PERSON', input);
  }

  registerSupportOffice(town: Town, input: Registration): Promise<Decision<{ id: string }>> {
    return this.register(town, 'registerSupportOffice', 'SUPPORT_OFFICE', input);
  }

  /** Changes what the town knows of a worker besides their time. Joins the caller's transaction. */
  async update(town: Town, workerId: string, changes: WorkerChanges): Promise<Decision<{ workerId: string }>> {
    const workers = new WorkerStore(town.database);
    if ((await workers.find(workerId)) === null) return refuse('WORKER_UNKNOWN', { field: 'workerId' });
    const decision = decide(refusalsToUpdate(changes), () => ({ workerId }));
    if (!decision.ok) return decision;
    const { displayName, skills, clearance } = changes;
    await workers.change(workerId, {
      ...(typeof displayName === 'string' ? { displayName: tidyText(displayName) } : {}),
      ...(skills ? { skills: skillsOf(skills) } : {}),
      ...(clearance ? { clearance } : {}),
    });
    await this.supplyChanged(town);
    return decision;
  }

  /** Changes when a worker has time, and nothing else of them. Joins the caller's transaction. */
  async changePlan(
    town: Town,
    workerId: string,
    change: (plan: AvailabilityPlan, about: { kind: WorkerKind; holidays: Holidays }) => Decision<AvailabilityPlan>,
  ): Promise<Decision<{ workerId: string }>> {
    const workers = new WorkerStore(town.database);
    const worker = await workers.find(workerId);
    if (worker === null) return refuse('WORKER_UNKNOWN', { field: 'workerId' });
    const decision = change(planOf(worker), { kind: worker.kind, holidays: await this.calendar(town) });
    if (!decision.ok) return decision;
    await workers.setPlan(workerId, storedPlan(decision.value));
    await this.supplyChanged(town);
    return accept({ workerId });
  }

  /** Writes a day into the town's own table of holidays. Joins the caller's transaction. */
  async setHoliday(town: Town, day: HolidayOverride): Promise<Decision<{ date: IsoDate }>> {
    const decision = decide(refusalsToSetHoliday(day), () => ({ date: day.date }));
    if (!decision.ok) return decision;
    await new HolidayOverrideStore(town.database).set({ ...day, name: tidyText(day.name) });
    await this.supplyChanged(town);
    return decision;
  }

  async holidays(town: Town, from: IsoDate, to: IsoDate): Promise<Holiday[]> {
    return (await this.calendar(town)).between(from, to);
  }

  async worker(town: Town, id: string): Promise<Worker | undefined> {
    const record = await new WorkerStore(town.database).find(id);
    return record === null ? undefined : workerOf(record);
  }

  /** One page of the town's workers by id, and how many there are in all. */
  async workers(
    town: Town,
    first: number,
    after: string | undefined,
  ): Promise<{ workers: Worker[]; more: boolean; total: number }> {
    const store = new WorkerStore(town.database);
    const [found, total] = await Promise.all([store.page(first + 1, after), store.count()]);
    return { workers: found.slice(0, first).map(workerOf), more: found.length > first, total };
  }

  /** What a worker offers in each week of a window; empty for nobody. */
  async availability(
    town: Town,
    workerId: string,
    { from, to }: WeekWindow,
  ): Promise<{ week: IsoWeek; minutes: number }[]> {
    const [worker, holidays] = await Promise.all([this.worker(town, workerId), this.calendar(town)]);
    if (worker === undefined) return [];
    return weeksBetween(from, to).map((week) => ({ week, minutes: minutesOfWeek(worker.plan, week, holidays) }));
  }

  /** Every change of what the town can do ends here: of what somebody offers, of holidays, of what bounds them. Joins the transaction. */
  async supplyChanged(town: Town): Promise<void> {
    await new SupplyVersionStore(town.database).bump();
    await this.events.capacityChanged(town);
  }

  /** Changes whenever {@link offers} does, or what bounds them. */
  supplyVersion(town: Town): Promise<number> {
    return new SupplyVersionStore(town.database).read();
  }

  async offers(town: Town): Promise<Offer[]> {
    const [workers, holidays] = [await new WorkerStore(town.database).all(), await this.calendar(town)];
    return workers.map((record) => {
      const { id, kind, skills, clearance, plan } = workerOf(record);
      return { workerId: id, kind, skills, clearance, minutesOfWeek: (week) => minutesOfWeek(plan, week, holidays) };
    });
  }

  private register(
    town: Town,
    operation: string,
    kind: WorkerKind,
    input: Registration,
  ): Promise<Decision<{ id: string }>> {
    return this.idempotency.once(town, { operation, input }, async () => {
      const decision = decide(refusalsToRegister(input, kind), () => ({
        id: makeId(town.code, 'worker', newLocalId()),
      }));
      if (!decision.ok) return decision;
      await new WorkerStore(town.database).insert({
        _id: decision.value.id,
        kind,
        displayName: tidyText(input.displayName),
        skills: skillsOf(input.skills),
        clearance: input.clearance ?? ordinaryClearance,
        pattern: patternOf(input),
        exceptions: [],
        days: [],
        pauses: [],
        registeredAt: new Date(this.clock.now()),
      });
      await this.supplyChanged(town);
      return decision;
    });
  }

  private async calendar(town: Town): Promise<Holidays> {
    return holidaysWith(await new HolidayOverrideStore(town.database).all());
  }
}

function skillsOf(skills: NewWorker['skills']): WorkerRecord['skills'] {
  return skills.map(({ code, level }) => ({ code: code as SkillCode, level }));
}

function workerOf(record: WorkerRecord): Worker {
  const { _id: id, kind, displayName, skills, clearance } = record;
  return { id, kind, displayName, skills, clearance, plan: planOf(record) };
}

function planOf({ pattern, exceptions, days, pauses }: WorkerRecord): AvailabilityPlan {
  return {
    pattern,
    weeks: new Map(exceptions.map(({ week, minutes }) => [week, minutes])),
    days: new Map(days.map(({ date, minutes }) => [date, minutes])),
    pauses,
  };
}

/** Weeks and days in their order, so that the same plan is the same record. */
function storedPlan({ pattern, weeks, days, pauses }: AvailabilityPlan): Parameters<WorkerStore['setPlan']>[1] {
  return {
    pattern,
    exceptions: [...weeks].sort(byKey).map(([week, minutes]) => ({ week, minutes })),
    days: [...days].sort(byKey).map(([date, minutes]) => ({ date, minutes })),
    pauses: [...pauses],
  };
}

function byKey([a]: readonly [string, number], [b]: readonly [string, number]): number {
  return a < b ? -1 : 1;
}
