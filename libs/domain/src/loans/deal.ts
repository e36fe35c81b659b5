import { refusalsOfRange } from '../availability/pattern.js';
import { dateInTokyo, type Instant, type IsoDate } from '../calendar/date.js';
import { mondayOf } from '../calendar/week.js';
import type { WeekMinutes } from '../directors/shift.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { mostMinutesOf } from '../skills/worker-kind.js';
import { daysOfTerms, minutesByWeek, refusalsOfStretch, type LoanTerms } from './loan.js';
import type { Agreement, Deal } from './loan-state.js';
import { statementOf, type LoanStatement, type LoggedDay } from './statement.js';

/** The agreement that the loan runs on now: the last one. */
export function lastAgreement({ agreements }: Pick<Deal, 'agreements'>): Agreement {
  return agreements.at(-1) ?? agreements[0];
}

/** A deal as both towns begin to keep it. */
export function newDeal({ request, lender }: Pick<Deal, 'request' | 'lender'>, agreement: Agreement): Deal {
  const { last: lastDay } = daysOfTerms(agreement.terms);
  return { request, lender, agreements: [agreement], proposals: [], log: [], lastDay, stated: null };
}

/** A deal with an extension that both have signed. */
export function extended<D extends Deal>(deal: D, extension: Agreement): D {
  const { last: lastDay } = daysOfTerms(extension.terms);
  return { ...deal, agreements: [...deal.agreements, extension], proposals: [], lastDay };
}

/** Why a running deal cannot go on by these terms; empty when it can. */
export function refusalsToExtend(deal: Deal, terms: LoanTerms, now: Instant): Refusal[] {
  return [
    ...(terms.toWeek > lastAgreement(deal).terms.toWeek
      ? refusalsOfStretch(terms)
      : [refusal('EXTENSION_NOT_LATER', { field: 'toWeek', given: terms.toWeek, to: deal.lastDay })]),
    ...(isOver(deal, now) ? [refusal('LOAN_STEP_NOT_NOW', { field: 'loanId', status: 'RETURNED' })] : []),
  ];
}

/** Whether the first day has come, and whether the last one has passed. */
export function hasBegun({ agreements: [{ terms }] }: Deal, now: Instant): boolean {
  return dateInTokyo(now) >= daysOfTerms(terms).first;
}
export function isOver({ lastDay }: Deal, now: Instant): boolean {
  return dateInTokyo(now) > lastDay;
}

export function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}

/** The director's minutes that the deal takes, week by week: none in weeks that begin after the last day. */
export function weeksOfDeal({ agreements, lastDay }: Deal): WeekMinutes[] {
  return agreements
    .flatMap(({ terms }) => minutesByWeek(terms))
    .filter(({ week, minutes }) => minutes > 0 && mondayOf(week) <= lastDay);
}

/** The log with a day's minutes in place of what was said of it before; no minutes, no entry. */
export function logged(log: readonly LoggedDay[], { date, minutes }: LoggedDay): LoggedDay[] {
  const others = log.filter((day) => day.date !== date);
  return [...others, ...(minutes > 0 ? [{ date, minutes }] : [])].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Why minutes cannot be logged for a day; empty when they can. A day lies within the loan and not ahead, and all fit into what was agreed. */
export function refusalsToLog(deal: Deal, day: LoggedDay, now: Instant): Refusal[] {
  const { first: from } = daysOfTerms(deal.agreements[0].terms);
  const to = earlier(deal.lastDay, dateInTokyo(now));
  return [
    ...(from <= day.date && day.date <= to
      ? []
      : [refusal('LOAN_DAY_OUT_OF_RANGE', { field: 'date', given: day.date, from, to })]),
    ...refusalsOfDay(deal, day),
  ];
}

/** Whether the lender takes a day as logged. It asks less than the borrower's own rule: it may know of a recall that the borrower did not. */
export function takesLogged(deal: Deal, day: LoggedDay): boolean {
  const [first, last] = [deal.agreements[0].terms, lastAgreement(deal).terms].map(daysOfTerms);
  return (
    first !== undefined &&
    last !== undefined &&
    first.first <= day.date &&
    day.date <= last.last &&
    refusalsOfDay(deal, day).length === 0
  );
}

function refusalsOfDay(deal: Deal, day: LoggedDay): Refusal[] {
  const ofRange = refusalsOfRange('DAY_MINUTES_OUT_OF_RANGE', day.minutes, mostMinutesOf('PERSON').day, 'minutes');
  const others = sumOf(deal.log.filter(({ date }) => date !== day.date));
  const atMost = sumOf(deal.agreements.map(({ terms }) => terms)) - others;
  return [
    ...ofRange,
    ...(day.minutes > atMost
      ? [refusal('LOAN_MINUTES_EXCEEDED', { field: 'minutes', asked: day.minutes, atMost })]
      : []),
  ];
}

/** What the deal comes to with its log as it stands. */
export function statementOfDeal({ request, lender, log, agreements: [{ terms }] }: Deal): LoanStatement {
  return statementOf({ loanId: request.id, payer: request.borrower, payee: lender }, log, terms.yenPerHour);
}

export function sumOf(parts: readonly { readonly minutes: number }[]): number {
  return parts.reduce((sum, { minutes }) => sum + minutes, 0);
}

/** The facts of a deal and nothing of its state: not either what is still open in it. */
export function dealOf({ request, lender, agreements, proposals, log, lastDay, stated }: Deal): Deal {
  return { request, lender, agreements, proposals, log, lastDay, stated };
}
