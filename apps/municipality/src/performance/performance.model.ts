import { Schema } from 'mongoose';
import type { Performance } from '#domain/performance/performance';
import { storedShape } from '#mongo/model';

/** What has become of an award, as claimant and publisher each keep it. */
export type PerformanceRecord = Omit<Performance, 'claimId'> & {
  /** The claim. */
  _id: string;
  /** Counts its changes, so that two at once conflict. */
  version: number;
  /** The award was amended when nothing followed from that for the work; until it is looked at. */
  amendedUnseen?: boolean;
};

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;

const schema = new Schema<PerformanceRecord>(
  {
    _id: { type: String },
    claimant: { type: String, required: true },
    publisher: { type: String, required: true },
    status: { type: String, required: true, enum: ['PERFORMING', 'DELIVERED', 'INSPECTED'] },
    startedOn: { type: String, required: true },
    deliveries: { type: [Schema.Types.Mixed], required: true },
    acceptedMinutes: whole,
    reworkPayableMinutes: whole,
    returnedFor: { type: String, default: null },
    version: whole,
    amendedUnseen: { type: Boolean },
  },
  { versionKey: false, minimize: false },
);
// Serves: PerformanceStore.between (what is to be settled between two towns).
schema.index({ claimant: 1, publisher: 1 });
// Serves: PerformanceStore.amendedUnseen (each minute; mostly none).
schema.index({ amendedUnseen: 1 }, { sparse: true });

/** 履行: awards in force on which work has begun. */
export const performanceShape = storedShape<PerformanceRecord>('performances', schema);
