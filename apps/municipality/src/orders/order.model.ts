import { Schema } from 'mongoose';
import { orderStatuses, recommissionConsents, type OrderStatus, type RecommissionConsent } from '#domain/orders/order';
import { storedShape } from '#mongo/model';

export interface OrderRecord {
  _id: string;
  clientId: string;
  title: string;
  recommissionConsent: RecommissionConsent;
  contractYen: number | null;
  minutes: number | null;
  /** Minutes that its lots have so far; never more than `minutes` where that is known (I-1). */
  lotMinutes: number;
  status: OrderStatus;
  createdAt: Date;
}

const whole = {
  type: Number,
  default: null,
  validate: (n: number | null) => n === null || Number.isInteger(n),
} as const;

const schema = new Schema<OrderRecord>(
  {
    _id: { type: String },
    clientId: { type: String, required: true },
    title: { type: String, required: true },
    recommissionConsent: { type: String, required: true, enum: recommissionConsents },
    contractYen: whole,
    minutes: whole,
    lotMinutes: { type: Number, required: true, min: 0, validate: Number.isInteger },
    status: { type: String, required: true, enum: orderStatuses },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false },
);

/** 案件. */
export const orderShape = storedShape<OrderRecord>('orders', schema);
