import { Schema } from 'mongoose';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { Audience } from '#domain/planning/audience';
import type { ComparedDraft } from '#domain/planning/public-drafts';
import type { TownPrices } from '#domain/planning/prices';
import type { MoveReason } from '#domain/planning/reason';
import type { Scenario } from '#domain/planning/scenarios';
import type { Unevenness } from '#domain/planning/unevenness';
import type { TownWorkload } from '#domain/planning/year-instance';
import type { SkillCode } from '#domain/skills/catalogue';
import { storedShape } from '#mongo/model';
import {
  planHalts,
  yearPlanStatuses,
  type PlanFailure,
  type PlanHalt,
  type YearPlanStatus,
} from './year-plan-status.js';

/** Minutes of a surplus order that another town would do in a month. */
export interface OrderMove {
  orderId: string;
  title: string;
  /** Who may see the order besides its publisher. */
  addressees: MunicipalityCode[];
  from: MunicipalityCode;
  to: MunicipalityCode;
  month: IsoMonth;
  skill: SkillCode;
  minutes: number;
  /** Position of its reason among the reasons of the plan; null where none was found. */
  reasonAt: number | null;
}

/** What a plan has come to. */
export interface PlanOutcome {
  servedMinutes: number;
  unevenness: Unevenness;
  months: IsoMonth[];
  /** Everything planned, what stays at home included. */
  works: PlannedWork[];
  moves: OrderMove[];
  reasons: MoveReason[];
}

/** A town of which something is missing in a plan. */
export interface MissingInPlan {
  municipality: MunicipalityCode;
  capacity: boolean;
  surplusOrders: boolean;
}

/** What-if drafts that are planned side by side: who has asked, and who may see them (scenarios/). */
export interface ComparisonAbout extends Audience {
  kind: 'SCENARIOS' | 'COALITION';
  /** The members of the coalition; of scenarios none. */
  towns: MunicipalityCode[];
}

export interface YearPlanRecord {
  _id: string;
  fiscalYear: number;
  /** null: all members. */
  municipalities: MunicipalityCode[] | null;
  isNightly: boolean;
  status: YearPlanStatus;
  queuedAt: Date;
  endedAt: Date | null;
  /** How often a process has begun it; what an earlier one still writes is not taken. */
  attempt: number;
  isStopAsked: boolean;
  phase: string | null;
  incumbentMinutes: number | null;
  boundMinutes: number | null;
  demandMinutes: number;
  missing: MissingInPlan[];
  failure: PlanFailure | null;
  outcome: PlanOutcome | null;
  /** Set where drafts are planned in place of one plan: they wait in one line. */
  comparison: ComparisonAbout | null;
  /** What the drafts have come to. */
  compared: ComparedDraft[] | null;
  /** Why it takes in no new surplus order any more; absent while it does. */
  halted?: PlanHalt;
  /** Its place in the list: newest first. */
  cursor: string;
  /** When the database may forget it. */
  keptUntil: Date;
}

const minutes = { type: Number, default: null } as const;
const schema = new Schema<YearPlanRecord>(
  {
    _id: { type: String },
    fiscalYear: { type: Number, required: true },
    municipalities: { type: [String], default: null },
    isNightly: { type: Boolean, required: true },
    status: { type: String, required: true, enum: yearPlanStatuses },
    queuedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    attempt: { type: Number, required: true },
    isStopAsked: { type: Boolean, required: true },
    phase: { type: String, default: null },
    incumbentMinutes: minutes,
    boundMinutes: minutes,
    demandMinutes: { type: Number, required: true },
    missing: { type: Schema.Types.Mixed, required: true },
    failure: { type: String, default: null },
    outcome: { type: Schema.Types.Mixed, default: null },
    comparison: { type: Schema.Types.Mixed, default: null },
    compared: { type: Schema.Types.Mixed, default: null },
    halted: { type: String, enum: planHalts },
    cursor: { type: String, required: true },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: YearPlanStore.page.
schema.index({ cursor: -1 });
// Serves: YearPlanStore.take (job).
schema.index({ status: 1, queuedAt: 1 });
// Serves: YearPlanStore.standing.
schema.index({ fiscalYear: 1, status: 1, endedAt: -1 });
// Serves: YearPlanStore.waitingComparisons (the limit of a town).
schema.index({ 'comparison.owner': 1, status: 1 });
// Serves: nothing is read by it; the server removes old plans.
schema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

/** 年間計画: those that wait, are made, or have been made. Lost, they are computed again. */
export const yearPlanShape = storedShape<YearPlanRecord>('year_plans', schema);

/** What is told of a surplus order with a plan. */
export interface PlannedOrder {
  id: string;
  title: string;
  /** Who may see it besides its publisher. */
  addressees: MunicipalityCode[];
  /** What a minute of it costs its client. */
  yenPerMinute: number;
}

/** What proves the bound of a plan that has been made; new lots raise it. */
export interface MadeYear {
  boundYen: number;
  prices: TownPrices[];
}

/**
 * What a plan is made from. Stored, so that whoever takes it over makes the same; and kept while the plan stands, so that it can take in new
 * surplus orders.
 */
export interface PlanInputRecord {
  /** The plan. */
  _id: string;
  instance: PlanInstance;
  workload: TownWorkload[];
  orders: PlannedOrder[];
  /** What is imagined, where drafts are planned side by side. */
  scenarios: Scenario[] | null;
  madeAt: Date;
  /** Absent until it is made. */
  made?: MadeYear;
}

const inputSchema = new Schema<PlanInputRecord>(
  {
    _id: { type: String },
    instance: { type: Schema.Types.Mixed, required: true },
    workload: { type: Schema.Types.Mixed, required: true },
    orders: { type: Schema.Types.Mixed, required: true },
    scenarios: { type: Schema.Types.Mixed, default: null },
    madeAt: { type: Date, required: true },
    made: { type: Schema.Types.Mixed },
  },
  { versionKey: false, minimize: false },
);
const daysToMake = 7;
// Serves: nothing is read by it; the server removes what belongs to plans that were stopped, given up, or stand for too long.
inputSchema.index({ madeAt: 1 }, { expireAfterSeconds: daysToMake * 24 * 3600 });

export const planInputShape = storedShape<PlanInputRecord>('year_plan_inputs', inputSchema);

export interface PlanKeyRecord {
  /** The idempotency key. */
  _id: string;
  inputHash: string;
  planId: string;
  usedAt: Date;
}

const keySchema = new Schema<PlanKeyRecord>(
  {
    _id: { type: String },
    inputHash: { type: String, required: true },
    planId: { type: String, required: true },
    usedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
const daysKept = 90;
// Serves: nothing is read by it; the server removes keys that nobody repeats any more.
keySchema.index({ usedAt: 1 }, { expireAfterSeconds: daysKept * 24 * 3600 });

/** Which plan each idempotency key has asked for. */
export const planKeyShape = storedShape<PlanKeyRecord>('year_plan_keys', keySchema);
