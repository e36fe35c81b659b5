import { Schema } from 'mongoose';
import type { BulletinRow, JointRow } from '#domain/bulletins/bulletin';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import { storedShape } from '#mongo/model';

export interface CapacityBulletinRecord {
  /** The town: its newest bulletin replaces the one before. */
  _id: MunicipalityCode;
  number: number;
  issuedAt: Instant;
  expiresAt: Instant;
  from: IsoMonth;
  to: IsoMonth;
  rows: BulletinRow[];
  /** Missing in a record from before there were any. */
  jointRows?: JointRow[];
  /** The bulletin as the town signed it. */
  signed: string;
}

/** The newest bulletin of free capacity of each town: a copy of what the town can say again at any time. */
export const capacityBulletinShape = storedShape<CapacityBulletinRecord>(
  'capacity_bulletins',
  new Schema<CapacityBulletinRecord>(
    {
      _id: { type: String },
      number: { type: Number, required: true },
      issuedAt: { type: Number, required: true },
      expiresAt: { type: Number, required: true },
      from: { type: String, required: true },
      to: { type: String, required: true },
      rows: { type: Schema.Types.Mixed, required: true },
      jointRows: { type: Schema.Types.Mixed },
      signed: { type: String, required: true },
    },
    { versionKey: false, minimize: false },
  ),
);
