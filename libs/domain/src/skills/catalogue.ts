import { accept, refuse, type Decision } from '../refusals/decision.js';
import type { Language } from '../refusals/catalogue.js';

/** Code of a skill in the vocabulary that all towns share. */
export type SkillCode = string & { readonly brand: 'SkillCode' };

export interface Skill {
  readonly code: SkillCode;
  readonly nameJa: string;
  readonly nameEn: string;
  /** What someone with the skill does, so that two towns mean the same by it. */
  readonly descriptionJa: string;
  readonly descriptionEn: string;
}

const entries = [
  [
    'data-entry',
    'データ入力',
    'Data entry',
    '紙や画像の内容を表に打ち込む',
    'Types what stands on paper or images into tables',
  ],
  ['transcription', '文字起こし', 'Transcription', '録音を聞いて文章にする', 'Turns recordings into text'],
  [
    'web-research',
    'ウェブ調査',
    'Web research',
    '公開情報を調べて一覧にまとめる',
    'Looks up public facts and lists them',
  ],
  [
    'proofreading',
    '校正・校閲',
    'Proofreading',
    '原稿の誤字や事実の誤りを直す',
    'Corrects slips and wrong facts in a text',
  ],
  ['design', 'デザイン', 'Design', 'チラシやバナーなどの画面・紙面を作る', 'Makes leaflets, banners and pages'],
  [
    'web-update',
    'ウェブ更新',
    'Web updates',
    '既にあるサイトのページを更新する',
    'Updates the pages of a site that exists',
  ],
  [
    'accounting-support',
    '経理補助',
    'Accounting support',
    '仕訳の下書きや請求書の照合をする',
    'Drafts entries and matches invoices',
  ],
  ['video-editing', '動画編集', 'Video editing', '撮影済みの動画に編集と字幕を付ける', 'Cuts and captions footage'],
  [
    'translation',
    '翻訳',
    'Translation',
    '日本語と外国語の間で文章を訳す',
    'Translates between Japanese and another language',
  ],
  [
    'customer-support',
    '問い合わせ対応',
    'Customer support',
    'メールや電話の問い合わせに答える',
    'Answers questions by mail or telephone',
  ],
  [
    'form-processing',
    '申請書処理',
    'Form processing',
    '書類の不備を確かめ、分類する',
    'Checks forms for gaps and sorts them',
  ],
  ['programming', 'プログラミング', 'Programming', '表計算のマクロや小さな道具を作る', 'Writes macros and small tools'],
] as const;

/** Every skill, in the order in which people see them. */
export const skillCatalogue: readonly Skill[] = entries.map(([code, nameJa, nameEn, descriptionJa, descriptionEn]) => ({
  code: code as string as SkillCode,
  nameJa,
  nameEn,
  descriptionJa,
  descriptionEn,
}));

const byCode = new Map<string, Skill>(skillCatalogue.map((skill) => [skill.code, skill]));

export function skillOf(code: string): Skill | undefined {
  return byCode.get(code);
}

export function isSkill(text: string): text is SkillCode {
  return byCode.has(text);
}

export function parseSkill(text: string, field = 'skill'): Decision<SkillCode> {
  return isSkill(text) ? accept(text) : refuse('SKILL_UNKNOWN', { field, given: text });
}

export function nameOfSkill(code: string, language: Language): string {
  const skill = skillOf(code);
  if (skill === undefined) return code;
  return language === 'JA' ? skill.nameJa : skill.nameEn;
}
