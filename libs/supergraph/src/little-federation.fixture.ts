import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  graphql,
  GraphQLError,
  GraphQLScalarType,
  parse,
  type ExecutionResult,
  type OperationDefinitionNode,
} from 'graphql';
import type { MunicipalityCode } from '#domain/municipality/code';
import { publisherOfClaimId, townOfId } from '#domain/municipality/ids';
import { nameOf } from '#domain/municipality/register';
import { compose } from './compose.js';
import { argumentAt } from './documents.js';
import { answer } from './execute.js';
import { anyTown, callersTown, everyTown, oneTown, type ListShape, type Route } from './routing.js';
import type { Asking, Send, ServiceAnswer } from './service.js';
import { ShardedService } from './sharded-service.js';
import { SingleService } from './single-service.js';
import { StandInService } from './stand-in.js';
import { Supergraph } from './supergraph.js';

/** Two subgraphs in small: one that each of three towns runs, and coordination, which stands alone. */
const townSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  scalar IsoDate
  type Query {
    municipalities: [Municipality!]!
    availableCapacity(filter: CapacityFilter!): AvailableCapacity!
    spareHours(sort: String): SpareHours!
    surplusOrders(skill: String, first: Int, after: String): SurplusOrderPage!
    claim(id: ID!): Claim
    note: String
    brokenNote: String!
  }
  type Mutation {
    award(input: AwardInput!): AwardResult!
    confirm(input: AwardInput!): AwardResult!
  }
  type Municipality @key(fields: "code") { code: String! name(language: String = "JA"): String! motto: String mayor: String! }
  type Order @key(fields: "id") { id: ID! title(upper: Boolean): String }
  input CapacityFilter { municipalities: [String!], from: IsoDate }
  type AvailableCapacity { rows: [Row!]! unanswered: [Unanswered!]! }
  type Row { municipality: Municipality! month: String! remark: String }
  type SpareHours @shareable { rows: [Spare!]! totals: [Spare!]! unanswered: [Unanswered!]! }
  type Spare @shareable { municipality: Municipality! hours: Int! }
  type Unanswered @shareable { municipality: Municipality! reason: String! }
  type SurplusOrderPage { totalCount: Int! pageInfo: PageInfo! nodes: [SurplusOrder!]! unanswered: [Unanswered!]! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type SurplusOrder { id: ID! cursor: String! remark: String }
  interface Party { code: String! }
  type Claimant implements Party { code: String! }
  type Publisher implements Party { code: String! orders: Int! }
  type Claim { id: ID! parties: [Party!]! answeredBy: String! }
  input AwardInput { claimId: ID!, minutes: Int, due: IsoDate, weeks: [WeekInput!] }
  input WeekInput { day: IsoDate! }
  union AwardResult = AwardPayload | Refusal
  type AwardPayload { claim: Claim! }
  type Refusal { code: String! }
`;
const coordinationSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@override"])
  type Query {
    sharedWorkload(fiscalYear: Int!): SharedWorkload!
    spareHours(sort: String): SpareHours! @override(from: "municipality")
  }
  type SpareHours @shareable { rows: [Spare!]! totals: [Spare!]! unanswered: [Unanswered!]! }
  type Spare @shareable { municipality: Municipality! hours: Int! }
  type SharedWorkload { rows: [WorkloadRow!]! unanswered: [Unanswered!]! }
  type WorkloadRow { municipality: Municipality! minutes: Int! order: Order }
  type Order @key(fields: "id", resolvable: false) { id: ID! }
  type Unanswered @shareable { municipality: Municipality! reason: String! }
  type Municipality @key(fields: "code", resolvable: false) { code: String! }
`;

export const tateshina = '203246';
export const shiojiri = '202151';
export const saku = '202177';
export const towns = [tateshina, shiojiri, saku] as const;

/** What a test sets up, and what it sees afterwards. */
export interface World {
  /** Towns (or 'coordination') that do not answer, and how: by being away, or by taking too long. */
  readonly silent: Map<string, 'away' | 'late'>;
  /** Errors with which a town answers each request. */
  readonly failing: Map<string, ServiceAnswer>;
  /** Cursors of each town's surplus orders. */
  readonly orders: Map<string, readonly string[]>;
  /** What was sent, in order. */
  readonly sent: {
    readonly to: string;
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
  }[];
  readonly rowsOfCoordination: string[];
  /** Each town's spare hours; coordination knows them all. */
  readonly spare: Map<string, readonly number[]>;
}

interface Context {
  readonly town: string;
  readonly world: World;
}
interface Arguments {
  readonly id?: string;
  readonly first?: number;
  readonly after?: string | null;
  readonly language?: string;
}

const townSchema = buildSubgraphSchema({
  typeDefs: parse(townSdl),
  resolvers: {
    Query: {
      municipalities: () => towns.map((code) => ({ code })),
      availableCapacity: (_: unknown, _arguments: unknown, { town }: Context) => ({
        rows: ['2027-08', '2027-09'].map((month) => ({ municipality: { code: town }, month })),
        unanswered: [],
      }),
      spareHours: (_: unknown, _arguments: unknown, { town, world }: Context) => spareHours(world, [town]),
      surplusOrders: (_: unknown, { first, after }: Arguments, { town, world }: Context) => {
        const all = [...(world.orders.get(town) ?? [])].sort();
        const rest = all.filter((cursor) => after === undefined || after === null || cursor > after);
        const nodes = rest.slice(0, first ?? 50).map((cursor) => ({ id: `${town}-surplus-${cursor}`, cursor }));
        return {
          totalCount: all.length,
          pageInfo: { hasNextPage: rest.length > nodes.length, endCursor: nodes.at(-1)?.cursor },
          nodes,
          unanswered: [],
        };
      },
      claim: (_: unknown, { id }: Arguments, { town }: Context) => claimOf(String(id), town),
      note: (_: unknown, _arguments: unknown, { town }: Context) => `note of ${town}`,
      brokenNote: () => {
        throw new GraphQLError('no note', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      },
    },
    Mutation: {
      award: (_: unknown, { input }: { input: { claimId: string; minutes?: number } }, { town }: Context) =>
        resultOf(input, town),
      confirm: (_: unknown, { input }: { input: { claimId: string; minutes?: number } }, { town }: Context) =>
        resultOf(input, town),
    },
    AwardResult: { __resolveType: (value: object) => ('code' in value ? 'Refusal' : 'AwardPayload') },
    Party: { __resolveType: (value: object) => ('orders' in value ? 'Publisher' : 'Claimant') },
    Row: {
      remark: () => {
        throw new GraphQLError('no remark', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      },
    },
    SurplusOrder: {
      remark: ({ cursor }: { cursor: string }) => {
        throw new GraphQLError(`no remark on ${cursor}`, { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      },
    },
    Order: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      title: ({ id }: { id: string }, { upper }: { upper?: boolean }, { town }: Context) =>
        `${upper === true ? id.toUpperCase() : id} at ${town}`,
    },
    Municipality: {
      __resolveReference: ({ code }: { code: string }) =>
        (towns as readonly string[]).includes(code) ? { code } : null,
      name: ({ code }: { code: string }, { language }: Arguments) =>
        nameOf(code as MunicipalityCode, language === 'EN' ? 'EN' : 'JA'),
      mayor: ({ code }: { code: string }, _arguments: unknown, { town }: Context) => `mayor of ${code}, says ${town}`,
      motto: () => {
        throw new GraphQLError('no motto', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
      },
    },
  } as never,
});
const coordinationSchema = buildSubgraphSchema({
  typeDefs: parse(coordinationSdl),
  resolvers: {
    Query: {
      spareHours: (_: unknown, _arguments: unknown, { world }: Context) => spareHours(world, towns),
      sharedWorkload: (_: unknown, _arguments: unknown, { world }: Context) => ({
        rows: world.rowsOfCoordination.map((code, minutes) => ({
          municipality: { code },
          minutes,
          order: { id: `${code}-order-${minutes % 2}` },
        })),
        unanswered: [],
      }),
    },
  } as never,
});

function spareHours({ spare }: World, of: readonly string[]): object {
  const rows = of.flatMap((code) => (spare.get(code) ?? []).map((hours) => ({ municipality: { code }, hours })));
  const totals = of.map((code) => ({
    municipality: { code },
    hours: (spare.get(code) ?? []).reduce((sum, hours) => sum + hours, 0),
  }));
  return { rows, totals, unanswered: [] };
}

function claimOf(id: string, answeredBy: string): object {
  return { id, answeredBy, parties: [{ code: townOfId(id) }, { code: publisherOfClaimId(id), orders: 3 }] };
}

function resultOf({ claimId, minutes }: { claimId: string; minutes?: number }, town: string): object {
  return minutes === 0 ? { code: 'MINUTES_NOT_POSITIVE' } : { claim: claimOf(claimId, town) };
}

const rows: ListShape = { kind: 'rows', lists: ['rows'] };
const spare: ListShape = {
  kind: 'rows',
  lists: ['rows', 'totals'],
  order: {
    fields: ['hours'],
    compare: ({ node }, variables) =>
      argumentAt(node, 'sort', variables) === 'MOST'
        ? (one, other) => Number(other['hours']) - Number(one['hours'])
        : undefined,
  },
};
const pages: ListShape = {
  kind: 'pages',
  list: 'nodes',
  cursor: 'cursor',
  pageSize: (first) => (typeof first === 'number' ? first : 50),
};
const routes: Readonly<Record<string, Route>> = {
  'Query.municipalities': anyTown(),
  'Query.availableCapacity': everyTown(rows, 'filter.municipalities'),
  'Query.spareHours': everyTown(spare),
  'Query.surplusOrders': everyTown(pages),
  'Query.claim': oneTown('id', townOfId),
  'Query.note': callersTown(),
  'Query.brokenNote': callersTown(),
  'Mutation.award': oneTown('input.claimId', publisherOfClaimId),
  'Mutation.confirm': oneTown('input.claimId', townOfId),
};

const isoDate = new GraphQLScalarType({
  name: 'IsoDate',
  parseValue: (value) => {
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
    throw new GraphQLError(`"${String(value)}" is not a date`, {
      extensions: { code: 'BAD_USER_INPUT', reason: 'DATE_UNREADABLE' },
    });
  },
});

export const composition = compose([
  { name: 'municipality', sdl: townSdl },
  { name: 'coordination', sdl: coordinationSdl },
]);
export const supergraph = new Supergraph(composition.supergraphSdl, composition.publicSdl, [isoDate]);

export function newWorld(): World {
  return {
    silent: new Map(),
    failing: new Map(),
    orders: new Map(),
    sent: [],
    rowsOfCoordination: [],
    spare: new Map(),
  };
}

/** Asks the little federation, as a caller of Shiojiri unless told. */
export async function ask(
  world: World,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
  asking: Partial<Asking> = {},
): Promise<ExecutionResult> {
  const send = sendIn(world);
  const municipality = new ShardedService({
    shards: () => towns.map((code) => ({ municipality: code, endpoint: `http://${code}.example.jp` })),
    routes,
    homeOf: ({ __typename, ...key }) => (__typename === 'Municipality' ? undefined : townOfId(String(key['id']))),
    send,
    listTimeoutMs: 50,
    timeoutMs: 100,
    mutationTimeoutMs: 150,
  });
  const coordination = new SingleService({
    name: 'coordination',
    endpoint: () => 'http://coordination.example.jp',
    timeoutMs: 50,
    send,
  });
  const services = {
    municipality,
    coordination: new StandInService({ first: coordination, standIn: municipality, fields: ['Query.spareHours'] }),
  };
  const document = parse(text);
  const operation = document.definitions[0] as OperationDefinitionNode;
  const result = await answer(supergraph, services, {
    document,
    operation,
    variables,
    asking: { headers: {}, language: 'EN', municipality: shiojiri, ...asking },
  });
  return JSON.parse(JSON.stringify(result)) as ExecutionResult; // As it goes over the wire, without graphql-js's bare objects.
}

function sendIn(world: World): Send {
  return async ({ municipality = 'coordination', timeoutMs }, { query, variables }) => {
    world.sent.push({ to: municipality, query, variables });
    const silence = world.silent.get(municipality);
    if (silence === 'away') throw new Error('connection refused');
    if (silence === 'late') await late(timeoutMs);
    const schema = municipality === 'coordination' ? coordinationSchema : townSchema;
    const context: Context = { town: municipality, world };
    const failure = world.failing.get(municipality);
    if (failure !== undefined) return failure;
    return JSON.parse(
      JSON.stringify(await graphql({ schema, source: query, variableValues: variables, contextValue: context })),
    ) as ServiceAnswer;
  };
}

/** Rejects as an aborted request does, after its timeout. */
function late(timeoutMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
