import { Kind, type FieldNode, type GraphQLFormattedError } from 'graphql';
import { documentOf, fieldsOf, isAsked, responseKey, type RootField, type Variables } from './documents.js';
import { entityAnswer, entityDocument } from './entity-document.js';
import { fieldForTowns, mergePayloads, type TownPayload } from './merge.js';
import type { Route } from './routing.js';
import type { Asking, EntityAnswer, EntityRequest, Representation, Send, Service, ServiceAnswer } from './service.js';

/** A town as the gateway reaches it. */
export interface Shard {
  readonly municipality: string;
  readonly endpoint: string;
}

export interface ShardedSettings {
  /** All towns, in the order in which lists show them. Asked anew for each request, so that a town can join while it runs. */
  readonly shards: () => readonly Shard[];
  /** By root field, `Query.claim`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Where an entity lives; undefined where every town can tell of it. */
  readonly homeOf: (representation: Representation) => string | undefined;
  readonly send: Send;
  /** A town that takes longer than this counts as silent in a list. */
  readonly listTimeoutMs: number;
  /** A town that takes longer than this counts as unreachable for a single answer. */
  readonly timeoutMs: number;
}

/** Errors that are about the request and not about the town: every town would say the same. */
const aboutTheRequest = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED', 'GRAPHQL_VALIDATION_FAILED']);

