import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Language } from '#domain/refusals/catalogue';
import { nameOfSkill } from '#domain/skills/catalogue';
import { LanguageEnum } from './refusal.graph.js';
import { SkillGraph } from './skill.graph.js';

/** What a skill is called; the same in every subgraph. */
@Resolver(() => SkillGraph)
export class SkillNameResolver {
  @ResolveField(() => String, { description: 'What people call it.' })
  name(
    @Parent() { code }: SkillGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the name.' })
    language: Language,
  ): string {
    return nameOfSkill(code, language);
  }
}
