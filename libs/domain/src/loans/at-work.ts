import type { IsoDate } from '../calendar/date.js';
import { mayInstruct, leads, type LoanBasis } from './basis.js';
import { lastAgreement } from './deal.js';
import { daysOfTerms } from './loan.js';
import type { LoanAtBorrower } from './loan-state.js';

/** A director in a town on a day: one of its own, or one on loan there. */
export interface DirectorAtWork {
  /** The town's own name for its own; of one on loan what their lender tells. */
  readonly name: string;
  /** Of the town's own. */
  readonly directorId?: string;
  /** Of one on loan, with the basis they are there on. */
  readonly loanId?: string;
  readonly basis?: LoanBasis;
  /** Whether the town's workers take instructions from them (I-11). Where not, a director of the town speaks. */
  readonly mayInstruct: boolean;
  /** Whether their time counts as supervision here. */
  readonly leads: boolean;
  /** Whether they count in this town's key figures. Whoever is on loan counts at home, and there only (I-17). */
  readonly countsHere: boolean;
}

/** Who leads the work of a town on a day, and who of them may instruct. Its own directors always may, wherever else they help. */
export function directorsAtWork(
  own: readonly { readonly id: string; readonly displayName: string }[],
  loans: readonly LoanAtBorrower[],
  on: IsoDate,
): DirectorAtWork[] {
  return [
    ...own.map(({ id, displayName }) => ({
      ...{ name: displayName, directorId: id, mayInstruct: true, leads: true, countsHere: true },
    })),
    ...loans.flatMap((loan): DirectorAtWork[] => {
      if (!isHere(loan, on)) return [];
      const { basis, director } = loan.agreements[0].terms;
      const about = { name: director.name, loanId: loan.request.id, basis };
      return [{ ...about, mayInstruct: mayInstruct(basis), leads: leads(basis), countsHere: false }];
    }),
  ];
}

/** Whether a loan in force brings somebody here on a day. */
function isHere(loan: LoanAtBorrower, on: IsoDate): loan is Extract<LoanAtBorrower, { readonly agreements: unknown }> {
  if (!('agreements' in loan) || (loan.status === 'AGREED' && loan.receiptPending)) return false;
  const [first, last] = [daysOfTerms(loan.agreements[0].terms).first, daysOfTerms(lastAgreement(loan).terms).last];
  return first <= on && on <= last && on <= loan.lastDay;
}
