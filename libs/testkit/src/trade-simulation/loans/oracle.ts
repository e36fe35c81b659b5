import { addDays, dateInTokyo, endOfDayInTokyo } from '#domain/calendar/date';
import { mondayOf, weeksBetween } from '#domain/calendar/week';
import type { Deal, LoanAtBorrower, LoanAtLender } from '#domain/loans/loan-state';
import type { LoanTerms } from '#domain/loans/loan';
import { hashOf, signatureOf } from '../signing.js';
import type { LoanMove, LoanTown } from './town.js';

// What must hold of a director loan, told from the databases alone and without the code under test.

type Loan = LoanAtBorrower | LoanAtLender;
const running = ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED', 'SETTLED'];
const over = ['DECLINED', 'CANCELLED'];

/** What is wrong with a loan at this moment; empty when all is well. */
export function wrongLoanNow(towns: readonly LoanTown[], id: string): string[] {
  const [borrower, ...others] = towns;
  const loan = borrower?.borrowed.get(id);
  if (borrower === undefined || loan === undefined) return [];
  const wrong = [...wrongDeal(loan, 'borrower'), ...wrongLed(borrower, loan)];
  const lending = others.filter((town) => isDeal(town.lent.get(id)));
  if (lending.length > 1) wrong.push(`${id} is lent by ${lending.length} towns at once`);
  if (minutesOf(borrower, id) > 0 && lending.length === 0) wrong.push(`${id} leads here, and nobody has let go`);
  for (const town of others) {
    const there = town.lent.get(id);
    if (there !== undefined) wrong.push(...wrongDeal(there, town.code), ...wrongLent(town, there));
    if (!borrower.isSaying(id, town.code) && !town.isSaying(id, borrower.code))
      wrong.push(...wrongInSilence(loan, there, town, borrower.hasGivenUp(id)));
  }
  return wrong;
}

/** What is wrong once everything has been delivered and all time has passed. */
export function wrongLoanAtTheEnd(towns: readonly LoanTown[], id: string): string[] {
  const [borrower, ...others] = towns;
  const loan = borrower?.borrowed.get(id);
  if (borrower === undefined || loan === undefined) return [`${id} was never asked for`];
  const wrong: string[] = [];
  for (const town of towns)
    for (const queue of town.outbox.values()) if (queue.length > 0) wrong.push(`${town.code}: a word never arrived`);
  if (![...over, 'RETURNED', 'SETTLED'].includes(loan.status)) wrong.push(`${id} is never decided: ${loan.status}`);
  for (const town of others) {
    const there = town.lent.get(id);
    if (there === undefined) continue;
    const isLender = isDeal(loan) && loan.lender === town.code;
    if (!isLender) {
      if (!over.includes(there.status)) wrong.push(`${id} is over, and ${there.status} at ${town.code}`);
      if (minutesOf(town, id) > 0) wrong.push(`${town.code} keeps its director's time for ${id} for ever`);
      continue;
    }
    if (there.status !== loan.status) wrong.push(`${id} ends ${loan.status} here and ${there.status} there`);
    if (isDeal(there) && storyOf(loan) !== storyOf(there)) wrong.push(`${id}: both ends tell different stories`);
    if (!isTrainee(loan) && minutesOf(borrower, id) !== minutesOf(town, id))
      wrong.push(`${id}: ${minutesOf(borrower, id)} minutes led here, ${minutesOf(town, id)} let go there`);
  }
  return wrong;
}