/** One subgraph that every town runs for itself: each request goes to the town or towns it is about. */
export class ShardedService implements Service {
  constructor(private readonly settings: ShardedSettings) {}

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const asked = roots.filter((root) => isAsked(root, variables));
    const answers: ServiceAnswer[] = [];
    if (asked[0]?.operation.operation === 'mutation') {
      for (const root of asked) answers.push(await this.askRoot(root, variables, asking)); // In the order in which they were written.
    } else {
      answers.push(...(await Promise.all(asked.map((root) => this.askRoot(root, variables, asking)))));
    }
    return {
      data: Object.assign({}, ...answers.map(({ data }) => data ?? {})) as Record<string, unknown>,
      errors: answers.flatMap(({ errors }) => errors ?? []),
    };
  }

  async complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    const byTown = new Map<string | undefined, number[]>();
    request.representations.forEach((representation, index) => {
      const home = this.settings.homeOf(representation);
      byTown.set(home, [...(byTown.get(home) ?? []), index]);
    });
    const entities: (Readonly<Record<string, unknown>> | null)[] = request.representations.map(() => null);
    const errors: GraphQLFormattedError[] = [];
    await Promise.all(
      [...byTown].map(async ([home, indexes]) => {
        const part = { ...request, representations: indexes.map((index) => request.representations[index] as Representation) };
        const answer = await this.completeIn(home, part, asking);
        indexes.forEach((index, position) => (entities[index] = answer.entities[position] ?? null));
        for (const error of answer.errors) {
          const [position, ...rest] = error.path ?? [];
          errors.push({ ...error, path: [indexes[Number(position)] ?? 0, ...rest] });
        }
      }),
    );
    return { entities, errors };
  }

  private async askRoot(root: RootField, variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const name = `${root.operation.operation === 'mutation' ? 'Mutation' : 'Query'}.${root.node.name.value}`;
    const route = this.settings.routes[name];
    if (route === undefined) throw new Error(`no route for ${name}`);
    if (route.to === 'every') return this.askEvery(root, route, variables, asking);
    const body = documentOf(root.operation, [root.node], variables);
    if (route.to === 'any') return this.askAny(root, body, asking);
    const shard = this.shard(route.municipality(root, variables)) ?? this.nearest(asking)[0];
    if (shard === undefined) return failed(root, this.unreachable(undefined, asking));
    try {
      return await this.send(shard, body, asking, this.settings.timeoutMs);
    } catch {
      return failed(root, this.unreachable(shard, asking));
    }
  }

  /** The asker's own town first, then the others, until one answers. Only for questions. */
  private async askAny(root: RootField, body: { query: string; variables: Variables }, asking: Asking): Promise<ServiceAnswer> {
    const shards = this.nearest(asking);
    for (const shard of shards) {
      try {
        return await this.send(shard, body, asking, this.settings.listTimeoutMs);
      } catch {
        continue; // That town is silent; the next one knows the same.
      }
    }
    return failed(root, this.unreachable(shards[0], asking));
  }

  private async askEvery(root: RootField, route: Extract<Route, { to: 'every' }>, variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const only = route.only(root, variables);
    const shards = this.settings.shards().filter(({ municipality }) => only?.includes(municipality) ?? true);
    const key = responseKey(root.node);
    const body = documentOf(root.operation, [fieldForTowns(root, route.shape)], variables);
    const answers = await Promise.all(
      shards.map((shard) => this.send(shard, body, asking, this.settings.listTimeoutMs).then((answer) => ({ shard, answer }), () => ({ shard, answer: undefined }))),
    );
    const towns: TownPayload[] = [];
    const silent: { municipality: string; reason: string }[] = [];
    for (const { shard, answer } of answers) {
      const [error] = answer?.errors ?? [];
      const payload = answer?.data?.[key];
      if (error !== undefined && aboutTheRequest.has(String(error.extensions?.['code']))) return { data: { [key]: null }, errors: [{ ...error, path: [key] }] };
      if (error === undefined && payload !== null && typeof payload === 'object') {
        towns.push({ municipality: shard.municipality, payload: payload as Readonly<Record<string, unknown>> });
      } else {
        silent.push({ municipality: shard.municipality, reason: error?.message ?? silence[asking.language] });
      }
    }
    const unanswered = await this.describeSilent(root, silent, variables, asking);
    return { data: { [key]: mergePayloads(root, route.shape, towns, unanswered, variables) } };
  }

  /** The entries of `unanswered` as they were asked for, by response key. More than a town's code is asked of a town that answers. */
  private async describeSilent(
    root: RootField,
    silent: readonly { municipality: string; reason: string }[],
    variables: Variables,
    asking: Asking,
  ): Promise<Map<string, Readonly<Record<string, unknown>>[]>> {
    const described = new Map<string, Readonly<Record<string, unknown>>[]>();
    for (const field of fieldsOf(root.node.selectionSet, variables).filter(({ name }) => name.value === 'unanswered')) {
      const entries = silent.map(({ reason }) => ({ reason, __typename: 'Unanswered' }) as Record<string, unknown>);
      const inner = fieldsOf(field.selectionSet, variables);
      const shaped = entries.map((entry) => Object.fromEntries(inner.map((each) => [responseKey(each), entry[each.name.value]])));
      for (const about of inner.filter(({ name }) => name.value === 'municipality')) {
        const municipalities = await this.municipalities(silent.map(({ municipality }) => municipality), about, root, variables, asking);
        shaped.forEach((entry, index) => (entry[responseKey(about)] = municipalities[index]));
      }
      described.set(responseKey(field), shaped);
    }
    return described;
  }

  private async municipalities(codes: readonly string[], about: FieldNode, root: RootField, variables: Variables, asking: Asking): Promise<readonly unknown[]> {
    const known = (code: string): Record<string, unknown> => ({ code, __typename: 'Municipality' });
    const fields = fieldsOf(about.selectionSet, variables);
    if (codes.length === 0 || fields.every(({ name }) => name.value in known(''))) {
      return codes.map((code) => Object.fromEntries(fields.map((field) => [responseKey(field), known(code)[field.name.value]])));
    }
    const selections = [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Municipality' } },
        selectionSet: { kind: Kind.SELECTION_SET, selections: about.selectionSet?.selections ?? [] },
      },
    ] as const;
    const representations = codes.map((code) => ({ __typename: 'Municipality', code }));
    return (await this.completeIn(undefined, { operation: root.operation, selections, representations, variables }, asking)).entities;
  }

  private async completeIn(home: string | undefined, request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    const shards = home === undefined ? this.nearest(asking) : [this.shard(home)].filter((shard) => shard !== undefined);
    const body = entityDocument(request);
    for (const shard of shards) {
      try {
        return entityAnswer(await this.send(shard, body, asking, this.settings.listTimeoutMs), request.representations.length);
      } catch {
        continue; // Silent; where every town knows, the next one is asked.
      }
    }
    const error = this.unreachable(shards[0], asking);
    return { entities: request.representations.map(() => null), errors: request.representations.map((_, index) => ({ ...error, path: [index] })) };
  }

  private send(shard: Shard, body: { query: string; variables: Variables }, asking: Asking, timeoutMs: number): Promise<ServiceAnswer> {
    return this.settings.send({ ...shard, timeoutMs }, body, asking);
  }

  private shard(municipality: string | undefined): Shard | undefined {
    return this.settings.shards().find((shard) => shard.municipality === municipality);
  }

  private nearest({ municipality }: Asking): Shard[] {
    const own = this.shard(municipality);
    return own === undefined ? [...this.settings.shards()] : [own, ...this.settings.shards().filter((shard) => shard !== own)];
  }

  private unreachable(shard: Shard | undefined, { language }: Asking): GraphQLFormattedError {
    return {
      message: unreachable[language],
      extensions: { code: 'TOWN_UNREACHABLE', ...(shard === undefined ? {} : { municipality: shard.municipality }) },
    };
  }
}

const silence = { JA: '時間内に応答がありませんでした。', EN: 'It did not answer in time.' } as const;
const unreachable = {
  JA: 'その市町村のサービスから応答がありません。しばらくしてから、同じ idempotencyKey でもう一度お試しください。',
  EN: "That town's service does not answer: try again shortly, with the same idempotencyKey.",
} as const;

function failed(root: RootField, error: GraphQLFormattedError): ServiceAnswer {
  const key = responseKey(root.node);
  return { data: { [key]: null }, errors: [{ ...error, path: [key] }] };
}
