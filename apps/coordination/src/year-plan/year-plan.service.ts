import { Injectable, type OnModuleInit } from '@nestjs/common';
import { dateInTokyo, hoursAfter } from '#domain/calendar/date';
import { fiscalYearOf, type IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftReader } from '#domain/planning/audience';
import type { Scenario } from '#domain/planning/scenarios';
import { monthsToPlan } from '#domain/planning/year-instance';
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
import { DraftDifferenceStore, type DraftAt, type DraftDifferenceRecord } from './draft-differences.store.js';
import type { PreparedPlan, WantedPlan } from './plan-input.js';
import type { DriftedOrder } from './plan-revising.js';
import { PlanRunner } from './plan-runner.service.js';
import { PlanThread } from './plan-thread.service.js';
import { migrateYearPlans } from './year-plan.migration.js';
import { YearPlanStore } from './year-plan.store.js';
import type {
  ComparisonAbout,
  MissingInPlan,
  OrderMove,
  RevisedPlanRecord,
  YearPlanRecord,
} from './year-plan.store.js';

export type { DraftAt, DraftDifferenceRecord, MissingInPlan, OrderMove };
export type YearPlan = Omit<RevisedPlanRecord, '_id'> & { readonly id: string };

/** What-if drafts of a year, planned side by side. */
export type Comparison = YearPlan & { readonly comparison: ComparisonAbout };

/** Which drafts of which year, and for whom. */
export interface ComparisonWanted {
  readonly fiscalYear: number;
  readonly about: ComparisonAbout;
  readonly scenarios: readonly Scenario[];
}

interface Wanted extends Partial<ComparisonWanted> {
  readonly fiscalYear: number;
  readonly municipalities?: MunicipalityCode[] | null;
}

