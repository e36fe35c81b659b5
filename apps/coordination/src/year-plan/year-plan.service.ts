import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dateInTokyo, hoursAfter } from '#domain/calendar/date';
import { fiscalYearOf, type IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refusalsOfInstance } from '#domain/planning/refusals';
import { monthsToPlan, yearInstance, type YearFacts } from '#domain/planning/year-instance';
import { accept, decide, refusal, refuse, refuseAll, type Decision, type Refusal } from '#domain/refusals/decision';
import { refusalsOfText } from '#domain/text/text';
import { hashOf } from '#messages/signing';
import type { Database } from '#mongo/connect';
import { isDuplicateKey } from '#mongo/faults';
import { withLease } from '#mongo/lease';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { processId } from '#service/process-id';
import { Intake } from '../intake/intake.service.js';
import { PlanRunner } from './plan-runner.service.js';
import { migrateYearPlans } from './year-plan.migration.js';
import { YearPlanStore } from './year-plan.store.js';
import type { MissingInPlan, OrderMove, PlanInputRecord, YearPlanRecord } from './year-plan.store.js';

export type { MissingInPlan, OrderMove };
export type YearPlan = Omit<YearPlanRecord, '_id'> & { readonly id: string };

export interface ComputeInput {
  readonly fiscalYear: number;
  /** null: all members. */
  readonly municipalities?: readonly MunicipalityCode[] | null | undefined;
  readonly idempotencyKey: string;
}

/** How long a plan is kept: those of the night make way for one another. */
const hoursKept = { asked: 400 * 24, nightly: 35 * 24 };

