import { refusalsOfRange } from '../availability/pattern.js';
import { addDays, endOfDayInTokyo, hoursAfter, type Instant, type IsoDate } from '../calendar/date.js';
import { mondayOf, nextWeek, sundayOf, weekOf, weeksBetween, type IsoWeek } from '../calendar/week.js';
import type { WeekMinutes } from '../directors/shift.js';
import { agreementBetween, memberOf, type Federation } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import type { HeldSkill } from '../capacity/supply.js';
import { refusalsOfSkills } from '../skills/worker.js';
import { mostMinutesInAWeek } from '../skills/worker-kind.js';
import { refusalsOfMinutes, refusalsOfText } from '../text/text.js';
import type { LoanBasis } from './basis.js';

/** ディレクター応援の状態 (docs/loans.md). */
export const loanStatuses = [
  'REQUESTED',
  'OFFERED',
  'AGREED',
  'ACTIVE',
  'EXTENDED',
  'RECALLED',
  'RETURNED',
  'SETTLED',
  'DECLINED',
  'CANCELLED',
] as const;
export type LoanStatus = (typeof loanStatuses)[number];

export const [purposeLength, toldNameLength] = [200, 60];
export const [mostYenPerHour, mostNoticeDays] = [100_000, 90];
/** Notice of a recall where nobody says otherwise. */
export const usualNoticeDays = 14;
/** What a peer is told of a director who has not consented to more. */
export const usualAlias = '応援ディレクター';
/** A loan, and each extension of it, is for a year at most. */
const mostWeeks = 53;
const [daysToAnswer, hoursToAgree, hoursUntilHardExpiry] = [14, 72, 96];

/** 応援の依頼. What a borrower asks of one town or of several; every field is safe to show them. */
export interface LoanRequest {
  readonly id: string;
  readonly borrower: MunicipalityCode;
  /** The director's minutes over all the weeks together. */
  readonly minutes: number;
  readonly fromWeek: IsoWeek;
  readonly toWeek: IsoWeek;
  readonly purpose: string;
  readonly basis: LoanBasis;
  /** Last day on which a town can offer somebody, in Asia/Tokyo. */
  readonly answerBy: IsoDate;
}

/** What the lender tells of whom it sends: a name as far as they consent to it, an alias otherwise, and what they can do. */
export interface ToldDirector {
  readonly name: string;
  readonly competence: readonly HeldSkill[];
}

/** What both towns sign. An extension has terms of its own, over the weeks that it adds. */
export interface LoanTerms {
  readonly loanId: string;
  /** Hash of the terms that these go on from; null for those of the loan itself. */
  readonly follows: string | null;
  readonly borrower: MunicipalityCode;
  readonly lender: MunicipalityCode;
  readonly director: ToldDirector;
  /** Minutes of work that each minute of theirs can lead. */
  readonly leadRatio: number;
  readonly basis: LoanBasis;
  readonly purpose: string;
  readonly minutes: number;
  readonly fromWeek: IsoWeek;
  readonly toWeek: IsoWeek;
  /** Price of an hour of theirs, before tax; 0 where the help is a gift or an exchange. */
  readonly yenPerHour: number;
  /** Days between a recall and the last day that it sets, at least. */
  readonly recallNoticeDays: number;
  /** Whoever has yet to sign does so before this moment … */
  readonly agreeBy: Instant;
  /** … and the other takes a signature under way until this one. */
  readonly hardExpiry: Instant;
}

/** A town that wants to borrow, and from whom; null: any. */
export interface Asking {
  readonly borrower: MunicipalityCode;
  readonly lender: MunicipalityCode | null;
  readonly federation: Federation;
  readonly today: IsoDate;
}

/** Why a loan cannot be asked for; empty when it can. */
export function refusalsToRequest(
  asking: Asking,
  { minutes, fromWeek, toWeek, purpose }: Pick<LoanRequest, 'minutes' | 'fromWeek' | 'toWeek' | 'purpose'>,
): Refusal[] {
  const thisWeek = weekOf(asking.today);
  return [
    ...refusalsOfLender(asking),
    ...(fromWeek >= thisWeek
      ? []
      : [refusal('LOAN_START_PASSED', { field: 'fromWeek', given: fromWeek, today: thisWeek })]),
    ...refusalsOfStretch({ minutes, fromWeek, toWeek }),
    ...refusalsOfText(purpose, 'purpose', purposeLength),
  ];
}

/** Who is asked: the town named, or every one that may lend. */
export function lendersFor(asking: Asking): MunicipalityCode[] {
  const named = asking.lender === null ? asking.federation.members.map(({ code }) => code) : [asking.lender];
  return named.filter((code) => refusalsOfPeer(asking, code, 'from').length === 0);
}

/** The last day for an answer: two weeks from now, and before the first week is over. */
export function answerBy(today: IsoDate, fromWeek: IsoWeek): IsoDate {
  const [twoWeeks, firstSunday] = [addDays(today, daysToAnswer), sundayOf(fromWeek)];
  return twoWeeks < firstSunday ? twoWeeks : firstSunday;
}

