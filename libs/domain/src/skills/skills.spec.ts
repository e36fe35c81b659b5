import { describe, expect, it } from '@jest/globals';
import { dataClasses } from '../orders/data-class.js';
import { isSkill, nameOfSkill, parseSkill, skillCatalogue, skillOf } from './catalogue.js';
import { skillLevels } from './levels.js';
import { minutesOfUnits, workTypeOf, workTypes, type WorkTypeCode } from './work-types.js';
import { refusalsToRegister, refusalsToUpdate } from './worker.js';

const japanese = /[ぁ-んァ-ン一-龥]/;

describe('skills', () => {
  it('are twelve, each told in both languages', () => {
    expect(new Set(skillCatalogue.map(({ code }) => code)).size).toBe(12);
    for (const { code, nameJa, nameEn, descriptionJa, descriptionEn } of skillCatalogue) {
      expect([code, skillOf(code)?.nameJa, nameOfSkill(code, 'JA'), nameOfSkill(code, 'EN')]).toEqual([
        code,
        nameJa,
        nameJa,
        nameEn,
      ]);
      expect([nameJa, descriptionJa].every((text) => japanese.test(text))).toBe(true);
      expect([nameEn, descriptionEn].some((text) => japanese.test(text) || text === '')).toBe(false);
    }
  });

  it.each(['', 'Design', 'design ', 'constructor'])('"%s" is none', (text) => {
    expect([isSkill(text), skillOf(text), nameOfSkill(text, 'EN')]).toEqual([false, undefined, text]);
    expect(parseSkill(text, 'skill')).toMatchObject({
      ok: false,
      refusals: [{ code: 'SKILL_UNKNOWN', field: 'skill', facts: { given: text } }],
    });
  });

  it('have levels with a meaning, and no others are taken', () => {
    expect(skillLevels.map(({ level }) => level)).toEqual([1, 2, 3]);
    const worker = (level: number): ReturnType<typeof refusalsToRegister> =>
      refusalsToRegister({ displayName: '宮坂 光', skills: [{ code: 'design', level }], weeklyMinutes: 600 });
    expect(skillLevels.flatMap(({ level }) => worker(level))).toEqual([]);
    for (const level of [0, 4]) {
      expect(worker(level)).toMatchObject([{ code: 'SKILL_LEVEL_OUT_OF_RANGE', field: 'skills.0.level' }]);
    }
  });
});

describe('a worker', () => {
  it('is refused for everything that is wrong at once, each with its field', () => {
    const worker = {
      displayName: ' ',
      skills: [
        { code: 'design', level: 1 },
        { code: 'design', level: 2 },
        { code: 'knitting', level: 1 },
      ],
      weeklyMinutes: -1,
    };
    expect(refusalsToRegister(worker).map(({ code, field }) => [code, field])).toEqual([
      ['TEXT_EMPTY', 'displayName'],
      ['SKILL_TWICE', 'skills.1.code'],
      ['SKILL_UNKNOWN', 'skills.2.code'],
      ['WEEK_MINUTES_OUT_OF_RANGE', 'weeklyMinutes'],
    ]);
    expect(refusalsToRegister({ ...worker, skills: [] }).map(({ code }) => code)).toContain('SKILLS_EMPTY');
    expect(refusalsToUpdate({ displayName: ' ', skills: [] }).map(({ code }) => code)).toEqual([
      'TEXT_EMPTY',
      'SKILLS_EMPTY',
    ]);
    expect(refusalsToUpdate({ clearance: 'PERSONAL' })).toEqual([]);
  });
});

describe('work types', () => {
  it('need a skill that all towns share, whole minutes and a data class', () => {
    expect(workTypes.length).toBeGreaterThanOrEqual(12);
    for (const { code, skill, minutesPerUnit, dataClass, ...texts } of workTypes) {
      expect([code, isSkill(skill), dataClasses.includes(dataClass)]).toEqual([code, true, true]);
      expect(Number.isInteger(minutesPerUnit) && minutesPerUnit > 0).toBe(true);
      expect(japanese.test(texts.nameJa) && japanese.test(texts.unitJa)).toBe(true);
      expect(japanese.test(texts.nameEn) || japanese.test(texts.unitEn)).toBe(false);
    }
  });

  it('tell how long something takes: 14,000 survey sheets are 700 h', () => {
    expect(minutesOfUnits('survey-entry', 14_000)).toBe(700 * 60);
    expect(() => workTypeOf('knitting' as WorkTypeCode)).toThrow(RangeError);
  });
});
