import { Injectable } from '@nestjs/common';
import { refusalsToDeclare } from '#domain/availability/declaration';
import type { IsoWeek } from '#domain/calendar/week';
import { makeId } from '#domain/municipality/ids';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import type { SkillCode } from '#domain/skills/catalogue';
import { refusalsToRegister, type NewWorker } from '#domain/skills/worker';
import { tidyText } from '#domain/text/text';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import type { Town } from '../towns/towns.service.js';
import { SupplyVersionStore } from './supply-version.store.js';
import { WorkerStore, type WorkerRecord } from './worker.store.js';

/** A worker as the town's own staff see them. */
export type Worker = Omit<WorkerRecord, '_id'> & { readonly id: string };

/** What a worker offers: their skills, the weekly pattern, and the weeks that differ. Without a name, so that rules never see one. */
export interface Offer {
  readonly skills: readonly SkillCode[];
  readonly weeklyMinutes: number;
  readonly exceptions: ReadonlyMap<IsoWeek, number>;
}

/** 住民ワーカー: who works here, what they can do and when they have time. */
@Injectable()
export class Workforce {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
  ) {}

  registerWorker(
    town: Town,
    input: NewWorker & { readonly idempotencyKey: string },
  ): Promise<Decision<{ id: string }>> {
    return this.idempotency.once(town, { operation: 'registerWorker', input }, async () => {
      const decision = decide(refusalsToRegister(input), () => ({ id: makeId(town.code, 'worker', newLocalId()) }));
      if (!decision.ok) return decision;
      await new WorkerStore(town.database).insert({
        _id: decision.value.id,
        displayName: tidyText(input.displayName),
        skills: input.skills.map(({ code, level }) => ({ code: code as SkillCode, level })),
        weeklyMinutes: input.weeklyMinutes,
        exceptions: [],
        registeredAt: new Date(this.clock.now()),
      });
      await new SupplyVersionStore(town.database).bump();
      return decision;
    });
  }

  /** Sets the minutes of single weeks; other weeks stay as they are. Joins the caller's transaction. */
  async setWeeks(
    town: Town,
    workerId: string,
    weeks: readonly { week: IsoWeek; minutes: number }[],
  ): Promise<Decision<Worker>> {
    const workers = new WorkerStore(town.database);
    const worker = await workers.find(workerId);
    if (worker === null) return refuse('WORKER_UNKNOWN', { field: 'workerId' });
    const decision = decide(refusalsToDeclare({ weeks }), () => undefined);
    if (!decision.ok) return decision;
    const exceptions = new Map(worker.exceptions.map(({ week, minutes }) => [week, minutes]));
    for (const { week, minutes } of weeks) exceptions.set(week, minutes);
    const sorted = [...exceptions]
      .map(([week, minutes]) => ({ week, minutes }))
      .sort((a, b) => (a.week < b.week ? -1 : 1));
    await workers.setExceptions(workerId, sorted);
    await new SupplyVersionStore(town.database).bump();
    return accept(workerOf({ ...worker, exceptions: sorted }));
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

  /** Changes whenever {@link offers} does. */
  supplyVersion(town: Town): Promise<number> {
    return new SupplyVersionStore(town.database).read();
  }

  async offers(town: Town): Promise<Offer[]> {
    const workers = await new WorkerStore(town.database).all();
    return workers.map(({ skills, weeklyMinutes, exceptions }) => ({
      skills: skills.map(({ code }) => code),
      weeklyMinutes,
      exceptions: new Map(exceptions.map(({ week, minutes }) => [week, minutes])),
    }));
  }
}

function workerOf({ _id, ...rest }: WorkerRecord): Worker {
  return { id: _id, ...rest };
}
