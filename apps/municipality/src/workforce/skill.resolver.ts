import { Query, Resolver } from '@nestjs/graphql';
import { skillCatalogue } from '#domain/skills/catalogue';
import { SkillGraph } from '#graph/skill.graph';

@Resolver(() => SkillGraph)
export class SkillResolver {
  @Query(() => [SkillGraph], { description: 'The vocabulary of skills that all towns share.' })
  skills(): SkillGraph[] {
    return skillCatalogue.map(({ code }) => ({ code }));
  }
}
