import type { GraphQLFormattedError } from 'graphql';
import { askedRoots, documentOf, responseKey, type RootField, type Variables } from './documents.js';
import { entityAnswer, entityDocument } from './entity-document.js';
import { askEveryTown } from './every-town.js';
import type { Route } from './routing.js';
import type { Asking, EntityAnswer, EntityRequest, Representation, Send, Service, ServiceAnswer } from './service.js';
import { townUnreachable } from './silence.js';
import { Towns, type Shard } from './towns.js';

export interface ShardedSettings {
  /** All towns, in the order in which lists show them. Asked anew for each request, so that a town can join while it runs. */
  readonly shards: () => readonly Shard[];
  /** By root field, `Query.claim`. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Where an entity lives; undefined where every town can tell of it. */
  readonly homeOf: (representation: Representation) => string | undefined;
  readonly send: Send;
  /** A town that takes longer than this counts as silent in a list, and where another town can be asked instead. */
  readonly listTimeoutMs: number;
  /** A town that takes longer than this counts as unreachable where it alone can answer a question. */
  readonly timeoutMs: number;
  /** The same for a mutation: longer, since nobody else can say whether it was done. */
  readonly mutationTimeoutMs: number;
}

/** To name the silent towns of a list, others get this long each: the list has waited for the silent ones already. */
const namingTimeoutMs = 400;

/** Root fields that one town answers together. */
interface Group {
  readonly roots: RootField[];
  /** Where they are sent: the next one only when the one before is silent, and only for questions. */
  readonly shards: readonly Shard[];
  readonly timeoutMs: number;
}

/** One subgraph that every town runs for itself: each request goes to the town or towns it is about. */
export class ShardedService implements Service {
  private readonly towns: Towns;

  constructor(private readonly settings: ShardedSettings) {
    this.towns = new Towns(settings.shards, settings.send);
  }

