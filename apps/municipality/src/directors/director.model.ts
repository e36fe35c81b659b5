import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface DirectorRecord {
  _id: string;
  displayName: string;
  /** Minutes in an ordinary week in which they can lead. */
  weeklyMinutes: number;
  /** Minutes of work that each of those minutes can lead. */
  leadRatio: number;
  registeredAt: Date;
}

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;

/** ディレクター. Few in any town, so there is no index but the id's. */
export const directorShape = storedShape<DirectorRecord>(
  'directors',
  new Schema<DirectorRecord>(
    {
      _id: { type: String },
      displayName: { type: String, required: true, maxlength: 200 },
      weeklyMinutes: whole,
      leadRatio: { ...whole, min: 1 },
      registeredAt: { type: Date, required: true },
    },
    { versionKey: false },
  ),
);
