import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { addDays, type Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import type { SigningKey } from '#messages/keys';
import { readAnswer, signMissing, signQuestion } from '#messages/reconciliation';
import { hashOf } from '#messages/signing';
import { Clock } from '#service/clock';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { newestByProcess } from '../../apps/municipality/src/post/newest-by-process.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Reconciliation } from '../../apps/municipality/src/reconciliation/reconciliation.service.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { keyInUse } from '../../tools/src/federation/own-keys.js';
import { comparedBy } from '../support/compare-towns.js';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: two towns find out by themselves whether they hold the same about every trade; what was lost comes again, what differs is named, and
// nobody learns of a trade that is not theirs. Method: two towns, and a hand that reaches into their databases as only a fault could.

describe('the comparison of both ends', () => {
  let towns: TwoTowns;
  let publisher: Town;
  let claimant: Town;
  let claimId: string;
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const settle = async (): Promise<void> => {
    for (const town of [publisher, claimant, publisher, claimant]) await at(Post).sendDue(town);
  };
  const reconcile = (town: Town) => comparedBy(towns, town);
  const collection = (town: Town, name: string) => town.database.collection<{ _id: string; offer?: unknown }>(name);
  const claimAt = (town: Town) => collection(town, 'claims').findOne({ _id: claimId });
  const thirdKey = (): Promise<SigningKey> =>
    keyInUse(join(towns.dataDir, 'keys'), at(Towns).federation, '203505' as MunicipalityCode, at(Clock).now());
  const question = (from: string, to: string, moment: Instant, key: SigningKey): Promise<string> => {
    const asked = { from: from as MunicipalityCode, to: to as MunicipalityCode, at: moment };
    return signQuestion({ ...asked, after: '', upTo: null, hash: '' }, key);
  };

  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    [publisher, claimant] = [towns.one, towns.other];
    const worker = { skills: [{ code: 'data-entry' as SkillCode, level: 2 }], weeklyMinutes: 5_000 };
    for (const displayName of ['試験 一郎', '試験 二郎'])
      demand(await at(Workforce).registerWorker(claimant, { ...worker, displayName, idempotencyKey: freshKey() }));
  }, 120_000);
  afterAll(() => towns.close());

  /** A claim on a new surplus order, of which both have heard. */
  beforeEach(async () => {
    const today = at(Clock).today();
    const work = addDays(today, 60);
    const order = { clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' as const };
    const { id: orderId } = demand(await at(Orders).createOrder(publisher, { ...order, idempotencyKey: freshKey() }));
    const lot = { orderId, title: '入力', skill: 'data-entry' as SkillCode, minutes: 600, earliest: work, due: work };
    const whole = { ...lot, dataClass: 'INTERNAL' as const, idempotencyKey: freshKey() };
    const { id: lotId } = demand(await at(Orders).addLot(publisher, whole));
    const terms = { minutes: 600, claimBy: addDays(today, 7), priceYen: 12_000, minSliceMinutes: 60 };
    const offered = { lotId, ...terms, addressees: [claimant.code], idempotencyKey: freshKey() };
    const { id: surplusOrderId } = demand(await at(Trading).publish(publisher, offered));
    const claim = { surplusOrderId, minutes: 600, idempotencyKey: freshKey() };
    claimId = demand(await at(Trading).claim(claimant, claim)).id;
    await settle();
  });

  it('finds both alike at every stage of a trade', async () => {
    for (const act of [
      () => Promise.resolve(),
      () => at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }),
      () => at(Trading).confirm(claimant, { claimId, idempotencyKey: freshKey() }),
    ]) {
      await act();
      await settle();
      for (const town of [publisher, claimant])
        expect(await reconcile(town)).toMatchObject({ underWay: 0, sentAgain: 0, drifts: [], fault: null });
    }
    expect(await claimAt(publisher)).toMatchObject({ status: 'CONFIRMED' });
    expect((await reconcile(publisher)).processes).toBeGreaterThanOrEqual(2);
  });

  it('counts a word under way as pending, and not as a difference', async () => {
    await towns.away(
      claimant.code,
      () => 'nothing',
      async () => {
        demand(await at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }));
        await at(Post).sendDue(publisher);
      },
    );
    // The award, and how the surplus order stands now.
    for (const town of [publisher, claimant])
      expect(await reconcile(town)).toMatchObject({ underWay: 2, sentAgain: 0, drifts: [] });
    await collection(publisher, 'outgoing_messages').updateMany(
      { state: 'PENDING' },
      { $set: { nextAttemptAt: new Date(0) } },
    );
    await settle();
    expect(await reconcile(publisher)).toMatchObject({ underWay: 0, drifts: [] });
  });

  it.each([
    ['the one that had said it', () => claimant],
    ['the one that has lost it, which asks for it', () => publisher],
  ])('heals what was acknowledged and lost, found by %s', async (_name, finder) => {
    await collection(publisher, 'claims').deleteOne({ _id: claimId });
    await publisher.database.collection('incoming_messages').deleteMany({ processId: claimId });
    const found = await reconcile(finder());
    expect(found).toMatchObject({ underWay: 1, drifts: [], sentAgain: finder() === claimant ? 1 : 0 });
    await settle();
    expect(await claimAt(publisher)).toMatchObject({ status: 'SUBMITTED', minutes: 600 });
    for (const town of [publisher, claimant])
      expect(await reconcile(town)).toMatchObject({ underWay: 0, sentAgain: 0, drifts: [] });
  });

  it('names a real difference to both, in the results and to the operator, until it is gone', async () => {
    const right = await claimAt(publisher);
    await collection(publisher, 'claims').updateOne({ _id: claimId }, { $set: { 'offer.minutes': 540 } });
    const drift = { processId: claimId, kind: 'claim', drift: 'DIFFERENT', here: 'SUBMITTED', there: 'SUBMITTED' };
    const first = await reconcile(publisher);
    expect(first.drifts).toMatchObject([drift]);
    expect((await reconcile(claimant)).drifts).toMatchObject([drift]);
    expect((await reconcile(publisher)).drifts[0]?.since).toEqual(first.drifts[0]?.since);
    const doctor = () =>
      spawnSync(process.execPath, ['tools/yui.mjs', 'doctor', '--peer', claimant.code], {
        cwd: root,
        env: { ...process.env, YUI_DATA_DIR: towns.dataDir },
        encoding: 'utf8',
      });
    const told = doctor();
    expect([told.status, told.stdout]).toEqual([1, expect.stringContaining(`${claimId}: SUBMITTED at 203246`)]);
    expect(told.stdout).toMatch(/LOOK .*1 held differently/);

    await collection(publisher, 'claims').updateOne({ _id: claimId }, { $set: { offer: right?.offer } });
    expect((await reconcile(publisher)).drifts).toEqual([]);
    expect(doctor().stdout).toMatch(/ok .*203246 and 202151: 0 on the way, 0 parked for a person, 0 held differently/);
  });

  it('names a town that has forgotten what it said', async () => {
    const lost = await publisher.database.collection('outgoing_messages').find({ to: claimant.code }).toArray();
    await publisher.database.collection('outgoing_messages').deleteMany({ to: claimant.code });
    const id = String(lost.at(-1)?.['processId']);
    expect((await reconcile(publisher)).drifts).toContainEqual(
      expect.objectContaining({ processId: id, drift: 'FORGOTTEN_HERE' }),
    );
    expect((await reconcile(claimant)).drifts).toContainEqual(
      expect.objectContaining({ processId: id, drift: 'FORGOTTEN_THERE' }),
    );
    await publisher.database.collection('outgoing_messages').insertMany(lost);
    expect((await reconcile(publisher)).drifts).toEqual([]);
  });

  it('notes a peer that cannot be compared with, and keeps what was found before', async () => {
    const before = await reconcile(publisher);
    for (const answer of ['nothing', { status: 200, body: { signed: 'x' } }, { status: 500, body: {} }] as const) {
      await towns.away(
        claimant.code,
        () => answer,
        () => at(Reconciliation).reconcile(publisher),
      );
      const after = (await at(Reconciliation).results(publisher)).find(({ peer }) => peer === claimant.code);
      expect(after).toEqual({ ...before, fault: expect.any(String) });
    }
    expect((await reconcile(publisher)).fault).toBeNull();
  });

  it('tells a town of nothing but what it shares with it, and answers nobody else', async () => {
    const now = at(Clock).now();
    const [key, asked] = [await thirdKey(), at(Reconciliation)];
    const theirs = await question('203505', publisher.code, now, key);
    const answer = await readAnswer(
      await asked.answer(publisher, theirs),
      theirs,
      { after: '', upTo: null },
      at(Towns).federation.members.find(({ code }) => code === publisher.code) as never,
    );
    expect(answer).toMatchObject({ alike: false, processes: [] });
    await expect(asked.answer(publisher, await question(claimant.code, publisher.code, now, key))).rejects.toThrow();
    await expect(asked.answer(publisher, await question('203505', claimant.code, now, key))).rejects.toThrow(
      'of another town',
    );
    towns.turnClock(600_000); // What was overheard cannot be asked again later.
    await expect(asked.answer(publisher, theirs)).rejects.toThrow('not asked just now');
    towns.turnClock(0);
    // Nor does anything go to a third town because it asks for it.
    const lacks = [{ processId: claimId, after: 0 }];
    const from = '203505' as MunicipalityCode;
    expect(await asked.sayAgain(claimant, await signMissing({ from, to: claimant.code, at: now, lacks }, key))).toBe(0);
    const refused = await fetch(`${at(Towns).federation.members[0]?.endpoint}/post/203246/reconciliation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signed: 'x.y.z' }),
    });
    expect(refused.status).toBe(403);
  });

  it.each([
    ['outgoing_messages', 'to'],
    ['incoming_messages', 'from'],
  ] as const)('reads of %s only those with the peer', async (name, direction) => {
    const messages = publisher.database.collection<{ _id: string; [field: string]: unknown }>(name);
    const others = Array.from({ length: 400 }, (_, n) => ({
      ...{ _id: `stranger-${n}`, processId: `stranger-${n % 80}`, [direction]: '203505', state: 'DELIVERED' },
      ...{ seq: Math.floor(n / 80) + 1, type: 'test.said', sealed: 'x' },
    }));
    await messages.insertMany(others);
    const ours = await messages.countDocuments({ [direction]: claimant.code });
    const pipeline = newestByProcess(direction, claimant.code);
    const explained = JSON.stringify(await messages.aggregate(pipeline).explain('executionStats'));
    expect(explained).toMatch(/IXSCAN|DISTINCT_SCAN/);
    expect(explained).not.toContain('COLLSCAN');
    const examined = [...explained.matchAll(/"totalDocsExamined":(\d+)/g)].map(([, count]) => Number(count));
    expect(ours).toBeGreaterThan(0);
    expect(Math.max(...examined)).toBeLessThanOrEqual(ours);
    const newest = await messages.aggregate(newestByProcess(direction, '203505')).toArray();
    expect(newest).toHaveLength(80);
    expect(newest.every(({ last }) => last === 5)).toBe(true);
    await messages.deleteMany({ [direction]: '203505' });
  });

  it('goes through many processes in stretches', async () => {
    const ids = Array.from({ length: 1_203 }, (_, n) => `many-${String(n).padStart(4, '0')}`);
    at(Reconciliation).register({
      kind: 'many',
      // One end has every process but one, and holds one differently.
      heldWith: (town) =>
        Promise.resolve(
          ids
            .filter((id) => town === publisher || id !== 'many-0700')
            .map((id) => ({ id, state: 'HELD', content: { id, n: town === claimant && id === 'many-1200' ? 1 : 0 } })),
        ),
    });
    for (const town of [publisher, claimant]) {
      const { drifts, underWay, processes } = await reconcile(town);
      expect(processes).toBeGreaterThan(1_200);
      expect([underWay, drifts.map(({ processId, drift }) => [processId, drift])]).toEqual([
        0,
        [
          ['many-0700', 'DIFFERENT'],
          ['many-1200', 'DIFFERENT'],
        ],
      ]);
    }
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 })); // What is compared does not depend on the order of fields.
  });
});
