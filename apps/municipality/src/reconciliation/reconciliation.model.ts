import { Schema } from 'mongoose';
import { driftKinds, type DriftKind } from '#domain/reconciliation/compare';
import { storedShape } from '#mongo/model';

export interface DriftRecord {
  processId: string;
  kind: string;
  drift: DriftKind;
  /** How it stands at this end and at the peer's. */
  here: string;
  there: string;
  /** When it was found. */
  since: Date;
}

export interface ReconciliationRecord {
  /** The peer. */
  _id: string;
  /** When the last whole comparison ended; null before the first. */
  comparedAt: Date | null;
  /** Processes shared with the peer. */
  processes: number;
  /** Of them, those about which a word is under way. */
  underWay: number;
  /** Messages that the last comparison sent again, though the peer had acknowledged them. */
  sentAgain: number;
  drifts: DriftRecord[];
  /** Why the last attempt to compare failed; null when it did not. */
  fault: string | null;
}

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;
const text = { type: String, required: true } as const;

const schema = new Schema<ReconciliationRecord>(
  {
    _id: { type: String },
    comparedAt: { type: Date, default: null },
    processes: whole,
    underWay: whole,
    sentAgain: whole,
    drifts: {
      type: [
        {
          ...{ _id: false, processId: text, kind: { type: String, default: '' }, here: text, there: text },
          drift: { type: String, required: true, enum: driftKinds },
          since: { type: Date, required: true },
        },
      ],
      required: true,
    },
    fault: { type: String, default: null },
  },
  { versionKey: false },
);

/** 照合. How this town and each of its peers last found that they stand: one record a peer, read whole. */
export const reconciliationShape = storedShape<ReconciliationRecord>('reconciliations', schema);
