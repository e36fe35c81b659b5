import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { LoanRequest, LoanTerms } from './loan.js';
import type { LoanStatement, LoggedDay } from './statement.js';

// A loan as its two towns keep it: one type for each state, with only the facts that are true in it.

type In<Status extends string, Facts> = Status extends string ? Facts & { readonly status: Status } : never;

interface Asked {
  readonly request: LoanRequest;
}

/** Terms that the lender has signed. */
export interface Offer {
  readonly terms: LoanTerms;
  readonly termsHash: string;
  readonly lenderSignature: string;
}

/** Terms that both towns have signed: the loan itself, or an extension of it (I-4). */
export interface Agreement extends Offer {
  readonly borrowerSignature: string;
}

/** Terms of an extension that the borrower has signed. */
export interface Proposal {
  readonly terms: LoanTerms;
  readonly termsHash: string;
  readonly borrowerSignature: string;
}

/** A statement that the lender has signed. */
export interface Stated {
  readonly statement: LoanStatement;
  readonly termsHash: string;
  readonly lenderSignature: string;
}

/** What both ends know of a loan that both have signed. */
export interface Deal extends Asked {
  readonly lender: MunicipalityCode;
  /** The loan itself, then its extensions. */
  readonly agreements: readonly [Agreement, ...Agreement[]];
  /** At the borrower's, each that it has signed and could still be taken; at the lender's, the last. */
  readonly proposals: readonly Proposal[];
  /** An extension that the lender has signed and that waits for the borrower; its minutes are kept free for it. One at a time. */
  readonly extensionOffer?: Offer;
  /** Why the other town has said no to the extension that this one proposed last; until it proposes another. */
  readonly extensionDeclined?: string;
  /** By day, none twice. */
  readonly log: readonly LoggedDay[];
  /** The last day as it stands: of the last agreement, or by a recall or return. */
  readonly lastDay: IsoDate;
  readonly stated: Stated | null;
}

interface Ended extends Asked {
  readonly reason: string;
  /** Whoever was to lend, once the borrower had chosen. */
  readonly lender: MunicipalityCode | null;
}

interface SettledDeal extends Deal {
  readonly stated: Stated;
  /** The borrower's signature over the hash of the statement. */
  readonly confirmation: string;
}

interface ReturnedDeal extends Deal {
  /** The borrower has said so; otherwise the last day has passed. */
  readonly said: boolean;
}

type Common<D> =
  | In<'ACTIVE' | 'EXTENDED' | 'RECALLED', Deal & D>
  | In<'RETURNED', ReturnedDeal & D>
  | In<'SETTLED', SettledDeal & D>
  | In<'DECLINED' | 'CANCELLED', Ended>;

/** Asked, and perhaps offered somebody by one town or more. */
interface Open extends Asked {
  /** Towns asked that have not said no. */
  readonly asked: readonly MunicipalityCode[];
  readonly offers: readonly Offer[];
}

export type LoanAtBorrower =
  | In<'REQUESTED' | 'OFFERED', Open>
  /** 合意. `receiptPending`: it has signed and does not know yet whether the lender took it; until then nothing is in force. */
  | In<'AGREED', Deal & { readonly receiptPending: boolean }>
  | Common<unknown>;

/** The lender knows whom it lends; the borrower only what it was told of them. */
interface Lent {
  readonly directorId: string;
  /** Statements that it has signed before the last one. The borrower may have confirmed one of them meanwhile; then both have signed it. */
  readonly statedBefore?: readonly Stated[];
}

export type LoanAtLender =
  | In<'REQUESTED', Asked & { readonly lender: MunicipalityCode }>
  | In<'OFFERED', Asked & Lent & { readonly lender: MunicipalityCode; readonly offer: Offer }>
  | In<'AGREED', Deal & Lent>
  | Common<Lent>;
