import { Parent, Query, ResolveField, Resolver, ResolveReference } from '@nestjs/graphql';
import { memberOf, type PeerLevel } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { municipalityGraph, MunicipalityGraph } from '#graph/municipality.graph';
import { PeerLevelEnum } from './municipality.graph.js';
import { Towns } from './towns.service.js';

/** What any town can say of any member: the federation document is pinned by all of them. */
@Resolver(() => MunicipalityGraph)
export class MunicipalityResolver {
  constructor(private readonly towns: Towns) {}

  @Query(() => [MunicipalityGraph], { description: 'All members of the federation, in the order of its document.' })
  municipalities(): MunicipalityGraph[] {
    return this.towns.federation.members.map(({ code }) => municipalityGraph(code));
  }

  @ResolveReference()
  resolveReference({ code }: { code: MunicipalityCode }): MunicipalityGraph {
    return municipalityGraph(code);
  }

  @ResolveField(() => PeerLevelEnum, { nullable: true, description: 'What it may do; null where it is no member.' })
  level(@Parent() { code }: MunicipalityGraph): PeerLevel | null {
    return memberOf(this.towns.federation, code)?.level ?? null;
  }

  @ResolveField(() => String, { nullable: true, description: '推進組織. The legal person that contracts for it.' })
  operatingBody(@Parent() { code }: MunicipalityGraph): string | null {
    return memberOf(this.towns.federation, code)?.operatingBody ?? null;
  }
}