/** 年間計画: plans of the year over towns, months and skills. They only propose. */
@Injectable()
export class YearPlans implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake,
    private readonly runner: PlanRunner,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.intake.database !== undefined) await migrateYearPlans(this.intake.database);
  }

  /**
   * Queues a plan of a year from what the towns have published; a process of the service then makes it.
   * @param authorization asks the towns for their newest words; without it, only what they have handed in counts.
   */
  async compute(input: ComputeInput, authorization: string | undefined): Promise<Decision<YearPlan>> {
    const { idempotencyKey, fiscalYear } = input;
    const municipalities = input.municipalities ? [...new Set(input.municipalities)].sort() : null;
    const decision = await this.once({ idempotencyKey, operation: 'compute', fiscalYear, municipalities }, async () => {
      const refusals = this.refusalsOf(fiscalYear, municipalities);
      if (refusals.length > 0) return refuseAll(refusals);
      const { facts, missing } = await this.gather(fiscalYear, municipalities, authorization);
      const instance = yearInstance(facts);
      const id = `year-plan-${newLocalId()}`;
      const orders = facts.surplusOrders.map(({ id: orderId, title, addressees, priceYen, minutes }) => ({
        ...{ id: orderId, title, addressees: [...addressees], yenPerMinute: priceYen / minutes },
      }));
      const workload = facts.workload.map(({ municipality, months }) => ({ municipality, months }));
      return decide(refusalsOfInstance(instance), () => ({
        plan: this.queued({
          id,
          fiscalYear,
          municipalities,
          isNightly: authorization === undefined,
          missing,
          instance,
        }),
        input: { _id: id, instance, workload, orders, madeAt: new Date(this.clock.now()) },
      }));
    });
    if (decision.ok) this.runner.hurry();
    return decision;
  }

  /** Asks a plan to stop with what it has. One that has ended stays as it is. */
  async stop({ planId, idempotencyKey }: { planId: string; idempotencyKey: string }): Promise<Decision<YearPlan>> {
    return this.once({ idempotencyKey, operation: 'stop', planId }, async () => {
      const store = new YearPlanStore(this.database());
      if ((await store.find(planId)) === null) return refuse('PLAN_UNKNOWN', { field: 'planId' });
      await store.askToStop(planId, new Date(this.clock.now()));
      return accept(planId);
    });
  }

  async plan(id: string): Promise<YearPlan | undefined> {
    const record = await new YearPlanStore(this.database()).find(id);
    return record === null ? undefined : planOf(record);
  }

  /** A page of the plans, the newest first, and how many there are in all. */
  async page(
    fiscalYear: number | undefined,
    first: number,
    after: string | undefined,
  ): Promise<{ plans: YearPlan[]; more: boolean; total: number }> {
    const store = new YearPlanStore(this.database());
    const [found, total] = await Promise.all([store.page(fiscalYear, first + 1, after), store.count(fiscalYear)]);
    return { plans: found.slice(0, first).map(planOf), more: found.length > first, total };
  }

  /** Minutes that the plan that stands puts into each town and month; undefined where there is none, or it does not reach the month. */
  async standing(fiscalYear: number): Promise<(town: MunicipalityCode, month: IsoMonth) => number | undefined> {
    const outcome = (await new YearPlanStore(this.database()).standing(fiscalYear))?.outcome;
    if (!outcome) return () => undefined;
    const sums = new Map<string, number>();
    for (const { town, month, minutes } of outcome.works)
      sums.set(`${town} ${month}`, (sums.get(`${town} ${month}`) ?? 0) + minutes);
    return (town, month) => (outcome.months.includes(month) ? (sums.get(`${town} ${month}`) ?? 0) : undefined);
  }

  /** Plans this fiscal year and the next one, once a night whoever asks how often. */
  async planNight(): Promise<void> {
    const { database } = this.intake;
    if (database === undefined) return;
    const held = { name: 'plan-night', holder: processId, milliseconds: 60_000, now: this.clock.now() };
    await withLease(database, held, () => this.planTonight());
  }

  private async planTonight(): Promise<void> {
    const night = dateInTokyo(hoursAfter(this.clock.now(), -nightBeginsHour));
    for (const fiscalYear of [fiscalYearOf(this.clock.today()), fiscalYearOf(this.clock.today()) + 1]) {
      const decision = await this.compute({ fiscalYear, idempotencyKey: `night-${night}-${fiscalYear}` }, undefined);
      if (!decision.ok) throw new Error(`the night's plan was refused: ${JSON.stringify(decision.refusals)}`);
    }
  }

  private refusalsOf(fiscalYear: number, municipalities: readonly MunicipalityCode[] | null): Refusal[] {
    if (fiscalYear < 2000 || fiscalYear > 2099)
      return [refusal('FISCAL_YEAR_OUT_OF_RANGE', { field: 'fiscalYear', asked: fiscalYear })];
    const known = new Set(this.intake.members().map(({ code }) => code));
    const today = this.clock.today();
    return [
      ...(monthsToPlan(fiscalYear, today).length === 0
        ? [refusal('PLAN_YEAR_OVER', { field: 'fiscalYear', asked: fiscalYear, on: today })]
        : []),
      ...(municipalities?.length === 0 ? [refusal('PLAN_TOWNS_EMPTY', { field: 'municipalities' })] : []),
      ...(municipalities ?? [])
        .filter((code) => !known.has(code))
        .map((given) => refusal('MUNICIPALITY_UNKNOWN', { field: 'municipalities', given })),
    ];
  }

  private async gather(
    fiscalYear: number,
    municipalities: readonly MunicipalityCode[] | null,
    authorization: string | undefined,
  ): Promise<{ readonly facts: YearFacts; readonly missing: MissingInPlan[] }> {
    const { members: all, agreements } = this.intake.federation();
    const members = all.filter(({ code }) => municipalities?.includes(code) ?? true);
    const [capacity, surplus, workload, standing] = await Promise.all([
      this.intake.capacity(members, false, authorization),
      this.intake.surplusOrders(members, authorization),
      this.intake.workload(fiscalYear, authorization),
      new YearPlanStore(this.database()).standing(fiscalYear),
    ]);
    const bulletins = capacity.heard.map(({ bulletin }) => bulletin);
    const told = new Set(bulletins.map(({ municipality }) => municipality));
    const silent = new Set(surplus.silent.map(({ code }) => code));
    return {
      facts: {
        ...{ fiscalYear, today: this.clock.today(), federation: { members, agreements }, bulletins },
        ...{ surplusOrders: surplus.orders, workload: workload.bulletins, published: standing?.outcome?.works ?? [] },
      },
      missing: members
        .map(({ code }) => ({ municipality: code, capacity: !told.has(code), surplusOrders: silent.has(code) }))
        .filter((each) => each.capacity || each.surplusOrders),
    };
  }

  private queued(given: {
    readonly id: string;
    readonly fiscalYear: number;
    readonly municipalities: MunicipalityCode[] | null;
    readonly isNightly: boolean;
    readonly missing: MissingInPlan[];
    readonly instance: PlanInputRecord['instance'];
  }): YearPlanRecord {
    const { id, instance, ...rest } = given;
    const now = this.clock.now();
    return {
      ...{ _id: id, ...rest, status: 'QUEUED', queuedAt: new Date(now), endedAt: null, attempt: 0, isStopAsked: false },
      ...{ phase: null, incumbentMinutes: null, boundMinutes: null, failure: null, outcome: null },
      demandMinutes: instance.lots.reduce((sum, { minutes }) => sum + minutes, 0),
      cursor: `${new Date(now).toISOString()}.${id}`,
      keptUntil: new Date(hoursAfter(now, rest.isNightly ? hoursKept.nightly : hoursKept.asked)),
    };
  }

  /** Does what a key asks for once: the same key again gets the same plan, a refusal is decided anew. */
  private async once(
    { idempotencyKey: key, ...input }: { readonly idempotencyKey: string; readonly [fact: string]: unknown },
    change: () => Promise<Decision<string | { readonly plan: YearPlanRecord; readonly input: PlanInputRecord }>>,
  ): Promise<Decision<YearPlan>> {
    if (key.trim() === '') return refuse('IDEMPOTENCY_KEY_MISSING', { field: 'idempotencyKey' });
    const [unusable] = refusalsOfText(key, 'idempotencyKey', 200);
    if (unusable !== undefined) return { ok: false, refusals: [unusable] };
    const inputHash = hashOf(input);
    const given = await this.givenTo(key, inputHash);
    if (given !== undefined) return given;
    const decision = await change();
    if (!decision.ok) return decision;
    const database = this.database();
    const planId = typeof decision.value === 'string' ? decision.value : decision.value.plan._id;
    try {
      await inTransaction(database, async () => {
        const store = new YearPlanStore(database);
        if (typeof decision.value !== 'string') await store.insert(decision.value.plan, decision.value.input);
        await store.insertKey({ _id: key, inputHash, planId, usedAt: new Date(this.clock.now()) });
      });
    } catch (fault) {
      // The same key twice at once: the other one has queued it by now.
      const other = isDuplicateKey(fault, key) ? await this.givenTo(key, inputHash) : undefined;
      if (other === undefined) throw fault;
      return other;
    }
    return accept(await this.demanded(planId));
  }

  private async givenTo(key: string, inputHash: string): Promise<Decision<YearPlan> | undefined> {
    const known = await new YearPlanStore(this.database()).findKey(key);
    if (known === null) return undefined;
    return known.inputHash === inputHash
      ? accept(await this.demanded(known.planId))
      : refuse('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
  }

  private async demanded(id: string): Promise<YearPlan> {
    const plan = await this.plan(id);
    if (plan === undefined) throw new Error(`the plan ${id} has gone`);
    return plan;
  }

  private database(): Database {
    if (this.intake.database === undefined) throw new Error('no database: this process serves no federation');
    return this.intake.database;
  }
}

/** The hour in Tokyo at which a night's plan is due. */
const nightBeginsHour = 2;

function planOf({ _id, ...rest }: YearPlanRecord): YearPlan {
  return { id: _id, ...rest };
}
