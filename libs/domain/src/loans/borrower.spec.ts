import { describe, expect, it } from '@jest/globals';
import {
  borrower,
  date,
  hashOf,
  lender,
  noon,
  outcome,
  request,
  start,
  stranger,
  terms,
  week,
} from '#testkit/loan-walk';
import { ambiguous, none, reachable, Walk } from '#testkit/trade-walk';
import { endOfDayInTokyo, hoursAfter } from '../calendar/date.js';
import type { None } from '../trade/machine.js';
import { atBorrower, borrowerTransitions, type BorrowerEvent } from './borrower.js';
import { lastAgreement, statementOfDeal } from './deal.js';
import { termsOfExtension, type LoanTerms } from './loan.js';
import type { LoanAtBorrower } from './loan-state.js';

// Goal: every row of the table does what docs/loans.md says, and nothing happens that no row allows.
// Method: a line is a sequence of events, the state that follows, and what the last event sends out or the code that refuses it. At the end
// the rows that were walked are compared with the table.

const walk = new Walk();
const termsHash = hashOf(terms);
const extension = termsOfExtension({ terms, termsHash }, { minutes: 600, toWeek: week('2027-W35') });
const loanId = request.id;

const heard = (type: string, payload: object, { genuine = true, from = lender } = {}): BorrowerEvent =>
  ({ type, payload: { loanId, ...payload }, from, genuine }) as unknown as BorrowerEvent;
const offer = (
  change: Partial<LoanTerms> = {},
  about: { genuine?: boolean; from?: typeof lender } = {},
): BorrowerEvent => {
  const changed = { ...terms, ...change };
  return heard('loan.offered', { terms: changed, termsHash: hashOf(changed), signature: 'lender' }, about);
};
const offeredExtension = (change: Partial<LoanTerms> = {}, genuine = true): BorrowerEvent => {
  const changed = { ...extension, ...change };
  const payload = { terms: changed, termsHash: hashOf(changed), signature: 'lender' };
  return heard('loan.extension-offered', payload, { genuine });
};
const proposal = (
  toWeek: string,
  last: Parameters<typeof termsOfExtension>[0] = { terms, termsHash },
): BorrowerEvent => {
  const wanted = termsOfExtension(last, { minutes: 600, toWeek: week(toWeek) });
  return { type: 'propose', terms: wanted, termsHash: hashOf(wanted), signature: 'borrower' };
};

function borrowerEvent(name: string, loan: LoanAtBorrower | None): BorrowerEvent {
  const statement = 'agreements' in loan ? statementOfDeal(loan) : {};
  const events: Record<string, BorrowerEvent> = {
    request: { type: 'request', request, asked: [lender] },
    'request-two': { type: 'request', request, asked: [lender, stranger] },
    offered: offer(),
    'offered-other': offer({ lender: stranger }, { from: stranger }),
    'offered-forged': offer({}, { genuine: false }),
    'offered-dear': offer({ yenPerHour: 100_001 }),
    'offered-more': offer({ minutes: 2_401 }),
    'offered-named': offer({ director: { ...terms.director, phone: '0267' } as LoanTerms['director'] }),
    declined: heard('loan.declined', { reason: '人手が足りないため' }),
    'declined-other': heard('loan.declined', { reason: 'x' }, { from: stranger }),
    ended: heard('loan.offer-ended', { reason: 'OFFER_EXPIRED' }),
    agree: { type: 'agree', lender, signature: 'borrower' },
    'agree-nobody': { type: 'agree', lender: borrower, signature: 'borrower' },
    'agree-late': { type: 'agree', lender, signature: 'borrower' },
    'in-force': heard('loan.in-force', { termsHash }),
    'in-force-other': heard('loan.in-force', { termsHash: 'other' }),
    'in-force-stranger': heard('loan.in-force', { termsHash }, { from: stranger }),
    cancel: { type: 'cancel', reason: '間に合ったため' },
    'cancel-wordless': { type: 'cancel', reason: ' ' },
    recalled: heard('loan.recalled', { on: '2027-08-08', lastDay: '2027-08-15' }),
    'recalled-early': heard('loan.recalled', { on: '2027-07-14', lastDay: '2027-07-25' }),
    'recalled-at-once': heard('loan.recalled', { on: '2027-08-08', lastDay: '2027-08-14' }),
    propose: proposal('2027-W35'),
    'propose-on': proposal('2027-W36', 'agreements' in loan ? lastAgreement(loan) : undefined),
    'propose-back': proposal('2027-W34'),
    extension: heard('loan.extension-agreed', { termsHash: hashOf(extension), signature: 'lender' }),
    'extension-forged': heard(
      'loan.extension-agreed',
      { termsHash: hashOf(extension), signature: 'x' },
      { genuine: false },
    ),
    'extension-declined': heard('loan.extension-declined', {
      termsHash: hashOf(extension),
      reason: '人手が足りないため',
    }),
    'extension-offered': offeredExtension(),
    'extension-offered-forged': offeredExtension({}, false),
    'extension-offered-dear': offeredExtension({ yenPerHour: 1 }),
    'extension-offered-on': offeredExtension(
      'agreements' in loan ? termsOfExtension(lastAgreement(loan), { minutes: 60, toWeek: week('2027-W36') }) : {},
    ),
    accept: { type: 'accept-extension', signature: 'borrower' },
    'decline-extension': { type: 'decline-extension', reason: '間に合ったため' },
    'decline-extension-wordless': { type: 'decline-extension', reason: ' ' },
    log: { type: 'log', date: date('2027-08-03'), minutes: 120 },
    'log-before': { type: 'log', date: date('2027-08-01'), minutes: 120 },
    'log-long': { type: 'log', date: date('2027-08-03'), minutes: 1_441 },
    return: { type: 'return' },
    stated: heard('loan.stated', { terms: statement, termsHash: 'statement', signature: 'lender' }),
    'stated-forged': heard('loan.stated', { terms: statement, termsHash: 's', signature: 'x' }, { genuine: false }),
    confirm: { type: 'confirm-statement', signature: 'borrower' },
  };
  const event = events[name.split('@')[0] ?? ''] ?? ({ type: 'time' } as const);
  if (event.type === 'time' && !name.startsWith('time')) throw new Error(`no event ${name}`);
  return event;
}

