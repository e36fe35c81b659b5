import { refusal, type Refusal } from '../refusals/decision.js';
import { isSkill } from '../skills/catalogue.js';

/** Each takes figures of every month and data class, and its place in the audit. */
const mostSets = 10;

/** Why a town cannot tell these skills together in its bulletins, each a list of codes; empty when it can. None at all is possible. */
export function refusalsToTellTogether(sets: readonly (readonly string[])[]): Refusal[] {
  return [
    ...(sets.length > mostSets
      ? [refusal('JOINT_SKILLS_TOO_MANY', { field: 'sets', atMost: mostSets, given: sets.length })]
      : []),
    ...sets.flatMap((skills, at) => [
      ...skills.flatMap((given, index) =>
        isSkill(given) ? [] : [refusal('SKILL_UNKNOWN', { field: `sets.${at}.skills.${index}`, given })],
      ),
      ...(new Set(skills).size < 2 ? [refusal('JOINT_SKILLS_TOO_FEW', { field: `sets.${at}.skills` })] : []),
    ]),
  ];
}
