import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import { GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import type { AskingRequest } from '#access/asking.middleware';
import type { Caller } from '#access/caller';
import type { Language } from '#domain/refusals/catalogue';
import { languageOf } from '#domain/refusals/language';
import { requestContext, requestIdHeader } from '#service/request-context';
import { limitPlugins, mostTokens, validationRules } from '../limits/limits.js';
import type { FederatedGraph } from '../sharding/federated-graph.service.js';
import { keepInputCode, namingFields } from './naming-fields.js';

interface GraphContext {
  readonly caller: Caller | undefined;
  readonly authorization: string | undefined;
  readonly language: Language;
}

/** The public endpoint: parses, limits and validates what is asked, demands a token for it, and hands it to the federated graph. */
export async function graphEndpoint(graph: FederatedGraph): Promise<{ readonly handler: RequestHandler; readonly stop: () => Promise<void> }> {
  const plugins: ApolloServerPlugin[] = [...limitPlugins, namingFields, ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginLandingPageDisabled()];
  const server = new ApolloServer<GraphContext>({
    gateway: gatewayTo(graph),
    introspection: true, // The schema is published with the source; reading it needs no token.
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: mostTokens },
    validationRules,
    plugins,
    formatError: keepInputCode,
    stopOnTerminationSignals: false, // Nest stops it.
  });
  await server.start();
  const handler = expressMiddleware(server, {
    context: ({ req }) => {
      const request = req as AskingRequest;
      return Promise.resolve({
        caller: request.caller,
        authorization: request.header('authorization'),
        language: languageOf(request.header('accept-language')),
      });
    },
  });
  return { handler, stop: () => server.stop() };
}

function gatewayTo(graph: FederatedGraph): GatewayInterface {
  const executor: GatewayExecutor = async ({ document, operationName, request, context }) => {
    const { caller, authorization, language } = context as GraphContext;
    const operations = document.definitions.filter((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
    const operation = operations.find(({ name }) => operationName == null || name?.value === operationName);
    if (operation === undefined) throw new GraphQLError('no such operation');
    if (caller === undefined && !asksOnlyForSchema(operation)) return { errors: [tokenMissing(language)] };
    const headers = {
      'accept-language': language.toLowerCase(),
      ...(authorization === undefined ? {} : { authorization }),
      [requestIdHeader]: requestContext()?.requestId ?? '',
    };
    const asking = { headers, language, ...(caller?.municipality === undefined ? {} : { municipality: caller.municipality }) };
    return (await graph.answer({ document, operation, variables: request.variables ?? {}, asking })) as Awaited<ReturnType<GatewayExecutor>>;
  };
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate(receive) {
      receive({ apiSchema: graph.supergraph.schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
}

function asksOnlyForSchema({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));
}

function tokenMissing(language: Language): GraphQLError {
  const message = language === 'JA' ? 'トークンがありません。サインインしてください。' : 'No token was sent: sign in.';
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', reason: 'MISSING', http: { status: 401 } } });
}
