import { parseIsoDate } from '../calendar/date.js';
import { parseIsoWeek } from '../calendar/week.js';
import { highestLeadRatio } from '../directors/director.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { kindOfId, townOfId } from '../municipality/ids.js';
import { refusalsOfSkills } from '../skills/worker.js';
import { refusalsOfText } from '../text/text.js';
import { reasonLength } from '../trade/messages.js';
import { isLoanBasis } from './basis.js';
import { mostNoticeDays, mostYenPerHour, purposeLength, refusalsOfStretch, toldNameLength } from './loan.js';
import { termsOfExtension, type LoanRequest, type LoanTerms } from './loan.js';

// What a peer says is read here before anything is believed of it.

type Fields<T> = Readonly<Record<keyof T, unknown>>;

/** Whether what a peer calls a request is one of its own, whole and within the rules. */
export function isLoanRequest(value: unknown, from: MunicipalityCode): value is LoanRequest {
  if (!isObject(value)) return false;
  const { id, borrower, purpose, basis, answerBy } = value as Fields<LoanRequest>;
  return (
    typeof id === 'string' &&
    kindOfId(id) === 'loan' &&
    townOfId(id) === from &&
    borrower === from &&
    isText(purpose, purposeLength) &&
    isLoanBasis(basis) &&
    isDate(answerBy) &&
    isStretch(value)
  );
}

/** Whether terms that a lender has signed answer the request: its weeks and purpose, no more minutes, and nothing that a rule forbids. */
export function termsKeepToRequest(terms: unknown, request: LoanRequest, lender: MunicipalityCode): terms is LoanTerms {
  if (!isObject(terms)) return false;
  const t = terms as Fields<LoanTerms>;
  return (
    t.loanId === request.id &&
    t.follows === null &&
    t.borrower === request.borrower &&
    t.lender === lender &&
    t.purpose === request.purpose &&
    t.fromWeek === request.fromWeek &&
    t.toWeek === request.toWeek &&
    isLoanBasis(t.basis) &&
    isStretch(terms) &&
    Number(t.minutes) <= request.minutes &&
    isWhole(t.leadRatio, 1, highestLeadRatio) &&
    isWhole(t.yenPerHour, 0, mostYenPerHour) &&
    isWhole(t.recallNoticeDays, 0, mostNoticeDays) &&
    isWhole(t.agreeBy, 0, Number.MAX_SAFE_INTEGER) &&
    isWhole(t.hardExpiry, Number(t.agreeBy), Number.MAX_SAFE_INTEGER) &&
    isToldDirector(t.director)
  );
}

/** Whether terms that a borrower has signed go on from those in force and change nothing of them but weeks and minutes. */
export function termsExtend(
  terms: unknown,
  last: { readonly terms: LoanTerms; readonly termsHash: string },
): terms is LoanTerms {
  if (!isObject(terms) || !isStretch(terms)) return false;
  const { director, ...rest } = terms as unknown as LoanTerms;
  const { director: agreed, ...expected } = termsOfExtension(last, rest);
  return (
    sameFields(rest, expected) &&
    isToldDirector(director) &&
    director.name === agreed.name &&
    director.competence.length === agreed.competence.length &&
    director.competence.every(({ code, level }, index) => {
      const known = agreed.competence[index];
      return known?.code === code && known.level === level;
    })
  );
}

export function isDate(value: unknown): value is string {
  return typeof value === 'string' && parseIsoDate(value).ok;
}

export function isWhole(value: unknown, atLeast: number, atMost: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= atLeast && Number(value) <= atMost;
}

export function isText(value: unknown, atMost: number): value is string {
  return typeof value === 'string' && refusalsOfText(value, '', atMost).length === 0;
}

/** A reason as a peer gives it; empty where it is none that a person could have written. */
export function reasonOf(value: unknown): string {
  return isText(value, reasonLength) ? value : '';
}

function isStretch(value: object): boolean {
  const { minutes, fromWeek, toWeek } = value as Fields<LoanTerms>;
  return (
    [fromWeek, toWeek].every((week) => typeof week === 'string' && parseIsoWeek(week).ok) &&
    isWhole(minutes, 1, Number.MAX_SAFE_INTEGER) &&
    refusalsOfStretch(value as LoanTerms).length === 0
  );
}

function isToldDirector(value: unknown): value is LoanTerms['director'] {
  if (!isObject(value)) return false;
  const { name, competence, ...others } = value as Fields<LoanTerms['director']>;
  return (
    Object.keys(others).length === 0 &&
    isText(name, toldNameLength) &&
    Array.isArray(competence) &&
    competence.every(
      (each) =>
        isObject(each) &&
        typeof (each as Fields<{ code: 1 }>).code === 'string' &&
        Number.isInteger((each as Fields<{ level: 1 }>).level),
    ) &&
    refusalsOfSkills(competence as { code: string; level: number }[]).length === 0
  );
}

function sameFields(one: object, other: object): boolean {
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return Object.keys({ ...a, ...b }).every((key) => a[key] === b[key]);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}