/** Why two towns may not lend to each other today; empty when they may. */
export function refusalsOfPeer(
  { borrower, federation, today }: Pick<Asking, 'borrower' | 'federation' | 'today'>,
  other: MunicipalityCode,
  field: string,
): Refusal[] {
  if (other === borrower) return [refusal('LOAN_TO_SELF', { field })];
  const member = memberOf(federation, other);
  if (member === undefined) return [refusal('MUNICIPALITY_UNKNOWN', { field, given: other })];
  return [
    ...(member.level === 'TRADING' ? [] : [refusal('ADDRESSEE_NOT_TRADING', { field, given: other })]),
    ...(agreementBetween(federation, borrower, other, today)
      ? []
      : [refusal('BASIS_MISSING', { field, given: other, on: today })]),
  ];
}

function refusalsOfLender(asking: Asking): Refusal[] {
  if (asking.lender !== null) return refusalsOfPeer(asking, asking.lender, 'from');
  return lendersFor(asking).length > 0 ? [] : [refusal('LENDERS_NONE', { field: 'from' })];
}

/** Why minutes over some weeks are no stretch of a loan; empty when they are. */
export function refusalsOfStretch({ minutes, fromWeek, toWeek }: Stretch): Refusal[] {
  if (toWeek < fromWeek) return [refusal('WINDOW_REVERSED', { field: 'toWeek', from: fromWeek, to: toWeek })];
  const weeks = weeksBetween(fromWeek, toWeek).length;
  if (weeks > mostWeeks) return [refusal('WINDOW_TOO_LONG', { field: 'toWeek', atMost: mostWeeks, unit: 'weeks' })];
  return [...refusalsOfMinutes(minutes), ...refusalsOfMost(minutes, weeks * mostMinutesInAWeek)];
}

/** What a lender decides about an offer, besides whom it sends. */
export interface OfferedTerms extends Pick<LoanTerms, 'minutes' | 'yenPerHour' | 'recallNoticeDays'> {
  readonly name: string;
  readonly competence: readonly { readonly code: string; readonly level: number }[];
}

/** Why these terms cannot be offered for a request; empty when they can. */
export function refusalsToOffer(request: LoanRequest, offered: OfferedTerms, now: Instant): Refusal[] {
  return [
    ...(now < endOfDayInTokyo(request.answerBy)
      ? []
      : [refusal('LOAN_ANSWER_TOO_LATE', { field: 'loanId', on: request.answerBy })]),
    ...refusalsOfMinutes(offered.minutes),
    ...refusalsOfMost(offered.minutes, request.minutes),
    ...refusalsOfRange('YEN_PER_HOUR_OUT_OF_RANGE', offered.yenPerHour, mostYenPerHour, 'yenPerHour'),
    ...refusalsOfRange('RECALL_NOTICE_OUT_OF_RANGE', offered.recallNoticeDays, mostNoticeDays, 'recallNoticeDays'),
    ...refusalsOfText(offered.name, 'alias', toldNameLength),
    ...refusalsOfSkills(offered.competence, 'competence'),
  ];
}

/** The terms of an offer made at `now`: the weeks and the purpose of the request. */
export function termsOfOffer(
  request: LoanRequest,
  lender: MunicipalityCode,
  offered: OfferedTerms & Pick<LoanTerms, 'basis' | 'leadRatio'>,
  now: Instant,
): LoanTerms {
  const { id: loanId, borrower, purpose, fromWeek, toWeek } = request;
  const { name, competence, basis, leadRatio, minutes, yenPerHour, recallNoticeDays } = offered;
  const begun = endOfDayInTokyo(sundayOf(fromWeek));
  const agreeBy = Math.min(hoursAfter(now, hoursToAgree), begun) as Instant;
  return {
    ...{ loanId, follows: null, borrower, lender, basis, leadRatio, purpose, minutes, fromWeek, toWeek },
    ...{ director: { name, competence: competence as readonly HeldSkill[] }, yenPerHour, recallNoticeDays },
    ...{ agreeBy, hardExpiry: hoursAfter(agreeBy, hoursUntilHardExpiry - hoursToAgree) },
  };
}

/** The terms of an extension to a later week: everything as agreed, with minutes of its own. It is agreed before the loan is over. */
export function termsOfExtension(
  last: { readonly terms: LoanTerms; readonly termsHash: string },
  { minutes, toWeek }: Pick<LoanTerms, 'minutes' | 'toWeek'>,
): LoanTerms {
  const over = endOfDayInTokyo(sundayOf(last.terms.toWeek));
  return {
    ...last.terms,
    ...{ follows: last.termsHash, fromWeek: nextWeek(last.terms.toWeek), toWeek, minutes },
    ...{ agreeBy: over, hardExpiry: over },
  };
}

type Stretch = Pick<LoanTerms, 'minutes' | 'fromWeek' | 'toWeek'>;

/** A stretch week by week: the same in each, and a minute more in the first ones where it does not divide. */
export function minutesByWeek({ minutes, fromWeek, toWeek }: Stretch): WeekMinutes[] {
  const weeks = weeksBetween(fromWeek, toWeek);
  const [each, rest] = [Math.floor(minutes / weeks.length), minutes % weeks.length];
  return weeks.map((week, index) => ({ week, minutes: each + (index < rest ? 1 : 0) }));
}

/** First and last day of terms. */
export function daysOfTerms({ fromWeek, toWeek }: Stretch): { readonly first: IsoDate; readonly last: IsoDate } {
  return { first: mondayOf(fromWeek), last: sundayOf(toWeek) };
}

function refusalsOfMost(asked: number, atMost: number): Refusal[] {
  return asked > atMost ? [refusal('LOAN_MINUTES_EXCEEDED', { field: 'minutes', asked, atMost })] : [];
}
