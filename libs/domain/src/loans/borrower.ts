import { addDays, dateInTokyo, endOfDayInTokyo, hoursAfter, type Instant, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refuse, refuseAll, type Decision } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { reasonLength } from '../trade/messages.js';
import { rowFor, rowsOf, type Heard, type None, type Step } from '../trade/machine.js';
import { leads } from './basis.js';
import { dealOf, earlier, extended, hasBegun, isOver, lastAgreement, logged, newDeal } from './deal.js';
import { refusalsToExtend, refusalsToLog, statementOfDeal, weeksOfDeal } from './deal.js';
import { termsOfExtension, type LoanRequest, type LoanTerms } from './loan.js';
import type { LoanAtBorrower, LoanAtLender, Proposal } from './loan-state.js';
import type { LoanMessages } from './messages.js';
import { step, tell, type LoanOutgoing } from './outgoing.js';
import { sameStatement } from './statement.js';
import { isDate, reasonOf, termsExtend, termsKeepToRequest } from './wire.js';
import type { DirectorShift } from '../directors/shift.js';

/** What a person at the borrower's asks for. Ids, hashes and signatures come in as values. */
export type BorrowerCommand =
  | { readonly type: 'request'; readonly request: LoanRequest; readonly asked: readonly MunicipalityCode[] }
  | { readonly type: 'agree'; readonly lender: MunicipalityCode; readonly signature: string }
  | { readonly type: 'cancel'; readonly reason: string }
  /** The terms are those of `termsOfExtension`; hash and signature are over them. */
  | { readonly type: 'propose'; readonly terms: LoanTerms; readonly termsHash: string; readonly signature: string }
  /** Takes the extension that the lender has offered; the signature is over its hash. */
  | { readonly type: 'accept-extension'; readonly signature: string }
  | { readonly type: 'decline-extension'; readonly reason: string }
  | { readonly type: 'log'; readonly date: IsoDate; readonly minutes: number }
  | { readonly type: 'return' }
  | { readonly type: 'confirm-statement'; readonly signature: string };

type BorrowerMessageType =
  | 'loan.offered'
  | 'loan.declined'
  | 'loan.offer-ended'
  | 'loan.in-force'
  | 'loan.recalled'
  | 'loan.extension-agreed'
  | 'loan.extension-declined'
  | 'loan.extension-offered'
  | 'loan.stated';

/** What a lender says. `genuine`: where terms come along they have the hash it names, and its signature over that hash holds. */
export type BorrowerMessage = Heard<LoanMessages, BorrowerMessageType>;

export type BorrowerEvent = BorrowerCommand | BorrowerMessage | { readonly type: 'time' };

/** A request outlives its day of answer at the borrower's by this much, so that an offer under way is still heard. */
const graceHours = 24;

const on = rowsOf<LoanAtBorrower | None, BorrowerEvent, undefined, LoanOutgoing>();

