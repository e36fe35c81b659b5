import { Schema } from 'mongoose';
import type { MoveReason } from '#domain/planning/reason';
import { storedShape } from '#mongo/model';

/** Why a plan has the moves that one of its revisions has changed. */
export interface RevisionReasonsRecord {
  /** The revision's. */
  _id: string;
  planId: string;
  number: number;
  /** Each of a move of all orders of its kind, those included that the revision has left alone. */
  reasons: MoveReason[];
  keptUntil: Date;
}

const schema = new Schema<RevisionReasonsRecord>(
  {
    _id: { type: String },
    planId: { type: String, required: true },
    number: { type: Number, required: true },
    reasons: { type: Schema.Types.Mixed, required: true },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: RevisionReasonsStore.ofPlans, numbersOf.
schema.index({ planId: 1, number: 1 });
// Serves: nothing is read by it; the server removes what belongs to plans that it has removed.
schema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

/** Reasons that are found after a revision is stored; beside it, since a revision is never altered. */
export const revisionReasonsShape = storedShape<RevisionReasonsRecord>('year_plan_revision_reasons', schema);
