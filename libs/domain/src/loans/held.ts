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

/** Proposals that lie open are not in it: the borrower keeps each that could still be taken, the lender the last. */
function dealt({ request, lender, agreements, log, lastDay, stated }: Deal): object {
  return {
    ...{ request, lender, log, lastDay },
    agreements: agreements.map(({ termsHash, lenderSignature, borrowerSignature }) => ({
      ...{ termsHash, lenderSignature, borrowerSignature },
    })),
    stated: stated === null ? null : { termsHash: stated.termsHash, lenderSignature: stated.lenderSignature },
  };
}
