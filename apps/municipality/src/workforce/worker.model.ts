import { Schema } from 'mongoose';
import type { IsoWeek } from '#domain/calendar/week';
import type { SkillCode } from '#domain/skills/catalogue';
import { storedShape } from '#mongo/model';

export interface WorkerRecord {
  _id: string;
  displayName: string;
  skills: { code: SkillCode; level: number }[];
  /** The weekly pattern: minutes in a week without an exception. */
  weeklyMinutes: number;
  /** Weeks that differ from the pattern. */
  exceptions: { week: IsoWeek; minutes: number }[];
  registeredAt: Date;
}

const minutesOfWeek = { type: Number, required: true, min: 0, max: 7 * 24 * 60, validate: Number.isInteger } as const;

const schema = new Schema<WorkerRecord>(
  {
    _id: { type: String },
    displayName: { type: String, required: true, maxlength: 200 },
    skills: [
      { _id: false, code: { type: String, required: true }, level: { type: Number, required: true, min: 1, max: 3 } },
    ],
    weeklyMinutes: minutesOfWeek,
    exceptions: [{ _id: false, week: { type: String, required: true }, minutes: minutesOfWeek }],
    registeredAt: { type: Date, required: true },
  },
  { versionKey: false },
);

/** 住民ワーカー. Personal data: read by the town's own staff and by nobody else. */
export const workerShape = storedShape<WorkerRecord>('workers', schema);
