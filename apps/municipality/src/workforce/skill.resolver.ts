import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Language } from '#domain/refusals/catalogue';
import { nameOfSkill, skillCatalogue } from '#domain/skills/catalogue';
import { LanguageEnum } from '#graph/refusal.graph';
import { SkillGraph } from './worker.graph.js';

@Resolver(() => SkillGraph)
export class SkillResolver {
  @Query(() => [SkillGraph], { description: 'The vocabulary of skills that all towns share.' })
  skills(): SkillGraph[] {
    return skillCatalogue.map(({ code }) => ({ code }));
  }

  @ResolveField(() => String, { description: 'What people call it.' })
  name(
    @Parent() { code }: SkillGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the name.' })
    language: Language,
  ): string {
    return nameOfSkill(code, language);
  }
}
