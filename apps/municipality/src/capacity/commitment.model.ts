import { Schema } from 'mongoose';
import type { IsoDate } from '#domain/calendar/date';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import type { SkillCode } from '#domain/skills/catalogue';
import type { LicenceCode } from '#domain/skills/licences';
import { storedShape } from '#mongo/model';

export interface CommitmentRecord {
  _id: string;
  /** HOLD (仮押さえ) takes capacity until `expiresAt`; FIRM (確定) until its work is done. */
  kind: 'HOLD' | 'FIRM';
  /** What it is for: a lot of the town, or a claim on a peer's surplus order that is not in force yet. */
  purpose: 'LOT' | 'CLAIM';
  purposeId: string;
  skill: SkillCode;
  /** The lowest level, the data class and the licences that the work asks for. */
  level: number;
  dataClass: DataClass;
  licences: LicenceCode[];
  minutes: number;
  /** First and last day of work. */
  earliest: IsoDate;
  due: IsoDate;
  expiresAt: Date | null;
  madeAt: Date;
}

const schema = new Schema<CommitmentRecord>(
  {
    _id: { type: String },
    kind: { type: String, required: true, enum: ['HOLD', 'FIRM'] },
    purpose: { type: String, required: true, enum: ['LOT', 'CLAIM'] },
    purposeId: { type: String, required: true },
    skill: { type: String, required: true },
    level: { type: Number, required: true, min: 1, max: 3 },
    dataClass: { type: String, required: true, enum: dataClasses },
    licences: { type: [String], required: true },
    minutes: { type: Number, required: true, min: 1, validate: Number.isInteger },
    earliest: { type: String, required: true },
    due: { type: String, required: true },
    expiresAt: { type: Date, default: null },
    madeAt: { type: Date, required: true },
  },
  { versionKey: false },
);
// Serves: CommitmentStore.ofPurpose (confirm, release), .expired (job).
schema.index({ purposeId: 1 });
schema.index({ kind: 1, expiresAt: 1 });

/** What takes the town's capacity. */
export const commitmentShape = storedShape<CommitmentRecord>('commitments', schema);
