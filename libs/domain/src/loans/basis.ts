import { accept, refuse, type Decision } from '../refusals/decision.js';

/** 応援の根拠. On what legal ground a director works for another town. */
export const loanBases = ['準委任', '在籍出向', '職員派遣', '研修受入'] as const;
export type LoanBasis = (typeof loanBases)[number];

/**
 * What each basis permits at the borrower's (I-11). To give instructions takes a relation of command: a secondment (在籍出向) and a dispatch
 * of staff (職員派遣, 地方自治法 第252条の17) make one. A quasi-mandate (準委任, 民法 第656条) does not: who is sent leads the work, and the
 * local director speaks to the workers. A trainee (研修受入) learns, and neither leads nor speaks.
 */
const permits: Readonly<Record<LoanBasis, { readonly instructs: boolean; readonly leads: boolean }>> = {
  準委任: { instructs: false, leads: true },
  在籍出向: { instructs: true, leads: true },
  職員派遣: { instructs: true, leads: true },
  研修受入: { instructs: false, leads: false },
};

/** Whether somebody on loan may instruct the borrower's workers. */
export function mayInstruct(basis: LoanBasis): boolean {
  return permits[basis].instructs;
}

/** Whether the minutes of somebody on loan count as supervision at the borrower's. */
export function leads(basis: LoanBasis): boolean {
  return permits[basis].leads;
}

export function isLoanBasis(value: unknown): value is LoanBasis {
  return (loanBases as readonly unknown[]).includes(value);
}

export function parseLoanBasis(text: string, field = 'basis'): Decision<LoanBasis> {
  return isLoanBasis(text) ? accept(text) : refuse('LOAN_BASIS_UNKNOWN', { field, given: text });
}
