import { Schema } from 'mongoose';
import type { MunicipalityCode } from '#domain/municipality/code';
import { storedShape } from '#mongo/model';

export interface OutdatedMarkRecord {
  /** The town. */
  _id: MunicipalityCode;
  /** Its bulletins up to this one are overtaken. */
  number: number;
}

/** What towns have said of their own bulletins. Apart from them, since a mark may arrive before the bulletin it is about. */
export const outdatedMarkShape = storedShape<OutdatedMarkRecord>(
  'outdated_marks',
  new Schema<OutdatedMarkRecord>(
    { _id: { type: String }, number: { type: Number, required: true } },
    { versionKey: false },
  ),
);
