import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { getIntrospectionQuery, graphql, GraphQLError, parse } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { Instant } from '#domain/calendar/date';
import type { Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { signChange } from '#messages/federation-document';
import { newPrivateKey, publicHalf, signingKey } from '#messages/keys';
import { compose } from '#supergraph/compose';
import { GatewayModule } from './gateway.module.js';

/** The gateway as it runs, before an issuer and one town that are real HTTP servers. */
const townSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  scalar IsoDate
  scalar MunicipalityCode
  type Query { skills: [Skill!]! municipalities: [Municipality!]! }
  type Mutation { addLot(input: AddLotInput!): Lot! }
  type Skill { code: String! name: String }
  type Municipality @key(fields: "code") { code: MunicipalityCode! }
  input AddLotInput { orderId: ID!, title: String, minutes: Int, due: IsoDate, weeks: [WeekInput!] }
  input WeekInput { day: IsoDate! }
  type Lot { id: ID! }
`;
const coordinationSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar MunicipalityCode
  type Query { sharedWorkload(fiscalYear: Int!): [Municipality!]! }
  type Municipality @key(fields: "code", resolvable: false) { code: MunicipalityCode! }
`;

const forbidden = new GraphQLError('no name', { extensions: { code: 'FORBIDDEN', reason: 'ROLE' } });

const tateshina = '203246' as MunicipalityCode;

let folder: string;
let app: NestExpressApplication;
let address: string;
let issuer: Server;
let town: Server;
let key: CryptoKey;
const heard: { readonly headers: IncomingMessage['headers']; readonly body: { query: string; variables: unknown } }[] =
  [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yui-gateway-'));
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  key = privateKey;
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'one' }] };
  issuer = await listening(async (request, origin) => {
    if (request.url === '/jwks') return jwks;
    if (request.url === '/token')
      return { access_token: `demo-token-for-${new URLSearchParams(await textOf(request)).get('roles') ?? ''}` };
    return { issuer: origin, jwks_uri: `${origin}/jwks`, token_endpoint: `${origin}/token` };
  });
  const schema = buildSubgraphSchema({
    typeDefs: parse(townSdl),
    resolvers: {
      Query: { skills: () => [{ code: 'data-entry', name: () => Promise.reject(forbidden) }] },
      Mutation: { addLot: () => ({ id: '203246-lot-x' }) },
    } as never,
  });
  town = await listening(async (request) => {
    const body = JSON.parse(await textOf(request)) as { query: string; variables: Record<string, unknown> };
    heard.push({ headers: request.headers, body });
    return graphql({ schema, source: body.query, variableValues: body.variables });
  });
  const composed = compose([
    { name: 'municipality', sdl: townSdl },
    { name: 'coordination', sdl: coordinationSdl },
  ]);
  writeFileSync(join(folder, 'supergraph.graphql'), composed.supergraphSdl);
  writeFileSync(join(folder, 'public.graphql'), composed.publicSdl);
  const own = await newPrivateKey(tateshina);
  const at = Date.now() as Instant;
  const member: Member = {
    code: tateshina,
    operatingBody: '立科町',
    endpoint: originOf(town),
    level: 'TRADING',
    highestDataClass: 'PERSONAL',
    publicKeys: [{ ...publicHalf(own), from: at }],
  };
  const signer = { by: tateshina, key: await signingKey(own), at };
  const { document } = await signChange(undefined, { kind: 'MEMBER', number: 1, at, member }, signer);
  writeFileSync(join(folder, 'federation.json'), JSON.stringify(document));
  Object.assign(process.env, {
    YUI_ISSUER: originOf(issuer),
    YUI_SUPERGRAPH: join(folder, 'supergraph.graphql'),
    YUI_FEDERATION: join(folder, 'federation.json'),
    YUI_DEMO_CLIENT: 'demo:secret',
  });
  app = await NestFactory.create<NestExpressApplication>(GatewayModule, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  await GatewayModule.open(app);
  await app.listen(0, '127.0.0.1');
  address = (await app.getUrl()).replace('[::1]', '127.0.0.1');
});

