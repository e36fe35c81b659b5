import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftReader } from '#domain/planning/audience';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { readableBy } from '#mongo/readable-by';
import { asRevised, type RevisedPlanRecord } from './revised-plan.store.js';
import {
  planInputShape,
  planKeyShape,
  yearPlanShape,
  type ComparisonAbout,
  type MadeYear,
  type MissingInPlan,
  type OrderMove,
  type PlanInputRecord,
  type PlanKeyRecord,
  type PlanOutcome,
  type YearPlanRecord,
} from './year-plan.model.js';
import type { PlanHalt } from './year-plan-status.js';

export type { ComparisonAbout, MadeYear, MissingInPlan, OrderMove, PlanInputRecord, PlanOutcome };
export type { RevisedPlanRecord, YearPlanRecord };

/** One process's go at a plan. */
export type Attempt = Pick<YearPlanRecord, '_id' | 'attempt'>;

export class YearPlanStore {
  private readonly plans;
  private readonly inputs;
  private readonly keys;

  constructor(private readonly database: Database) {
    this.plans = modelIn(database, yearPlanShape);
    this.inputs = modelIn(database, planInputShape);
    this.keys = modelIn(database, planKeyShape);
  }

  /** A plan as its revisions have made it. */
  async find(id: string): Promise<RevisedPlanRecord | null> {
    const plan = await this.plans.findById(id).lean<YearPlanRecord>().exec();
    return plan === null ? null : ((await asRevised(this.database, [plan]))[0] ?? null);
  }

  findKey(key: string): Promise<PlanKeyRecord | null> {
    return this.keys.findById(key).lean<PlanKeyRecord>().exec();
  }

  input(planId: string): Promise<PlanInputRecord | null> {
    return this.inputs.findById(planId).lean<PlanInputRecord>().exec();
  }

  async insertKey(record: PlanKeyRecord): Promise<void> {
    await this.keys.create([record]);
  }

  async insert(plan: YearPlanRecord): Promise<void> {
    await this.plans.create([plan]);
  }

  async insertInput(input: PlanInputRecord): Promise<void> {
    await this.inputs.create([input]);
  }

  /** Up to `limit` plans behind the cursor `after`, the newest first. */
  async page(fiscalYear: number | undefined, limit: number, after: string | undefined): Promise<RevisedPlanRecord[]> {
    const filter = { ...yearFilter(fiscalYear), ...(after === undefined ? {} : { cursor: { $lt: after } }) };
    return asRevised(
      this.database,
      await this.plans.find(filter).sort({ cursor: -1 }).limit(limit).lean<YearPlanRecord[]>().exec(),
    );
  }

  count(fiscalYear: number | undefined): Promise<number> {
    return this.plans.countDocuments(yearFilter(fiscalYear)).exec();
  }

  /** Up to `limit` comparisons behind the cursor `after` that somebody may see, the newest first. */
  async comparisons(reader: DraftReader, limit: number, after: string | undefined): Promise<RevisedPlanRecord[]> {
    const filter = { ...comparisonsFor(reader), ...(after === undefined ? {} : { cursor: { $lt: after } }) };
    return asRevised(
      this.database,
      await this.plans.find(filter).sort({ cursor: -1 }).limit(limit).lean<YearPlanRecord[]>().exec(),
    );
  }

  countComparisons(reader: DraftReader): Promise<number> {
    return this.plans.countDocuments(comparisonsFor(reader)).exec();
  }

  /** Comparisons of a town that have not ended. */
  waitingComparisons(owner: MunicipalityCode | null): Promise<number> {
    const open = ['QUEUED', 'RUNNING'] as const;
    return this.plans
      .countDocuments({ comparison: { $ne: null }, 'comparison.owner': owner, status: { $in: open } })
      .exec();
  }

  /** The newest finished plan of a year over all members, the one that stands, as its revisions have made it. */
  async standing(fiscalYear: number): Promise<RevisedPlanRecord | null> {
    const id = (await this.standingIn(fiscalYear))?._id;
    return id === undefined ? null : this.find(id);
  }

  /** Which plan of a year stands, and whether it takes in new surplus orders. */
  standingIn(fiscalYear: number): Promise<Pick<YearPlanRecord, '_id' | 'halted'> | null> {
    return this.plans
      .findOne({ fiscalYear, status: 'DONE', municipalities: null, comparison: null }, { halted: 1 })
      .sort({ endedAt: -1 })
      .lean<Pick<YearPlanRecord, '_id' | 'halted'>>()
      .exec();
  }

  /** From now on a plan takes in no new surplus orders. */
  async halt(_id: string, halted: PlanHalt): Promise<void> {
    await this.plans.updateOne({ _id, halted: { $exists: false } }, { $set: { halted } });
  }

  /** Whether a plan waits, or is being made by somebody who may have died. */
  async hasToMake(): Promise<boolean> {
    const open = { status: { $in: ['QUEUED' as const, 'RUNNING' as const] } };
    return (await this.plans.findOne(open, { _id: 1 }).lean().exec()) !== null;
  }

