import type { Instant } from '#domain/calendar/date';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';

// Faults that one could make about director loans, planted as those of mutants.ts are.

type AtBorrower = Parameters<Protocol['atBorrower']>;
type AtLender = Parameters<Protocol['atLender']>;

const real = realProtocol;
const earlier = (now: Instant, days: number): Instant => (now - days * 86_400_000) as Instant;

const borrowerHears = (change: (...facts: AtBorrower) => AtBorrower): Partial<Protocol> => ({
  atBorrower: (...facts) => real.atBorrower(...change(...facts)),
});
const lenderHears = (change: (...facts: AtLender) => AtLender): Partial<Protocol> => ({
  atLender: (...facts) => real.atLender(...change(...facts)),
});
/** One end, on one kind of event or on all, leaves out an effect or a message. */
const drops = (end: 'atBorrower' | 'atLender', what: string, on?: string): Partial<Protocol> => ({
  [end]: (...facts: readonly unknown[]) => {
    const decision = (real[end] as (...facts: readonly unknown[]) => ReturnType<Protocol['atLender']>)(...facts);
    const { type } = facts[1] as { readonly type: string };
    if (!decision.ok || (on !== undefined && on !== type)) return decision;
    const outgoing = decision.value.outgoing.filter(
      (one) => one.do !== what && (one.do !== 'tell' || one.type !== what),
    );
    return { ok: true, value: { ...decision.value, outgoing } };
  },
});
const believing = <E extends { readonly type: string }>(event: E, type: string): E =>
  event.type === type ? { ...event, genuine: true } : event;
/** Nothing comes of a message. */
const deafLender = (type: string): Partial<Protocol> => ({
  atLender: (loan, event, context, now) =>
    event.type === type ? { ok: true, value: { state: loan, outgoing: [] } } : real.atLender(loan, event, context, now),
});
const deafBorrower = (type: string, status: string): Partial<Protocol> => ({
  atBorrower: (loan, event, now) =>
    event.type === type && loan.status === status
      ? { ok: true, value: { state: loan, outgoing: [] } }
      : real.atBorrower(loan, event, now),
});

export const loanMutants: Readonly<Record<string, Partial<Protocol>>> = {
  'the lender believes any agreement': lenderHears((loan, event, context, now) => [
    loan,
    believing(event, 'loan.agreed'),
    context,
    now,
  ]),
  'the borrower believes any extension': borrowerHears((loan, event, now) => [
    loan,
    believing(event, 'loan.extension-agreed'),
    now,
  ]),
  'the lender believes any proposal of an extension': lenderHears((loan, event, context, now) => [
    loan,
    believing(event, 'loan.extension-proposed'),
    context,
    now,
  ]),
  'whoever speaks is taken for the lender': borrowerHears((loan, event, now) => [
    loan,
    'from' in event && 'lender' in loan && loan.lender !== null ? { ...event, from: loan.lender } : event,
    now,
  ]),
  'whoever speaks is taken for the borrower': lenderHears((loan, event, context, now) => [
    loan,
    'from' in event && loan.status !== 'NONE' ? { ...event, from: loan.request.borrower } : event,
    context,
    now,
  ]),
  'the lender takes an agreement after the hard expiry': lenderHears((loan, event, context, now) => [
    loan,
    event,
    context,
    event.type === 'loan.agreed' ? earlier(now, 7) : now,
  ]),
  'the borrower agrees after its time': borrowerHears((loan, event, now) => [
    loan,
    event,
    event.type === 'agree' ? earlier(now, 7) : now,
  ]),
  'the lender agrees to an extension of a loan that is over': lenderHears((loan, event, context, now) => [
    loan,
    event,
    context,
    event.type === 'accept-extension' ? earlier(now, 30) : now,
  ]),
  'the director is let go for good when an offer ends': drops('atLender', 'move', 'time'),
  'a loan in force leads nobody': drops('atBorrower', 'move', 'loan.in-force'),
  'the lender does not answer an agreement': drops('atLender', 'loan.in-force'),
  'the lender recalls without a word': drops('atLender', 'loan.recalled'),
  'the towns that were not chosen are not told': drops('atBorrower', 'loan.cancelled', 'agree'),
  'minutes are logged without a word': drops('atBorrower', 'loan.minutes-logged'),
  'the lender hears of no return': deafLender('loan.returned'),
  'a recall is lost on a town whose clock was faster': deafBorrower('loan.recalled', 'RETURNED'),
  'an extension is lost on a town whose clock was faster': deafBorrower('loan.extension-agreed', 'RETURNED'),
  'the borrower does not wait for its receipt': {
    atBorrower: (loan, event, now) => {
      const decision = real.atBorrower(loan, event, now);
      if (!decision.ok || decision.value.state.status !== 'AGREED') return decision;
      const state = { ...decision.value.state, receiptPending: false };
      return { ok: true, value: { ...decision.value, state } };
    },
  },
};
