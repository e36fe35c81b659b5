import { Schema } from 'mongoose';
import { loanStatuses, type LoanStatus } from '#domain/loans/loan';
import type { LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { MunicipalityCode } from '#domain/municipality/code';
import { storedShape } from '#mongo/model';

export interface LoanRecord {
  _id: string;
  /** Which end of the loan this town is. */
  side: 'BORROWER' | 'LENDER';
  borrower: MunicipalityCode;
  status: LoanStatus;
  /** All that is true in that status, as the protocol core knows it. */
  state: LoanAtBorrower | LoanAtLender;
  /** When this town heard of it first. */
  since: Date;
}

const schema = new Schema<LoanRecord>(
  {
    _id: { type: String },
    side: { type: String, required: true, enum: ['BORROWER', 'LENDER'] },
    borrower: { type: String, required: true },
    status: { type: String, required: true, enum: loanStatuses },
    state: { type: Schema.Types.Mixed, required: true },
    since: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: LoanStore.page (the town's loans, newest first).
schema.index({ since: -1, _id: 1 });
// Serves: LoanStore.moving (job: what time ends or begins).
schema.index({ status: 1 });
// Serves, all three: LoanStore.withPeer (comparison of both ends).
schema.index({ borrower: 1 });
schema.index({ 'state.lender': 1 });
schema.index({ 'state.asked': 1 });

/** ディレクター応援, as borrower and lender each keep it. */
export const loanShape = storedShape<LoanRecord>('director_loans', schema);
