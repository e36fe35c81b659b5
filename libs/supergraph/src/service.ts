import type { GraphQLFormattedError } from 'graphql';
import type { RootField, Variables } from './documents.js';
import type { OperationDefinitionNode, SelectionNode } from 'graphql';

/** What a service answers to one request. */
export interface ServiceAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** An object as a service must be told of it to say more about it. */
export type Representation = Readonly<Record<string, unknown>> & { readonly __typename: string };

/** What one asker brings along to every request made for them. */
export interface Asking {
  /** Headers that go along: who is asking, in which language, under which request id. */
  readonly headers: Readonly<Record<string, string>>;
  /** The asker's own town, preferred where any town would do. */
  readonly municipality?: string;
  readonly language: 'JA' | 'EN';
}

/** A subgraph as the executor sees it: root fields are asked, entities completed. Never rejects; faults are errors of the answer. */
export interface Service {
  /** Asks root fields; data under their response keys, errors with paths that begin with them. */
  ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer>;
  /** Completes entities: one value or error for each representation, in their order. */
  complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer>;
}

export interface EntityRequest {
  readonly operation: OperationDefinitionNode;
  /** What is asked of each entity: the selections inside `_entities`. */
  readonly selections: readonly SelectionNode[];
  readonly representations: readonly Representation[];
  readonly variables: Variables;
}

export interface EntityAnswer {
  readonly entities: readonly (Readonly<Record<string, unknown>> | null)[];
  /** Errors with paths that begin with the position of the representation. */
  readonly errors: readonly GraphQLFormattedError[];
}

/** One HTTP request to a service. Rejects when the service cannot be reached or does not answer in time. */
export type Send = (
  target: { readonly endpoint: string; readonly municipality?: string; readonly timeoutMs: number },
  body: { readonly query: string; readonly variables: Variables },
  asking: Asking,
) => Promise<ServiceAnswer>;
