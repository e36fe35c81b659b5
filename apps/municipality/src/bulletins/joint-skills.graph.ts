import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { skillsIn, type JointSkills } from '#domain/skills/joint-skills';
import { idempotencyKey } from '#graph/idempotency-key';
import type { RefusalGraph } from '#graph/refusal.graph';
import { resultUnion } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { SkillGraph } from '#graph/skill.graph';

@ObjectType('JointSkills', {
  description: '合算スキル. Skills that a town tells together: a worker who has several of them counts once.',
})
export class JointSkillsGraph {
  @Field(() => [SkillGraph], { description: 'The skills, two or more.' })
  skills!: SkillGraph[];
}

@InputType('JointSkillsInput', { description: 'Skills that are told together.' })
export class JointSkillsInput {
  @Field(() => [String], { description: 'Codes from the list of skills, two or more different ones.' })
  skills!: string[];
}

@InputType('SetJointSkillsInput', { description: 'What the town tells together besides what every town tells.' })
export class SetJointSkillsInput {
  @Field(() => MunicipalityCodeScalar, { description: 'The town; that of the token.' })
  municipality!: MunicipalityCode;

  @Field(() => [JointSkillsInput], { description: 'All of it, up to ten; none: nothing is told together any more.' })
  sets!: JointSkillsInput[];

  @Field(() => String, { description: idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType('SetJointSkillsPayload', { description: 'What the next bulletin of the town tells together.' })
export class SetJointSkillsPayload {
  @Field(() => [JointSkillsGraph], { description: 'All that is told together.' })
  sets!: JointSkillsGraph[];
}
export const SetJointSkillsResult = resultUnion('SetJointSkillsResult', SetJointSkillsPayload);
export type SetJointSkillsAnswer = SetJointSkillsPayload | RefusalGraph;

export function jointSkillsGraph(skill: JointSkills): JointSkillsGraph {
  return Object.assign(new JointSkillsGraph(), { skills: skillsIn(skill).map((code) => ({ code })) });
}
