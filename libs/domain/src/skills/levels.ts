import { refusal, type Refusal } from '../refusals/decision.js';

export const lowestLevel = 1;
export const highestLevel = 3;

/** What a level of a skill means, the same for every skill and town: how much the director has to do, not how fast someone is. */
export interface SkillLevel {
  readonly level: number;
  readonly nameJa: string;
  readonly nameEn: string;
}

export const skillLevels: readonly SkillLevel[] = [
  {
    level: lowestLevel,
    nameJa: '手順書と確認があればできる',
    nameEn: 'Works by the procedure, with every piece checked',
  },
  { level: 2, nameJa: '一人でできる', nameEn: 'Works alone, checked by sample' },
  { level: highestLevel, nameJa: '他の人に教え、確認できる', nameEn: 'Teaches others and checks their work' },
];

/** Why a level cannot be taken; empty when it can. */
export function refusalsOfLevel(level: number, field: string): Refusal[] {
  return level >= lowestLevel && level <= highestLevel
    ? []
    : [refusal('SKILL_LEVEL_OUT_OF_RANGE', { field, asked: level, atLeast: lowestLevel, atMost: highestLevel })];
}
