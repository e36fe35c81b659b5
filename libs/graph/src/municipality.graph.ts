import { Field, ObjectType } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { MunicipalityCodeScalar } from './scalars.js';

/** Each subgraph's door adds the key by which it knows a municipality: the towns complete one, coordination only names it. */
@ObjectType('Municipality', { description: '市町村. A town or village that is a member of the federation.' })
export class MunicipalityGraph {
  @Field(() => MunicipalityCodeScalar, { description: '全国地方公共団体コード.' })
  code!: MunicipalityCode;
}

/** A municipality as other types refer to it. */
export function municipalityGraph(code: MunicipalityCode): MunicipalityGraph {
  return Object.assign(new MunicipalityGraph(), { code });
}
