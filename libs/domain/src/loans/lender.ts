import { addDays, dateInTokyo, endOfDayInTokyo, type Instant, type IsoDate } from '../calendar/date.js';
import type { DirectorShift } from '../directors/shift.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refuse, refuseAll, type Decision } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { rowFor, rowsOf, type Heard, type None, type Step } from '../trade/machine.js';
import { reasonLength } from '../trade/messages.js';
import { sameShift } from './borrower.js';
import { dealOf, earlier, extended, hasBegun, isOver, lastAgreement, logged, newDeal } from './deal.js';
import { refusalsToExtend, takesLogged, weeksOfDeal } from './deal.js';
import { daysOfTerms, minutesByWeek, type LoanTerms } from './loan.js';
import type { Agreement, LoanAtLender } from './loan-state.js';
import type { LoanMessages } from './messages.js';
import { step, tell, type LoanOutgoing } from './outgoing.js';
import type { LoanStatement } from './statement.js';
import { isDate, isLoanRequest, isWhole, reasonOf, termsExtend } from './wire.js';

/** What a person at the lender's asks for. Hashes and signatures come in as values. */
export type LenderCommand =
  /** The terms are those of `termsOfOffer`, of which nothing is refused; hash and signature are over them. */
  | {
      readonly type: 'offer';
      readonly directorId: string;
      readonly terms: LoanTerms;
      readonly termsHash: string;
      readonly signature: string;
    }
  | { readonly type: 'decline'; readonly reason: string }
  /** Takes the offer back. */
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'recall'; readonly lastDay: IsoDate }
  | { readonly type: 'accept-extension'; readonly termsHash: string; readonly signature: string }
  | { readonly type: 'decline-extension'; readonly termsHash: string; readonly reason: string }
  /** The terms are those of `termsOfExtension`; hash and signature are over them. */
  | {
      readonly type: 'offer-extension';
      readonly terms: LoanTerms;
      readonly termsHash: string;
      readonly signature: string;
    }
  /** The statement is that of `statementOfDeal`. */
  | {
      readonly type: 'state';
      readonly statement: LoanStatement;
      readonly termsHash: string;
      readonly signature: string;
    };

type LenderMessageType =
  | 'loan.requested'
  | 'loan.agreed'
  | 'loan.cancelled'
  | 'loan.extension-proposed'
  | 'loan.extension-offer-declined'
  | 'loan.minutes-logged'
  | 'loan.returned'
  | 'loan.statement-confirmed';

/** What a borrower says. `genuine`: where terms come along they have the hash it names, and its signature over that hash holds. */
export type LenderMessage = Heard<LoanMessages, LenderMessageType>;

export type LenderEvent = LenderCommand | LenderMessage | { readonly type: 'time' };

interface Context {
  /** The town whose machine this is. */
  readonly lender: MunicipalityCode;
}

const on = rowsOf<LoanAtLender | None, LenderEvent, Context, LoanOutgoing>();

