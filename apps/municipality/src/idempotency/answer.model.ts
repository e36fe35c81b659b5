import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface AnswerRecord {
  /** The idempotency key. */
  _id: string;
  operation: string;
  inputHash: string;
  answer: unknown;
  answeredAt: Date;
}

const schema = new Schema<AnswerRecord>(
  {
    _id: { type: String },
    operation: { type: String, required: true },
    inputHash: { type: String, required: true },
    answer: { type: Schema.Types.Mixed, required: true },
    answeredAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);

const daysKept = 90;
// Serves: nothing is read by it; the server removes answers that nobody repeats any more.
schema.index({ answeredAt: 1 }, { expireAfterSeconds: daysKept * 24 * 3600 });

/** Answers already given, by idempotency key. */
export const answerShape = storedShape<AnswerRecord>('answers', schema);
