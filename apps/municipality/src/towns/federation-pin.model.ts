import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface FederationPinRecord {
  _id: 'pin';
  version: number;
  /** Hashes of the changes that count, in the order in which this town has counted them. */
  counted: string[];
  /** The whole document, should the file be lost or replaced by something that cannot be believed. */
  text: string;
  pinnedAt: Date;
}

/** The federation document that the town has believed last; a restart must not make it believe an older one. */
export const federationPinShape = storedShape<FederationPinRecord>(
  'federation_pin',
  new Schema<FederationPinRecord>(
    {
      _id: { type: String, enum: ['pin'] },
      version: { type: Number, required: true, min: 1 },
      counted: { type: [String], required: true },
      text: { type: String, required: true },
      pinnedAt: { type: Date, required: true },
    },
    { versionKey: false },
  ),
);