afterAll(async () => {
  await app.close();
  for (const server of [issuer, town]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  heard.length = 0;
});

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: { message: string; extensions: Record<string, unknown> }[];
}

describe('who is asking', () => {
  it.each([
    ['the schema', getIntrospectionQuery(), {}],
    ['its own kind', '{ __typename }', {}],
    ['with an empty field for the token', '{ __typename }', { authorization: 'Bearer ' }],
  ])('does not matter for %s', async (_, query, headers) => {
    expect(await ask({ query }, headers)).toMatchObject({ status: 200 });
  });

  it.each([
    ['nobody', undefined, 'MISSING', 'JA', 'サインインしてください'],
    ['nobody, in English', undefined, 'MISSING', 'EN', 'sign in'],
    ['someone whose token has expired', -60, 'EXPIRED', 'EN', 'expired'],
    ['someone with a forged token', 'forged', 'INVALID', 'EN', 'verified'],
  ])('is demanded of everything else: %s', async (_, token, reason, language, sentence) => {
    const authorization =
      token === undefined ? undefined : `Bearer ${token === 'forged' ? 'a.b.c' : await tokenFor(Number(token))}`;
    const { status, errors } = await ask(
      { query: '{ skills { code } }' },
      { ...(authorization ? { authorization } : {}), 'accept-language': language.toLowerCase() },
    );
    expect(status).toBe(401);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(sentence), extensions: { code: 'UNAUTHENTICATED', reason } },
    ]);
    expect(heard).toEqual([]);
  });

  it('cannot be hidden in a fragment next to the schema', async () => {
    const query = '{ __typename ...F } fragment F on Query { skills { code } }';
    expect(await ask({ query })).toMatchObject({ status: 401 });
  });

  it('is told to the town', async () => {
    const authorization = `Bearer ${await tokenFor(60)}`;
    const { data } = await ask({ query: '{ skills { code } }' }, { authorization, 'accept-language': 'en' });
    expect(data).toEqual({ skills: [{ code: 'data-entry' }] });
    expect(heard[0]?.headers).toMatchObject({ authorization, 'accept-language': 'en', 'x-yui-municipality': '203246' });
  });
});

describe('what towns answer', () => {
  it('comes through under the names that were asked, with their errors', async () => {
    expect(await asDirector({ query: '{ all: skills { is: code name } }' })).toEqual({
      status: 200,
      data: { all: [{ is: 'data-entry', name: null }] },
      errors: [
        expect.objectContaining({
          message: 'no name',
          path: ['all', 0, 'name'],
          extensions: { code: 'FORBIDDEN', reason: 'ROLE' },
        }),
      ],
    });
  });

  it('or not, is told in a sentence', async () => {
    const { status, errors } = await asDirector({ query: '{ sharedWorkload(fiscalYear: 2027) { code } }' });
    expect(status).toBe(200);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('応答がありません'), extensions: { code: 'SERVICE_UNREACHABLE' } },
    ]);
  });
});

