import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { ExecutionResult } from 'graphql';
import { scalars } from '#graph/scalars';
import { ConfigurationError, optionalSetting } from '#service/config';
import { answer, type Question } from '#supergraph/execute';
import { entitiesOf, rootFieldsOf } from '#supergraph/ownership';
import { httpSend } from '#supergraph/send';
import type { Service } from '#supergraph/service';
import { ShardedService } from '#supergraph/sharded-service';
import { SingleService } from '#supergraph/single-service';
import { StandInService } from '#supergraph/stand-in';
import { Supergraph } from '#supergraph/supergraph';
import type { Pinned } from './federation-document.js';
import { everyTownKnows, routes, townsStandInFor } from './routes.js';

/** A list answers within 2 s whatever a town does. */
const listTimeoutMs = 1_500;
/** Long enough for a busy town to finish a write; the asker repeats it with the same idempotency key. */
const mutationTimeoutMs = 15_000;
const timeoutMs = 5_000;
/** It asks towns for at most 1.5 s; longer, and the towns are asked without it. */
const coordinationTimeoutMs = 3_000;

/** The one graph over all towns and the coordination service. Holds no state of its own. */
export class FederatedGraph implements OnApplicationShutdown {
  readonly supergraph = readSupergraph(optionalSetting('YUI_SUPERGRAPH', 'dist/supergraph.graphql'));
  private readonly services: Readonly<Record<string, Service>>;
  private readonly http = httpSend();

  constructor(federation: Pinned) {
    demandRoutes(this.supergraph.sdl);
    const { send } = this.http;
    const municipality = new ShardedService({
      shards: () => federation.current().members.map(({ code, endpoint }) => ({ municipality: code, endpoint })),
      routes,
      homeOf: () => undefined, // demandRoutes lets only entities through that every town knows.
      send,
      listTimeoutMs,
      timeoutMs,
      mutationTimeoutMs,
    });
    const coordination = new SingleService({
      name: 'coordination',
      endpoint: () => federation.current().coordination.endpoint,
      timeoutMs: coordinationTimeoutMs,
      send,
    });
    this.services = {
      municipality,
      coordination: new StandInService({ first: coordination, standIn: municipality, fields: townsStandInFor }),
    };
  }

  answer(question: Question): Promise<ExecutionResult> {
    return answer(this.supergraph, this.services, question);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}

/** @throws ConfigurationError naming what the towns answer and nobody has said which town does. */
function demandRoutes(supergraphSdl: string): void {
  const missing = [
    ...[...rootFieldsOf(supergraphSdl, 'municipality'), ...townsStandInFor].filter(
      (field) => routes[field] === undefined,
    ),
    ...entitiesOf(supergraphSdl, 'municipality').filter((type) => !everyTownKnows.includes(type)),
  ];
  if (missing.length > 0)
    throw new ConfigurationError(
      `No route says which town answers ${missing.join(', ')}: add it to apps/gateway/src/sharding/routes.ts.`,
    );
}

/** The supergraph for the planner, and beside it the public schema, as the build writes them. */
function readSupergraph(path: string): Supergraph {
  try {
    return new Supergraph(
      readFileSync(path, 'utf8'),
      readFileSync(join(dirname(path), 'public.graphql'), 'utf8'),
      scalars,
    );
  } catch (cause) {
    throw new ConfigurationError(`The supergraph cannot be read from ${path}; run "npm run build". ${String(cause)}`);
  }
}
