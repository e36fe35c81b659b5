import { endOfDayInTokyo, type Instant, type IsoDate } from '#domain/calendar/date';
import type { IsoWeek } from '#domain/calendar/week';
import type { LoanRequest, LoanTerms, OfferedTerms } from '#domain/loans/loan';
import { termsOfOffer } from '#domain/loans/loan';
import type { LoanOutgoing } from '#domain/loans/outgoing';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Decision } from '#domain/refusals/decision';

// What the specs of the loan machines share: one request, the offer that answers it, and how an outcome is told.

export const [borrower, lender, stranger] = ['203246', '202151', '202177'] as unknown as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
export const date = (text: string): IsoDate => text as IsoDate;
export const week = (text: string): IsoWeek => text as IsoWeek;
/** The middle of a day in Tokyo. */
export const noon = (day: string): Instant => (endOfDayInTokyo(date(day)) - 12 * 3_600_000) as Instant;

/** Four weeks from Monday 2 to Sunday 29 August 2027. */
export const request: LoanRequest = {
  ...{ id: '203246-loan-1', borrower, minutes: 2_400, purpose: '繁忙期の進行管理', basis: '在籍出向' },
  ...{ fromWeek: week('2027-W31'), toWeek: week('2027-W34'), answerBy: date('2027-07-24') },
};
export const offered: OfferedTerms & Pick<LoanTerms, 'basis' | 'leadRatio'> = {
  ...{ yenPerHour: 2_500, recallNoticeDays: 7, name: '応援ディレクター' },
  ...{ competence: [{ code: 'data-entry', level: 3 }], basis: '在籍出向', leadRatio: 10 },
  minutes: 2_400,
};
/** When the offer is made; it is to be agreed within three days. */
export const start = noon('2027-07-12');
export const terms: LoanTerms = termsOfOffer(request, lender, offered, start);

/** Stands in for the hash of terms: other terms, another hash. */
export function hashOf(value: object): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

/** The state that follows and each effect by its name; or the state that stays and the codes that refuse. */
export function outcome(
  decision: Decision<{ readonly outgoing: readonly LoanOutgoing[] }>,
  { status }: { readonly status: string },
): string {
  const said = decision.ok
    ? decision.value.outgoing.map((one) => (one.do === 'tell' ? one.type : moved(one)))
    : decision.refusals.map(({ code }) => code);
  return said.length === 0 ? status : `${status}: ${said.join(' ')}`;
}

function moved({ shift }: Extract<LoanOutgoing, { do: 'move' }>): string {
  return `move-${shift.weeks.reduce((sum, { minutes }) => sum + minutes, 0)}`;
}