/** Every change that a loan can go through at its borrower's. What is not here does not happen. */
export const borrowerTransitions = [
  on('request', ['NONE'], ['REQUESTED'], (_none, { request, asked }) =>
    step(
      { status: 'REQUESTED' as const, request, asked, offers: [] },
      ...asked.map((town) =>
        tell(town, 'loan.requested', { loanId: request.id, request }, endOfDayInTokyo(request.answerBy)),
      ),
    ),
  ),

  on('loan.offered', ['REQUESTED', 'OFFERED'], ['OFFERED'], (loan, { from, payload, genuine }) => {
    const { terms, termsHash, signature } = payload;
    const isFirst = loan.asked.includes(from) && loan.offers.every((offer) => offer.terms.lender !== from);
    if (!genuine || !isFirst || !termsKeepToRequest(terms, loan.request, from)) return step(loan);
    const offers = [...loan.offers, { terms, termsHash, lenderSignature: signature }];
    return step({ ...loan, status: 'OFFERED' as const, offers });
  }),
  on('loan.declined', ['REQUESTED', 'OFFERED'], ['REQUESTED', 'OFFERED', 'DECLINED'], (loan, { from, payload }) =>
    without(loan, from, 'DECLINED', payload.reason),
  ),
  on('loan.offer-ended', ['REQUESTED', 'OFFERED'], ['REQUESTED', 'OFFERED', 'CANCELLED'], (loan, { from, payload }) =>
    without(loan, from, 'CANCELLED', payload.reason),
  ),

  on('agree', ['OFFERED'], ['AGREED'], (loan, { lender, signature }, _context, now) => {
    const offer = loan.offers.find(({ terms }) => terms.lender === lender);
    if (offer === undefined) return refuse<never>('LOAN_OFFER_UNKNOWN', { field: 'lender', given: lender });
    const { agreeBy } = offer.terms;
    if (now >= agreeBy)
      return refuse<never>('CONFIRMATION_TOO_LATE', { field: 'loanId', confirmBy: dateInTokyo(agreeBy) });
    const { request, asked } = loan;
    const [loanId, termsHash] = [request.id, offer.termsHash];
    const deal = newDeal({ request, lender }, { ...offer, borrowerSignature: signature });
    return step(
      { ...deal, status: 'AGREED' as const, receiptPending: true },
      tell(lender, 'loan.agreed', { loanId, termsHash, signature }),
      ...asked
        .filter((town) => town !== lender)
        .map((town) => tell(town, 'loan.cancelled', { loanId, reason: 'ANOTHER_CHOSEN' })),
    );
  }),
  on('loan.in-force', ['AGREED'], ['AGREED'], (loan, { payload: { termsHash } }) =>
    step(termsHash === lastAgreement(loan).termsHash ? { ...loan, receiptPending: false } : loan),
  ),
  on('loan.offer-ended', ['AGREED'], ['CANCELLED'], (loan, { payload: { reason } }) =>
    // In force, it is: the lender cannot take its receipt back.
    loan.receiptPending ? step(endedAs(loan, 'CANCELLED', reasonOf(reason))) : step(loan),
  ),

  on('cancel', ['REQUESTED', 'OFFERED', 'AGREED'], ['CANCELLED'], (loan, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    return refusals.length > 0 ? refuseAll(refusals) : cancelled(loan, reason);
  }),

  // A recall that keeps to the notice shortens the loan, also where this town's clock has ended it meanwhile.
  on('loan.recalled', ['AGREED', 'ACTIVE', 'EXTENDED'], ['RECALLED'], (loan, { payload }) => {
    if ((loan.status === 'AGREED' && loan.receiptPending) || !keepsNotice(loan, payload)) return step(loan);
    const lastDay = earlier(loan.lastDay, payload.lastDay);
    return step({ ...dealOf(loan), status: 'RECALLED' as const, lastDay, proposals: [] });
  }),
  on('loan.recalled', ['RETURNED'], ['RETURNED'], (loan, { payload }) =>
    step(
      loan.said || !keepsNotice(loan, payload) ? loan : { ...loan, lastDay: earlier(loan.lastDay, payload.lastDay) },
    ),
  ),

  on('propose', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { terms, termsHash, signature }, _c, now) => {
    const refusals = refusalsToExtend(loan, terms, now);
    if (refusals.length > 0) return refuseAll(refusals);
    return proposed(loan, { terms, termsHash, borrowerSignature: signature });
  }),
  // The lender said no to a proposal, and with it to all that were made before: it had laid those aside when it heard of this one.
  on('loan.extension-declined', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { payload }) => {
    const index = loan.proposals.findIndex(({ termsHash }) => termsHash === payload.termsHash);
    if (index < 0) return step(loan);
    const proposals = loan.proposals.slice(index + 1);
    return step({ ...loan, proposals, extensionDeclined: reasonOf(payload.reason) });
  }),
  // The lender's clock may be ahead: to it the loan can have begun before it has here. Its newest offer replaces the one before.
  on(
    'loan.extension-offered',
    ['AGREED', 'ACTIVE', 'EXTENDED'],
    ['AGREED', 'ACTIVE', 'EXTENDED'],
    (loan, { payload: { terms, termsHash, signature }, genuine }) =>
      genuine && termsExtend(terms, lastAgreement(loan))
        ? step({ ...loan, extensionOffer: { terms, termsHash, lenderSignature: signature } })
        : step(loan),
  ),
  // Signed by both now, and in force once the lender has the signature: what is extended stays the lender's word.
  on('accept-extension', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { signature }, _context, now) => {
    const { extensionOffer: offer, ...rest } = loan;
    if (offer === undefined) return refuse<never>('LOAN_EXTENSION_UNKNOWN', { field: 'loanId' });
    if (isOver(loan, now)) return refuse<never>('CONFIRMATION_TOO_LATE', { field: 'loanId', confirmBy: loan.lastDay });
    return proposed(rest as Running, { ...offer, borrowerSignature: signature });
  }),
  on('decline-extension', ['ACTIVE', 'EXTENDED'], ['ACTIVE', 'EXTENDED'], (loan, { reason }) => {
    const { extensionOffer: offer, ...rest } = loan;
    if (offer === undefined) return refuse<never>('LOAN_EXTENSION_UNKNOWN', { field: 'loanId' });
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    const { termsHash } = offer;
    const payload = { loanId: loan.request.id, termsHash, reason };
    return step(rest as Running, tell(loan.lender, 'loan.extension-offer-declined', payload));
  }),
  // Agreed before the loan was over, it goes on, also where this town's clock has ended it meanwhile.
  on('loan.extension-agreed', ['ACTIVE', 'EXTENDED'], ['EXTENDED'], (loan, { payload, genuine }) => {
    const extension = agreedExtension(loan, payload, genuine);
    return step(extension === undefined ? loan : { ...extended(dealOf(loan), extension), status: 'EXTENDED' as const });
  }),
  on('loan.extension-agreed', ['RETURNED'], ['RETURNED', 'EXTENDED'], (loan, { payload, genuine }) => {
    const extension = agreedExtension(loan, payload, genuine);
    if (extension === undefined) return step(loan);
    const longer = extended(loan, extension);
    return loan.said
      ? step({ ...longer, status: 'RETURNED' as const, lastDay: loan.lastDay })
      : step({ ...dealOf(longer), status: 'EXTENDED' as const });
  }),

  on(
    'log',
    ['ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    ['ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    (loan, { date, minutes }, _context, now) => {
      const refusals = refusalsToLog(loan, { date, minutes }, now);
      if (refusals.length > 0) return refuseAll(refusals);
      return step(
        { ...loan, log: logged(loan.log, { date, minutes }) },
        tell(loan.lender, 'loan.minutes-logged', { loanId: loan.request.id, date, minutes }),
      );
    },
  ),

  on('return', ['ACTIVE', 'EXTENDED', 'RECALLED'], ['RETURNED'], (loan, _event, _context, now) => {
    const lastDay = earlier(loan.lastDay, dateInTokyo(now));
    return step(
      { ...dealOf(loan), status: 'RETURNED' as const, said: true, lastDay },
      tell(loan.lender, 'loan.returned', { loanId: loan.request.id, on: lastDay }),
    );
  }),

  on(
    // Also before our own clock has looked at the days of the loan, all of which may have passed meanwhile.
    'loan.stated',
    ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED'],
    (loan, { payload: { terms, termsHash, signature }, genuine }) =>
      step(genuine ? { ...loan, stated: { statement: terms, termsHash, lenderSignature: signature } } : loan),
  ),
  on('confirm-statement', ['RETURNED'], ['SETTLED'], (loan, { signature }) => {
    const { stated } = loan;
    if (stated === null) return refuse<never>('LOAN_STATEMENT_MISSING', { field: 'loanId' });
    if (!sameStatement(stated.statement, statementOfDeal(loan)))
      return refuse<never>('LOAN_STATEMENT_DIFFERS', { field: 'loanId' });
    const { termsHash } = stated;
    return step(
      { ...dealOf(loan), status: 'SETTLED' as const, stated, confirmation: signature },
      tell(loan.lender, 'loan.statement-confirmed', { loanId: loan.request.id, termsHash, signature }),
    );
  }),

  on('time', ['REQUESTED'], ['CANCELLED'], (loan, _event, _context, now) =>
    now < hoursAfter(endOfDayInTokyo(loan.request.answerBy), graceHours)
      ? step(loan)
      : cancelled(loan, 'REQUEST_EXPIRED'),
  ),
  on('time', ['AGREED'], ['ACTIVE'], (loan, _event, _context, now) =>
    loan.receiptPending || !hasBegun(loan, now) ? step(loan) : step(begun(loan)),
  ),
  on('time', ['ACTIVE', 'EXTENDED', 'RECALLED'], ['RETURNED'], (loan, _event, _context, now) =>
    isOver(loan, now) ? step({ ...dealOf(loan), status: 'RETURNED' as const, said: false }) : step(loan),
  ),
];

