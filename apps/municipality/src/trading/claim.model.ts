import { Schema } from 'mongoose';
import { claimStatuses, type AwardTerms, type ClaimStatus } from '#domain/trade/claim';
import type { MunicipalityCode } from '#domain/municipality/code';
import { storedShape } from '#mongo/model';

export interface ClaimRecord {
  _id: string;
  surplusOrderId: string;
  claimant: MunicipalityCode;
  publisher: MunicipalityCode;
  /** Minutes the claimant asked for; from the award on, those awarded. */
  minutes: number;
  status: ClaimStatus;
  submittedAt: Date;
  /** When the hold at the claimant's ends if nothing comes of the claim. */
  lapsesAt: Date;
  terms: AwardTerms | null;
  termsHash: string | null;
  publisherSignature: string | null;
  claimantSignature: string | null;
  /** The claimant has signed and does not know yet whether the publisher took it. */
  receiptPending: boolean;
  /** The lot that the claim became at the claimant's. */
  lotId: string | null;
}

const text = { type: String, default: null } as const;

const schema = new Schema<ClaimRecord>(
  {
    _id: { type: String },
    surplusOrderId: { type: String, required: true },
    claimant: { type: String, required: true },
    publisher: { type: String, required: true },
    minutes: { type: Number, required: true, min: 1, validate: Number.isInteger },
    status: { type: String, required: true, enum: claimStatuses },
    submittedAt: { type: Date, required: true },
    lapsesAt: { type: Date, required: true },
    terms: { type: Schema.Types.Mixed, default: null },
    termsHash: text,
    publisherSignature: text,
    claimantSignature: text,
    receiptPending: { type: Boolean, required: true },
    lotId: text,
  },
  { versionKey: false, minimize: false },
);
// Serves: ClaimStore.ofSurplusOrders (a surplus order with its claims).
schema.index({ surplusOrderId: 1 });
// Serves: ClaimStore.due (job: what lapses), ClaimStore.inForce (monthly figures).
schema.index({ status: 1, lapsesAt: 1 });

/** 引受申出, as claimant and publisher each keep it. */
export const claimShape = storedShape<ClaimRecord>('claims', schema);
