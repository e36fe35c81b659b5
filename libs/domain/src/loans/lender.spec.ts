import { describe, expect, it } from '@jest/globals';
import { date, hashOf, lender, noon, outcome, request, start, stranger, terms, week } from '#testkit/loan-walk';
import { borrower } from '#testkit/loan-walk';
import { ambiguous, none, reachable, Walk } from '#testkit/trade-walk';
import type { None } from '../trade/machine.js';
import { statementOfDeal } from './deal.js';
import { atLender, lenderTransitions, type LenderEvent } from './lender.js';
import { termsOfExtension, type LoanTerms } from './loan.js';
import type { LoanAtLender } from './loan-state.js';

// Goal and method: as at the borrower's.

const walk = new Walk();
const termsHash = hashOf(terms);
const loanId = request.id;

const heard = (type: string, payload: object, { genuine = true, from = borrower } = {}): LenderEvent =>
  ({ type, payload: { loanId, ...payload }, from, genuine }) as unknown as LenderEvent;
const longer = (change: Partial<LoanTerms> = {}): LoanTerms => ({
  ...termsOfExtension({ terms, termsHash }, { minutes: 600, toWeek: week('2027-W35') }),
  ...change,
});
const further = termsOfExtension(
  { terms: longer(), termsHash: hashOf(longer()) },
  { minutes: 300, toWeek: week('2027-W36') },
);
const proposed = (change: Partial<LoanTerms> = {}, genuine = true, wanted = longer(change)): LenderEvent => {
  const payload = { terms: wanted, termsHash: hashOf(wanted), signature: 'borrower' };
  return heard('loan.extension-proposed', payload, { genuine });
};

const offeredExtension = (wanted: LoanTerms): LenderEvent => ({
  ...{ type: 'offer-extension', terms: wanted, termsHash: hashOf(wanted) },
  signature: 'lender',
});

function lenderEvent(name: string, loan: LoanAtLender | None): LenderEvent {
  const statement = 'agreements' in loan ? statementOfDeal(loan) : undefined;
  const events: Record<string, LenderEvent | undefined> = {
    requested: heard('loan.requested', { request }),
    'requested-stranger': heard('loan.requested', { request }, { from: stranger }),
    'requested-broken': heard('loan.requested', { request: { ...request, minutes: 0.5 } }),
    offer: { type: 'offer', directorId: 'director', terms, termsHash, signature: 'lender' },
    decline: { type: 'decline', reason: '人手が足りないため' },
    'decline-wordless': { type: 'decline', reason: '' },
    cancel: { type: 'cancel', reason: '本人の都合' },
    'cancel-wordless': { type: 'cancel', reason: '' },
    agreed: heard('loan.agreed', { termsHash, signature: 'borrower' }),
    'agreed-forged': heard('loan.agreed', { termsHash, signature: 'x' }, { genuine: false }),
    'agreed-other': heard('loan.agreed', { termsHash: 'other', signature: 'borrower' }),
    'agreed-stranger': heard('loan.agreed', { termsHash, signature: 'borrower' }, { from: stranger }),
    cancelled: heard('loan.cancelled', { reason: '間に合ったため' }),
    recall: { type: 'recall', lastDay: date('2027-08-17') },
    'recall-soon': { type: 'recall', lastDay: date('2027-08-16') },
    'recall-never': { type: 'recall', lastDay: date('2027-08-29') },
    proposed: proposed(),
    'proposed-forged': proposed({}, false),
    'proposed-dear': proposed({ yenPerHour: 1 }),
    'proposed-other': proposed({ director: { ...terms.director, name: '別の人' } }),
    'proposed-on': proposed({}, true, further),
    'accept-on': { type: 'accept-extension', termsHash: hashOf(further), signature: 'lender' },
    accept: { type: 'accept-extension', termsHash: hashOf(longer()), signature: 'lender' },
    'decline-extension': { type: 'decline-extension', termsHash: hashOf(longer()), reason: '人手が足りないため' },
    'decline-extension-wordless': { type: 'decline-extension', termsHash: hashOf(longer()), reason: '' },
    'decline-on': { type: 'decline-extension', termsHash: hashOf(further), reason: 'x' },
    'offer-extension': offeredExtension(longer()),
    'offer-on': offeredExtension(further),
    'offer-back': offeredExtension(longer({ toWeek: week('2027-W34') })),
    'offer-declined': heard('loan.extension-offer-declined', { termsHash: hashOf(longer()), reason: '間に合ったため' }),
    'offer-declined-on': heard('loan.extension-offer-declined', { termsHash: hashOf(further), reason: 'x' }),
    logged: heard('loan.minutes-logged', { date: '2027-08-03', minutes: 120 }),
    'logged-outside': heard('loan.minutes-logged', { date: '2027-09-03', minutes: 120 }),
    'logged-much': heard('loan.minutes-logged', { date: '2027-08-03', minutes: 1_441 }),
    returned: heard('loan.returned', { on: '2027-08-09' }),
    'returned-never': heard('loan.returned', { on: 'never' }),
    state: statement && { type: 'state', statement, termsHash: 'statement', signature: 'lender' },
    'state-anew': statement && { type: 'state', statement, termsHash: 'statement 2', signature: 'lender' },
    confirmed: heard('loan.statement-confirmed', { termsHash: 'statement', signature: 'borrower' }),
    'confirmed-other': heard('loan.statement-confirmed', { termsHash: 'other', signature: 'borrower' }),
    time: { type: 'time' },
  };
  const event = events[name.split('@')[0] ?? ''];
  if (event === undefined) throw new Error(`no event ${name}`);
  return event;
}

