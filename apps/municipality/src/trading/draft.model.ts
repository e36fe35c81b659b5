import { Schema } from 'mongoose';
import type { SurplusOrderDraft } from '#domain/trade/draft';
import { storedShape } from '#mongo/model';

/** A draft as its town keeps it. Kept apart from surplus orders, so that no query for those can find one. */
export type DraftRecord = Omit<SurplusOrderDraft, 'id' | 'addressees'> & {
  _id: string;
  addressees: string[] | null;
  changedAt: Date;
};

const open = {
  type: Number,
  default: null,
  validate: (value: number | null) => value === null || Number.isInteger(value),
};

const schema = new Schema<DraftRecord>(
  {
    _id: { type: String },
    publisher: { type: String, required: true },
    lotId: { type: String, required: true },
    minutes: open,
    claimBy: { type: String, default: null },
    priceYen: open,
    minSliceMinutes: open,
    // Null and empty are not the same: everyone, and nobody yet.
    addressees: { type: [String], default: null },
    days: { type: Schema.Types.Mixed, default: null },
    splitFrom: { type: String, default: null },
    origin: { type: String, default: null },
    changedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
// Serves: DraftStore.newest (the town's list).
schema.index({ changedAt: -1 });

/** 余剰案件の下書き. */
export const draftShape = storedShape<DraftRecord>('surplus_order_drafts', schema);
