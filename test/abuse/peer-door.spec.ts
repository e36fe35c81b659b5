import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { protocolVersion } from '#domain/post/message-life';
import { seal, type Envelope } from '#messages/envelope';
import { signingKey } from '#messages/keys';
import { hashOf, sign } from '#messages/signing';
import { connectMongo, databaseOf } from '#mongo/connect';
import { startTestFederation, type Person } from '../support/federation.js';
import { isoWeek, publish, threeWorkers } from '../support/towns.js';

// Goal: a town believes only what its peers have signed, takes each message once and in order, and tells nobody about its people.

const [tateshina, shiojiri] = ['203246' as MunicipalityCode, '202151' as MunicipalityCode];

describe('the peer door', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  const keyOf = (town: string): ReturnType<typeof signingKey> =>
    signingKey(JSON.parse(readFileSync(join(federation.dataDir, 'keys', `${town}.private.jwk.json`), 'utf8')) as JWK);
  const message = (change: Partial<Envelope> = {}): Envelope => ({
    protocol: protocolVersion,
    messageId: randomUUID(),
    processId: `process-${randomUUID()}`,
    seq: 1,
    type: 'claim.declined',
    from: shiojiri,
    to: tateshina,
    issuedAt: Date.now() as Instant,
    expiresAt: (Date.now() + 3_600_000) as Instant,
    payload: { claimId: 'none', reason: 'none' },
    ...change,
  });
  const deliver = async (
    sealed: unknown,
    to = tateshina as string,
  ): Promise<{ status: number; reception?: string }> => {
    const response = await fetch(`${federation.address('tateshina')}/post/${to}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sealed }),
    });
    return { status: response.status, ...((await response.json()) as { reception?: string }) };
  };

  it('takes what a peer has signed, once', async () => {
    const sealed = await seal(message(), await keyOf(shiojiri));
    expect(await deliver(sealed)).toMatchObject({ status: 200, reception: 'RECEIVED' });
    expect(await deliver(sealed)).toMatchObject({ status: 200, reception: 'REPEATED' });
  });

  it('lets an early message wait for the one before it', async () => {
    const [first, second] = [message({ seq: 1 }), message({ seq: 2 })].map((each) => ({
      ...each,
      processId: 'one process',
    }));
    const key = await keyOf(shiojiri);
    const early = await seal(second as Envelope, key);
    expect((await deliver(early)).status).toBe(409);
    expect((await deliver(await seal(first as Envelope, key))).status).toBe(200);
    expect((await deliver(early)).status).toBe(200);
  });

  it.each([
    ['nothing', () => Promise.resolve(undefined), 422],
    ['text', () => Promise.resolve('abc'), 403],
    ["a message signed with another town's key", async () => seal(message(), await keyOf('202177')), 403],
    [
      'a message from a stranger',
      async () => seal(message({ from: '202011' as MunicipalityCode }), await keyOf(shiojiri)),
      403,
    ],
    [
      'a message for another town',
      async () => seal(message({ to: '202177' as MunicipalityCode }), await keyOf(shiojiri)),
      422,
    ],
    [
      'a message of an unknown type',
      async () => seal(message({ type: 'claim.forgotten' }), await keyOf(shiojiri)),
      422,
    ],
  ])('refuses %s', async (_name, sealed, status) => {
    expect((await deliver(await sealed())).status).toBe(status);
  });

  it('refuses a message of which one byte was changed', async () => {
    const [header = '', payload = '', signature = ''] = (await seal(message(), await keyOf(shiojiri))).split('.');
    const changed = Buffer.from(payload, 'base64url').toString().replace('"none"', '"nune"');
    expect((await deliver(`${header}.${Buffer.from(changed).toString('base64url')}.${signature}`)).status).toBe(403);
  });

  it('shows what waits for a person to the staff of the town, and to nobody else', async () => {
    const { data } = await here.run('ParkedMessages', { municipality: tateshina });
    expect(data?.['parkedMessages']).toEqual([]);
    for (const operation of ['RetryParkedMessage', 'DismissParkedMessage'])
      expect(await here.isRefused(operation, { municipality: tateshina, messageId: randomUUID() })).toMatchObject({
        code: 'PARKED_MESSAGE_UNKNOWN',
        field: 'messageId',
      });
    const { errors } = await there.run('ParkedMessages', { municipality: tateshina });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'OTHER_TOWN' });
  });

  it('tells a third town nothing of what two say to each other', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    const third = await federation.as('202177', 'DIRECTOR');
    const { data, errors } = await third.run('Claim', { id: String(claim?.['id']) });
    expect(data?.['claim'] ?? null).toBeNull();
    expect(JSON.stringify(errors)).not.toContain('株式会社');
    const connection = await connectMongo(federation.databaseUri);
    try {
      for (const town of ['202177', '203505', '203041', 'coordination'])
        for (const name of ['incoming_messages', 'outgoing_messages', 'claims']) {
          const all = databaseOf(connection, `${federation.databasePrefix}_${town}`).collection(name);
          expect(await all.countDocuments({ processId: String(claim?.['id']) })).toBe(0);
          expect(await all.countDocuments({ _id: String(claim?.['id']) as never })).toBe(0);
        }
    } finally {
      await connection.close();
    }
  });

  it('does not let a third town decline or award a claim between two others', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const { claim } = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    const claimId = String(claim?.['id']);
    const response = await fetch(`${federation.address('shiojiri')}/post/${shiojiri}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        sealed: await seal(
          message({
            from: '202177' as MunicipalityCode,
            to: shiojiri,
            processId: claimId,
            payload: { claimId, reason: 'x' },
          }),
          await keyOf('202177'),
        ),
      }),
    });
    expect(response.status).toBe(200); // Kept as evidence, without effect.
    expect((await there.run('Claim', { id: claimId })).data?.['claim']?.['status']).toBe('SUBMITTED');
  });

  it('keeps nothing that is no surplus order of the peer that says so', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const others: object[] = [
      { id: surplusOrder['id'], publisher: shiojiri, addressees: [tateshina] },
      { id: `${shiojiri}-surplus-x`, publisher: shiojiri, addressees: [tateshina], minutes: -1 },
      {},
    ];
    for (const stated of others) {
      const sealed = await seal(
        message({ type: 'surplus-order.stated', payload: { surplusOrder: stated } }),
        await keyOf(shiojiri),
      );
      expect((await deliver(sealed)).status).toBe(200); // Kept as evidence, without effect.
    }
    const { data } = await here.run('SurplusOrders', { filter: { municipalities: [tateshina] }, first: 200 });
    const nodes = data?.['surplusOrders']?.['nodes'] as unknown as { id: string; minutes: number }[];
    expect(nodes.find(({ id }) => id === String(surplusOrder['id']))?.minutes).toBe(600);
    const refusal = await here.isRefused('ClaimSurplusOrder', {
      surplusOrderId: `${shiojiri}-surplus-x`,
      municipality: tateshina,
      minutes: 60,
    });
    expect(refusal.code).toBe('SURPLUS_ORDER_UNKNOWN');
  });

  it('takes no award on other terms than were published, though its publisher signed it', async () => {
    const surplusOrder = await publish(here, tateshina, 600);
    const surplusOrderId = String(surplusOrder['id']);
    const { claim } = await there.does('ClaimSurplusOrder', { surplusOrderId, municipality: shiojiri, minutes: 600 });
    const claimId = String(claim?.['id']);
    const { data } = await here.run('SurplusOrders', { filter: { municipalities: [tateshina] }, first: 200 });
    const nodes = data?.['surplusOrders']?.['nodes'] as unknown as {
      id: string;
      title: string;
      earliest: string;
      due: string;
    }[];
    const { title, earliest, due } = nodes.find(({ id }) => id === surplusOrderId) as (typeof nodes)[number];
    const awarded = async (priceYen: number): Promise<string> => {
      const terms = {
        ...{ claimId, surplusOrderId, publisher: tateshina, claimant: shiojiri, title, earliest, due, priceYen },
        ...{ skill: 'data-entry', minutes: 600, dataClass: 'INTERNAL' },
        ...{ confirmBy: Date.now() + 3_600_000, hardExpiry: Date.now() + 7_200_000 },
      };
      const [key, termsHash] = [await keyOf(tateshina), hashOf(terms)];
      const signature = await sign({ termsHash }, key, 'yui-award-terms');
      const to = { from: tateshina, to: shiojiri, processId: `${claimId} ${priceYen}`, type: 'claim.awarded' };
      const response = await fetch(`${federation.address('shiojiri')}/post/${shiojiri}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sealed: await seal(message({ ...to, payload: { terms, termsHash, signature } }), key) }),
      });
      expect(response.status).toBe(200);
      return String((await there.run('Claim', { id: claimId })).data?.['claim']?.['status']);
    };
    expect(await awarded(99_999)).toBe('SUBMITTED');
    expect(await there.isRefused('ConfirmAward', { claimId })).toMatchObject({ code: 'CLAIM_NOT_CONFIRMABLE' });
    expect(await awarded(100_000)).toBe('AWARDED'); // The published price: the forgery was refused for its terms alone.
  });

  it('takes no offer of a director whose terms the lender has not signed, nor one that says more of a person than it has room for', async () => {
    const about = { minutes: 60, fromWeek: isoWeek(new Date()), toWeek: isoWeek(new Date()), basis: '準委任' };
    const purpose = '繁忙期の進行管理';
    const { loan } = await here.does('RequestDirectorLoan', { ...about, purpose, from: shiojiri, to: tateshina });
    const loanId = String(loan?.['id']);
    const terms = {
      ...{ ...about, loanId, purpose, follows: null, borrower: tateshina, lender: shiojiri, leadRatio: 10 },
      ...{ yenPerHour: 0, recallNoticeDays: 14, agreeBy: Date.now() + 3_600_000, hardExpiry: Date.now() + 7_200_000 },
      director: { name: '応援ディレクター', competence: [{ code: 'data-entry', level: 3 }] },
    };
    let seq = 0;
    const offered = async (
      signer: string,
      change: object = {},
      hashed: object = { ...terms, ...change },
    ): Promise<string> => {
      const termsHash = hashOf(hashed);
      const signature = await sign({ termsHash }, await keyOf(signer), 'yui-award-terms');
      const payload = { loanId, terms: { ...terms, ...change }, termsHash, signature };
      const envelope = message({ processId: loanId, seq: ++seq, type: 'loan.offered', payload });
      expect((await deliver(await seal(envelope, await keyOf(shiojiri)))).status).toBe(200);
      return String((await here.run('DirectorLoan', { id: loanId })).data?.['directorLoan']?.['status']);
    };
    expect(await offered(tateshina)).toBe('REQUESTED');
    expect(await offered(shiojiri, { yenPerHour: 1 }, terms)).toBe('REQUESTED');
    expect(await offered(shiojiri, { director: { ...terms.director, phone: '0267-00-0000' } })).toBe('REQUESTED');
    expect(await here.isRefused('AgreeDirectorLoan', { loanId })).toMatchObject({ code: 'LOAN_STEP_NOT_NOW' });
    expect(await offered(shiojiri)).toBe('OFFERED'); // The others were refused for what was wrong with them alone.
  });

  it("keeps people at home: a worker's name stands in their own town's database and nowhere else", async () => {
    const canary = 'カナリア 黄太郎';
    const { worker } = await there.does('RegisterWorker', {
      municipality: shiojiri,
      displayName: canary,
      skills: [{ code: 'data-entry', level: 1 }],
      weeklyMinutes: 300,
    });
    const workerId = String(worker?.['id']);
    await there.isRefused('RegisterWorker', {
      municipality: shiojiri,
      displayName: `${canary}${'長'.repeat(60)}`,
      skills: [],
      weeklyMinutes: 300,
    });
    const surplusOrder = await publish(here, tateshina, 600);
    await there.does('ClaimSurplusOrder', { surplusOrderId: surplusOrder['id'], municipality: shiojiri, minutes: 600 });
    const seenByOthers = await Promise.all([
      here.run('SurplusOrders', { first: 200 }),
      here.run('AvailableCapacity', { filter: { from: '2027-04', to: '2027-06' } }),
      here.run('SharedWorkload', { fiscalYear: 2027 }),
      here.ask(`{ workers(municipality: "${shiojiri}") { nodes { displayName } } }`),
    ]);
    const logs = readdirSync(join(federation.dataDir, 'logs')).map((file) =>
      readFileSync(join(federation.dataDir, 'logs', file), 'utf8'),
    );
    for (const text of [...seenByOthers.map((answer) => JSON.stringify(answer)), ...logs]) {
      expect(text).not.toContain('カナリア');
      expect(text).not.toContain(workerId);
    }
  });

  it('logs each request as one JSON line: its id, the town it is for, who asks by town and role, and how it ended', async () => {
    const requestId = `test-${randomUUID()}`;
    await fetch(`${federation.gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${here.token}`, 'x-request-id': requestId },
      body: JSON.stringify({ query: `{ orders(municipality: "${tateshina}") { totalCount } }` }),
    });
    const linesOf = (name: string): Record<string, unknown>[] =>
      readFileSync(join(federation.dataDir, 'logs', `${name}.log`), 'utf8')
        .split('\n')
        .filter((line) => line.includes(requestId))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const expected = { path: '/graphql', status: 200, asker: tateshina, roles: ['DIRECTOR'], level: 'info' };
    for (let tries = 0; [...linesOf('gateway'), ...linesOf('tateshina')].length < 2 && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(linesOf('gateway')).toMatchObject([{ ...expected, role: 'gateway', requestId }]);
    expect(linesOf('tateshina')).toMatchObject([
      { ...expected, role: 'municipality', requestId, municipality: tateshina },
    ]);
    expect(linesOf('shiojiri')).toEqual([]);
  });

  it('says on its command line who it is', () => {
    const lines = [...federation.processes.values()].map(({ pid }) =>
      execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }),
    );
    expect(lines.join('')).toMatch(/municipality.*--towns 203246/);
    expect(lines.join('')).toMatch(/municipality.*--towns 203505,202177,203041/);
    expect(lines.join('')).toMatch(/apps\/gateway/);
  });
});
