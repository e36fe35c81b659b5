import { Schema } from 'mongoose';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { TownBalance } from '#domain/planning/balances';
import type { UnservedLot } from '#domain/planning/unserved';
import { storedShape } from '#mongo/model';

/** What a town gives and gains by a plan. Yen are of the clients' prices. */
export interface PlanBalanceRecord {
  /** `<plan> <town>`. */
  _id: string;
  planId: string;
  town: MunicipalityCode;
  balance: TownBalance;
  /** When the database may forget it: with its plan. */
  keptUntil: Date;
}

const balanceSchema = new Schema<PlanBalanceRecord>(
  {
    _id: { type: String },
    planId: { type: String, required: true },
    town: { type: String, required: true },
    balance: { type: Schema.Types.Mixed, required: true },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: PlanTownsStore.balances.
balanceSchema.index({ planId: 1, _id: 1 });
// Serves: nothing is read by it; the server removes what belongs to old plans.
balanceSchema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

export const planBalanceShape = storedShape<PlanBalanceRecord>('year_plan_balances', balanceSchema);

/** A surplus order of which a plan leaves something undone. */
export interface PlanUnservedRecord {
  /** `<plan> <rank>`. */
  _id: string;
  planId: string;
  /** The dearest first, from 0. */
  rank: number;
  orderId: string;
  title: string;
  /** Its publisher. */
  town: MunicipalityCode;
  /** Who may see it besides its publisher. */
  addressees: MunicipalityCode[];
  lot: UnservedLot;
  keptUntil: Date;
}

const unservedSchema = new Schema<PlanUnservedRecord>(
  {
    _id: { type: String },
    planId: { type: String, required: true },
    rank: { type: Number, required: true },
    orderId: { type: String, required: true },
    title: { type: String, required: true },
    town: { type: String, required: true },
    addressees: { type: [String], required: true },
    lot: { type: Schema.Types.Mixed, required: true },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: PlanTownsStore.unserved.
unservedSchema.index({ planId: 1, rank: 1 });
// Serves: nothing is read by it; the server removes what belongs to old plans.
unservedSchema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

export const planUnservedShape = storedShape<PlanUnservedRecord>('year_plan_unserved', unservedSchema);
