import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import { signingKey } from '#messages/keys';
import { sign } from '#messages/signing';
import { startTestFederation, type Person } from '../support/federation.js';
import { monthAhead, threeWorkers } from '../support/towns.js';

// Goal: who has time is answered from bulletins that hold, else by the towns themselves, and each figure says which.
// Method: bulletins are signed here with the towns' own keys and handed in at coordination, as a town would. Each case has a town of its own.

const [tateshina, shiojiri, nagawa, saku, kawakami] = ['203246', '202151', '203505', '202177', '203041'];
const { month } = monthAhead();
const hour = 3_600_000;

interface Row {
  readonly municipality: { readonly code: string };
  readonly skill: { readonly code: string; readonly name: string };
  readonly freeMinutes: number;
  readonly source: 'BULLETIN' | 'LIVE';
  readonly asOf: string;
  readonly kilometres: number | null;
  readonly level: number;
}
interface Answer {
  readonly rows: readonly Row[];
  readonly totals: readonly Omit<Row, 'skill'>[];
  readonly unanswered: readonly {
    readonly municipality: { readonly code: string; readonly name: string };
    readonly reason: string;
  }[];
}

const query = `query($filter: CapacityFilter!) { availableCapacity(filter: $filter) {
  rows { municipality { code name level } skill { code name } level dataClass freeMinutes source asOf kilometres }
  totals { municipality { code } level dataClass freeMinutes source asOf kilometres }
  unanswered { municipality { code name } reason }
} }`;

