import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { expressMiddleware } from '@as-integrations/express5';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { getOperationAST, GraphQLError } from 'graphql';
import type { AskingRequest } from '#access/asking.middleware';
import type { Caller } from '#access/caller';
import type { Language } from '#domain/refusals/catalogue';
import { languageOf } from '#domain/refusals/language';
import { requestContext, requestIdHeader } from '#service/request-context';
import { asksOnlyForTheSchema } from '#supergraph/introspection';
import { limitPlugins, mostTokens, validationRules } from '../limits/operation-limits.js';
import { FederatedGraph } from '../sharding/federated-graph.service.js';
import { keepInputCode, namingFields } from './naming-fields.js';

interface GraphContext {
  /** Undefined where no token came along; such a request may only ask about the schema. */
  readonly caller: Caller | undefined;
  readonly authorization: string | undefined;
  readonly language: Language;
}

type GraphAnswer = Awaited<ReturnType<GatewayExecutor>>;

/** The public endpoint: parses, limits and validates what is asked, demands a token for it, and hands it to the federated graph. */
@Injectable()
export class PublicGraph implements OnApplicationShutdown {
  private server: ApolloServer<GraphContext> | undefined;

  constructor(private readonly federated: FederatedGraph) {}

  async start(): Promise<RequestHandler> {
    const plugins: ApolloServerPlugin[] = [
      ...limitPlugins,
      namingFields,
      // It would put resolvers of its own into the schema, in front of the one that reads the towns' answers.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
    ];
    this.server = new ApolloServer<GraphContext>({
      gateway: this.gateway(),
      introspection: true, // The schema is published with the source; reading it needs no token.
      csrfPrevention: true,
      includeStacktraceInErrorResponses: false,
      parseOptions: { maxTokens: mostTokens },
      validationRules,
      plugins,
      formatError: keepInputCode,
      stopOnTerminationSignals: false, // Nest stops it.
    });
    await this.server.start();
    return expressMiddleware(this.server, { context: ({ req }) => Promise.resolve(contextOf(req)) });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.stop();
  }

  private gateway(): GatewayInterface {
    return {
      load: () => Promise.resolve({ executor: this.executor }),
      onSchemaLoadOrUpdate: (receive) => {
        receive({ apiSchema: this.federated.supergraph.schema, coreSupergraphSdl: this.federated.supergraph.sdl });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    };
  }

  private readonly executor: GatewayExecutor = async ({ document, request, context }) => {
    const { caller, authorization, language } = context as GraphContext;
    // Not by the name that Apollo resolved: it resolves none where the asked one is missing, and the only other would run instead.
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return { errors: [new GraphQLError(operationUnclear[language])] };
    if (caller === undefined && !asksOnlyForTheSchema(document, operation)) return { errors: [tokenMissing(language)] };
    const headers = {
      'accept-language': language.toLowerCase(),
      [requestIdHeader]: requestContext()?.requestId ?? '',
      ...(authorization === undefined ? {} : { authorization }),
    };
    const asking = {
      headers,
      language,
      ...(caller?.municipality === undefined ? {} : { municipality: caller.municipality }),
    };
    try {
      return (await this.federated.answer({
        document,
        operation,
        variables: request.variables ?? {},
        asking,
      })) as GraphAnswer;
    } catch (fault) {
      new Logger('graph').error(fault); // What went wrong inside is for our log, not for the asker.
      return {
        errors: [
          new GraphQLError(faultOfOurs[language], {
            extensions: { code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR, http: { status: 500 } },
          }),
        ],
      };
    }
  };
}

function contextOf(request: AskingRequest): GraphContext {
  return {
    caller: request.caller,
    authorization: request.header('authorization'),
    language: languageOf(request.header('accept-language')),
  };
}

const faultOfOurs: Readonly<Record<Language, string>> = {
  JA: 'サーバー内部で問題が起きました。記録してあります。',
  EN: 'Something went wrong on our side; it has been logged.',
};

const operationUnclear: Readonly<Record<Language, string>> = {
  JA: '実行する操作を operationName で一つ指定してください。',
  EN: 'Name one operation of the document in operationName.',
};

function tokenMissing(language: Language): GraphQLError {
  const message = language === 'JA' ? 'トークンがありません。サインインしてください。' : 'No token was sent: sign in.';
  const http = { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer']]) };
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', reason: 'MISSING', http } });
}