/** An event happens at the moment after its @; without one in July, in time to agree, or once it is agreed on 10 August. */
function play(names: string): { loan: LoanAtBorrower | None; said: string } {
  let loan: LoanAtBorrower | None = none;
  let said = '';
  for (const name of names.split(' ')) {
    const event = borrowerEvent(name, loan);
    const [, day] = name.split('@');
    const running = 'agreements' in loan && loan.status !== 'AGREED';
    const now = day === undefined ? (running ? noon('2027-08-10') : start) : noon(day);
    const decision = atBorrower(loan, event, name === 'agree-late' ? terms.agreeBy : now);
    const after: LoanAtBorrower | None = decision.ok ? decision.value.state : loan;
    if (decision.ok) walk.note(event.type, loan, after);
    said = outcome(decision, after);
    loan = after;
  }
  return { loan, said };
}

const agreed = 'request offered agree in-force';
const active = `${agreed} time@2027-08-02`;
const extended = `${active} propose extension`;

describe("a loan at its borrower's", () => {
  it.each([
    ['request', 'REQUESTED: loan.requested'],
    ['request-two', 'REQUESTED: loan.requested loan.requested'],
    ['request request', 'REQUESTED: LOAN_STEP_NOT_NOW'],
    ['agree', 'NONE: LOAN_STEP_NOT_NOW'],
    ['request offered', 'OFFERED'],
    ['request offered-forged', 'REQUESTED'],
    ['request offered-dear', 'REQUESTED'],
    ['request offered-more', 'REQUESTED'],
    ['request offered-named', 'REQUESTED'], // More of a person than the protocol has room for is no offer.
    ['request offered-other', 'REQUESTED'],
    ['request declined', 'DECLINED'],
    ['request-two declined', 'REQUESTED'],
    ['request-two offered-other declined', 'OFFERED'],
    ['request-two offered declined-other', 'OFFERED'],
    ['request-two offered ended', 'REQUESTED'],
    ['request-two offered offered-other ended', 'OFFERED'],
    ['request offered ended', 'CANCELLED'],
    ['request-two ended', 'REQUESTED'],
    ['request time@2027-07-25', 'REQUESTED'],
    ['request time@2027-07-26', 'CANCELLED: loan.cancelled'],
    ['request offered time@2027-07-26', 'OFFERED'], // It waits for the lender's word.
    ['request cancel', 'CANCELLED: loan.cancelled'],
    ['request cancel-wordless', 'REQUESTED: TEXT_EMPTY'],
    ['request-two offered cancel', 'CANCELLED: loan.cancelled loan.cancelled'],
    ['request cancel offered', 'CANCELLED'],
    ['request offered agree-nobody', 'OFFERED: LOAN_OFFER_UNKNOWN'],
    ['request offered agree-late', 'OFFERED: CONFIRMATION_TOO_LATE'],
    ['request offered agree', 'AGREED: loan.agreed'],
    ['request-two offered offered-other agree', 'AGREED: loan.agreed loan.cancelled'],
    ['request offered agree time@2027-08-02', 'AGREED'], // Without the lender's receipt nothing begins.
    ['request offered agree in-force-other', 'AGREED'],
    ['request offered agree in-force-stranger', 'AGREED'],
    ['request offered agree ended', 'CANCELLED'],
    ['request offered agree cancel', 'CANCELLED: loan.cancelled'],
    [agreed, 'AGREED: move-2400'],
    [`${agreed} ended`, 'AGREED'],
    [`${agreed} cancel`, 'CANCELLED: move-0 loan.cancelled'],
    [`${agreed} time@2027-08-01`, 'AGREED'],
    [`${agreed} recalled-early`, 'RECALLED: move-0'],
    ['request offered agree recalled', 'AGREED'],
    [active, 'ACTIVE'],
    [`${active} cancel`, 'ACTIVE: LOAN_STEP_NOT_NOW'],
    [`${active} recalled`, 'RECALLED: move-1200'],
    [`${active} recalled-at-once`, 'ACTIVE'],
    [`${active} recalled log`, 'RECALLED: loan.minutes-logged'],
    [`${active} recalled stated`, 'RECALLED'],
    [`${active} recalled return`, 'RETURNED: loan.returned'],
    [`${active} recalled time@2027-08-15`, 'RECALLED'],
    [`${active} recalled time@2027-08-16`, 'RETURNED'],
    [`${active} log`, 'ACTIVE: loan.minutes-logged'],
    [`${active} log-before`, 'ACTIVE: LOAN_DAY_OUT_OF_RANGE'],
    [`${active} log@2027-08-02`, 'ACTIVE: LOAN_DAY_OUT_OF_RANGE'],
    [`${active} log-long`, 'ACTIVE: DAY_MINUTES_OUT_OF_RANGE'],
    [`${active} return`, 'RETURNED: move-1200 loan.returned'],
    [`${active} time@2027-08-29`, 'ACTIVE'],
    [`${active} time@2027-08-30`, 'RETURNED'],
    [`${active} time@2027-08-30 recalled`, 'RETURNED: move-1200'],
    [`${active} return recalled`, 'RETURNED'],
    [`${active} propose`, 'ACTIVE: loan.extension-proposed'],
    [`${active} propose-back`, 'ACTIVE: EXTENSION_NOT_LATER'],
    [`${active} propose@2027-08-30`, 'ACTIVE: LOAN_STEP_NOT_NOW'],
    [`${active} extension`, 'ACTIVE'], // It has signed no such thing.
    [`${active} propose extension-forged`, 'ACTIVE'],
    [extended, 'EXTENDED: move-3000'],
    [`${extended} time@2027-08-30`, 'EXTENDED'],
    [`${extended} time@2027-09-06`, 'RETURNED'],
    [`${extended} propose-back`, 'EXTENDED: EXTENSION_NOT_LATER'],
    [`${extended} propose-on`, 'EXTENDED: loan.extension-proposed'],
    [`${extended} extension`, 'EXTENDED'],
    [`${extended} log`, 'EXTENDED: loan.minutes-logged'],
    [`${extended} stated`, 'EXTENDED'],
    [`${extended} recalled`, 'RECALLED: move-1200'],
    [`${extended} return`, 'RETURNED: move-1200 loan.returned'],
    [`${active} propose time@2027-08-30 extension`, 'EXTENDED: move-3000'],
    [`${active} propose return extension`, 'RETURNED'],
    [`${active} propose return extension-forged`, 'RETURNED'],
    // The lender says no; what is proposed again is another proposal, of the same terms or not.
    [`${active} propose extension-declined`, 'ACTIVE'],
    [`${active} propose extension-declined extension`, 'ACTIVE'],
    [`${active} propose propose extension-declined extension`, 'EXTENDED: move-3000'],
    [`${active} extension-declined`, 'ACTIVE'],
    [`${extended} extension-declined`, 'EXTENDED'],
    // The lender offers to go on.
    [`${active} accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} decline-extension`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} extension-offered`, 'ACTIVE'],
    [`${active} extension-offered accept`, 'ACTIVE: loan.extension-proposed'],
    [`${active} extension-offered accept accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} extension-offered accept extension`, 'EXTENDED: move-3000'],
    [`${active} extension-offered accept@2027-08-30`, 'ACTIVE: CONFIRMATION_TOO_LATE'],
    [`${active} extension-offered decline-extension-wordless`, 'ACTIVE: TEXT_EMPTY'],
    [`${active} extension-offered decline-extension`, 'ACTIVE: loan.extension-offer-declined'],
    [`${active} extension-offered decline-extension accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} extension-offered-forged accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} extension-offered-dear accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} extension-offered recalled accept`, 'RECALLED: LOAN_STEP_NOT_NOW'],
    [`${agreed} extension-offered time@2027-08-02 accept`, 'ACTIVE: loan.extension-proposed'],
    [`${active} propose extension-offered extension accept`, 'EXTENDED: LOAN_EXTENSION_UNKNOWN'],
    [`${extended} extension-offered accept`, 'EXTENDED: LOAN_EXTENSION_UNKNOWN'],
    [`${extended} extension-offered-on accept`, 'EXTENDED: loan.extension-proposed'],
    [`${extended} extension-offered-on decline-extension`, 'EXTENDED: loan.extension-offer-declined'],
    [`${active} stated`, 'ACTIVE'],
    // Its service was down from before the first day until after the last one, and this is the first that it hears.
    [`${agreed} stated`, 'AGREED'],
    [`${agreed} stated time@2027-08-31 time@2027-08-31 confirm`, 'SETTLED: loan.statement-confirmed'],
    [`${active} return confirm`, 'RETURNED: LOAN_STATEMENT_MISSING'],
    [`${active} return stated-forged confirm`, 'RETURNED: LOAN_STATEMENT_MISSING'],
    [`${active} return log`, 'RETURNED: loan.minutes-logged'],
    [`${active} return stated log confirm`, 'RETURNED: LOAN_STATEMENT_DIFFERS'],
    [`${active} return log stated confirm`, 'SETTLED: loan.statement-confirmed'],
    [`${active} return log stated confirm log`, 'SETTLED: LOAN_STEP_NOT_NOW'],
  ])('%s → %s', (names, expected) => {
    expect(play(names).said).toBe(expected);
  });

  it('shows why the lender said no, until it is asked again', () => {
    const { loan } = play(`${active} propose extension-declined`);
    expect(loan).toMatchObject({ proposals: [], extensionDeclined: '人手が足りないため' });
    expect(play(`${active} propose extension-declined propose`).loan).not.toHaveProperty('extensionDeclined');
  });

  it('takes no more minutes than were agreed, however they are spread over the days', () => {
    let { loan } = play(active);
    const log = (day: string, minutes: number): string => {
      const decision = atBorrower(loan, { type: 'log', date: date(day), minutes }, noon('2027-08-20'));
      loan = decision.ok ? decision.value.state : loan;
      return outcome(decision, loan);
    };
    expect(log('2027-08-03', 1_400)).toBe('ACTIVE: loan.minutes-logged');
    expect(log('2027-08-04', 1_001)).toBe('ACTIVE: LOAN_MINUTES_EXCEEDED');
    expect(log('2027-08-03', 600)).toBe('ACTIVE: loan.minutes-logged'); // In place of what was said of the day before.
    expect(log('2027-08-04', 1_001)).toBe('ACTIVE: loan.minutes-logged');
    expect(log('2027-08-03', 0)).toBe('ACTIVE: loan.minutes-logged');
    expect(loan).toMatchObject({ log: [{ date: '2027-08-04', minutes: 1_001 }] });
  });

  it('sends its request no longer than it can be answered', () => {
    const decision = atBorrower(none, { type: 'request', request, asked: [lender] }, start);
    expect(decision).toMatchObject({
      value: { outgoing: [{ to: lender, until: endOfDayInTokyo(request.answerBy) }] },
    });
    expect(terms.hardExpiry).toBe(hoursAfter(start, 96));
  });
});

describe("the table of a loan at its borrower's", () => {
  it('has every row walked above, from each of its states and to each', () => {
    expect(walk.missing(borrowerTransitions)).toEqual([]);
  });

  it('reaches every state, with one row at most for an event in a state', () => {
    expect(reachable(borrowerTransitions)).toEqual(
      'ACTIVE AGREED CANCELLED DECLINED EXTENDED NONE OFFERED RECALLED REQUESTED RETURNED SETTLED'.split(' '),
    );
    expect(ambiguous(borrowerTransitions)).toEqual([]);
  });
});