describe('input that no scalar can read', () => {
  it.each([
    [
      'in a variable',
      'mutation ($input: AddLotInput!) { addLot(input: $input) { id } }',
      { input: { orderId: 'x', due: 'soon' } },
      'input.due',
    ],
    ['written out', 'mutation { addLot(input: { orderId: "x", due: "soon" }) { id } }', {}, 'input.due'],
    [
      'written out in a list',
      'mutation { addLot(input: { orderId: "x", weeks: [{ day: "2027-08-01" }, { day: 3 }] }) { id } }',
      {},
      'input.weeks.1.day',
    ],
    ['a word for a number', 'mutation { addLot(input: { orderId: "x", minutes: "ten" }) { id } }', {}, 'input.minutes'],
  ])('is BAD_USER_INPUT and named: %s', async (_, query, variables, field) => {
    const { status, errors } = await asDirector({ query, variables });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field } }]);
    expect(heard).toEqual([]);
  });

  it('is told from what is no GraphQL', async () => {
    expect(await asDirector({ query: '{ nonsense }' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(await asDirector({ query: '{' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    expect(await asDirector({ query: 'query A { skills { code } } query B { skills { code } }' })).toMatchObject({
      status: 400,
    });
    expect(await asDirector({ query: 'query A { skills { code } }', operationName: 'B' })).toMatchObject({
      status: 400,
    });
  });
});

describe('limits', () => {
  it.each([
    ['too many aliases', `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['too many tokens', `{ ${'skills { code } '.repeat(600)} }`],
    ['an alias that GraphQL reserves', '{ skills { __typename: code } }'],
    ['directives without end', `{ skills { code ${'@include(if: true) '.repeat(60)} } }`],
  ])('answer 400: %s', async (_, query) => {
    expect(await asDirector({ query })).toMatchObject({ status: 400 });
    expect(heard).toEqual([]);
  });

  it.each([
    [
      'bytes that are not UTF-8',
      Buffer.from([0x7b, 0x22, 0x71, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
      400,
      'BAD_REQUEST',
    ],
    ['half a character', '{"query":"{ skills { code } }","variables":{"x":"\\ud842"}}', 400, 'BAD_REQUEST'],
    ['no JSON', '{"query', 400, 'BAD_REQUEST'],
    [
      'more than 1 MB',
      JSON.stringify({ query: '{ skills { code } }', variables: { x: 'x'.repeat(1_000_000) } }),
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])('refuse a body of %s', async (_, body, status, code) => {
    const answer = await post(body, { authorization: `Bearer ${await tokenFor(60)}` });
    expect(answer).toMatchObject({ status, errors: [{ extensions: { code } }] });
  });

  it('let whole characters through, however rare', async () => {
    const query = 'mutation ($input: AddLotInput!) { addLot(input: $input) { id } }';
    expect(await asDirector({ query, variables: { input: { orderId: 'x', title: '𠮷野家の髙﨑' } } })).toMatchObject({
      status: 200,
    });
    expect(heard[0]?.body.variables).toEqual({ input: { orderId: 'x', title: '𠮷野家の髙﨑' } });
  });

  it('refuse what is meant for a town, lest a wrong address makes the gateway ask itself', async () => {
    expect(await ask({ query: '{ __typename }' }, { 'x-yui-municipality': '203246' })).toMatchObject({ status: 421 });
  });

  it('refuse what a page of another site could send', async () => {
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(400);
  });
});

describe('the page', () => {
  it('loads nothing from elsewhere and has the three questions with a token each', async () => {
    const response = await fetch(address);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'self'");
    for (const [, from = ''] of html.matchAll(/(?:src|href)=["']?([^"'\s>]+)/g))
      expect(from).not.toMatch(/^(https?:)?\/\//);
    for (const name of ['AvailableCapacity', 'SurplusOrders', 'SharedWorkload']) expect(html).toContain(name);
    expect(html).toContain('Bearer demo-token-for-DIRECTOR');
    expect(html).toContain('Bearer demo-token-for-COORDINATOR');
    for (const [, file] of html.matchAll(/src="([^"]+\.js)"/g))
      expect((await fetch(new URL(file ?? '', address))).status).toBe(200);
  });
});

describe('health', () => {
  it('asks the issuer', async () => {
    expect((await fetch(`${address}/livez`)).status).toBe(200);
    expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({ status: 'ok', checks: { issuer: 'ok' } });
  });
});

async function asDirector(body: object): Promise<Answer> {
  return ask(body, { authorization: `Bearer ${await tokenFor(60)}` });
}

function ask(body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return post(JSON.stringify(body), headers);
}

async function post(body: string | Buffer, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, ...((await response.json()) as object) };
}

/** A director's token, valid for some seconds; negative for one that has expired. */
function tokenFor(seconds: number): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ roles: ['DIRECTOR'], municipality: '203246' })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setIssuer(originOf(issuer))
    .setAudience('yui')
    .setSubject('someone')
    .setExpirationTime(now + seconds)
    .sign(key);
}

async function listening(answer: (request: IncomingMessage, origin: string) => Promise<unknown>): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request, originOf(server)).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
