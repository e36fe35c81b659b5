import { Schema } from 'mongoose';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { settlementStatuses, type Settlement } from '#domain/settlement/machine';
import type { Statement } from '#domain/settlement/statement';
import { storedShape } from '#mongo/model';

export interface SettlementRecord {
  _id: string;
  stater: MunicipalityCode;
  other: MunicipalityCode;
  period: IsoMonth;
  status: Settlement['status'];
  statement: Statement | null;
  statementHash: string | null;
  staterSignature: string | null;
  otherSignature: string | null;
  /** Why it was disputed. */
  reason: string | null;
  paidOn: IsoDate | null;
  /** Counts its changes, so that two at once conflict. */
  version: number;
}

const text = { type: String, default: null } as const;

const schema = new Schema<SettlementRecord>(
  {
    _id: { type: String },
    stater: { type: String, required: true },
    other: { type: String, required: true },
    period: { type: String, required: true },
    status: { type: String, required: true, enum: settlementStatuses },
    statement: { type: Schema.Types.Mixed, default: null },
    statementHash: text,
    staterSignature: text,
    otherSignature: text,
    reason: text,
    paidOn: text,
    version: { type: Number, required: true, min: 1 },
  },
  { versionKey: false, minimize: false },
);
// Serves: SettlementStore.between (what is closed, what is open). The second: SettlementStore.ofMonth (a month's list).
schema.index({ stater: 1, other: 1, period: 1 });
schema.index({ period: 1 });

/** 精算, as both towns of a pair keep it. */
export const settlementShape = storedShape<SettlementRecord>('settlements', schema);