/** Whether a change came at a moment, and from a state, that allow it. */
export function wrongLoanMove({ before, after, side, now }: LoanMove): string[] {
  const [from, to] = [before.status, after.status];
  const wrong: string[] = [];
  const say = (what: string): void =>
    void wrong.push(`${after.request.id}: ${what} at the ${side}'s (${from} → ${to})`);
  const today = dateInTokyo(now);
  if (side === 'borrower' && from === 'OFFERED' && after.status === 'AGREED')
    if (now >= after.agreements[0].terms.agreeBy) say('agreed after its time');
  if (side === 'lender' && from === 'OFFERED' && after.status === 'AGREED')
    if (now >= after.agreements[0].terms.hardExpiry) say('in force after its hard expiry');
  if (side === 'lender' && 'offer' in before && after.status === 'CANCELLED' && after.reason === 'OFFER_EXPIRED')
    if (now < before.offer.terms.hardExpiry) say('expired before its hard expiry');
  if (side === 'lender' && from === 'REQUESTED' && to === 'OFFERED')
    if (now >= endOfDayInTokyo(after.request.answerBy)) say('offered after its time');
  if (over.includes(from) && !over.includes(to)) say('came back to life');
  if (from === 'SETTLED' && JSON.stringify(before) !== JSON.stringify(after)) say('changed after it was settled');
  if (to === 'ACTIVE' && from === 'AGREED' && isDeal(after))
    if (today < mondayOf(after.agreements[0].terms.fromWeek)) say('began before its first day');
  if (isDeal(before) && isDeal(after)) {
    if (side === 'lender' && to === 'RECALLED' && from !== to && after.lastDay < addDays(today, noticeOf(after)))
      say('recalled without its notice');
    if (to === 'RETURNED' && from !== 'RETURNED' && 'said' in after && !after.said && today <= after.lastDay)
      say('ended before its last day was over');
    if (side === 'lender' && after.agreements.length > before.agreements.length && today > before.lastDay)
      say('extended after it was over');
    if (after.agreements.length < before.agreements.length) say('lost an agreement');
  }
  return wrong;
}

/** Each agreement has both signatures over its own terms, and goes on from the one before; no more is logged than was agreed (I-4). */
function wrongDeal(loan: Loan, where: string): string[] {
  if (!isDeal(loan)) return [];
  const { id, borrower } = loan.request;
  const wrong: string[] = [];
  for (const [index, { terms, termsHash, lenderSignature, borrowerSignature }] of loan.agreements.entries()) {
    if (hashOf(terms) !== termsHash) wrong.push(`${id}: terms that are not those of their hash, at ${where}`);
    if (lenderSignature !== signatureOf(loan.lender, termsHash))
      wrong.push(`${id}: the lender has not signed, at ${where}`);
    if (borrowerSignature !== signatureOf(borrower, termsHash))
      wrong.push(`${id}: the borrower has not signed, at ${where}`);
    const before = loan.agreements[index - 1];
    if (terms.follows !== (before?.termsHash ?? null)) wrong.push(`${id}: an extension of something else, at ${where}`);
    if (before !== undefined && terms.yenPerHour !== before.terms.yenPerHour)
      wrong.push(`${id}: another price by an extension, at ${where}`);
    if (terms.loanId !== id || terms.minutes > Math.max(loan.request.minutes, index * 9_998))
      wrong.push(`${id}: more than was asked for, at ${where}`);
  }
  const most = sum(loan.agreements.map(({ terms }) => terms));
  if (sum(loan.log) > most) wrong.push(`${id}: ${sum(loan.log)} minutes logged of ${most}, at ${where}`);
  if (loan.status === 'SETTLED') {
    const { statement, termsHash, lenderSignature } = loan.stated;
    const isSigned =
      hashOf(statement) === termsHash &&
      lenderSignature === signatureOf(loan.lender, termsHash) &&
      loan.confirmation === signatureOf(borrower, termsHash);
    if (!isSigned) wrong.push(`${id}: settled without both signatures, at ${where}`);
    if (statement.minutes !== sum(loan.log)) wrong.push(`${id}: settled for what was not logged, at ${where}`);
  }
  return wrong;
}

/** What leads at the borrower's is what is in force, and nothing where a trainee learns. */
function wrongLed(town: LoanTown, loan: LoanAtBorrower): string[] {
  const isInForce = isDeal(loan) && !(loan.status === 'AGREED' && loan.receiptPending) && !isTrainee(loan);
  const expected = isInForce ? dueOf(loan) : 0;
  const led = minutesOf(town, loan.request.id);
  return led === expected ? [] : [`${loan.request.id}: ${led} minutes led here, ${expected} in force`];
}

