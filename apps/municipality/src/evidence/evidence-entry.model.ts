import { Schema } from 'mongoose';
import type { EntryKind } from '#messages/evidence-chain';
import { storedShape } from '#mongo/model';

export interface EvidenceEntryRecord {
  /** The number of the record in the chain. */
  _id: number;
  kind: EntryKind;
  at: Date;
  content: string;
  previous: string;
  hash: string;
  processId: string;
  /** The message or receipt as it was sealed. */
  text: string;
}

const schema = new Schema<EvidenceEntryRecord>(
  {
    _id: { type: Number },
    kind: { type: String, required: true, enum: ['SENT', 'RECEIVED', 'RECEIPT'] },
    at: { type: Date, required: true },
    content: { type: String, required: true },
    previous: { type: String, default: '' },
    hash: { type: String, required: true },
    processId: { type: String, required: true },
    text: { type: String, required: true },
  },
  { versionKey: false },
);
// Serves: EvidenceEntryStore.ofProcess.
schema.index({ processId: 1, _id: 1 });

/** 証跡. Everything the town has sent and received, in a chain: written once, never changed. */
export const evidenceEntryShape = storedShape<EvidenceEntryRecord>('evidence_log', schema);

export interface EvidenceHeadRecord {
  _id: 'head';
  number: number;
  hash: string;
}

/** Where the chain ends. Whoever adds to it writes here first, so that two at once conflict. */
export const evidenceHeadShape = storedShape<EvidenceHeadRecord>(
  'evidence_head',
  new Schema<EvidenceHeadRecord>(
    {
      _id: { type: String, enum: ['head'] },
      number: { type: Number, required: true, min: 0 },
      hash: { type: String, default: '' },
    },
    { versionKey: false },
  ),
);
