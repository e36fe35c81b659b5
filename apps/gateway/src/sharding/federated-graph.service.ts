import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutionResult } from 'graphql';
import type { Federation } from '#domain/federation/federation';
import { scalars } from '#graph/scalars';
import { ConfigurationError, optionalSetting } from '#service/config';
import { readFederation } from '#service/federation-file';
import { answer, type Question } from '#supergraph/execute';
import { httpSend } from '#supergraph/send';
import type { Service } from '#supergraph/service';
import { ShardedService } from '#supergraph/sharded-service';
import { SingleService } from '#supergraph/single-service';
import { rootFields, Supergraph } from '#supergraph/supergraph';
import { routes } from './routes.js';

/** A list answers within 2 s whatever a town does. */
const listTimeoutMs = 1_500;
/** Long enough for a busy town to finish a write; the asker repeats it with the same idempotency key. */
const timeoutMs = 15_000;
/** What coordination answers itself. */
const ofCoordination = new Set(['Query.sharedWorkload']);

/** The one graph over all towns and the coordination service. Holds no state of its own. */
@Injectable()
export class FederatedGraph implements OnApplicationShutdown {
  readonly supergraph: Supergraph;
  private readonly services: Readonly<Record<string, Service>>;
  private readonly http = httpSend();

  constructor() {
    const path = optionalSetting('YUI_SUPERGRAPH', 'dist/supergraph.graphql');
    this.supergraph = readSupergraph(path);
    const missing = rootFields(this.supergraph.schema).filter((field) => routes[field] === undefined && !ofCoordination.has(field));
    if (missing.length > 0) throw new ConfigurationError(`No route says which town answers ${missing.join(', ')} (apps/gateway/src/sharding/routes.ts).`);
    const federation: Federation = readFederation();
    const { send } = this.http;
    this.services = {
      municipality: new ShardedService({
        shards: () => federation.members.map(({ code, endpoint }) => ({ municipality: code, endpoint })),
        routes,
        homeOf: () => undefined, // Municipality is the only entity so far, and every town can tell of every town.
        send,
        listTimeoutMs,
        timeoutMs,
      }),
      coordination: new SingleService({ name: 'coordination', endpoint: federation.coordination.endpoint, timeoutMs: 5_000, send }),
    };
  }

  answer(question: Question): Promise<ExecutionResult> {
    return answer(this.supergraph, this.services, question);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}

function readSupergraph(path: string): Supergraph {
  const publicPath = join(dirname(path), 'public.graphql');
  try {
    return new Supergraph(readFileSync(path, 'utf8'), readFileSync(publicPath, 'utf8'), scalars);
  } catch (cause) {
    throw new ConfigurationError(`The supergraph cannot be read from ${path}; run "npm run build". ${String(cause)}`);
  }
}
