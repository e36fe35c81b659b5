import { Schema } from 'mongoose';
import type { IsoWeek } from '#domain/calendar/week';
import { storedShape } from '#mongo/model';

export interface DirectorShiftRecord {
  /** The loan that moves them. */
  _id: string;
  kind: 'LENT' | 'BORROWED';
  /** Of one that is lent. */
  directorId: string | null;
  /** Of one that is borrowed: minutes of work that each of their minutes can lead. */
  leadRatio: number | null;
  weeks: { week: IsoWeek; minutes: number }[];
}

/** What director loans move, week by week. Few in any town, so there is no index but the id's. */
export const directorShiftShape = storedShape<DirectorShiftRecord>(
  'director_shifts',
  new Schema<DirectorShiftRecord>(
    {
      _id: { type: String },
      kind: { type: String, required: true, enum: ['LENT', 'BORROWED'] },
      directorId: { type: String, default: null },
      leadRatio: { type: Number, default: null },
      weeks: {
        type: [
          new Schema(
            {
              week: { type: String, required: true },
              minutes: { type: Number, required: true, min: 1, validate: Number.isInteger },
            },
            { _id: false },
          ),
        ],
        required: true,
      },
    },
    { versionKey: false },
  ),
);
