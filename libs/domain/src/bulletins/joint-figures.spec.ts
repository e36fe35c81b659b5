import { describe, expect, it } from '@jest/globals';
import { refusalsToTellTogether } from './joint-figures.js';

describe('skills that a town tells together', () => {
  const refused = (sets: readonly (readonly string[])[]): string[] =>
    refusalsToTellTogether(sets).map(({ code, field }) => `${field} ${code}`);

  it('are two or more of the vocabulary, in up to ten sets, or none at all', () => {
    expect(refused([])).toEqual([]);
    expect(refused([['data-entry', 'design']])).toEqual([]);
    expect(refused(Array.from({ length: 10 }, () => ['data-entry', 'design', 'translation']))).toEqual([]);
  });

  it('are refused by the place of what is wrong', () => {
    expect(refused([['data-entry', 'design'], ['design', 'design'], []])).toEqual([
      'sets.1.skills JOINT_SKILLS_TOO_FEW',
      'sets.2.skills JOINT_SKILLS_TOO_FEW',
    ]);
    expect(refused([['design', 'magic']])).toEqual(['sets.0.skills.1 SKILL_UNKNOWN']);
    expect(refused(Array.from({ length: 11 }, () => ['data-entry', 'design']))).toEqual(['sets JOINT_SKILLS_TOO_MANY']);
  });
});