/** Every change that a loan can go through at its lender's. What is not here does not happen. */
export const lenderTransitions = [
  on('loan.requested', ['NONE'], ['REQUESTED'], (none, { from, payload: { request } }, { lender }) =>
    isLoanRequest(request, from) ? step({ status: 'REQUESTED' as const, request, lender }) : step(none),
  ),

  on('offer', ['REQUESTED'], ['OFFERED'], (loan, { directorId, terms, termsHash, signature }, _context, now) => {
    const { answerBy, id: loanId, borrower } = loan.request;
    if (now >= endOfDayInTokyo(answerBy))
      return refuse<never>('LOAN_ANSWER_TOO_LATE', { field: 'loanId', on: answerBy });
    const offer = { terms, termsHash, lenderSignature: signature };
    return step(
      { ...loan, status: 'OFFERED' as const, directorId, offer },
      tell(borrower, 'loan.offered', { loanId, terms, termsHash, signature }, terms.hardExpiry),
    );
  }),
  on('decline', ['REQUESTED'], ['DECLINED'], (loan, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    const { request, lender } = loan;
    return step(
      { request, lender, status: 'DECLINED' as const, reason },
      tell(request.borrower, 'loan.declined', { loanId: request.id, reason }),
    );
  }),
  on('cancel', ['OFFERED'], ['CANCELLED'], (loan, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    return refusals.length > 0 ? refuseAll(refusals) : offerEnds(loan, reason);
  }),

  // The lender takes the borrower's signature until the hard expiry, and says so either way.
  on('loan.agreed', ['OFFERED'], ['AGREED', 'CANCELLED'], (loan, { payload, genuine }, _context, now) => {
    const { request, offer, directorId } = loan;
    if (!genuine || payload.termsHash !== offer.termsHash) return step(loan);
    if (now >= offer.terms.hardExpiry) return offerEnds(loan, 'OFFER_EXPIRED');
    const deal = newDeal(loan, { ...offer, borrowerSignature: payload.signature });
    return step(
      { ...deal, directorId, status: 'AGREED' },
      tell(request.borrower, 'loan.in-force', { loanId: request.id, termsHash: offer.termsHash }),
    );
  }),

  // That a loan is not needed is the borrower's word: it says so before it has begun there, whatever the lender thought meanwhile.
  on(
    'loan.cancelled',
    ['REQUESTED', 'OFFERED', 'AGREED', 'ACTIVE', 'RECALLED', 'RETURNED', 'DECLINED', 'CANCELLED'],
    ['CANCELLED'],
    ({ request, lender }, { payload: { reason } }) =>
      step({ request, lender, status: 'CANCELLED' as const, reason: reasonOf(reason) }),
  ),

  on('recall', ['AGREED', 'ACTIVE', 'EXTENDED'], ['RECALLED'], (loan, { lastDay }, _context, now) => {
    const today = dateInTokyo(now);
    const from = addDays(today, loan.agreements[0].terms.recallNoticeDays);
    if (lastDay < from || lastDay >= loan.lastDay)
      return refuse<never>('RECALL_DAY_OUT_OF_RANGE', { field: 'lastDay', given: lastDay, from, to: loan.lastDay });
    return step(
      { ...lentDeal(loan), status: 'RECALLED' as const, lastDay, proposals: [] },
      tell(loan.request.borrower, 'loan.recalled', { loanId: loan.request.id, on: today, lastDay }),
    );
  }),

  // The borrower's clock may be ahead: to it the loan can have begun before it has here.
  on('loan.extension-proposed', ['AGREED'], ['AGREED'], (loan, { payload, genuine }) =>
    step(withProposal(loan, payload, genuine)),
  ),
  // Just what this town has offered and signed is in force by it, and whoever made it is told.
  on('loan.extension-proposed', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, event, _context, now) => {
    const { payload, genuine } = event;
    const { extensionOffer: own } = loan;
    const isTaken = genuine && own?.termsHash === payload.termsHash && !isOver(loan, now);
    return isTaken
      ? agreedExtension(loan, { ...own, borrowerSignature: payload.signature })
      : step<Running>(withProposal(loan, payload, genuine));
  }),
  on('offer-extension', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, event, _context, now) => {
    const { terms, termsHash, signature } = event;
    const refusals = refusalsToExtend(loan, terms, now);
    if (refusals.length > 0) return refuseAll(refusals);
    const { extensionDeclined: _, ...rest } = loan;
    const payload = { loanId: loan.request.id, terms, termsHash, signature };
    return step<Running>(
      { ...rest, extensionOffer: { terms, termsHash, lenderSignature: signature } } as Running,
      tell(loan.request.borrower, 'loan.extension-offered', payload, terms.hardExpiry),
    );
  }),
  on('loan.extension-offer-declined', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { payload }) => {
    const { extensionOffer: own, ...rest } = loan;
    return own?.termsHash === payload.termsHash
      ? step<Running>({ ...rest, extensionDeclined: reasonOf(payload.reason) } as Running)
      : step<Running>(loan);
  }),
  on('decline-extension', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { termsHash, reason }) => {
    if (loan.proposals.every((each) => each.termsHash !== termsHash))
      return refuse<never>('LOAN_EXTENSION_UNKNOWN', { field: 'loanId' });
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    return step<Running>(
      { ...loan, proposals: [] },
      tell(loan.request.borrower, 'loan.extension-declined', { loanId: loan.request.id, termsHash, reason }),
    );
  }),
  on('accept-extension', ['ACTIVE', 'EXTENDED'], ['EXTENDED'], (loan, { termsHash, signature }, _context, now) => {
    const proposal = loan.proposals.find((each) => each.termsHash === termsHash);
    if (proposal === undefined) return refuse<never>('LOAN_EXTENSION_UNKNOWN', { field: 'loanId' });
    if (isOver(loan, now)) return refuse<never>('CONFIRMATION_TOO_LATE', { field: 'loanId', confirmBy: loan.lastDay });
    return agreedExtension(loan, { ...proposal, lenderSignature: signature });
  }),

  on(
    'loan.minutes-logged',
    ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    (loan, { payload: { date, minutes } }) => {
      if (!isDate(date) || !isWhole(minutes, 0, Number.MAX_SAFE_INTEGER) || !takesLogged(loan, { date, minutes }))
        return step(loan);
      return step({ ...loan, log: logged(loan.log, { date, minutes }) });
    },
  ),

  // When they went home is the borrower's word.
  on(
    'loan.returned',
    ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    ['RETURNED'],
    (loan, { payload: { on } }) => {
      const lastDay = isDate(on) ? earlier(on, daysOfTerms(lastAgreement(loan).terms).last) : loan.lastDay;
      return step({ ...lentDeal(loan), status: 'RETURNED' as const, said: true, lastDay });
    },
  ),

  on('state', ['RETURNED'], ['RETURNED'], (loan, { statement, termsHash, signature }) =>
    step(
      {
        ...{ ...loan, stated: { statement, termsHash, lenderSignature: signature } },
        statedBefore: signedStatements(loan).filter((before) => before.termsHash !== termsHash),
      },
      tell(loan.request.borrower, 'loan.stated', { loanId: loan.request.id, terms: statement, termsHash, signature }),
    ),
  ),
  on('loan.statement-confirmed', ['RETURNED'], ['SETTLED'], (loan, { payload: { termsHash, signature }, genuine }) => {
    const stated = signedStatements(loan).find((each) => each.termsHash === termsHash);
    return genuine && stated !== undefined
      ? step({ ...dealOf(loan), directorId: loan.directorId, status: 'SETTLED', stated, confirmation: signature })
      : step(loan);
  }),

  on('time', ['REQUESTED'], ['CANCELLED'], (loan, _event, _context, now) => {
    const { request, lender } = loan;
    return now < endOfDayInTokyo(request.answerBy)
      ? step(loan)
      : step({ request, lender, status: 'CANCELLED' as const, reason: 'REQUEST_EXPIRED' });
  }),
  on('time', ['OFFERED'], ['CANCELLED'], (loan, _event, _context, now) =>
    now < loan.offer.terms.hardExpiry ? step(loan) : offerEnds(loan, 'OFFER_EXPIRED'),
  ),
  on('time', ['AGREED'], ['ACTIVE'], (loan, _event, _context, now) =>
    hasBegun(loan, now) ? step({ ...lentDeal(loan), status: 'ACTIVE' as const }) : step(loan),
  ),
  on('time', ['ACTIVE', 'EXTENDED', 'RECALLED'], ['RETURNED'], (loan, _event, _context, now) =>
    isOver(loan, now) ? step({ ...lentDeal(loan), status: 'RETURNED' as const, said: false }) : step(loan),
  ),
];

