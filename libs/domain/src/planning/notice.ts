import { parseIsoDate } from '../calendar/date.js';
import { parseIsoMonth, type IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { kindOfId, townOfId } from '../municipality/ids.js';
import type { Language } from '../refusals/catalogue.js';
import { refusalsOfMinutes, refusalsOfText } from '../text/text.js';
import type { WorkDays } from '../trade/publishing.js';

/** 計画の知らせ. What the publisher of a planned order tells the town that would do a part of it; it binds neither. */
export interface PlanNotice {
  /** `<publisher>-notice-<local>`. */
  readonly id: string;
  readonly planId: string;
  /** The surplus order that the plan was made from. */
  readonly surplusOrderId: string;
  readonly month: IsoMonth;
  readonly minutes: number;
  readonly days: WorkDays;
  /** Why the plan moves it, as it was said at the publisher's; null where the plan gave no reason. */
  readonly reason: MoveSentence | null;
}

/** The reason of a move in both languages. */
export type MoveSentence = { readonly [L in Language]: string };

const [planIdLength, sentenceLength] = [100, 1_000];

/** Whether what a peer calls a notice is one of its own, and whole. */
export function isPlanNotice(value: unknown, from: MunicipalityCode): value is PlanNotice {
  if (value === null || typeof value !== 'object') return false;
  const { id, planId, surplusOrderId, month, minutes, days, reason } = value as Readonly<
    Record<keyof PlanNotice, unknown>
  >;
  return (
    isIdOf(id, 'notice', from) &&
    isIdOf(surplusOrderId, 'surplus', from) &&
    isText(planId, planIdLength) &&
    typeof month === 'string' &&
    parseIsoMonth(month).ok &&
    typeof minutes === 'number' &&
    refusalsOfMinutes(minutes).length === 0 &&
    areDays(days) &&
    (reason === null || isSentence(reason))
  );
}

function isIdOf(id: unknown, kind: 'notice' | 'surplus', from: MunicipalityCode): boolean {
  return typeof id === 'string' && kindOfId(id) === kind && townOfId(id) === from;
}

function isText(text: unknown, atMost: number): boolean {
  return typeof text === 'string' && refusalsOfText(text, '', atMost).length === 0;
}

function areDays(days: unknown): boolean {
  const { earliest, due } = (days ?? {}) as Readonly<Record<keyof WorkDays, unknown>>;
  const isDate = (day: unknown): day is string => typeof day === 'string' && parseIsoDate(day).ok;
  return isDate(earliest) && isDate(due) && earliest <= due;
}

function isSentence(reason: unknown): boolean {
  const { JA, EN } = (reason ?? {}) as Readonly<Record<Language, unknown>>;
  return isText(JA, sentenceLength) && isText(EN, sentenceLength);
}
