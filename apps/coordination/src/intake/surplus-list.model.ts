import { Schema } from 'mongoose';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { storedShape } from '#mongo/model';

export interface SurplusListRecord {
  /** The town: its newest list replaces the one before. */
  _id: MunicipalityCode;
  issuedAt: Instant;
  expiresAt: Instant;
  orders: SurplusOrder[];
}

/** The open surplus orders of each town by its newest word: a copy of what the town can say again at any time. */
export const surplusListShape = storedShape<SurplusListRecord>(
  'surplus_lists',
  new Schema<SurplusListRecord>(
    {
      _id: { type: String },
      issuedAt: { type: Number, required: true },
      expiresAt: { type: Number, required: true },
      orders: { type: Schema.Types.Mixed, required: true },
    },
    { versionKey: false, minimize: false },
  ),
);