type Table = typeof lenderTransitions;

const commands: readonly string[] = [
  'offer',
  'decline',
  'cancel',
  'recall',
  'accept-extension',
  'decline-extension',
  'offer-extension',
  'state',
] satisfies LenderCommand['type'][];

/**
 * What becomes of a loan at its lender's: a command that does not fit is refused, a message that does not fit, or is not from the borrower,
 * changes nothing. The minutes that are away follow from the state before and after, so that capacity cannot say something else.
 */
export function atLender(
  loan: LoanAtLender | None,
  event: LenderEvent,
  context: Context,
  now: Instant,
  table: Table = lenderTransitions,
): Decision<Step<LoanAtLender | None, LoanOutgoing>> {
  const nothing = accept({ state: loan, outgoing: [] });
  if ('from' in event && loan.status !== 'NONE' && event.from !== loan.request.borrower) return nothing;
  const row = rowFor(table, loan, event);
  if (row === undefined)
    return commands.includes(event.type)
      ? refuse('LOAN_STEP_NOT_NOW', { field: 'loanId', status: loan.status })
      : nothing;
  const decision = row.step(loan, event, context, now);
  if (!decision.ok) return decision;
  const { state, outgoing } = decision.value;
  const [before, after] = [lentShift(loan), lentShift(state)];
  const moves: LoanOutgoing[] = sameShift(before, after)
    ? []
    : [{ do: 'move', shift: after.directorId === '' ? { ...after, directorId: before.directorId } : after }];
  return accept({ state, outgoing: [...moves, ...outgoing] });
}

