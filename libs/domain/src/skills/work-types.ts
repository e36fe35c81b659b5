import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from './catalogue.js';

/** 業務種別. A kind of work with what it takes: towns that name the same kind can compare and share it. */
export interface WorkType {
  readonly code: WorkTypeCode;
  readonly nameJa: string;
  readonly nameEn: string;
  /** What is counted. */
  readonly unitJa: string;
  readonly unitEn: string;
  /** 標準時間. Minutes that a practised worker (level 2) takes for one unit, checking included. */
  readonly minutesPerUnit: number;
  readonly skill: SkillCode;
  /** The class its data usually have; an order may say another. */
  readonly dataClass: DataClass;
  /** Paper or other things have to be brought to the worker. */
  readonly physicalGoods: boolean;
}

// The norms are working assumptions to plan with, not measurements; a town replaces them by its own.
const types = {
  'survey-entry': ['アンケート入力', 'Survey entry', '票', 'sheet', 3, 'data-entry', 'INTERNAL', true],
  'ledger-entry': ['台帳入力', 'Ledger entry', '行', 'row', 2, 'data-entry', 'INTERNAL', false],
  'receipt-entry': ['領収書・伝票入力', 'Receipt entry', '枚', 'slip', 2, 'data-entry', 'CONFIDENTIAL', true],
  'application-entry': ['申込書・書類入力', 'Application entry', '件', 'form', 5, 'data-entry', 'CONFIDENTIAL', true],
  'health-check-entry': ['検診結果票入力', 'Health check entry', '票', 'sheet', 5, 'data-entry', 'PERSONAL', true],
  'article-typing': ['記事本文入力', 'Article typing', '400字', '400 characters', 8, 'data-entry', 'PUBLIC', true],
  'form-check': ['申請書・記載確認', 'Form check', '件', 'form', 4, 'form-processing', 'CONFIDENTIAL', false],
  'answer-sorting': [
    '自由記述・写真の分類',
    'Sorting of answers',
    '件',
    'item',
    2,
    'form-processing',
    'INTERNAL',
    false,
  ],
  'fact-research': ['情報調査', 'Fact research', '件', 'entry', 20, 'web-research', 'PUBLIC', false],
  'text-proofreading': ['文章校正', 'Proofreading', '1,000字', '1,000 characters', 12, 'proofreading', 'PUBLIC', false],
  'audio-transcription': [
    '音声の文字起こし',
    'Transcription',
    '音声1分',
    'minute of sound',
    5,
    'transcription',
    'INTERNAL',
    false,
  ],
  'page-update': ['ページ更新', 'Page update', 'ページ', 'page', 15, 'web-update', 'PUBLIC', false],
  'banner-design': ['バナー・紙面制作', 'Banner design', '点', 'piece', 60, 'design', 'PUBLIC', false],
  'entry-drafting': [
    '仕訳の下書き',
    'Drafting of accounts',
    '仕訳',
    'entry',
    3,
    'accounting-support',
    'CONFIDENTIAL',
    false,
  ],
} as const satisfies Record<string, readonly [string, string, string, string, number, string, DataClass, boolean]>;

export type WorkTypeCode = keyof typeof types;

/** Every work type, in the order in which people see them. */
export const workTypes: readonly WorkType[] = (Object.keys(types) as WorkTypeCode[]).map((code) => {
  const [nameJa, nameEn, unitJa, unitEn, minutesPerUnit, skillText, dataClass, physicalGoods] = types[code];
  const skill = skillText as string as SkillCode;
  return { code, nameJa, nameEn, unitJa, unitEn, minutesPerUnit, skill, dataClass, physicalGoods };
});

const byCode = new Map(workTypes.map((type) => [type.code, type]));

export function workTypeOf(code: WorkTypeCode): WorkType {
  const type = byCode.get(code);
  if (type === undefined) throw new RangeError(`there is no work type ${code}`);
  return type;
}

/** Minutes that so many units take by the norm. */
export function minutesOfUnits(code: WorkTypeCode, units: number): number {
  return workTypeOf(code).minutesPerUnit * units;
}
