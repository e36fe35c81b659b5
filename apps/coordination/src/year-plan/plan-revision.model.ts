import { Schema } from 'mongoose';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlanLot, PlannedWork } from '#domain/planning/instance';
import type { SkillCode } from '#domain/skills/catalogue';
import { storedShape } from '#mongo/model';

/** Minutes of a surplus order that another town would do in a month, and how many they were before a revision. */
export interface RevisedMove {
  orderId: string;
  title: string;
  /** Who may see the order besides its publisher. */
  addressees: MunicipalityCode[];
  from: MunicipalityCode;
  to: MunicipalityCode;
  month: IsoMonth;
  skill: SkillCode;
  minutes: number;
  minutesBefore: number;
}

/** What one new surplus order has changed in a plan that stands. */
export interface PlanRevisionRecord {
  /** `<plan>.<number>`: two processes that revise one plan at once cannot both write. */
  _id: string;
  planId: string;
  /** Counts up by one with each revision of the plan, from 1. */
  number: number;
  madeAt: Date;
  order: { id: string; title: string; addressees: MunicipalityCode[] };
  lot: PlanLot;
  /** Everything that is other than before, what stays at home included; 0 minutes: none any more. */
  works: PlannedWork[];
  /** Of that, what moves. */
  moves: RevisedMove[];
  /** Minutes by which other work has changed. */
  churnMinutes: number;
  /** Of the plan with it. */
  servedMinutes: number;
  boundMinutes: number;
  unevennessAfter: number | null;
  keptUntil: Date;
}

const minutes = { type: Number, required: true } as const;
const mixed = { type: Schema.Types.Mixed, required: true } as const;
const schema = new Schema<PlanRevisionRecord>(
  {
    _id: { type: String },
    planId: { type: String, required: true },
    number: { type: Number, required: true },
    madeAt: { type: Date, required: true },
    order: mixed,
    lot: mixed,
    works: mixed,
    moves: mixed,
    churnMinutes: minutes,
    servedMinutes: minutes,
    boundMinutes: minutes,
    unevennessAfter: { type: Number, default: null },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: PlanRevisionStore.ofPlans, count.
schema.index({ planId: 1, number: 1 });
// Serves: nothing is read by it; the server removes what belongs to plans that it has removed.
schema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

/** What has been changed in year plans after they were made. Never altered: the newest word on a plan is all of them in their order. */
export const planRevisionShape = storedShape<PlanRevisionRecord>('year_plan_revisions', schema);
