import { Schema } from 'mongoose';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlanInstance, PlannedWork } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import type { Unevenness } from '#domain/planning/unevenness';
import type { TownWorkload } from '#domain/planning/year-instance';
import type { SkillCode } from '#domain/skills/catalogue';
import { storedShape } from '#mongo/model';
import { yearPlanStatuses, type PlanFailure, type YearPlanStatus } from './year-plan-status.js';

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

/** What a plan that is not finished is made from. Stored, so that whoever takes it over makes the same. */
export interface PlanInputRecord {
  /** The plan. */
  _id: string;
  instance: PlanInstance;
  workload: TownWorkload[];
  orders: PlannedOrder[];
  madeAt: Date;
}

const inputSchema = new Schema<PlanInputRecord>(
  {
    _id: { type: String },
    instance: { type: Schema.Types.Mixed, required: true },
    workload: { type: Schema.Types.Mixed, required: true },
    orders: { type: Schema.Types.Mixed, required: true },
    madeAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
const daysToMake = 7;
// Serves: nothing is read by it; the server removes what belongs to plans that were stopped or given up.
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
