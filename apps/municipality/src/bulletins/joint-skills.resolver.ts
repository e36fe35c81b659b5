import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refuse } from '#domain/refusals/decision';
import type { JointSkills } from '#domain/skills/joint-skills';
import { answer } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { JointFigures } from './joint-figures.service.js';
import {
  JointSkillsGraph,
  jointSkillsGraph,
  SetJointSkillsInput,
  SetJointSkillsPayload,
  SetJointSkillsResult,
  type SetJointSkillsAnswer,
} from './joint-skills.graph.js';

@Resolver()
export class JointSkillsResolver {
  constructor(private readonly figures: JointFigures) {}

  @Query(() => [JointSkillsGraph], { description: 'The skills that the town tells together in its bulletins.' })
  async jointSkills(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<JointSkillsGraph[]> {
    return (await this.figures.told(town)).map(jointSkillsGraph);
  }

  @Mutation(() => SetJointSkillsResult, {
    description:
      'Says which skills the town tells together in its bulletins, in place of what was said before: plans then know how much of these its workers can do at once. Told once, such a figure stays in the audit of its month, and figures of single skills may have to vanish for it.',
  })
  async setJointSkills(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => SetJointSkillsInput, description: 'What is told together.' })
    input: SetJointSkillsInput,
  ): Promise<SetJointSkillsAnswer> {
    const decision =
      input.municipality === town.code
        ? await this.figures.setJointSkills(town, input)
        : refuse('MUNICIPALITY_UNKNOWN', { field: 'municipality', given: input.municipality });
    return answer(decision, language, ({ told }: { told: JointSkills[] }) =>
      Object.assign(new SetJointSkillsPayload(), { sets: told.map(jointSkillsGraph) }),
    );
  }
}
