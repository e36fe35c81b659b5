import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { skillCatalogue, type SkillCode } from './catalogue.js';
import { isIn, isJoint, jointSkills, skillsIn } from './joint-skills.js';

const codes = skillCatalogue.map(({ code }) => code);
const [entry, design, translation] = ['data-entry', 'design', 'translation'] as readonly string[] as [
  SkillCode,
  SkillCode,
  SkillCode,
];

describe('skills counted together', () => {
  it('are the same text in whatever order and however often they are named', () => {
    expect(jointSkills([entry, design])).toBe('data-entry+design');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }).chain((set) =>
          fc.tuple(
            fc.constant(set),
            fc.array(fc.constantFrom(...set)).map((again) => [...again, ...set]),
          ),
        ),
        ([set, named]) => {
          const joint = jointSkills(named);
          expect(joint).toBe(jointSkills(set));
          expect(skillsIn(joint)).toEqual([...set].sort());
          expect(isJoint(joint)).toBe(set.length > 1);
        },
      ),
    );
  });

  it('are other texts when they are other skills', () => {
    const sets = fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 });
    fc.assert(
      fc.property(sets, sets, (one, other) => {
        const isSame = one.length === other.length && one.every((each) => other.includes(each));
        expect(jointSkills(one) === jointSkills(other)).toBe(isSame);
      }),
    );
  });

  it('are never taken for one skill, nor one skill for several', () => {
    for (const code of codes) expect([isJoint(code), skillsIn(code)]).toEqual([false, [code]]);
    expect(isJoint(jointSkills([design, design]))).toBe(false);
  });

  it('hold each of theirs and no other', () => {
    const joint = jointSkills([translation, design]);
    expect([entry, design, translation].map((each) => isIn(each, joint))).toEqual([false, true, true]);
    expect([entry, design].map((each) => isIn(each, design))).toEqual([false, true]);
    for (const code of codes)
      for (const other of codes) {
        expect(isIn(code, other)).toBe(code === other);
        expect(isIn(code, jointSkills(codes.filter((each) => each !== other)))).toBe(code !== other);
      }
  });
});
