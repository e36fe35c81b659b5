import { demandToken } from '#access/asking.middleware';
import { TokenVerifier } from '#access/tokens';
import { serviceArguments } from '#service/command-line';
import { optionalSetting, requiredSetting } from '#service/config';
import { runService } from '#service/run';
import { CoordinationModule } from './coordination.module.js';

await runService(() => ({
  role: 'coordination',
  towns: [],
  port: serviceArguments().port,
  module: CoordinationModule.of(true),
  configure: (app) => {
    app.useBodyParser('json', { limit: '1mb' });
    const verifier = new TokenVerifier({
      issuer: requiredSetting('YUI_ISSUER', 'address of the OIDC issuer'),
      audience: optionalSetting('YUI_AUDIENCE', 'yui'),
    });
    app.use('/graphql', demandToken(verifier));
  },
}));
