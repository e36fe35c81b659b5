import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface IncomingMessageRecord {
  _id: string;
  processId: string;
  from: string;
  seq: number;
  type: string;
  sealed: string;
  receivedAt: Date;
  /** Our signed word that we have it; null for one that came before receipts were given. */
  receipt: string | null;
}

const schema = new Schema<IncomingMessageRecord>(
  {
    _id: { type: String },
    processId: { type: String, required: true },
    from: { type: String, required: true },
    seq: { type: Number, required: true, min: 1 },
    type: { type: String, required: true },
    sealed: { type: String, required: true },
    receivedAt: { type: Date, required: true },
    receipt: { type: String, default: null },
  },
  { versionKey: false },
);
// Serves: IncomingMessageStore.numbered. Unique, so that a peer cannot say two things under one number.
schema.index({ processId: 1, from: 1, seq: 1 }, { unique: true });
// Serves: IncomingMessageStore.lastNumbers (comparison of both ends, with each peer every ten minutes).
schema.index({ from: 1, processId: 1, seq: -1 });

/** The inbox: what peers have told, kept with their signatures. */
export const incomingMessageShape = storedShape<IncomingMessageRecord>('incoming_messages', schema);
