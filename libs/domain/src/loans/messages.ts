import type { IsoDate } from '../calendar/date.js';
import type { LoanRequest, LoanTerms } from './loan.js';
import type { LoanStatement } from './statement.js';

/** What towns say to each other about a director loan; every type is explained in docs/protocol.md. The process of a message is its loan. */
export interface LoanMessages {
  /** Borrower → each town asked: could you send us somebody? */
  'loan.requested': { readonly loanId: string; readonly request: LoanRequest };
  /** Lender → borrower: somebody on these terms, with our signature over their hash. */
  'loan.offered': {
    readonly loanId: string;
    readonly terms: LoanTerms;
    readonly termsHash: string;
    readonly signature: string;
  };
  /** Lender → borrower: it cannot be, and why. */
  'loan.declined': { readonly loanId: string; readonly reason: string };
  /** Lender → borrower: our offer no longer stands, and why. */
  'loan.offer-ended': { readonly loanId: string; readonly reason: string };
  /** Borrower → lender: our signature over the same hash. */
  'loan.agreed': { readonly loanId: string; readonly termsHash: string; readonly signature: string };
  /** Lender → borrower: your signature came in time; the loan is in force. */
  'loan.in-force': { readonly loanId: string; readonly termsHash: string };
  /** Borrower → each town asked: we do not need it any more, and why. */
  'loan.cancelled': { readonly loanId: string; readonly reason: string };
  /** Lender → borrower: said on this day, they come home after that one. */
  'loan.recalled': { readonly loanId: string; readonly on: IsoDate; readonly lastDay: IsoDate };
  /** Borrower → lender: longer, on these terms, with our signature over their hash. */
  'loan.extension-proposed': {
    readonly loanId: string;
    readonly terms: LoanTerms;
    readonly termsHash: string;
    readonly signature: string;
  };
  /** Lender → borrower: our signature over the same hash; the extension is in force. */
  'loan.extension-agreed': { readonly loanId: string; readonly termsHash: string; readonly signature: string };
  /** Lender → borrower: not longer, and why. */
  'loan.extension-declined': { readonly loanId: string; readonly termsHash: string; readonly reason: string };
  /** Lender → borrower: we could let them stay longer, on these terms, with our signature over their hash. */
  'loan.extension-offered': {
    readonly loanId: string;
    readonly terms: LoanTerms;
    readonly termsHash: string;
    readonly signature: string;
  };
  /** Borrower → lender: we do not need them longer, and why. */
  'loan.extension-offer-declined': { readonly loanId: string; readonly termsHash: string; readonly reason: string };
  /** Borrower → lender: so many minutes on this day, in place of what was said of it before. */
  'loan.minutes-logged': { readonly loanId: string; readonly date: IsoDate; readonly minutes: number };
  /** Borrower → lender: they go home; this was the last day. */
  'loan.returned': { readonly loanId: string; readonly on: IsoDate };
  /** Lender → borrower: what the loan comes to, with our signature over its hash. */
  'loan.stated': {
    readonly loanId: string;
    readonly terms: LoanStatement;
    readonly termsHash: string;
    readonly signature: string;
  };
  /** Borrower → lender: our signature over the same hash; the loan is settled. */
  'loan.statement-confirmed': { readonly loanId: string; readonly termsHash: string; readonly signature: string };
}

export type LoanMessageType = keyof LoanMessages;
