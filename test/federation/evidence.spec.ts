import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Instant } from '#domain/calendar/date';
import { signCheckpoint } from '#messages/checkpoint';
import { Clock } from '#service/clock';
import { CheckpointStore } from '../../apps/municipality/src/evidence/checkpoint.store.js';
import { Checkpoints } from '../../apps/municipality/src/evidence/checkpoints.service.js';
import { EvidenceEntryStore } from '../../apps/municipality/src/evidence/evidence-entry.store.js';
import { evidenceLog } from '../../apps/municipality/src/migrations/2026-11-25-evidence-log.migration.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { addDays } from '#domain/calendar/date';
import type { SkillCode } from '#domain/skills/catalogue';
import { ownEnvelope } from '#messages/envelope';
import { chainFaults } from '#messages/evidence-chain';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';
import { startTwoTowns, type TwoTowns } from '../support/two-towns.js';

// Goal: either town can prove a trade alone, to somebody who has nothing but a file and the federation document.

describe('the evidence of a trade', () => {
  let towns: TwoTowns;
  let claimId: string;
  const at: TwoTowns['at'] = (type) => towns.at(type);
  const out = (name: string): string => join(towns.dataDir, name);
  const command = (...args: string[]) => {
    const env = { ...process.env, YUI_DATA_DIR: towns.dataDir };
    const done = spawnSync(process.execPath, ['tools/yui.mjs', 'evidence', ...args], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    return { code: done.status, said: `${done.stdout}${done.stderr}` };
  };

  beforeAll(async () => {
    towns = await startTwoTowns(['203246', '202151']);
    const skill = 'data-entry' as SkillCode;
    const today = at(Clock).today();
    const work = addDays(today, 60);
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 600 };
    demand(await at(Workforce).registerWorker(towns.other, { ...worker, idempotencyKey: freshKey() }));
    const order = { clientName: '株式会社テスト商事', title: '台帳', recommissionConsent: 'ALLOWED' as const };
    const { id: orderId } = demand(await at(Orders).createOrder(towns.one, { ...order, idempotencyKey: freshKey() }));
    const lot = {
      orderId,
      title: '入力',
      skill,
      minutes: 600,
      earliest: work,
      due: work,
      dataClass: 'INTERNAL' as const,
    };
    const { id: lotId } = demand(await at(Orders).addLot(towns.one, { ...lot, idempotencyKey: freshKey() }));
    const terms = {
      minutes: 600,
      claimBy: addDays(today, 7),
      priceYen: 12_000,
      minSliceMinutes: 60,
      addressees: null,
    };
    const { id: surplusOrderId } = demand(
      await at(Trading).publish(towns.one, { lotId, ...terms, idempotencyKey: freshKey() }),
    );
    const claim = { surplusOrderId, minutes: 600, idempotencyKey: freshKey() };
    claimId = demand(await at(Trading).claim(towns.other, claim)).id;
    demand(await at(Trading).award(towns.one, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    demand(await at(Trading).confirm(towns.other, { claimId, idempotencyKey: freshKey() }));
    for (const town of [towns.one, towns.other, towns.one]) await at(Post).sendDue(town);
  }, 120_000);
  afterAll(() => towns.close());

  it('is countersigned by peers each hour, and kept by them', async () => {
    await at(Checkpoints).checkpointIfDue(towns.one);
    const store = new CheckpointStore(towns.one.database);
    const first = await store.last();
    expect(first?.witnesses.map(({ by }) => by)).toContain('202151');
    expect(await new CheckpointStore(towns.other.database).lastOfPeer('203246')).toMatchObject({ number: first?._id });
    await at(Checkpoints).checkpointIfDue(towns.one);
    expect((await store.last())?._id).toBe(first?._id);
    await at(Checkpoints).checkpointIfDue(towns.other);
  });

  it('is not countersigned when it tells another story than before', async () => {
    const head = await new EvidenceEntryStore(towns.one.database).head();
    const now = at(Clock).now();
    const said = async (number: number, hash: string, moment = now): Promise<string> =>
      at(Checkpoints).witness(
        towns.other,
        await signCheckpoint({ town: towns.one.code, number, hash, at: moment }, towns.one.key),
      );
    await expect(said(head?.number ?? 0, 'another')).rejects.toThrow('had another hash before');
    await expect(said(1, 'shorter', (now + 1) as Instant)).rejects.toThrow('has been longer before');
    await expect(said(99, 'later', (now + 3_600_000) as Instant)).rejects.toThrow('ahead of our clock');
    const stranger = signCheckpoint({ town: towns.one.code, number: 1, hash: 'x', at: now }, towns.other.key);
    await expect(at(Checkpoints).witness(towns.other, await stranger)).rejects.toThrow();
  });

  it.each([
    ['203246', 'its publisher'],
    ['202151', 'its claimant'],
  ])('can be shown by %s, %s, and checked offline', async (municipality) => {
    const zip = out(`${municipality}.zip`);
    expect(command('export', '--municipality', municipality, '--process', claimId, '--out', zip)).toMatchObject({
      code: 0,
    });
    const elsewhere = out(`elsewhere-${municipality}`);
    mkdirSync(elsewhere);
    copyFileSync(out('federation.json'), join(elsewhere, 'federation.json'));
    const { code, said } = command('verify', zip, '--federation', join(elsewhere, 'federation.json'), '--lang', 'en');
    expect(said).toContain('Sound');
    expect(code).toBe(0);
    expect(said).toContain('By the rules');
    expect(said).toMatch(/award\.in-force .*\n +→ Shiojiri-shi \(202151\) CONFIRMED\n/);
    expect(said).toContain('What messages alone do not show:');
    expect(said).toMatch(/priceYen: 12000/);
    expect(said).toMatch(
      /signed by Tateshina-machi \(203246\) at .* with the key 203246-.*\n.*signed by Shiojiri-shi \(202151\) at .* with the key 202151-/,
    );
    expect(said).toMatch(/countersigned by/);
    expect(command('verify', zip, '--federation', join(elsewhere, 'federation.json'), '--lang', 'ja').said).toContain(
      '問題はありません',
    );
    expect(said).not.toContain('試験');
    expect(said).toMatch(/surplus-order\.stated .*\n +→ Tateshina-machi \(203246\) FULLY_AWARDED\n/);
    expect(said).toContain('the surplus order of Tateshina-machi (203246): FULLY_AWARDED');
    expect(said).toContain('what was stated to remain of the surplus order is what others were awarded');
    const outbox = towns.one.database.collection('outgoing_messages');
    const stated = await outbox.find({ type: 'surplus-order.stated' }).toArray();
    expect(new Set(stated.map((message) => String(message['to']))).size).toBeGreaterThan(1);
    // What third towns were told and signed about the surplus order is theirs, and other processes show nothing but hashes.
    const chain = strFromU8(unzipSync(readFileSync(zip))['chain.jsonl'] ?? new Uint8Array());
    const shown = chain.split('\n').flatMap((line) => {
      const { text } = JSON.parse(line === '' ? '{}' : line) as { text?: string };
      return text === undefined ? [] : [ownEnvelope(text)];
    });
    const surplusOrderId = (shown.find(({ type }) => type === 'claim.submitted')?.payload as { surplusOrderId: string })
      .surplusOrderId;
    expect(new Set(shown.map(({ processId }) => processId))).toEqual(new Set([claimId, surplusOrderId]));
    const parties = shown.flatMap(({ from, to }) => [from, to]).filter((town) => town !== undefined);
    expect(new Set(parties)).toEqual(new Set(['203246', '202151']));
  });

  it('names the record of which one byte was changed', () => {
    const files = unzipSync(readFileSync(out('203246.zip')));
    const lines = strFromU8(files['chain.jsonl'] ?? new Uint8Array()).split('\n');
    const index = lines.findIndex((line) => line.includes('"SENT"') && line.includes('"text"'));
    const { number } = JSON.parse(lines[index] ?? '') as { number: number };
    lines[index] = (lines[index] ?? '').replace(
      /("text":"[^"]{60})(.)/,
      (_, before: string, byte: string) => `${before}${byte === 'A' ? 'B' : 'A'}`,
    );
    const forged = out('forged.zip');
    writeFileSync(forged, zipSync({ ...files, 'chain.jsonl': strToU8(lines.join('\n')) }));
    const { code, said } = command('verify', forged, '--federation', out('federation.json'), '--lang', 'en');
    expect(code).toBe(1);
    expect(said).toContain(`record ${number}: the text is not the one that was recorded`);
  });

  it.each([
    [['export', '--municipality', '203246', '--process', 'none'], 'has no record'],
    [['verify', 'none.zip'], 'none.zip'],
    [['dance'], 'Say which'],
  ])('says what is wrong with %j', (args, sentence) => {
    expect(command(...args)).toMatchObject({ code: 1, said: expect.stringContaining(sentence) });
  });

  it('begins, for a town that is updated, with the messages it had', async () => {
    const { database } = towns.other;
    await database.collection('evidence_head').deleteMany({});
    await evidenceLog.up(database);
    const store = new EvidenceEntryStore(database);
    const head = await store.head();
    const all = await store.between(1, head?.number ?? 0, () => true);
    const count = async (name: string): Promise<number> => database.collection(name).countDocuments();
    expect(all).toHaveLength((await count('outgoing_messages')) + (await count('incoming_messages')));
    expect(chainFaults(all)).toEqual([]);
    await evidenceLog.up(database);
    expect((await store.head())?.number).toBe(head?.number);
  });
});
