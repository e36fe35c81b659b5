import type { MunicipalityCode } from '../municipality/code.js';
import { nothing } from '../reconciliation/compare.js';
import type { Deal, LoanAtBorrower, LoanAtLender, Offer } from './loan-state.js';

interface Held {
  readonly state: string;
  readonly content: object;
}

/**
 * What a borrower holds of a loan with one lender; {@link nothing} with a town that it does not ask any more, because it has said no, or
 * another was chosen. In force, a loan is `AGREED` whatever the day: when it begins and ends, each town's own clock says.
 */
export function heldAtBorrower(loan: LoanAtBorrower, lender: MunicipalityCode): Held {
  const { request } = loan;
  if ('asked' in loan) {
    const offer = loan.offers.find(({ terms }) => terms.lender === lender);
    if (offer !== undefined) return offered({ request, offer });
    return loan.asked.includes(lender) ? { state: 'REQUESTED', content: { request } } : { state: nothing, content: {} };
  }
  if (loan.lender !== lender) return { state: nothing, content: {} };
  if (!('agreements' in loan)) return { state: loan.status, content: { request } };
  // Pending, the borrower waits for the lender's word: no lender holds that state.
  if (loan.status === 'AGREED' && loan.receiptPending) return { state: 'AGREED_PENDING', content: dealt(loan) };
  return inForce(loan);
}

/** What a lender holds of a loan. */
export function heldAtLender(loan: LoanAtLender): Held {
  if (loan.status === 'OFFERED') return offered(loan);
  return 'agreements' in loan ? inForce(loan) : { state: loan.status, content: { request: loan.request } };
}

/** A lender may know of an end, or of an expiry, that the borrower has nothing to tell of any more, or will come to by its own clock. */
export function loanMayDiffer(here: string, there: string): boolean {
  const pair = (one: string, other: string): boolean =>
    (here === one && there === other) || (here === other && there === one);
  return pair(nothing, 'DECLINED') || pair(nothing, 'CANCELLED') || pair('REQUESTED', 'CANCELLED');
}

function offered({ request, offer }: { readonly request: object; readonly offer: Offer }): Held {
  const { termsHash, lenderSignature } = offer;
  return { state: 'OFFERED', content: { request, termsHash, lenderSignature } };
}

function inForce(loan: Extract<LoanAtBorrower | LoanAtLender, Deal>): Held {
  if (loan.status === 'SETTLED')
    return { state: 'SETTLED', content: { ...dealt(loan), confirmation: loan.confirmation } };
  return { state: 'AGREED', content: dealt(loan) };
}

/**
 * What both ends of a loan in force must hold alike of an extension that nobody has answered: the borrower's last proposal, and the lender's
 * offer; undefined where none lies open. That the loan is over one end's clock says before the other's, and what lay open is over with it:
 * that end says so (`OVER`).
 */
export function heldOfExtension(loan: LoanAtBorrower | LoanAtLender): Held | undefined {
  if (loan.status === 'RETURNED' && !loan.said) return { state: 'OVER', content: {} };
  if (loan.status !== 'AGREED' && loan.status !== 'ACTIVE' && loan.status !== 'EXTENDED') return undefined;
  // The borrower keeps each that could still be taken, the lender the last.
  const proposed = loan.proposals.at(-1);
  // What the borrower has proposed is the lender's own offer, taken: with the borrower it is no offer any more.
  const offered = loan.extensionOffer?.termsHash === proposed?.termsHash ? undefined : loan.extensionOffer;
  if (proposed === undefined && offered === undefined) return undefined;
  const state = offered === undefined ? 'PROPOSED' : proposed === undefined ? 'OFFERED' : 'PROPOSED_AND_OFFERED';
  return {
    state,
    content: {
      proposed: proposed ? { termsHash: proposed.termsHash, borrowerSignature: proposed.borrowerSignature } : null,
      offered: offered ? { termsHash: offered.termsHash, lenderSignature: offered.lenderSignature } : null,
    },
  };
}

/** At the end whose clock is behind, an extension may lie open that is over at the other. */
export function extensionMayDiffer(here: string, there: string): boolean {
  return here === 'OVER' || there === 'OVER';
}

/** Extensions that lie open are told apart from it ({@link heldOfExtension}). */
function dealt({ request, lender, agreements, log, lastDay, stated }: Deal): object {
  return {
    ...{ request, lender, log, lastDay },
    agreements: agreements.map(({ termsHash, lenderSignature, borrowerSignature }) => ({
      ...{ termsHash, lenderSignature, borrowerSignature },
    })),
    stated: stated === null ? null : { termsHash: stated.termsHash, lenderSignature: stated.lenderSignature },
  };
}
