import { registerEnumType } from '@nestjs/graphql';

export const PeerLevelEnum = { TRIAL: 'TRIAL', TRADING: 'TRADING' } as const;
registerEnumType(PeerLevelEnum, {
  name: 'PeerLevel',
  description: 'What a member of the federation may do.',
  valuesMap: {
    TRIAL: { description: 'Reads what its peers publish.' },
    TRADING: { description: 'Also publishes, claims and lends.' },
  },
});
