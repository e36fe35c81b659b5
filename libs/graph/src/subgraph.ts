import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { printSubgraphSchema } from '@apollo/subgraph';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import type { Request } from 'express';
import type { GraphQLFormattedError } from 'graphql';

/** The federation directives of v2.9, the newest version our composition understands; Nest would otherwise import later ones too. */
const directives = [
  '@key',
  '@shareable',
  '@external',
  '@requires',
  '@provides',
  '@inaccessible',
  '@tag',
  '@override',
  '@interfaceObject',
  '@composeDirective',
];

/**
 * The GraphQL endpoint of a subgraph. Only resolvers of the `include`d modules (and whatever they import) are part of it, which is
 * why resolvers are listed in door modules alone.
 */
export function subgraphModule<D extends unknown[]>(settings: {
  readonly include: Type[];
  readonly inject: { [I in keyof D]: Type<D[I]> };
  readonly context: (request: Request, ...dependencies: D) => object;
}): DynamicModule {
  return GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
    driver: ApolloFederationDriver,
    inject: [...settings.inject],
    useFactory: (...dependencies: unknown[]) => ({
      include: settings.include,
      autoSchemaFile: {
        federation: { version: 2, importUrl: 'https://specs.apollo.dev/federation/v2.9', directives },
      },
      context: ({ req }: { req: Request }) => settings.context(req, ...(dependencies as D)),
      graphiql: false,
      playground: false,
      plugins: [ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()],
      includeStacktraceInErrorResponses: false,
      formatError: withoutInnards,
    }),
  });
}

/** What the graph shows of an error: our own sentences as they are, a fault of ours only by name; its cause goes to the log. */
function withoutInnards(formatted: GraphQLFormattedError, fault: unknown): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  if (code !== undefined && code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR) return formatted;
  const cause = (fault as { originalError?: unknown }).originalError ?? fault;
  new Logger('graph').error(cause instanceof Error ? cause : new Error(formatted.message));
  return {
    ...formatted,
    message:
      'サーバー内部で問題が起きました。記録してあります。 / Something went wrong on our side; it has been logged.',
    extensions: { code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR },
  };
}

/** The subgraph's schema as text, for the composition of the supergraph. */
export function printSubgraph(app: INestApplicationContext): string {
  return printSubgraphSchema(app.get(GraphQLSchemaHost, { strict: false }).schema);
}
