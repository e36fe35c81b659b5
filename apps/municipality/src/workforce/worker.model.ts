import { Schema } from 'mongoose';
import type { Pause, WeekPattern } from '#domain/availability/availability';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import { dataClasses, type DataClass } from '#domain/orders/data-class';
import type { SkillCode } from '#domain/skills/catalogue';
import { workerKinds, type WorkerKind } from '#domain/skills/worker-kind';
import { storedShape } from '#mongo/model';

export interface WorkerRecord {
  _id: string;
  kind: WorkerKind;
  displayName: string;
  skills: { code: SkillCode; level: number }[];
  /** The highest class of data they may handle. */
  clearance: DataClass;
  /** An ordinary week. */
  pattern: WeekPattern;
  /** Weeks that differ from the pattern. */
  exceptions: { week: IsoWeek; minutes: number }[];
  /** Days that differ from their week. */
  days: { date: IsoDate; minutes: number }[];
  pauses: Pause[];
  registeredAt: Date;
}

/** Of a support office with 200 people, day and night: what lies above is no time at all. */
const mostMinutes = 200 * 7 * 24 * 60;
const someMinutes = { type: Number, required: true, min: 0, max: mostMinutes, validate: Number.isInteger } as const;

const schema = new Schema<WorkerRecord>(
  {
    _id: { type: String },
    kind: { type: String, required: true, enum: workerKinds },
    displayName: { type: String, required: true, maxlength: 200 },
    skills: [
      { _id: false, code: { type: String, required: true }, level: { type: Number, required: true, min: 1, max: 3 } },
    ],
    clearance: { type: String, required: true, enum: dataClasses },
    pattern: { type: Schema.Types.Mixed, required: true, validate: isPattern },
    exceptions: [{ _id: false, week: { type: String, required: true }, minutes: someMinutes }],
    days: [{ _id: false, date: { type: String, required: true }, minutes: someMinutes }],
    pauses: [{ _id: false, from: { type: String, required: true }, to: { type: String, default: null } }],
    registeredAt: { type: Date, required: true },
  },
  { versionKey: false },
);

/** 住民ワーカー and 就労施設. Personal data: read by the town's own staff and by nobody else. */
export const workerShape = storedShape<WorkerRecord>('workers', schema);

function isPattern({ kind, minutes }: WeekPattern): boolean {
  const areMinutes = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
  return kind === 'TOTAL' ? areMinutes(minutes) : minutes.length === 7 && minutes.every(areMinutes);
}
