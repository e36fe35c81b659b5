import { Schema } from 'mongoose';
import { dataClasses } from '#domain/orders/data-class';
import type { LicenceCode } from '#domain/skills/licences';
import { surplusOrderStatuses, type SurplusOrder } from '#domain/trade/surplus-order';
import { storedShape } from '#mongo/model';

/** A surplus order as both the publisher and its addressees keep it. */
export type SurplusOrderRecord = Omit<SurplusOrder, 'id' | 'addressees' | 'licences'> & {
  _id: string;
  licences: LicenceCode[];
  addressees: string[];
  /** The lot it was taken from; null in the copy of an addressee, who does not know it. */
  lotId: string | null;
  /** Its place in every list: claim deadline, then id. */
  cursor: string;
  /** Deadline by which the publisher decides; then what is left goes back to the lot. */
  awardsEndAt: Date;
};

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;

const schema = new Schema<SurplusOrderRecord>(
  {
    _id: { type: String },
    publisher: { type: String, required: true },
    lotId: { type: String, default: null },
    title: { type: String, required: true },
    skill: { type: String, required: true },
    level: { type: Number, required: true, min: 1, max: 3 },
    licences: { type: [String], required: true },
    minutes: whole,
    awardedMinutes: whole,
    earliest: { type: String, required: true },
    due: { type: String, required: true },
    claimBy: { type: String, required: true },
    priceYen: whole,
    minSliceMinutes: whole,
    dataClass: { type: String, required: true, enum: dataClasses },
    addressees: { type: [String], required: true },
    status: { type: String, required: true, enum: surplusOrderStatuses },
    cursor: { type: String, required: true },
    awardsEndAt: { type: Date, required: true },
  },
  { versionKey: false },
);
// Serves: SurplusOrderStore.page (lists are in the order of their cursors).
schema.index({ publisher: 1, cursor: 1 });
// Serves: SurplusOrderStore.overdue (job), SurplusOrderStore.open (job).
schema.index({ publisher: 1, status: 1, awardsEndAt: 1 });

/** 余剰案件: those the town has published, and its copies of those it was addressed. */
export const surplusOrderShape = storedShape<SurplusOrderRecord>('surplus_orders', schema);
