import { Schema } from 'mongoose';
import type { IsoDate } from '#domain/calendar/date';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import type { SkillCode } from '#domain/skills/catalogue';
import type { LicenceCode } from '#domain/skills/licences';
import { storedShape } from '#mongo/model';

export interface LotRecord {
  _id: string;
  /** The order it is part of; null for work awarded by another town. */
  orderId: string | null;
  /** The claim it came from; null for the town's own work. */
  claimId: string | null;
  title: string;
  skill: SkillCode;
  /** The lowest level of the skill that will do. */
  level: number;
  /** Licences of which a seat is taken while the work is done. */
  licences: LicenceCode[];
  minutes: number;
  /** Minutes neither committed at home nor published as surplus (I-1). */
  openMinutes: number;
  /** Minutes committed at home. */
  ownMinutes: number;
  /** Minutes that other towns have confirmed. */
  sentMinutes: number;
  earliest: IsoDate;
  due: IsoDate;
  dataClass: DataClass;
}

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;

const schema = new Schema<LotRecord>(
  {
    _id: { type: String },
    orderId: { type: String, default: null },
    claimId: { type: String, default: null },
    title: { type: String, required: true },
    skill: { type: String, required: true },
    level: { type: Number, required: true, min: 1, max: 3 },
    licences: { type: [String], required: true },
    minutes: whole,
    openMinutes: whole,
    ownMinutes: whole,
    sentMinutes: whole,
    earliest: { type: String, required: true },
    due: { type: String, required: true },
    dataClass: { type: String, required: true, enum: dataClasses },
  },
  { versionKey: false },
);
// Serves: LotStore.ofOrders (an order with its lots). The second: LotStore.dueFrom (monthly figures).
schema.index({ orderId: 1 });
schema.index({ due: 1 });

/** ロット: a divisible part of an order. */
export const lotShape = storedShape<LotRecord>('lots', schema);