  async ask(roots: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer> {
    const asked = askedRoots(roots, variables);
    const isMutation = asked[0]?.operation.operation === 'mutation';
    const answers = isMutation
      ? await this.inTurn(asked, variables, asking)
      : await this.together(asked, variables, asking);
    return {
      data: Object.assign({}, ...answers.map(({ data }) => data ?? {})) as Record<string, unknown>,
      errors: answers.flatMap(({ errors = [] }) => errors),
    };
  }

  async complete(request: EntityRequest, asking: Asking): Promise<EntityAnswer> {
    const byHome = new Map<string | undefined, number[]>();
    request.representations.forEach((representation, index) => {
      const home = this.settings.homeOf(representation);
      byHome.set(home, [...(byHome.get(home) ?? []), index]);
    });
    const entities: (Readonly<Record<string, unknown>> | null)[] = request.representations.map(() => null);
    const errors: GraphQLFormattedError[] = [];
    await Promise.all(
      [...byHome].map(async ([home, indexes]) => {
        const part = { ...request, representations: indexes.flatMap((index) => request.representations[index] ?? []) };
        const shards =
          home === undefined
            ? this.towns.nearest(asking)
            : [this.towns.find(home)].filter((shard) => shard !== undefined);
        const answer = await this.completeAt(shards, part, asking, this.settings.listTimeoutMs);
        indexes.forEach((index, position) => (entities[index] = answer.entities[position] ?? null));
        for (const error of answer.errors) {
          const [position, ...rest] = error.path ?? [];
          errors.push({ ...error, path: [indexes[Number(position)] ?? 0, ...rest] });
        }
      }),
    );
    return { entities, errors };
  }

  /** Mutations one after the other, in the order in which they were written. */
  private async inTurn(asked: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer[]> {
    const answers: ServiceAnswer[] = [];
    for (const root of asked) answers.push(...(await this.together([root], variables, asking)));
    return answers;
  }

  /** Questions at once: those for the same town in one request. */
  private together(asked: readonly RootField[], variables: Variables, asking: Asking): Promise<ServiceAnswer[]> {
    const groups = new Map<string, Group>();
    const answers: Promise<ServiceAnswer>[] = [];
    for (const root of asked) {
      const route = this.routeOf(root);
      if (route.to === 'every') {
        const complete = (request: EntityRequest, preferred: readonly Shard[]): Promise<EntityAnswer> =>
          this.name(request, preferred, asking);
        answers.push(
          askEveryTown(this.towns, {
            root,
            route,
            variables,
            asking,
            timeoutMs: this.settings.listTimeoutMs,
            complete,
          }),
        );
        continue;
      }
      const home =
        route.to === 'one' ? this.towns.find(route.municipality(root, variables, asking.municipality)) : undefined;
      const key = home?.municipality ?? route.to;
      const group = groups.get(key) ?? { roots: [], ...this.destination(root, route, home, asking) };
      group.roots.push(root);
      groups.set(key, group);
    }
    return Promise.all([...answers, ...[...groups.values()].map((group) => this.askGroup(group, variables, asking))]);
  }

  private routeOf({ operation, node }: RootField): Route {
    const name = `${operation.operation === 'mutation' ? 'Mutation' : 'Query'}.${node.name.value}`;
    const route = this.settings.routes[name];
    if (route === undefined) throw new Error(`no route for ${name}`);
    return route;
  }

  /**
   * Where a root field is sent. What names no town of the federation goes to the asker's own, whose service says so in its own words;
   * so does what any town can answer, and other towns stand in when that one is silent.
   */
  private destination(root: RootField, route: Route, home: Shard | undefined, asking: Asking): Omit<Group, 'roots'> {
    const { timeoutMs, listTimeoutMs, mutationTimeoutMs } = this.settings;
    const isMutation = root.operation.operation === 'mutation';
    if (home !== undefined) return { shards: [home], timeoutMs: isMutation ? mutationTimeoutMs : timeoutMs };
    const nearest = this.towns.nearest(asking);
    const own = this.towns.find(asking.municipality);
    if (isMutation)
      return { shards: [own ?? nearest[0]].filter((shard) => shard !== undefined), timeoutMs: mutationTimeoutMs };
    if (route.to === 'own' && own !== undefined) return { shards: [own], timeoutMs };
    return { shards: nearest, timeoutMs: listTimeoutMs };
  }

  private async askGroup(
    { roots, shards, timeoutMs }: Group,
    variables: Variables,
    asking: Asking,
  ): Promise<ServiceAnswer> {
    const [first] = roots;
    if (first === undefined) return {};
    const { operation } = first;
    const body = documentOf(
      operation,
      roots.map(({ node }) => node),
      variables,
    );
    try {
      return withPaths(await this.towns.sendToFirst(shards, body, asking, timeoutMs), roots);
    } catch {
      return withPaths({ errors: [townUnreachable(shards[0], operation.operation, asking.language)] }, roots);
    }
  }

  /** Asks about towns that are silent: first those that have just answered, never the silent ones themselves. */
  private name(request: EntityRequest, preferred: readonly Shard[], asking: Asking): Promise<EntityAnswer> {
    const silent = new Set(request.representations.map(({ code }) => code));
    const others = this.towns
      .nearest(asking)
      .filter((shard) => !silent.has(shard.municipality) && !preferred.includes(shard));
    return this.completeAt([...preferred, ...others], request, asking, namingTimeoutMs);
  }

  private async completeAt(
    shards: readonly Shard[],
    request: EntityRequest,
    asking: Asking,
    timeoutMs: number,
  ): Promise<EntityAnswer> {
    const expected = request.representations.length;
    try {
      return entityAnswer(await this.towns.sendToFirst(shards, entityDocument(request), asking, timeoutMs), expected);
    } catch {
      return entityAnswer({ errors: [townUnreachable(shards[0], 'query', asking.language)] }, expected);
    }
  }
}

/** An answer in which every error has a path: one that is about the whole request counts for each of its root fields. */
function withPaths({ data, errors = [] }: ServiceAnswer, roots: readonly RootField[]): ServiceAnswer {
  const keys = roots.map(({ node }) => responseKey(node));
  return {
    data: { ...Object.fromEntries(keys.map((key) => [key, null])), ...data },
    errors: errors.flatMap((error) =>
      error.path === undefined ? keys.map((key) => ({ ...error, path: [key] })) : [error],
    ),
  };
}