type Table = typeof borrowerTransitions;
type Stepped = Decision<Step<LoanAtBorrower | None, LoanOutgoing>>;

const commands: readonly string[] = [
  'request',
  'agree',
  'cancel',
  'propose',
  'accept-extension',
  'decline-extension',
  'log',
  'return',
  'confirm-statement',
] satisfies BorrowerCommand['type'][];

/**
 * What becomes of a loan at its borrower's: a command that does not fit is refused, a message that does not fit, or is from no party,
 * changes nothing. The minutes that are led here follow from the state before and after, so that capacity cannot say something else.
 */
export function atBorrower(
  loan: LoanAtBorrower | None,
  event: BorrowerEvent,
  now: Instant,
  table: Table = borrowerTransitions,
): Stepped {
  if ('from' in event && !isParty(loan, event.from)) return accept({ state: loan, outgoing: [] });
  const row = rowFor(table, loan, event);
  if (row === undefined)
    return commands.includes(event.type)
      ? refuse('LOAN_STEP_NOT_NOW', { field: 'loanId', status: loan.status })
      : accept({ state: loan, outgoing: [] });
  const decision = row.step(loan, event, undefined, now);
  if (!decision.ok) return decision;
  const { state, outgoing } = decision.value;
  const [before, after] = [borrowedShift(loan), borrowedShift(state)];
  const moves: LoanOutgoing[] = sameShift(before, after) ? [] : [{ do: 'move', shift: after }];
  return accept({ state, outgoing: [...moves, ...outgoing] });
}

