import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface FailedMessageRecord {
  _id: string;
  processId: string;
  from: string;
  type: string;
  sealed: string;
  failures: number;
  lastFault: string;
  firstAt: Date;
  /** Since when a person has to look; null while it is tried again each time its sender knocks. */
  parkedAt: Date | null;
}

const schema = new Schema<FailedMessageRecord>(
  {
    _id: { type: String },
    processId: { type: String, required: true },
    from: { type: String, required: true },
    type: { type: String, required: true },
    sealed: { type: String, required: true },
    failures: { type: Number, required: true, min: 0 },
    lastFault: { type: String, required: true },
    firstAt: { type: Date, required: true },
    parkedAt: { type: Date, default: null },
  },
  { versionKey: false },
);
// Serves: FailedMessageStore.parked, parkedFrom.
schema.index({ parkedAt: 1, from: 1 });

/** Genuine messages that this town has failed to take in. */
export const failedMessageShape = storedShape<FailedMessageRecord>('failed_messages', schema);
