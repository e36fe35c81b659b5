import { Schema } from 'mongoose';
import type { IsoDate } from '#domain/calendar/date';
import { storedShape } from '#mongo/model';

export interface HolidayOverrideRecord {
  /** The day. */
  _id: IsoDate;
  holiday: boolean;
  name: string;
}

/** The town's own table over the national holidays; one entry for a day. */
export const holidayOverrideShape = storedShape<HolidayOverrideRecord>(
  'holiday_overrides',
  new Schema<HolidayOverrideRecord>(
    { _id: { type: String }, holiday: { type: Boolean, required: true }, name: { type: String, maxlength: 200 } },
    { versionKey: false },
  ),
);