/** What a loan brings its borrower: minutes that can lead, once it is in force and where its basis lets them. */
export function borrowedShift(loan: LoanAtBorrower | None): DirectorShift {
  if (!('agreements' in loan) || (loan.status === 'AGREED' && loan.receiptPending))
    return { kind: 'BORROWED', leadRatio: 1, weeks: [] };
  const { leadRatio, basis } = loan.agreements[0].terms;
  return { kind: 'BORROWED', leadRatio, weeks: leads(basis) ? weeksOfDeal(loan) : [] };
}

/** Whether two shifts move the same minutes. */
export function sameShift(one: DirectorShift, other: DirectorShift): boolean {
  return JSON.stringify(one.weeks) === JSON.stringify(other.weeks);
}

function isParty(loan: LoanAtBorrower | None, from: MunicipalityCode): boolean {
  if (loan.status === 'NONE') return false;
  return 'asked' in loan ? loan.asked.includes(from) : loan.lender === from;
}

type Open = Extract<LoanAtBorrower, { readonly asked: unknown }>;
type Closed<S> = Extract<LoanAtBorrower, { readonly status: S }>;

/** The request without one of the towns asked; with the last of them it is over. */
function without<S extends 'DECLINED' | 'CANCELLED'>(
  loan: Open,
  from: MunicipalityCode,
  over: S,
  reason: string,
): Decision<Step<Open | Closed<S>, LoanOutgoing>> {
  const asked = loan.asked.filter((town) => town !== from);
  const offers = loan.offers.filter(({ terms }) => terms.lender !== from);
  if (asked.length > 0) {
    const status = offers.length > 0 ? ('OFFERED' as const) : ('REQUESTED' as const);
    return step<Open | Closed<S>>({ ...loan, asked, offers, status });
  }
  const ended = { request: loan.request, lender: from, reason: reasonOf(reason), status: over };
  return step<Open | Closed<S>>(ended as unknown as Closed<S>);
}

function cancelled(loan: Open | Closed<'AGREED'>, reason: string): Decision<Step<Closed<'CANCELLED'>, LoanOutgoing>> {
  const towns = 'asked' in loan ? loan.asked : [loan.lender];
  return step<Closed<'CANCELLED'>>(
    endedAs(loan, 'CANCELLED', reason),
    ...towns.map((town) => tell(town, 'loan.cancelled', { loanId: loan.request.id, reason })),
  );
}

function endedAs(loan: Open | Closed<'AGREED'>, status: 'CANCELLED', reason: string): Closed<'CANCELLED'> {
  return { request: loan.request, status, reason, lender: 'lender' in loan ? loan.lender : null };
}

type Deals = Extract<LoanAtBorrower, { readonly agreements: unknown }>;
type Running = Extract<LoanAtBorrower, { readonly status: 'ACTIVE' | 'EXTENDED' }>;

/** A loan with one more extension that the borrower has signed, and that the lender is told of while it can take it. */
function proposed(loan: Running, proposal: Proposal): Decision<Step<Running, LoanOutgoing>> {
  const { extensionDeclined: _, ...rest } = loan;
  const { terms, termsHash, borrowerSignature: signature } = proposal;
  const payload = { loanId: loan.request.id, terms, termsHash, signature };
  return step<Running>(
    { ...rest, proposals: [...loan.proposals, { terms, termsHash, borrowerSignature: signature }] } as Running,
    tell(loan.lender, 'loan.extension-proposed', payload, terms.hardExpiry),
  );
}

function begun(loan: Closed<'AGREED'>): Closed<'ACTIVE'> {
  const { extensionOffer } = loan;
  return { ...dealOf(loan), ...(extensionOffer && { extensionOffer }), status: 'ACTIVE' };
}

function keepsNotice(loan: Deals, { on, lastDay }: LoanMessages['loan.recalled']): boolean {
  if (!isDate(on) || !isDate(lastDay)) return false;
  return lastDay >= addDays(on, loan.agreements[0].terms.recallNoticeDays);
}

function agreedExtension(
  loan: Deals,
  { termsHash, signature }: LoanMessages['loan.extension-agreed'],
  genuine: boolean,
): Deals['agreements'][number] | undefined {
  const proposal = genuine ? loan.proposals.find((each) => each.termsHash === termsHash) : undefined;
  return proposal && { ...proposal, lenderSignature: signature };
}

/** The terms of an extension of a running loan; undefined where there is none to go on from. */
export function extensionOf(
  loan: LoanAtBorrower | LoanAtLender,
  wanted: Pick<LoanTerms, 'minutes' | 'toWeek'>,
): LoanTerms | undefined {
  return 'agreements' in loan ? termsOfExtension(lastAgreement(loan), wanted) : undefined;
}
