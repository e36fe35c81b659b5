import type { SkillCode } from './catalogue.js';

/**
 * 合算スキル: two or more skills whose workers are counted together, each once. Written as the codes in their order, joined by "+", so that equal
 * ones are equal texts.
 */
export type JointSkills = string & { readonly brand: 'JointSkills' };

const joint = '+';

/** Skills counted together, in whatever order and however often they are named. */
export function jointSkills(skills: readonly SkillCode[]): JointSkills {
  return [...new Set(skills)].sort().join(joint) as JointSkills;
}

/** The skill itself, or those that are counted together. */
export function skillsIn(skill: SkillCode | JointSkills): SkillCode[] {
  return skill.split(joint) as SkillCode[];
}

/** Whether several skills are meant; null, all of them, are not several that somebody chose. */
export function isJoint(skill: SkillCode | JointSkills | null): skill is JointSkills {
  return skill !== null && skill.includes(joint);
}

/** Whether a skill is the one, or one of those that are counted together. */
export function isIn(skill: SkillCode, asked: SkillCode | JointSkills): boolean {
  return skill === asked || (isJoint(asked) && skillsIn(asked).includes(skill));
}
