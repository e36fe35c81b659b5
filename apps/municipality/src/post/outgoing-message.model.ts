import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface OutgoingMessageRecord {
  _id: string;
  processId: string;
  to: string;
  /** Counts this process's messages to this peer, from 1. */
  seq: number;
  type: string;
  /** The signed message as it is sent, however often; signed anew when a person sends it again. */
  sealed: string;
  /** Of every text it was sealed as: a receipt may be for an earlier one. */
  hashes: string[];
  /** Version of the protocol it is sealed in. */
  protocol: number;
  /** From then on it is not sent any more. */
  expiresAt: Date;
  state: 'PENDING' | 'DELIVERED' | 'PARKED' | 'DISMISSED';
  attempts: number;
  nextAttemptAt: Date;
  writtenAt: Date;
  deliveredAt: Date | null;
  /** The receiver's signed word that it has it. */
  receipt: string | null;
  parkedAt: Date | null;
  /** When a person gave it up: a word without effect takes its place, so that the process can go on. */
  dismissedAt: Date | null;
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
    hashes: { type: [String], required: true },
    protocol: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
    state: { type: String, required: true, enum: ['PENDING', 'DELIVERED', 'PARKED', 'DISMISSED'] },
    attempts: { type: Number, required: true, min: 0 },
    nextAttemptAt: { type: Date, required: true },
    writtenAt: { type: Date, required: true },
    deliveredAt: { type: Date, default: null },
    receipt: { type: String, default: null },
    parkedAt: { type: Date, default: null },
    dismissedAt: { type: Date, default: null },
    lastFault: { type: String, default: null },
  },
  { versionKey: false },
);
// Serves: OutgoingMessageStore.lastSeq; unique, so that two writers at once cannot take the same number.
schema.index({ processId: 1, to: 1, seq: 1 }, { unique: true });
// Serves: OutgoingMessageStore.lastNumbers (comparison of both ends, with each peer every ten minutes).
schema.index({ to: 1, processId: 1, seq: -1 });
// Serves: OutgoingMessageStore.due, parked, counts.
schema.index({ state: 1, nextAttemptAt: 1 });
// Serves: OutgoingMessageStore.wake, expired, pendingProcesses.
schema.index({ state: 1, to: 1 });

/** The outbox: written in the transaction of the state it tells of. */
export const outgoingMessageShape = storedShape<OutgoingMessageRecord>('outgoing_messages', schema);
