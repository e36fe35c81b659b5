import { Directive, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { MunicipalityCodeScalar } from '#graph/scalars';

export const PeerLevelEnum = { TRIAL: 'TRIAL', TRADING: 'TRADING' } as const;
registerEnumType(PeerLevelEnum, {
  name: 'PeerLevel',
  description: 'What a member of the federation may do.',
  valuesMap: {
    TRIAL: { description: 'Reads what its peers publish.' },
    TRADING: { description: 'Also publishes, claims and lends.' },
  },
});

@ObjectType('Municipality', { description: '市町村. A town or village that is a member of the federation.' })
@Directive('@key(fields: "code")')
export class MunicipalityGraph {
  @Field(() => MunicipalityCodeScalar, { description: '全国地方公共団体コード.' })
  code!: MunicipalityCode;
}

/** A municipality as other types refer to it. */
export function municipalityGraph(code: MunicipalityCode): MunicipalityGraph {
  return Object.assign(new MunicipalityGraph(), { code });
}
