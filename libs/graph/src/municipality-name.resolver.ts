import { Args, Directive, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { nameOf } from '#domain/municipality/register';
import type { Language } from '#domain/refusals/catalogue';
import { MunicipalityGraph } from './municipality.graph.js';
import { LanguageEnum } from './refusal.graph.js';

/** What a municipality is called stands in the public register, which every service has. */
@Resolver(() => MunicipalityGraph)
export class MunicipalityNameResolver {
  @ResolveField(() => String, { description: 'The name as its people write it.' })
  @Directive('@shareable')
  name(
    @Parent() { code }: MunicipalityGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the name.' })
    language: Language,
  ): string {
    return nameOf(code, language);
  }
}
