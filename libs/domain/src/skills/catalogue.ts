import { accept, refuse, type Decision } from '../refusals/decision.js';
import type { Language } from '../refusals/catalogue.js';

/** Code of a skill in the vocabulary that all towns share. */
export type SkillCode = string & { readonly brand: 'SkillCode' };

export interface Skill {
  readonly code: SkillCode;
  readonly nameJa: string;
  readonly nameEn: string;
}

const entries = [
  ['data-entry', 'データ入力', 'Data entry'],
  ['transcription', '文字起こし', 'Transcription'],
  ['web-research', 'ウェブ調査', 'Web research'],
  ['proofreading', '校正・校閲', 'Proofreading'],
  ['design', 'デザイン', 'Design'],
  ['web-update', 'ウェブ更新', 'Web updates'],
  ['accounting-support', '経理補助', 'Accounting support'],
  ['video-editing', '動画編集', 'Video editing'],
  ['translation', '翻訳', 'Translation'],
  ['customer-support', '問い合わせ対応', 'Customer support'],
  ['form-processing', '申請書処理', 'Form processing'],
  ['programming', 'プログラミング', 'Programming'],
] as const;

/** Every skill, in the order in which people see them. */
export const skillCatalogue: readonly Skill[] = entries.map(([code, nameJa, nameEn]) => ({
  code: code as string as SkillCode,
  nameJa,
  nameEn,
}));

const byCode = new Map<string, Skill>(skillCatalogue.map((skill) => [skill.code, skill]));

export function isSkill(text: string): text is SkillCode {
  return byCode.has(text);
}

export function parseSkill(text: string, field = 'skill'): Decision<SkillCode> {
  return isSkill(text) ? accept(text) : refuse('SKILL_UNKNOWN', { field, given: text });
}

export function nameOfSkill(code: string, language: Language): string {
  const skill = byCode.get(code);
  if (skill === undefined) return code;
  return language === 'JA' ? skill.nameJa : skill.nameEn;
}
