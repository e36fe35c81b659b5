import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface OutgoingMessageRecord {
  _id: string;
  processId: string;
  to: string;
  /** Counts this process's messages to this peer, from 1. */
  seq: number;
  type: string;
  /** The signed message as it is sent, however often. */
  sealed: string;
  state: 'PENDING' | 'DELIVERED' | 'PARKED';
  attempts: number;
  nextAttemptAt: Date;
  writtenAt: Date;
  deliveredAt: Date | null;
  /** Why the last attempt failed, for the operator. */
  lastFault: string | null;
}

const schema = new Schema<OutgoingMessageRecord>(
  {
    _id: { type: String },
    processId: { type: String, required: true },
    to: { type: String, required: true },
    seq: { type: Number, required: true, min: 1 },
    type: { type: String, required: true },
    sealed: { type: String, required: true },
    state: { type: String, required: true, enum: ['PENDING', 'DELIVERED', 'PARKED'] },
    attempts: { type: Number, required: true, min: 0 },
    nextAttemptAt: { type: Date, required: true },
    writtenAt: { type: Date, required: true },
    deliveredAt: { type: Date, default: null },
    lastFault: { type: String, default: null },
  },
  { versionKey: false },
);
// Serves: OutgoingMessageStore.lastSeq; unique, so that two writers at once cannot take the same number.
schema.index({ processId: 1, to: 1, seq: 1 }, { unique: true });
// Serves: OutgoingMessageStore.pending.
schema.index({ state: 1, writtenAt: 1 });

/** The outbox: written in the transaction of the state it tells of. */
export const outgoingMessageShape = storedShape<OutgoingMessageRecord>('outgoing_messages', schema);