/** What a lender lets go is what it has offered or signed, a longer time that it has offered included. */
function wrongLent(town: LoanTown, loan: LoanAtLender): string[] {
  const longer = 'extensionOffer' in loan ? (loan.extensionOffer?.terms.minutes ?? 0) : 0;
  const expected = loan.status === 'OFFERED' ? loan.offer.terms.minutes : isDeal(loan) ? dueOf(loan) + longer : 0;
  const lent = minutesOf(town, loan.request.id);
  return lent === expected ? [] : [`${loan.request.id}: ${lent} minutes let go by ${town.code}, ${expected} promised`];
}

/** Both ends, when no word is under way between them: the same, but for what a clock has moved at one of them (I-14). */
function wrongInSilence(
  loan: LoanAtBorrower,
  there: LoanAtLender | undefined,
  town: LoanTown,
  hasGivenUp: boolean,
): string[] {
  const id = loan.request.id;
  if (there === undefined)
    return 'asked' in loan && loan.asked.includes(town.code) && !hasGivenUp ? [`${id}: asked, and unheard of`] : [];
  const differ = (what: string): string[] => [
    `${id}: ${what} (${loan.status} here, ${there.status} there), and nobody says so`,
  ];
  if (isDeal(loan) && loan.lender === town.code) {
    if (!isDeal(there)) return differ('a loan at one end only');
    if (loan.status === 'AGREED' && loan.receiptPending) return differ('pending');
    if (storyOf(loan) !== storyOf(there)) return differ('different stories');
    return (loan.status === 'SETTLED') === (there.status === 'SETTLED') ? [] : differ('settled at one end');
  }
  if (isDeal(there)) return differ('a loan at one end only');
  if (!('asked' in loan) || !loan.asked.includes(town.code))
    return over.includes(there.status) || !over.includes(loan.status) ? [] : differ('over at one end');
  const offer = loan.offers.find(({ terms }) => terms.lender === town.code);
  // The lender's clock ends a request without a word: the borrower knows the day by itself.
  const isSame = there.status === 'OFFERED' ? offer?.termsHash === there.offer.termsHash : offer === undefined;
  // An offer that came too late and was given up ends by its lender's clock.
  if (there.status === 'OFFERED' && offer === undefined && town.hasGivenUp(id)) return [];
  return isSame && there.status !== 'DECLINED' ? [] : differ('an offer at one end only');
}

/** What both ends must tell alike of a deal: what was agreed, what was done, until when. */
function storyOf({ agreements, log, lastDay }: Deal): string {
  const agreed = agreements.map(({ termsHash, lenderSignature, borrowerSignature }) => [
    ...[termsHash, lenderSignature, borrowerSignature],
  ]);
  return JSON.stringify([agreed, log.map(({ date, minutes }) => [date, minutes]), lastDay]);
}

/** Minutes that a deal takes: all of each agreement's weeks that begin by the last day. */
function dueOf({ agreements, lastDay }: Deal): number {
  return agreements.reduce((total, { terms }) => total + dueOfTerms(terms, lastDay), 0);
}

function dueOfTerms(terms: LoanTerms, lastDay: string): number {
  const { minutes, fromWeek, toWeek } = terms;
  const mondays = mondaysOf.get(terms) ?? weeksBetween(fromWeek, toWeek).map(mondayOf);
  mondaysOf.set(terms, mondays);
  const kept = mondays.filter((monday) => monday <= lastDay).length;
  // As equal as whole minutes can be, the first weeks a minute more.
  return Math.floor(minutes / mondays.length) * kept + Math.min(minutes % mondays.length, kept);
}

/** Terms do not change, and are looked at after every step. */
const mondaysOf = new WeakMap<LoanTerms, readonly string[]>();

function isDeal(loan: Loan | { readonly status: string } | undefined): loan is Extract<Loan, Deal> {
  return loan !== undefined && running.includes(loan.status);
}

function isTrainee({ agreements }: Deal): boolean {
  return agreements[0].terms.basis === '研修受入';
}

function noticeOf({ agreements }: Deal): number {
  return agreements[0].terms.recallNoticeDays;
}

function minutesOf(town: LoanTown, id: string): number {
  return sum(town.shifts.get(id)?.weeks ?? []);
}

function sum(parts: readonly { readonly minutes: number }[]): number {
  return parts.reduce((total, { minutes }) => total + minutes, 0);
}
