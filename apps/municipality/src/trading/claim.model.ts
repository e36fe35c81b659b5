import { Schema } from 'mongoose';
import type { IsoDate } from '#domain/calendar/date';
import type { Amendment, SignedTerms } from '#domain/trade/amendment';
import { claimStatuses, type AwardTerms, type ClaimStatus, type Party } from '#domain/trade/claim';
import type { Offer } from '#domain/trade/offer';
import type { MunicipalityCode } from '#domain/municipality/code';
import { progresses, type Progress } from '#domain/performance/order-progress';
import { storedShape } from '#mongo/model';

export interface ClaimRecord {
  _id: string;
  surplusOrderId: string;
  claimant: MunicipalityCode;
  publisher: MunicipalityCode;
  /** Minutes of the offer on the table; from the award on, those awarded. */
  minutes: number;
  status: ClaimStatus;
  /** The terms on the table, or those that the award answered. */
  offer: Offer;
  submittedAt: Date;
  /** When it ends by itself: a claim that nobody decides, an award that nobody confirms. */
  lapsesAt: Date;
  terms: AwardTerms | null;
  termsHash: string | null;
  publisherSignature: string | null;
  claimantSignature: string | null;
  /** The claimant has signed and does not know yet whether the publisher took it. */
  receiptPending: boolean;
  /** The lot that the claim became at the claimant's. */
  lotId: string | null;
  /** Why it was declined or terminated. */
  reason: string | null;
  /** Of an award that the publisher cancelled: when, what it owes for it, and whether it had been in force. */
  cancelledOn: IsoDate | null;
  owedYen: number | null;
  wasInForce: boolean | null;
  /** How far the work on an award in force is; null before it has begun. */
  progress: Progress | null;
  /** Minutes of the award that are accepted or wait for their inspection; absent before the first. */
  doneMinutes?: number;
  /** The amendment that lies open, the numbers of the last proposals, and the versions that were in force before. */
  amendment?: Amendment | null;
  proposals?: Readonly<Record<Party, number>> | null;
  earlier?: readonly SignedTerms[];
  /** When the claimant's word ends the open amendment if nobody decides. */
  amendmentEndsAt?: Date | null;
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
    offer: { type: Schema.Types.Mixed, required: true },
    submittedAt: { type: Date, required: true },
    lapsesAt: { type: Date, required: true },
    terms: { type: Schema.Types.Mixed, default: null },
    termsHash: text,
    publisherSignature: text,
    claimantSignature: text,
    receiptPending: { type: Boolean, required: true },
    lotId: text,
    reason: text,
    cancelledOn: text,
    owedYen: { type: Number, default: null },
    wasInForce: { type: Boolean, default: null },
    progress: { type: String, default: null, enum: [null, ...progresses] },
    doneMinutes: { type: Number, default: 0 },
    amendment: { type: Schema.Types.Mixed, default: null },
    proposals: { type: Schema.Types.Mixed, default: null },
    earlier: { type: [Schema.Types.Mixed], default: [] },
    amendmentEndsAt: { type: Date, default: null },
  },
  { versionKey: false, minimize: false },
);
// Serves: ClaimStore.ofSurplusOrders (a surplus order with its claims).
schema.index({ surplusOrderId: 1 });
// Serves: ClaimStore.due (job: what lapses), ClaimStore.inForce (monthly figures),
// ClaimStore.cancelled (settlement).
schema.index({ status: 1, lapsesAt: 1 });
// Serves: ClaimStore.amendmentsDue (job).
schema.index({ claimant: 1, amendmentEndsAt: 1 });

// Serves: ClaimStore.between (comparison of both ends).
schema.index({ claimant: 1, publisher: 1 });

/** 引受申出, as claimant and publisher each keep it. */
export const claimShape = storedShape<ClaimRecord>('claims', schema);
