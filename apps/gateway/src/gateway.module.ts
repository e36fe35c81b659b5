import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { TokenVerifier } from '#access/tokens';
import { Clock } from '#service/clock';
import { HealthModule } from '#service/health';
import { graphqlPage } from './console/page.js';
import { PublicGraph } from './graph/public-graph.service.js';
import { bodyFault, readBody } from './limits/body.js';
import { refuseMisdirected } from './limits/misdirected.js';
import { FederatedGraph } from './sharding/federated-graph.service.js';
import { pinFederation } from './sharding/federation-document.js';
import { IssuerReady } from './sign-in/issuer.readiness.js';
import { signIn } from './sign-in/sign-in.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** The gateway: one graph over all towns. Stateless; several may run side by side. */
@Module({
  imports: [
    SignInModule,
    HealthModule.with(
      [
        {
          provide: IssuerReady,
          useFactory: (verifier: TokenVerifier) => new IssuerReady(verifier),
          inject: [TokenVerifier],
        },
      ],
      [SignInModule],
    ),
  ],
  providers: [
    {
      provide: FederatedGraph,
      useFactory: async (clock: Clock) => new FederatedGraph(await pinFederation(clock)),
      inject: [Clock],
    },
    PublicGraph,
    Clock,
  ],
})
export class GatewayModule {
  /** Opens the gateway's two doors: the graph, and the page to try it with. */
  static async open(app: NestExpressApplication): Promise<void> {
    const graph = await app.get(PublicGraph).start();
    const clock = app.get(Clock);
    app.use('/graphql', refuseMisdirected, signIn(app.get(TokenVerifier)), ...readBody, bodyFault, graph);
    app.use(graphqlPage(() => clock.today()));
  }
}
