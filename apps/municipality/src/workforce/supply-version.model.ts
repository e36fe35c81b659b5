import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface SupplyVersionRecord {
  _id: 'supply';
  version: number;
}

/** Counts the changes of who works here and when, so that others know whether what they derived from it still holds. */
export const supplyVersionShape = storedShape<SupplyVersionRecord>(
  'supply_version',
  new Schema<SupplyVersionRecord>(
    { _id: { type: String }, version: { type: Number, required: true } },
    { versionKey: false },
  ),
);
