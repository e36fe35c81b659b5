import type { Instant } from '../calendar/date.js';
import { atBorrower, type BorrowerEvent } from '../loans/borrower.js';
import { lastAgreement, statementOfDeal } from '../loans/deal.js';
import { atLender, type LenderEvent } from '../loans/lender.js';
import type { LoanRequest, LoanTerms } from '../loans/loan.js';
import type { LoanAtBorrower, LoanAtLender } from '../loans/loan-state.js';
import type { LoanOutgoing } from '../loans/outgoing.js';
import { sameStatement, type LoanStatement } from '../loans/statement.js';
import { isLoanRequest, termsExtend, termsKeepToRequest } from '../loans/wire.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refusal, type Decision, type Refusal } from '../refusals/decision.js';
import type { None } from '../trade/machine.js';
import { inTime, lawful, messageOf, stepOf } from './claim-ends.js';
import type { End, Said, Stepped, Told } from './end.js';

const none: None = { status: 'NONE' };

/** The borrower's end of a loan. @param asked whom it has asked, as far as the messages show. */
export function borrowerEnd(asked: readonly MunicipalityCode[]): End<LoanAtBorrower | None> {
  type Loan = LoanAtBorrower | None;
  const does = (loan: Loan, event: BorrowerEvent, now: Instant): Decision<Stepped<Loan>> => {
    const decision = atBorrower(loan, event, now);
    return decision.ok ? accept({ state: decision.value.state, tells: tellsOf(decision.value.outgoing) }) : decision;
  };
  return {
    none,
    deeds(loan, said, now, anew) {
      const { type, payload, from, to } = said;
      const [signature, reason] = [String(payload['signature']), String(payload['reason'])];
      switch (type) {
        case 'loan.requested': {
          const request = payload['request'] as LoanRequest;
          const odd = isLoanRequest(request, from) ? [] : [notNow(loan.status)];
          return [lawful(odd, () => does(loan, { type: 'request', request, asked }, now))];
        }
        case 'loan.agreed': {
          const offers = 'offers' in loan ? loan.offers : [];
          const terms = offers.find((offer) => offer.terms.lender === to)?.terms;
          return inTime(terms, now, anew, (when) => does(loan, { type: 'agree', lender: to, signature }, when));
        }
        case 'loan.cancelled':
          return [does(loan, { type: 'cancel', reason }, now)];
        case 'loan.extension-proposed': {
          const terms = payload['terms'] as LoanTerms;
          const goesOn = !('agreements' in loan) || termsExtend(terms, lastAgreement(loan));
          const event = { type: 'propose', terms, termsHash: String(payload['termsHash']), signature } as const;
          return [lawful(goesOn ? [] : [notNow(loan.status)], () => does(loan, event, now))];
        }
        case 'loan.minutes-logged': {
          const { date, minutes } = payload as { date: never; minutes: number };
          return [does(loan, { type: 'log', date, minutes }, now)];
        }
        case 'loan.returned':
          return [does(loan, { type: 'return' }, now)];
        case 'loan.statement-confirmed':
          return [does(loan, { type: 'confirm-statement', signature }, now)];
        default:
          return [];
      }
    },
    hears: (loan, said, now) => stepOf(loan, does(loan, messageOf(said), now)),
    clock: (loan, now) => stepOf(loan, does(loan, { type: 'time' }, now)),
    name: (loan) => (loan.status === 'AGREED' && loan.receiptPending ? 'AGREED_PENDING' : loan.status),
  };
}

/** A lender's end of a loan. */
export function lenderEnd(lender: MunicipalityCode): End<LoanAtLender | None> {
  type Loan = LoanAtLender | None;
  const does = (loan: Loan, event: LenderEvent, now: Instant): Decision<Stepped<Loan>> => {
    const decision = atLender(loan, event, { lender }, now);
    return decision.ok ? accept({ state: decision.value.state, tells: tellsOf(decision.value.outgoing) }) : decision;
  };
  return {
    none,
    deeds(loan, { type, payload }, now) {
      const [signature, termsHash] = [String(payload['signature']), String(payload['termsHash'])];
      const reason = String(payload['reason']);
      switch (type) {
        case 'loan.offered': {
          const terms = payload['terms'] as LoanTerms;
          // Whom it lends, the lender alone knows.
          const event = { type: 'offer', directorId: lender, terms, termsHash, signature } as const;
          const keeps = loan.status !== 'REQUESTED' || termsKeepToRequest(terms, loan.request, lender);
          return [lawful(keeps ? [] : [notNow(loan.status)], () => does(loan, event, now))];
        }
        case 'loan.declined':
          return [does(loan, { type: 'decline', reason }, now)];
        case 'loan.offer-ended':
          return [does(loan, { type: 'cancel', reason }, now)];
        case 'loan.recalled':
          return [does(loan, { type: 'recall', lastDay: payload['lastDay'] as never }, now)];
        case 'loan.extension-agreed':
          return [does(loan, { type: 'accept-extension', termsHash, signature }, now)];
        case 'loan.stated': {
          const statement = payload['terms'] as LoanStatement;
          const isRight = !('agreements' in loan) || sameStatement(statement, statementOfDeal(loan));
          const wrong = isRight ? [] : [refusal('LOAN_STATEMENT_DIFFERS', { field: 'terms' })];
          return [lawful(wrong, () => does(loan, { type: 'state', statement, termsHash, signature }, now))];
        }
        default:
          return [];
      }
    },
    hears: (loan, said, now) => stepOf(loan, does(loan, messageOf(said), now)),
    clock: (loan, now) => stepOf(loan, does(loan, { type: 'time' }, now)),
    name: ({ status }) => status,
  };
}

function notNow(status: string): Refusal {
  return refusal('LOAN_STEP_NOT_NOW', { field: 'terms', status });
}

function tellsOf(outgoing: readonly LoanOutgoing[]): Told[] {
  return outgoing.flatMap((one) => (one.do === 'tell' ? [{ to: one.to, type: one.type, payload: one.payload }] : []));
}

/** The towns that a borrower has asked, as far as these messages show. */
export function askedIn(messages: readonly Said[]): MunicipalityCode[] {
  return [...new Set(messages.filter(({ type }) => type === 'loan.requested').map(({ to }) => to))];
}