  /**
   * The next plan to make, which is this attempt's from now on: one whose process has died, else the one that has waited longest. Only for
   * whoever holds the lease: a plan that is RUNNING then has lost its process. It begins anew: what an earlier attempt has kept is gone.
   */
  async take(mostAttempts: number, now: Date): Promise<YearPlanRecord | null> {
    const given = { status: 'FAILED', failure: 'INTERRUPTED', endedAt: now } as const;
    await this.plans.updateMany({ status: 'RUNNING', attempt: { $gte: mostAttempts } }, { $set: given });
    for (const status of ['RUNNING', 'QUEUED'] as const) {
      const next = await this.plans.findOne({ status }).sort({ queuedAt: 1 }).lean<YearPlanRecord>().exec();
      if (next === null) continue;
      const { _id, attempt } = next;
      const begun = { status: 'RUNNING', attempt: attempt + 1, phase: null, outcome: null, compared: null } as const;
      const taken = await this.plans.updateOne({ _id, status, attempt }, { $set: begun });
      if (taken.matchedCount === 1) return { ...next, ...begun };
    }
    return null;
  }

  /** Notes how far an attempt is; undefined where the plan is no longer its own, else whether it should stop. */
  async note(
    { _id, attempt }: Attempt,
    progress: Partial<Pick<YearPlanRecord, 'phase' | 'incumbentMinutes' | 'boundMinutes'>>,
  ): Promise<{ readonly isStopAsked: boolean } | undefined> {
    const own = { _id, attempt, status: 'RUNNING' as const };
    if (Object.keys(progress).length > 0) await this.plans.updateOne(own, { $set: progress });
    const found = await this.plans.findOne(own, { isStopAsked: 1 }).lean<YearPlanRecord>().exec();
    return found === null ? undefined : { isStopAsked: found.isStopAsked };
  }

  /** Keeps what an attempt has come to, and what proves a plan, if the plan is still its own; tells whether it was. */
  async keepOutcome(
    { _id, attempt }: Attempt,
    kept: Partial<Pick<YearPlanRecord, 'outcome' | 'compared'>>,
    made?: MadeYear,
  ): Promise<boolean> {
    const isOwn = (await this.plans.updateOne({ _id, attempt, status: 'RUNNING' }, { $set: kept })).matchedCount === 1;
    if (isOwn && made) await this.inputs.updateOne({ _id }, { $set: { made } });
    return isOwn;
  }

  /** Ends an attempt, if the plan is still its own. */
  async end(
    { _id, attempt }: Attempt,
    end: Pick<YearPlanRecord, 'status' | 'endedAt'> & Partial<Pick<YearPlanRecord, 'failure' | 'boundMinutes'>>,
  ): Promise<void> {
    const ended = await this.plans.updateOne({ _id, attempt, status: 'RUNNING' }, { $set: end });
    if (ended.matchedCount === 1) await this.forgetInputs(_id);
  }

  /** Gives a plan back that its process can no longer make: it has not failed. */
  async giveBack({ _id, attempt }: Attempt): Promise<void> {
    await this.plans.updateOne(
      { _id, attempt, status: 'RUNNING' },
      { $set: { status: 'QUEUED', attempt: attempt - 1, phase: null } },
    );
  }

  /** Asks a plan to stop; one that only waits has stopped with that. */
  async askToStop(_id: string, now: Date): Promise<void> {
    await this.plans.updateOne({ _id, status: 'QUEUED' }, { $set: { status: 'STOPPED', endedAt: now } });
    await this.plans.updateOne({ _id, status: 'RUNNING' }, { $set: { isStopAsked: true } });
  }

  /** Of the plans of a year only the one that stands still needs what it is made from. */
  private async forgetInputs(_id: string): Promise<void> {
    const plan = await this.plans.findById(_id, { fiscalYear: 1 }).lean<Pick<YearPlanRecord, 'fiscalYear'>>().exec();
    if (plan === null) return;
    const { fiscalYear } = plan;
    const isStanding = (await this.standingIn(fiscalYear))?._id === _id;
    const done = { fiscalYear, status: 'DONE', _id: { $ne: _id } } as const;
    const others = isStanding ? await this.plans.find(done, { _id: 1 }).lean<{ _id: string }[]>().exec() : [];
    const ended = isStanding ? others.map((other) => other._id) : [_id];
    await this.inputs.deleteMany({ _id: { $in: ended } });
  }
}

function yearFilter(fiscalYear: number | undefined): { readonly fiscalYear?: number; readonly comparison: null } {
  return { comparison: null, ...(fiscalYear === undefined ? {} : { fiscalYear }) };
}

function comparisonsFor(reader: DraftReader): object {
  return { comparison: { $ne: null }, ...readableBy(reader, 'comparison.') };
}