function play(names: string): { loan: LoanAtLender | None; said: string } {
  let loan: LoanAtLender | None = none;
  let said = '';
  for (const name of names.split(' ')) {
    const event = lenderEvent(name, loan);
    const [, day] = name.split('@');
    const running = 'agreements' in loan && loan.status !== 'AGREED';
    const now = day === undefined ? (running ? noon('2027-08-10') : start) : noon(day);
    const decision = atLender(loan, event, { lender }, now);
    const after: LoanAtLender | None = decision.ok ? decision.value.state : loan;
    if (decision.ok) walk.note(event.type, loan, after);
    said = outcome(decision, after);
    loan = after;
  }
  return { loan, said };
}

const agreed = 'requested offer agreed';
const active = `${agreed} time@2027-08-02`;
const extended = `${active} proposed accept`;

describe("a loan at its lender's", () => {
  it.each([
    ['requested', 'REQUESTED'],
    ['requested-stranger', 'NONE'],
    ['requested-broken', 'NONE'],
    ['requested requested', 'REQUESTED'],
    ['decline', 'NONE: LOAN_STEP_NOT_NOW'],
    ['requested decline', 'DECLINED: loan.declined'],
    ['requested decline-wordless', 'REQUESTED: TEXT_EMPTY'],
    ['requested decline cancelled', 'CANCELLED'],
    ['requested cancelled', 'CANCELLED'],
    ['requested cancelled cancelled', 'CANCELLED'],
    ['requested time@2027-07-24', 'REQUESTED'],
    ['requested time@2027-07-25', 'CANCELLED'],
    ['requested offer', 'OFFERED: move-2400 loan.offered'],
    ['requested offer@2027-07-25', 'REQUESTED: LOAN_ANSWER_TOO_LATE'],
    ['requested offer decline', 'OFFERED: LOAN_STEP_NOT_NOW'],
    ['requested offer cancel', 'CANCELLED: move-0 loan.offer-ended'],
    ['requested offer cancel-wordless', 'OFFERED: TEXT_EMPTY'],
    ['requested offer cancelled', 'CANCELLED: move-0'],
    ['requested offer time@2027-07-15', 'OFFERED'],
    ['requested offer time@2027-07-17', 'CANCELLED: move-0 loan.offer-ended'],
    [agreed, 'AGREED: loan.in-force'],
    ['requested offer agreed@2027-07-15', 'AGREED: loan.in-force'], // Signed in time and under way: until the hard expiry.
    ['requested offer agreed@2027-07-17', 'CANCELLED: move-0 loan.offer-ended'],
    ['requested offer agreed-forged', 'OFFERED'],
    ['requested offer agreed-other', 'OFFERED'],
    ['requested offer agreed-stranger', 'OFFERED'],
    [`${agreed} cancel`, 'AGREED: LOAN_STEP_NOT_NOW'],
    [`${agreed} cancelled`, 'CANCELLED: move-0'],
    [`${agreed} time@2027-08-01`, 'AGREED'],
    [`${agreed} recall@2027-08-10`, 'RECALLED: move-1800 loan.recalled'],
    [`${agreed} proposed`, 'AGREED'],
    [`${agreed} logged`, 'AGREED'],
    [`${agreed} returned`, 'RETURNED: move-1200'],
    [active, 'ACTIVE'],
    [`${active} cancelled`, 'CANCELLED: move-0'],
    [`${active} recall`, 'RECALLED: move-1800 loan.recalled'],
    [`${active} recall-soon`, 'ACTIVE: RECALL_DAY_OUT_OF_RANGE'],
    [`${active} recall-never`, 'ACTIVE: RECALL_DAY_OUT_OF_RANGE'],
    [`${active} recall cancelled`, 'CANCELLED: move-0'],
    [`${active} recall time@2027-08-18`, 'RETURNED'],
    [`${active} recall logged`, 'RECALLED'],
    [`${active} recall returned`, 'RETURNED: move-1200'],
    [`${active} accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed-forged accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed-dear accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed-other accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed accept@2027-08-30`, 'ACTIVE: CONFIRMATION_TOO_LATE'],
    [extended, 'EXTENDED: move-3000 loan.extension-agreed'],
    [`${extended} proposed`, 'EXTENDED'],
    [`${extended} accept`, 'EXTENDED: LOAN_EXTENSION_UNKNOWN'],
    [`${extended} proposed-on accept-on`, 'EXTENDED: move-3300 loan.extension-agreed'],
    [`${active} proposed-on accept-on`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    // It says no, and why.
    [`${active} decline-extension`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed decline-extension-wordless`, 'ACTIVE: TEXT_EMPTY'],
    [`${active} proposed decline-extension`, 'ACTIVE: loan.extension-declined'],
    [`${active} proposed decline-extension accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} proposed decline-extension proposed accept`, 'EXTENDED: move-3000 loan.extension-agreed'],
    [`${extended} proposed-on decline-extension`, 'EXTENDED: LOAN_EXTENSION_UNKNOWN'],
    [`${extended} proposed-on decline-on`, 'EXTENDED: loan.extension-declined'],
    // It offers to go on, and keeps the minutes free for it until the borrower has answered.
    [`${active} offer-back`, 'ACTIVE: EXTENSION_NOT_LATER'],
    [`${active} offer-extension@2027-08-30`, 'ACTIVE: LOAN_STEP_NOT_NOW'],
    [`${agreed} offer-extension`, 'AGREED: LOAN_STEP_NOT_NOW'],
    [`${active} offer-extension`, 'ACTIVE: move-3000 loan.extension-offered'],
    [`${active} offer-extension proposed`, 'EXTENDED: loan.extension-agreed'],
    [`${active} offer-extension proposed-forged`, 'ACTIVE'],
    [`${active} offer-extension proposed-dear`, 'ACTIVE'],
    [`${active} offer-extension proposed@2027-08-30`, 'ACTIVE'],
    [`${active} offer-extension accept`, 'ACTIVE: LOAN_EXTENSION_UNKNOWN'],
    [`${active} offer-extension offer-declined`, 'ACTIVE: move-2400'],
    [`${active} offer-extension offer-declined proposed`, 'ACTIVE'],
    [`${active} offer-extension offer-declined-on`, 'ACTIVE'],
    [`${active} offer-extension recall`, 'RECALLED: move-1800 loan.recalled'],
    [`${active} offer-extension returned`, 'RETURNED: move-1200'],
    [`${active} offer-extension time@2027-08-30`, 'RETURNED: move-2400'],
    [`${extended} offer-on`, 'EXTENDED: move-3300 loan.extension-offered'],
    [`${extended} offer-on proposed-on`, 'EXTENDED: loan.extension-agreed'],
    [`${extended} offer-on offer-declined-on`, 'EXTENDED: move-3000'],
    [`${extended} logged`, 'EXTENDED'],
    [`${extended} recall`, 'RECALLED: move-1800 loan.recalled'],
    [`${extended} returned`, 'RETURNED: move-1200'],
    [`${extended} time@2027-09-05`, 'EXTENDED'],
    [`${extended} time@2027-09-06`, 'RETURNED'],
    [`${active} time@2027-08-30`, 'RETURNED'],
    [`${active} time@2027-08-30 cancelled`, 'CANCELLED: move-0'],
    [`${active} time@2027-08-30 returned`, 'RETURNED: move-1200'],
    [`${active} returned-never`, 'RETURNED'],
    [`${active} returned state`, 'RETURNED: loan.stated'],
    [`${active} logged`, 'ACTIVE'],
    [`${active} returned logged confirmed`, 'RETURNED'],
    [`${active} returned state confirmed-other`, 'RETURNED'],
    [`${active} returned state confirmed`, 'SETTLED'],
    [`${active} returned state confirmed cancelled`, 'SETTLED'],
    // Confirmed before the borrower heard that it is stated anew: both have signed it.
    [`${active} returned state logged state-anew confirmed`, 'SETTLED'],
    [`${active} time@2027-08-30 state state-anew returned confirmed`, 'SETTLED'],
    [`${active} returned state state-anew confirmed-other`, 'RETURNED'],
  ])('%s → %s', (names, expected) => {
    expect(play(names).said).toBe(expected);
  });

  it('is settled by the very statement that both have signed', () => {
    const hashAfter = (names: string): unknown => {
      const { loan } = play(`${active} returned ${names}`);
      return 'stated' in loan ? loan.stated?.termsHash : undefined;
    };
    expect(hashAfter('state state-anew')).toBe('statement 2');
    expect(hashAfter('state state-anew confirmed')).toBe('statement');
  });

  it('shows why the borrower said no, until it offers again', () => {
    const { loan } = play(`${active} offer-extension offer-declined`);
    expect(loan).toMatchObject({ extensionDeclined: '間に合ったため' });
    expect(loan).not.toHaveProperty('extensionOffer');
    expect(play(`${active} offer-extension offer-declined offer-extension`).loan).not.toHaveProperty(
      'extensionDeclined',
    );
  });

  it('takes down the minutes that the borrower logs, and none outside what was agreed', () => {
    expect(play(`${active} logged logged-outside logged-much`).loan).toMatchObject({
      log: [{ date: '2027-08-03', minutes: 120 }],
    });
  });
});

describe("the table of a loan at its lender's", () => {
  it('has every row walked above, from each of its states and to each', () => {
    expect(walk.missing(lenderTransitions)).toEqual([]);
  });

  it('reaches every state, with one row at most for an event in a state', () => {
    expect(reachable(lenderTransitions)).toEqual(
      'ACTIVE AGREED CANCELLED DECLINED EXTENDED NONE OFFERED RECALLED REQUESTED RETURNED SETTLED'.split(' '),
    );
    expect(ambiguous(lenderTransitions)).toEqual([]);
  });
});
