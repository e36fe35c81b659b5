import { Schema } from 'mongoose';
import type { LicenceCode } from '#domain/skills/licences';
import { storedShape } from '#mongo/model';

export interface SeatsRecord {
  _id: LicenceCode;
  seats: number;
  /** Minutes in a week that one seat can be used. */
  minutesPerSeat: number;
}

const whole = { type: Number, required: true, min: 0, validate: Number.isInteger } as const;

/** The seats that the town owns of each licence. */
export const seatsShape = storedShape<SeatsRecord>(
  'seats',
  new Schema<SeatsRecord>({ _id: { type: String }, seats: whole, minutesPerSeat: whole }, { versionKey: false }),
);
