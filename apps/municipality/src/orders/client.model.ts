import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface ClientRecord {
  _id: string;
  name: string;
}

const schema = new Schema<ClientRecord>(
  { _id: { type: String }, name: { type: String, required: true } },
  { versionKey: false },
);

/** 発注者: a company or public office. */
export const clientShape = storedShape<ClientRecord>('clients', schema);
