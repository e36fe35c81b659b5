import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface CapacityVersionRecord {
  _id: 'capacity';
  version: number;
}

/** The guard of I-2: whoever writes a commitment raises this first, so that two at once conflict and one of them looks again. */
export const capacityVersionShape = storedShape<CapacityVersionRecord>(
  'capacity_version',
  new Schema<CapacityVersionRecord>(
    { _id: { type: String }, version: { type: Number, required: true } },
    { versionKey: false },
  ),
);
