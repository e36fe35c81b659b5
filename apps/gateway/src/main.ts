import type { NestExpressApplication } from '@nestjs/platform-express';
import { TokenVerifier } from '#access/tokens';
import { Clock } from '#service/clock';
import { serviceArguments } from '#service/command-line';
import { optionalSetting, requiredSetting } from '#service/config';
import { runService } from '#service/run';
import { graphqlPage } from './console/page.js';
import { GatewayModule } from './gateway.module.js';
import { graphEndpoint } from './graph/apollo.js';
import { bodyFault, readBody } from './limits/limits.js';
import { FederatedGraph } from './sharding/federated-graph.service.js';
import { signIn } from './sign-in/sign-in.js';

await runService(() => ({
  role: 'gateway',
  towns: [],
  port: serviceArguments().port,
  module: GatewayModule,
  bodyParser: false, // The graph reads its bodies itself, strictly.
  configure: async (app: NestExpressApplication) => {
    const verifier = new TokenVerifier({ issuer: requiredSetting('YUI_ISSUER', 'address of the OIDC issuer'), audience: optionalSetting('YUI_AUDIENCE', 'yui') });
    const { handler } = await graphEndpoint(app.get(FederatedGraph));
    app.use('/graphql', signIn(verifier), ...readBody(), bodyFault, handler);
    const clock = app.get(Clock);
    app.use(graphqlPage(() => clock.today()));
  },
}));