/** What an idempotency key stands for. */
interface KeyedFacts {
  readonly idempotencyKey: string;
  readonly [fact: string]: unknown;
}

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
    private readonly thread: PlanThread,
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
    const asked = { idempotencyKey, operation: 'compute', fiscalYear, municipalities };
    return this.queue(asked, () => Promise.resolve(accept({ fiscalYear, municipalities })), authorization);
  }

  /**
   * Queues what-if drafts of a year, from what the towns have published by now; they are made as plans are.
   * @param asked what the key stands for. @param find what is wanted; looked for only where the key is new.
   */
  async compare(
    asked: KeyedFacts,
    find: () => Promise<Decision<ComparisonWanted>>,
    authorization: string,
  ): Promise<Decision<Comparison>> {
    return comparisonIn(await this.queue(asked, find, authorization));
  }

  private async queue(
    asked: KeyedFacts,
    find: () => Promise<Decision<Wanted>>,
    authorization: string | undefined,
  ): Promise<Decision<YearPlan>> {
    const decision = await this.once(asked, async () => {
      const wanted = await find();
      if (!wanted.ok) return wanted;
      const { fiscalYear, municipalities = null, about = null, scenarios = null } = wanted.value;
      const refusals = this.refusalsOf(fiscalYear, municipalities);
      if (refusals.length > 0) return refuseAll(refusals);
      const planId = `${about === null ? 'year-plan' : 'comparison'}-${newLocalId()}`;
      const asking = { planId, fiscalYear, municipalities, scenarios };
      const prepared = await this.thread.prepare(await this.wanted(asking, authorization));
      const isNightly = authorization === undefined;
      return decide([...prepared.refusals], () =>
        this.queued(planId, prepared, { fiscalYear, municipalities, isNightly, comparison: about }),
      );
    });
    if (decision.ok) this.runner.hurry();
    return decision;
  }

  /** Asks a plan to stop with what it has. One that has ended stays as it is. */
  async stop({ planId, idempotencyKey }: { planId: string; idempotencyKey: string }): Promise<Decision<YearPlan>> {
    return this.once({ idempotencyKey, operation: 'stop', planId }, async () => {
      const store = new YearPlanStore(this.database());
      const found = await store.find(planId);
      if (found === null || found.comparison) return refuse('PLAN_UNKNOWN', { field: 'planId' });
      await store.askToStop(planId, new Date(this.clock.now()));
      return accept(planId);
    });
  }

  /** Asks drafts to stop with those that are planned. @param comparisonId of one that there is. */
  async stopComparison(input: {
    readonly comparisonId: string;
    readonly idempotencyKey: string;
  }): Promise<Decision<Comparison>> {
    const stopped = await this.once({ ...input, operation: 'stopComparison' }, async () => {
      await new YearPlanStore(this.database()).askToStop(input.comparisonId, new Date(this.clock.now()));
      return accept(input.comparisonId);
    });
    return comparisonIn(stopped);
  }

  async plan(id: string): Promise<YearPlan | undefined> {
    const record = await new YearPlanStore(this.database()).find(id);
    return record === null || record.comparison ? undefined : planOf(record);
  }

  async comparison(id: string): Promise<Comparison | undefined> {
    const record = await new YearPlanStore(this.database()).find(id);
    return record?.comparison ? { ...planOf(record), comparison: record.comparison } : undefined;
  }

  /** A page of the comparisons that somebody may see, the newest first, and how many these are in all. */
  async comparisons(
    reader: DraftReader,
    first: number,
    after: string | undefined,
  ): Promise<{ found: Comparison[]; more: boolean; total: number }> {
    const store = new YearPlanStore(this.database());
    const [records, total] = await Promise.all([
      store.comparisons(reader, first + 1, after),
      store.countComparisons(reader),
    ]);
    const found = records.flatMap((each) =>
      each.comparison === null ? [] : [{ ...planOf(each), comparison: each.comparison }],
    );
    return { found: found.slice(0, first), more: found.length > first, total };
  }

  /**
   * A page of what a draft of a comparison does otherwise than the unchanged year, the largest difference first, and how many there are.
   * @param town only of the work that it may see. @param after the last rank of the page before.
   */
  async differences(
    at: DraftAt,
    town: MunicipalityCode | 'ALL',
    first: number,
    after: number | undefined,
  ): Promise<{ found: DraftDifferenceRecord[]; more: boolean; total: number }> {
    const store = new DraftDifferenceStore(this.database());
    const [found, total] = await Promise.all([store.page(at, town, first + 1, after), store.count(at, town)]);
    return { found: found.slice(0, first), more: found.length > first, total };
  }

  /** How many comparisons of a town have not ended. */
  waitingComparisons(owner: MunicipalityCode | null): Promise<number> {
    return new YearPlanStore(this.database()).waitingComparisons(owner);
  }

  /** Where a plan and the surplus orders differ now; null unless it is the one that stands and what it was made from is still kept. */
  async drift(id: string): Promise<DriftedOrder[] | null> {
    const store = new YearPlanStore(this.database());
    const plan = await store.find(id);
    if (plan === null || (await store.standingIn(plan.fiscalYear))?._id !== id) return null;
    return this.thread.drift({ planId: id, now: this.clock.now(), today: this.clock.today() });
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

  /** Why a year cannot be planned; empty when it can. */
  refusalsOfYear(fiscalYear: number): Refusal[] {
    return this.refusalsOf(fiscalYear, null);
  }

  /** Why a text cannot be an idempotency key; empty when it can. */
  refusalsOfKey(key: string): Refusal[] {
    if (key.trim() === '') return [refusal('IDEMPOTENCY_KEY_MISSING', { field: 'idempotencyKey' })];
    return refusalsOfText(key, 'idempotencyKey', 200);
  }

  /** The id that a key has been used for, or that it was used for something else; undefined where it is new. */
  async idGivenTo(key: string, inputHash: string): Promise<Decision<string> | undefined> {
    const known = await new YearPlanStore(this.database()).findKey(key);
    if (known === null) return undefined;
    return known.inputHash === inputHash
      ? accept(known.planId)
      : refuse('IDEMPOTENCY_KEY_REUSED', { field: 'idempotencyKey' });
  }

  /** Notes what a key has been used for. @throws when it is in use already (`isDuplicateKey`). */
  async useKey(key: string, inputHash: string, id: string): Promise<void> {
    const used = { _id: key, inputHash, planId: id, usedAt: new Date(this.clock.now()) };
    await new YearPlanStore(this.database()).insertKey(used);
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

  /** What the plan is to be made from: what the towns have told, and tell just now where there is a token to ask with. */
  private async wanted(
    asking: Pick<WantedPlan, 'planId' | 'fiscalYear' | 'scenarios'> & Pick<YearPlanRecord, 'municipalities'>,
    authorization: string | undefined,
  ): Promise<WantedPlan> {
    const { municipalities, ...rest } = asking;
    const { members: all, agreements } = this.intake.federation();
    const members = all.filter(({ code }) => municipalities?.includes(code) ?? true);
    if (authorization !== undefined) await this.intake.catchUp(members, rest.fiscalYear, authorization);
    return { ...rest, federation: { members, agreements }, now: this.clock.now(), today: this.clock.today() };
  }

  private queued(
    id: string,
    { missing, demandMinutes }: PreparedPlan,
    asked: Pick<YearPlanRecord, 'fiscalYear' | 'municipalities' | 'isNightly' | 'comparison'>,
  ): YearPlanRecord {
    const now = this.clock.now();
    return {
      ...{ _id: id, ...asked, missing, demandMinutes, status: 'QUEUED' },
      ...{ queuedAt: new Date(now), endedAt: null, attempt: 0, isStopAsked: false },
      ...{ phase: null, incumbentMinutes: null, boundMinutes: null, failure: null, outcome: null, compared: null },
      cursor: `${new Date(now).toISOString()}.${id}`,
      keptUntil: new Date(hoursAfter(now, asked.isNightly ? hoursKept.nightly : hoursKept.asked)),
    };
  }

  /** Does what a key asks for once: the same key again gets the same plan, a refusal is decided anew. */
  private async once(
    { idempotencyKey: key, ...input }: KeyedFacts,
    change: () => Promise<Decision<string | YearPlanRecord>>,
  ): Promise<Decision<YearPlan>> {
    const unusable = this.refusalsOfKey(key);
    if (unusable.length > 0) return refuseAll(unusable);
    const inputHash = hashOf(input);
    const given = await this.givenTo(key, inputHash);
    if (given !== undefined) return given;
    const decision = await change();
    if (!decision.ok) return decision;
    const database = this.database();
    const planId = typeof decision.value === 'string' ? decision.value : decision.value._id;
    try {
      await inTransaction(database, async () => {
        const store = new YearPlanStore(database);
        if (typeof decision.value !== 'string') await store.insert(decision.value);
        await this.useKey(key, inputHash, planId);
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
    const given = await this.idGivenTo(key, inputHash);
    return given?.ok ? accept(await this.demanded(given.value)) : given;
  }

  private async demanded(id: string): Promise<YearPlan> {
    const record = await new YearPlanStore(this.database()).find(id);
    if (record === null) throw new Error(`the plan ${id} has gone`);
    return planOf(record);
  }

  private database(): Database {
    if (this.intake.database === undefined) throw new Error('no database: this process serves no federation');
    return this.intake.database;
  }
}

/** The hour in Tokyo at which a night's plan is due. */
const nightBeginsHour = 2;

function comparisonIn(decision: Decision<YearPlan>): Decision<Comparison> {
  if (!decision.ok) return decision;
  const { comparison } = decision.value;
  if (comparison === null) throw new Error(`${decision.value.id} is no comparison`);
  return accept({ ...decision.value, comparison });
}

function planOf({ _id, ...rest }: RevisedPlanRecord): YearPlan {
  return { id: _id, ...rest };
}
