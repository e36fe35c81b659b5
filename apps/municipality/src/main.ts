import { demandToken } from '#access/asking.middleware';
import { TokenVerifier } from '#access/tokens';
import { serviceArguments } from '#service/command-line';
import { optionalSetting, requiredSetting } from '#service/config';
import { runService } from '#service/run';
import { MunicipalityModule } from './municipality.module.js';

await runService(() => {
  const { port, towns } = serviceArguments();
  return {
    role: 'municipality',
    towns,
    port,
    module: MunicipalityModule.hosting(towns),
    configure: (app) => {
      app.useBodyParser('json', { limit: '1mb' });
      const verifier = new TokenVerifier({
        issuer: requiredSetting('YUI_ISSUER', 'address of the OIDC issuer'),
        audience: optionalSetting('YUI_AUDIENCE', 'yui'),
      });
      // The peer door has its own lock: the sender's signature.
      app.use(['/graphql', '/bulletins'], demandToken(verifier));
    },
  };
});
