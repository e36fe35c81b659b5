import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { licenceCatalogue, nameOfLicence } from '#domain/skills/licences';
import { LanguageEnum } from '#graph/refusal.graph';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { Centre } from './centre.service.js';
import { LicenceGraph, licenceGraph, SeatsGraph } from './seats.graph.js';

@Resolver(() => LicenceGraph)
export class LicenceResolver {
  constructor(private readonly centre: Centre) {}

  @Query(() => [LicenceGraph], { description: 'The vocabulary of licences that all towns share.' })
  licences(): LicenceGraph[] {
    return licenceCatalogue.map(({ code }) => licenceGraph(code));
  }

  @Query(() => [SeatsGraph], { description: "What the town owns of each licence, for the town's own staff." })
  async seats(
    @Asking() { town }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<SeatsGraph[]> {
    return (await this.centre.seats(town)).map(({ licence, ...rest }) => ({ ...rest, licence: licenceGraph(licence) }));
  }

  @ResolveField(() => String, { description: 'What people call it.' })
  name(
    @Parent() { code }: LicenceGraph,
    @Args('language', { type: () => LanguageEnum, defaultValue: 'JA', description: 'The language of the name.' })
    language: Language,
  ): string {
    return nameOfLicence(code, language);
  }
}
