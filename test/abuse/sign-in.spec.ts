import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { freshKey, startTestFederation } from '../support/federation.js';

// Goal: nobody acts without a valid token of the town concerned; not through the gateway, and not past it.
// Method: tokens of every wrong kind against the gateway and against a town's own address.

const order = { municipality: '203246', clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'NONE' };
const createOrder = 'mutation($input: CreateOrderInput!) { createOrder(input: $input) { __typename } }';

describe('sign-in', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let key: JWK;
  beforeAll(async () => {
    federation = await startTestFederation();
    [key] = (JSON.parse(readFileSync(join(federation.dataDir, 'issuer.secrets.json'), 'utf8')) as { keys: [JWK] }).keys;
  }, 120_000);
  afterAll(() => federation.close());

  const signed = async (
    change: { key?: JWK; issuer?: string; audience?: string; expires?: number; claims?: object } = {},
  ): Promise<string> =>
    new SignJWT({ municipality: '203246', roles: ['DIRECTOR'], ...change.claims })
      .setProtectedHeader({ alg: 'ES256', kid: String((change.key ?? key).kid) })
      .setIssuer(change.issuer ?? federation.issuer)
      .setAudience(change.audience ?? 'yui')
      .setSubject('somebody')
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1_000) + (change.expires ?? 600))
      .sign(await importJWK(change.key ?? key, 'ES256'));

  const tokens: readonly (readonly [string, () => Promise<string>, string])[] = [
    ['no token', () => Promise.resolve(''), 'MISSING'],
    ['an expired token', () => signed({ expires: -60 }), 'EXPIRED'],
    ['a token for another audience', () => signed({ audience: 'somebody else' }), 'INVALID'],
    ['a token of another issuer', () => signed({ issuer: 'http://127.0.0.1:1' }), 'INVALID'],
    ["a token signed with a stranger's key", async () => signed({ key: await strangersKey(key) }), 'INVALID'],
    ['a token with a wrong municipality code', () => signed({ claims: { municipality: '203247' } }), 'INVALID'],
    ['an unsigned token', async () => unsigned(await signed()), 'INVALID'],
    ['no token at all, but text', () => Promise.resolve('abc'), 'INVALID'],
  ];

  it('a token signed by the issuer is taken: the others are refused for what is wrong with them', async () => {
    const { data } = await federation.withToken(await signed()).ask('{ municipalities { code } }');
    expect(data?.['municipalities']).toHaveLength(5);
  });

  it.each(tokens)('%s is refused by the gateway', async (_name, token, reason) => {
    const { status, data, errors } = await federation
      .withToken(await token())
      .ask(createOrder, { input: { ...order, idempotencyKey: freshKey() } });
    expect(status).toBe(401);
    expect(data ?? null).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason });
  });

  it.each(tokens)('%s is refused by a town and by coordination', async (_name, token, reason) => {
    const bearer = await token();
    for (const [name, query] of [
      ['tateshina', '{ _service { sdl } }'],
      [
        'tateshina',
        '{ _entities(representations: [{ __typename: "Municipality", code: "203246" }]) { ... on Municipality { code } } }',
      ],
      ['coordination', '{ sharedWorkload(fiscalYear: 2027) { rows { month } } }'],
    ] as const) {
      const response = await fetch(`${federation.address(name)}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED', reason } }] });
    }
    const bulletin = await fetch(`${federation.address('tateshina')}/bulletins/203246/workload/2027`, {
      headers: bearer === '' ? {} : { authorization: `Bearer ${bearer}` },
    });
    expect(bulletin.status).toBe(401);
  });

  it("another town's token is refused, in both languages, and nothing is written", async () => {
    const shiojiri = await federation.as('202151', 'OFFICER', 'DIRECTOR');
    const { errors } = await shiojiri.run('CreateOrder', { input: { ...order, idempotencyKey: freshKey() } });
    expect(errors[0]).toMatchObject({
      message: 'この操作は、その市町村のトークンを持つ職員だけができます。',
      extensions: { code: 'FORBIDDEN', reason: 'OTHER_TOWN' },
    });
    const english = await shiojiri.ask('{ orders(municipality: "203246") { totalCount } }', {}, { language: 'en' });
    expect(english.errors[0]).toMatchObject({
      message: 'This needs a token of the town concerned.',
      extensions: { code: 'FORBIDDEN' },
    });
    const { data } = await (
      await federation.as('203246', 'DIRECTOR')
    ).ask('{ orders(municipality: "203246") { totalCount } }');
    expect(data?.['orders']?.['totalCount']).toBe(0);
  });

  it('a role that may not is told which may', async () => {
    const auditor = await federation.as('203246', 'AUDITOR');
    const { errors } = await auditor.run('CreateOrder', { input: { ...order, idempotencyKey: freshKey() } });
    expect(errors[0]).toMatchObject({
      message: 'この操作には次のいずれかの権限が必要です: OFFICER, DIRECTOR',
      extensions: { code: 'FORBIDDEN', reason: 'ROLE' },
    });
  });

  it("a worker sees and declares their own time and nobody else's", async () => {
    const director = await federation.as('203246', 'DIRECTOR');
    const registered = await director.does('RegisterWorker', {
      municipality: '203246',
      displayName: '試験 花子',
      skills: [{ code: 'design', level: 1 }],
      weeklyMinutes: 300,
    });
    const id = String(registered['worker']?.['id']);
    const weeks = [{ week: '2027-W05', minutes: 0 }];
    const herself = federation.withToken(
      await federation.token({ municipality: '203246', roles: ['WORKER'], worker: id }),
    );
    expect((await herself.does('DeclareAvailability', { workerId: id, weeks }))['shortfalls']).toEqual([]);
    const { data } = await herself.ask('{ me { id displayName exceptions { week minutes } } }');
    expect(data?.['me']).toEqual({ id, displayName: '試験 花子', exceptions: [{ week: '2027-W05', minutes: 0 }] });
    expect(
      (await herself.ask('{ workers(municipality: "203246") { totalCount } }')).errors[0]?.extensions,
    ).toMatchObject({
      code: 'FORBIDDEN',
    });
    const somebodyElse = federation.withToken(
      await federation.token({ municipality: '203246', roles: ['WORKER'], worker: '203246-worker-other' }),
    );
    const { errors } = await somebodyElse.run('DeclareAvailability', {
      input: { workerId: id, weeks, idempotencyKey: freshKey() },
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'NOT_YOURS' });
  });

  it('the schema may be read without a token, and nothing else', async () => {
    const { data } = await federation.withToken('').ask('{ __schema { queryType { name } } }');
    expect(data?.['__schema']?.['queryType']?.['name']).toBe('Query');
    expect((await federation.withToken('').ask('{ __typename skills { code } }')).status).toBe(401);
  });
});

async function strangersKey(like: JWK): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: String(like.kid) };
}

function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1] ?? ''}.`;
}