describe('who has time', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  const process = (name: string) => {
    const child = federation.processes.get(name);
    if (child === undefined) throw new Error(`no process ${name}`);
    return child;
  };
  const ask = async (filter: object = {}, person = here): Promise<Answer> => {
    const { data, errors } = await person.ask(query, { filter: { from: month, to: month, ...filter } });
    expect(errors).toEqual([]);
    return data?.['availableCapacity'] as unknown as Answer;
  };
  const of = (town: string): object => ({ municipalities: [town], skill: 'data-entry' });
  const keyOf = (town: string): ReturnType<typeof signingKey> =>
    signingKey(JSON.parse(readFileSync(join(federation.dataDir, 'keys', `${town}.private.jwk.json`), 'utf8')) as JWK);
  const handIn = async (path: string, body: object): Promise<{ status: number; reception?: string }> => {
    const response = await fetch(`${federation.address('coordination')}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as { reception?: string }) };
  };
  const bulletin = (municipality: string, freeMinutes: number, change: object = {}): object => ({
    municipality,
    number: Date.now(),
    issuedAt: Date.now(),
    expiresAt: Date.now() + hour,
    from: month,
    to: month,
    rows: [
      { month, skill: 'data-entry', level: 1, dataClass: 'PUBLIC', freeMinutes },
      { month, skill: null, level: 1, dataClass: 'PUBLIC', freeMinutes: freeMinutes + 1 },
    ],
    ...change,
  });
  const publish = async (municipality: string, freeMinutes: number, change: object = {}): ReturnType<typeof handIn> =>
    handIn('bulletins', {
      signed: await sign(
        bulletin(municipality, freeMinutes, change),
        await keyOf(municipality),
        'yui-capacity-bulletin',
      ),
    });
  const markOutdated = async (municipality: string, number: number): ReturnType<typeof handIn> =>
    handIn('bulletins/outdated', {
      signed: await sign({ municipality, number }, await keyOf(municipality), 'yui-bulletin-outdated'),
    });

  beforeAll(async () => {
    federation = await startTestFederation();
    here = await federation.as(tateshina, 'DIRECTOR');
    for (const town of [tateshina, shiojiri, nagawa, saku, kawakami])
      await threeWorkers(await federation.as(town, 'DIRECTOR'), town, 600);
  }, 120_000);
  afterAll(() => federation.close());

  it('is asked of a town of which nothing is known, and then answered from its bulletin', async () => {
    const [first] = (await ask(of(shiojiri))).rows;
    expect(first).toMatchObject({ source: 'LIVE', level: 1, skill: { code: 'data-entry', name: 'データ入力' } });
    const [second] = (await ask(of(shiojiri))).rows;
    expect(second).toEqual({ ...first, source: 'BULLETIN' });
    const [live] = (await ask({ ...of(shiojiri), live: true })).rows;
    expect(live).toMatchObject({ source: 'LIVE', freeMinutes: first?.freeMinutes });
    expect(live?.asOf).toBe(first?.asOf); // Nothing has changed, so the town says the same.
  });

  it('is answered from the bulletin that a town handed in, the newest one', async () => {
    const number = Date.now();
    expect(await publish(nagawa, 120, { number })).toEqual({ status: 200, reception: 'KEPT' });
    expect(await publish(nagawa, 60, { number: number - 1 })).toEqual({ status: 200, reception: 'KNOWN' });
    expect(await publish(nagawa, 60, { number })).toEqual({ status: 200, reception: 'KNOWN' });
    expect((await ask(of(nagawa))).rows).toMatchObject([{ freeMinutes: 120, source: 'BULLETIN' }]);
    const { totals } = await ask({ municipalities: [nagawa] });
    expect(totals).toMatchObject([{ freeMinutes: 121, source: 'BULLETIN', level: 1, dataClass: 'PUBLIC' }]);
    expect(await publish(nagawa, 180, { number: number + 1 })).toEqual({ status: 200, reception: 'KEPT' });
    expect((await ask(of(nagawa))).rows).toMatchObject([{ freeMinutes: 180, source: 'BULLETIN' }]);
  });

  it('is asked of the town again once it has said that the bulletin is overtaken, also where that is heard first', async () => {
    const number = Date.now();
    await publish(saku, 7, { number });
    expect((await ask(of(saku))).rows).toMatchObject([{ freeMinutes: 7, source: 'BULLETIN' }]);
    expect(await markOutdated(saku, number)).toEqual({ status: 200, reception: 'MARKED' });
    const [row] = (await ask(of(saku))).rows;
    expect(row?.source).toBe('LIVE');
    expect(row?.freeMinutes).toBeGreaterThan(7);

    const later = Date.now() + hour;
    await markOutdated(saku, later);
    expect(await publish(saku, 8, { number: later })).toMatchObject({ reception: 'KEPT' });
    expect((await ask(of(saku))).rows).toMatchObject([{ source: 'LIVE' }]);
  });

  it('is asked of the town once the bulletin has expired', async () => {
    const expiresAt = Date.now() + 1_500;
    await publish(kawakami, 7, { expiresAt });
    expect((await ask(of(kawakami))).rows).toMatchObject([{ freeMinutes: 7, source: 'BULLETIN' }]);
    while ((await ask(of(kawakami))).rows[0]?.source === 'BULLETIN');
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt);
    expect((await ask({ ...of(kawakami), live: true })).rows[0]?.freeMinutes).toBeGreaterThan(7);
    expect(await publish(kawakami, 7, { issuedAt: Date.now() - 2_000, expiresAt: Date.now() - 1_000 })).toEqual({
      status: 200,
      reception: 'EXPIRED',
    });
  });

  it('can be sorted by nearest and by most free, and narrowed to what is near', async () => {
    const skill = 'data-entry';
    const nearest = (await ask({ skill, sort: 'NEAREST' })).rows;
    expect(nearest.map(({ municipality }) => municipality.code)).toEqual([tateshina, nagawa, saku, shiojiri, kawakami]);
    expect(nearest[0]?.kilometres).toBe(0);
    const near = { municipality: shiojiri, kilometres: 40 };
    const around = (await ask({ skill, near, sort: 'NEAREST' })).rows;
    expect(around.map(({ municipality }) => municipality.code)).toEqual([shiojiri, nagawa, tateshina]);
    const minutes = (await ask({ skill, sort: 'MOST_FREE' })).rows.map(({ freeMinutes }) => freeMinutes);
    expect(minutes).toEqual([...minutes].sort((one, other) => other - one));
    expect((await ask({ skill, level: 3 })).rows).toEqual([]);
  });

  it.each([
    [{ near: { municipality: '011002', kilometres: 30 } }, 'filter.near.municipality', 'POSITION_UNKNOWN'],
    [{ near: { municipality: '203246', kilometres: 0 } }, 'filter.near.kilometres', 'DISTANCE_OUT_OF_RANGE'],
    [{ skills: [] }, 'filter.skills', 'SKILLS_EMPTY'],
    [{ skills: [{ code: 'knitting' }] }, 'filter.skills.0.code', 'SKILL_UNKNOWN'],
    [{ level: 4 }, 'filter.level', 'SKILL_LEVEL_OUT_OF_RANGE'],
  ])('makes no sense of %j', async (filter, field, reason) => {
    const { errors } = await here.ask(query, { filter: { from: month, to: month, ...filter } });
    expect(errors.map(({ extensions }) => extensions)).toMatchObject([{ code: 'BAD_USER_INPUT', field, reason }]);
  });

  it('cannot be sorted by nearest for whoever has no town and names none', async () => {
    const coordinator = federation.withToken(
      await federation.token({ municipality: '011002', roles: ['COORDINATOR'] }),
    );
    const { errors } = await coordinator.ask(query, { filter: { from: month, to: month, sort: 'NEAREST' } });
    expect(errors[0]?.extensions).toMatchObject({ field: 'filter.near', reason: 'NEAR_MISSING' });
  });

  it('names who is no member', async () => {
    const { unanswered } = await ask({ municipalities: [shiojiri, '202011'] });
    expect(unanswered).toMatchObject([{ municipality: { code: '202011', name: '長野市' } }]);
  });

  describe('a bulletin that is handed in', () => {
    it.each([
      ['nothing', () => Promise.resolve({}), 422],
      ['text that is not signed', () => Promise.resolve({ signed: 'abc' }), 403],
      [
        "a bulletin signed with another town's key",
        async () => ({
          signed: await sign(bulletin(tateshina, 1), await keyOf(saku), 'yui-capacity-bulletin'),
        }),
        403,
      ],
      [
        'a bulletin of a stranger',
        async () => ({ signed: await sign(bulletin('202011', 1), await keyOf(saku), 'yui-capacity-bulletin') }),
        403,
      ],
      [
        'a signature of another type',
        async () => ({
          signed: await sign(bulletin(saku, 1), await keyOf(saku), 'yui-workload-bulletin'),
        }),
        403,
      ],
      [
        'minutes below zero',
        async () => ({
          signed: await sign(bulletin(saku, -1), await keyOf(saku), 'yui-capacity-bulletin'),
        }),
        422,
      ],
    ])('is refused: %s', async (_, body, status) => {
      const { rows } = await ask(of(tateshina));
      expect((await handIn('bulletins', await body())).status).toBe(status);
      expect((await ask(of(tateshina))).rows.map(({ freeMinutes }) => freeMinutes)).toEqual(
        rows.map(({ freeMinutes }) => freeMinutes),
      );
    });

    it('is marked as overtaken by nobody but its town', async () => {
      const number = Date.now() + hour;
      await publish(nagawa, 240, { number });
      const forged = await sign({ municipality: nagawa, number }, await keyOf(saku), 'yui-bulletin-outdated');
      expect((await handIn('bulletins/outdated', { signed: forged })).status).toBe(403);
      const nonsense = await sign({ municipality: nagawa }, await keyOf(nagawa), 'yui-bulletin-outdated');
      expect((await handIn('bulletins/outdated', { signed: nonsense })).status).toBe(422);
      expect((await ask(of(nagawa))).rows).toMatchObject([{ freeMinutes: 240, source: 'BULLETIN' }]);
    });
  });

  it("shows a silent town's last bulletin and names it; asked only for bulletins, it is not missed", async () => {
    await ask({ ...of(shiojiri), live: true });
    await process('shiojiri').stop();
    try {
      const { rows, unanswered } = await ask({ ...of(shiojiri), live: true });
      expect(rows).toMatchObject([{ municipality: { code: shiojiri }, source: 'BULLETIN' }]);
      expect(unanswered).toMatchObject([{ municipality: { code: shiojiri, name: '塩尻市' } }]);
      expect(unanswered[0]?.reason).toContain('公示');
      expect((await ask(of(shiojiri))).unanswered).toEqual([]);
    } finally {
      process('shiojiri').start();
      await restored('shiojiri');
    }
  });

  it('is answered by the towns themselves while coordination is down, in the order that is asked for', async () => {
    const live = await ask({ skill: 'data-entry', sort: 'NEAREST', live: true });
    await process('coordination').stop();
    try {
      const { rows, unanswered } = await ask({ skill: 'data-entry', sort: 'NEAREST' });
      const seen = (each: Row): object => ({ ...each, asOf: undefined });
      expect(rows.map(seen)).toEqual(live.rows.map(seen));
      expect(unanswered).toEqual([]);
      const { errors } = await here.ask(query, { filter: { from: month, to: month, level: 0 } });
      expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'filter.level' });
    } finally {
      process('coordination').start();
      await restored('coordination');
    }
  });

  it('needs the token of somebody who may ask, at the town as well', async () => {
    const at = `${federation.address('tateshina')}/bulletins/${tateshina}/capacity`;
    expect((await fetch(at)).status).toBe(401);
    const worker = await federation.as(tateshina, 'WORKER');
    expect((await fetch(at, { headers: { authorization: `Bearer ${worker.token}` } })).status).toBe(401);
    expect((await fetch(at, { headers: { authorization: `Bearer ${here.token}` } })).status).toBe(200);
  });

  const restored = async (name: string): Promise<void> => {
    for (;;) {
      const isReady = await fetch(`${federation.address(name)}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
});