/** What a loan takes from its lender: the director's minutes, from the offer on; those of an extension from its offer on too. */
export function lentShift(loan: LoanAtLender | None): Extract<DirectorShift, { kind: 'LENT' }> {
  if (!('directorId' in loan)) return { kind: 'LENT', directorId: '', weeks: [] };
  const { directorId } = loan;
  const weeks =
    loan.status === 'OFFERED'
      ? minutesByWeek(loan.offer.terms)
      : [...weeksOfDeal(loan), ...(loan.extensionOffer ? minutesByWeek(loan.extensionOffer.terms) : [])];
  return { kind: 'LENT', directorId, weeks: weeks.filter(({ minutes }) => minutes > 0) };
}

type Offered = Extract<LoanAtLender, { readonly status: 'OFFERED' }>;
type Cancelled = Extract<LoanAtLender, { readonly status: 'CANCELLED' }>;
type Lent = Extract<LoanAtLender, { readonly agreements: unknown }>;
type Running = Extract<LoanAtLender, { readonly status: 'ACTIVE' | 'EXTENDED' }>;

/** The loan with what the borrower has proposed last, where it can be taken. */
function withProposal<L extends Running | Extract<LoanAtLender, { readonly status: 'AGREED' }>>(
  loan: L,
  { terms, termsHash, signature }: LoanMessages['loan.extension-proposed'],
  genuine: boolean,
): L {
  return genuine && termsExtend(terms, lastAgreement(loan))
    ? { ...loan, proposals: [{ terms, termsHash, borrowerSignature: signature }] }
    : loan;
}

/** An extension that both have signed, in force from now on; nothing else of what was open goes on from it. */
function agreedExtension(
  loan: Running,
  extension: Agreement,
): Decision<Step<Extract<Running, { readonly status: 'EXTENDED' }>, LoanOutgoing>> {
  const { termsHash, lenderSignature: signature } = extension;
  return step(
    { ...extended(lentDeal(loan), extension), status: 'EXTENDED' as const },
    tell(loan.request.borrower, 'loan.extension-agreed', { loanId: loan.request.id, termsHash, signature }),
  );
}

function lentDeal(loan: Lent): ReturnType<typeof dealOf> & Pick<Lent, 'directorId' | 'statedBefore'> {
  const { directorId, statedBefore } = loan;
  return { ...dealOf(loan), directorId, ...(statedBefore === undefined ? {} : { statedBefore }) };
}

/** Every statement that the lender has signed, the last one first. */
function signedStatements({ stated, statedBefore = [] }: Lent): NonNullable<Lent['stated']>[] {
  return [...(stated === null ? [] : [stated]), ...statedBefore];
}

function offerEnds({ request, lender }: Offered, reason: string): Decision<Step<Cancelled, LoanOutgoing>> {
  return step(
    { request, lender, status: 'CANCELLED', reason },
    tell(request.borrower, 'loan.offer-ended', { loanId: request.id, reason }),
  );
}
