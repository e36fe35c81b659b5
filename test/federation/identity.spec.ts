import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { protocolVersion } from '#domain/post/message-life';
import { seal } from '#messages/envelope';
import type { OpenedFederation } from '#messages/federation-document';
import type { SigningKey } from '#messages/keys';
import { changeEntry, revoke, rotate, type Hand } from '../../tools/src/federation/changing.js';
import { readDocument, writeDocument } from '../../tools/src/federation/document-file.js';
import { keyInUse, ownKeys } from '../../tools/src/federation/own-keys.js';
import { startTestFederation, type Person } from '../support/federation.js';
import { publish, threeWorkers } from '../support/towns.js';

// Goal: the towns of a running federation take over what has been signed, without a restart, and nothing else.
// Method: the file that all processes pin is replaced; the towns are asked until they know, or until another change shows that they looked.

const [tateshina, shiojiri] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];

describe('the identity of towns', () => {
  let federation: Awaited<ReturnType<typeof startTestFederation>>;
  let here: Person;
  let there: Person;
  const file = (): string => join(federation.dataDir, 'federation.json');
  const hand = (town: MunicipalityCode): Hand => ({
    town,
    keys: join(federation.dataDir, 'keys'),
    now: Date.now() as Instant,
  });
  const document = async (): Promise<OpenedFederation> => {
    const opened = await readDocument(file(), Date.now() as Instant);
    if (opened === undefined) throw new Error('no document');
    return opened;
  };
  /** A member's operating body as the process of a town knows it. */
  const bodyOf = async (code: string, asked = 'tateshina'): Promise<string> => {
    const response = await fetch(`${federation.address(asked)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${here.token}` },
      body: JSON.stringify({ query: '{ municipalities { code operatingBody } }' }),
    });
    const { data } = (await response.json()) as {
      data: { municipalities: { code: string; operatingBody: string }[] };
    };
    return data.municipalities.find((each) => each.code === code)?.operatingBody ?? '';
  };
  /** Changes Shiojiri's entry to a name nobody has used, and waits until both towns know: then they have read everything before, too. */
  const everyoneLooks = async (): Promise<void> => {
    const operatingBody = `塩尻市振興公社 ${randomUUID()}`;
    writeDocument(file(), await changeEntry(await document(), hand(shiojiri), { operatingBody }));
    for (const asked of ['tateshina', 'shiojiri'])
      await until(async () => (await bodyOf(shiojiri, asked)) === operatingBody);
  };
  const deliver = async (key: SigningKey, issuedAt = Date.now()): Promise<number> => {
    const envelope = {
      ...{ protocol: protocolVersion, expiresAt: (Date.now() + 3_600_000) as Instant },
      ...{ messageId: randomUUID(), processId: `process-${randomUUID()}`, seq: 1, type: 'claim.declined' },
      ...{ from: shiojiri, to: tateshina, issuedAt: issuedAt as Instant, payload: { claimId: 'none', reason: 'none' } },
    };
    const response = await fetch(`${federation.address('tateshina')}/post/${tateshina}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sealed: await seal(envelope, key) }),
    });
    return response.status;
  };
  const trade = async (): Promise<unknown> => {
    const surplusOrder = await publish(here, tateshina, 600);
    const claimed = await there.does('ClaimSurplusOrder', {
      surplusOrderId: surplusOrder['id'],
      municipality: shiojiri,
      minutes: 600,
    });
    await here.does('AwardClaim', { claimId: claimed['claim']?.['id'], minutes: 600 });
    return (await there.does('ConfirmAward', { claimId: claimed['claim']?.['id'] }))['claim']?.['status'];
  };

  beforeAll(async () => {
    federation = await startTestFederation();
    [here, there] = [await federation.as(tateshina, 'DIRECTOR'), await federation.as(shiojiri, 'DIRECTOR')];
    await threeWorkers(there, shiojiri, 3_000);
  }, 120_000);
  afterAll(() => federation.close());

  it('is not changed by a file that somebody has tampered with, or by an older one', async () => {
    const [before, older] = [await bodyOf(tateshina), readFileSync(file(), 'utf8')];
    await everyoneLooks();
    const newest = readFileSync(file(), 'utf8');
    for (const forged of [newest.replaceAll('立科町', '立科村'), older, '{', '']) {
      writeFileSync(file(), forged);
      await new Promise((resolve) => setTimeout(resolve, 1_200)); // A look of every process.
      expect(await bodyOf(tateshina)).toBe(before);
    }
    writeFileSync(file(), newest);
    await everyoneLooks();
    expect(await bodyOf(tateshina)).toBe(before);
  });

  it('outlives a change of keys: old and new count while they overlap, and trade goes on with the new one', async () => {
    const old = await keyInUse(hand(shiojiri).keys, await document(), shiojiri, Date.now() as Instant);
    const now = Date.now() as Instant;
    writeDocument(
      file(),
      await rotate(
        await document(),
        { ...hand(shiojiri), now },
        { from: now, overlapUntil: (now + 3_600_000) as Instant },
      ),
    );
    await everyoneLooks();
    const fresh = await keyInUse(hand(shiojiri).keys, await document(), shiojiri, Date.now() as Instant);
    expect(fresh.kid).not.toBe(old.kid);
    expect([await deliver(old), await deliver(fresh), await deliver(fresh, now - 1)]).toEqual([200, 200, 403]);
    expect(await trade()).toBe('CONFIRMED');
  });

  it('refuses all that a revoked key signs, and trade goes on with another', async () => {
    const opened = await document();
    const stolen = await keyInUse(hand(shiojiri).keys, opened, shiojiri, Date.now() as Instant);
    writeDocument(file(), await revoke(opened, hand(shiojiri), stolen.kid));
    await everyoneLooks();
    expect([await deliver(stolen), await deliver(stolen, Date.now() - 60_000)]).toEqual([403, 403]);
    expect(await trade()).toBe('CONFIRMED');
  });

  it('delivers what it said before its key was revoked, signed with another', async () => {
    const now = Date.now() as Instant;
    const terms = { from: now, overlapUntil: (now + 3_600_000) as Instant };
    writeDocument(file(), await rotate(await document(), { ...hand(shiojiri), now }, terms));
    await everyoneLooks();
    const surplusOrder = await publish(here, tateshina, 600);
    const child = federation.processes.get('tateshina');
    await child?.stop();
    const order = { surplusOrderId: surplusOrder['id'], municipality: shiojiri, minutes: 600 };
    const claimId = (await there.does('ClaimSurplusOrder', order))['claim']?.['id'];
    const opened = await document();
    const stolen = await keyInUse(hand(shiojiri).keys, opened, shiojiri, Date.now() as Instant);
    writeDocument(file(), await revoke(opened, hand(shiojiri), stolen.kid));
    child?.start();
    await until(async () => {
      await here.does('AwardClaim', { claimId, minutes: 600 });
      return true;
    });
    expect((await there.does('ConfirmAward', { claimId }))['claim']?.['status']).toBe('CONFIRMED');
  });

  it('stays pinned over a restart: a town does not go back to an older file', async () => {
    const newest = readFileSync(file(), 'utf8');
    const before = await bodyOf(shiojiri);
    const { changes, version } = JSON.parse(newest) as { changes: unknown[]; version: number };
    writeFileSync(
      file(),
      JSON.stringify({ format: 'yui-federation-1', version: version - 1, changes: changes.slice(0, -1) }),
    );
    const child = federation.processes.get('tateshina');
    await child?.stop();
    child?.start();
    await until(async () => (await fetch(`${federation.address('tateshina')}/readyz`)).ok);
    expect(await bodyOf(shiojiri)).toBe(before);
    expect(child?.lastLines(200).join('\n')).toMatch(/is refused, and version \d+ stays in use/);
    writeFileSync(file(), newest);
    expect(await ownKeys(hand(shiojiri).keys, shiojiri)).toHaveLength(3);
  });
});

async function until(ask: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    if (await ask().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error('it did not come to that');
  }
}
