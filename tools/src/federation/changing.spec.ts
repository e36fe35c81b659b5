import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant, IsoDate } from '#domain/calendar/date';
import { keysValidAt, memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { openFederation, type OpenedFederation } from '#messages/federation-document';
import { fingerprint } from '#messages/keys';
import { run } from '../commands/federation.js';
import { accept, add, agree, changeEntry, create, moveCoordination, revoke, rotate, type Hand } from './changing.js';
import { keyInUse, ownKeys } from './own-keys.js';

// Goal: two towns' officers can meet, change their keys and end stolen ones with nothing but a file that they send each other.

const [tateshina, shiojiri] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const folder = mkdtempSync(join(tmpdir(), 'yui-federation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (moment: number): Instant => (1_700_000_000_000 + moment) as Instant;
let times = 0;
const hands = (): readonly [Hand, Hand] => {
  times++;
  const hand = (town: MunicipalityCode, now: number): Hand => ({
    town,
    keys: join(folder, `${times}-${town}`),
    now: at(now),
  });
  return [hand(tateshina, 1), hand(shiojiri, 2)];
};
const facts = {
  operatingBody: '振興公社',
  endpoint: 'https://yui.example.jp',
  level: 'TRADING',
  highestDataClass: 'INTERNAL',
} as const;
const terms = { basis: '連携協約', from: '2027-04-01' as IsoDate, to: '2030-03-31' as IsoDate } as const;
const later = (hand: Hand, now: number): Hand => ({ ...hand, now: at(now) });

async function met(one: Hand, two: Hand): Promise<OpenedFederation> {
  const waiting = await add(await create(one, facts, 'https://c.example.jp'), two, facts);
  const [entry] = waiting.pending;
  if (entry === undefined) throw new Error('the newcomer does not wait');
  return accept(waiting, later(one, 3), entry);
}

describe('two towns', () => {
  it('meet by accepting each other, and agree by both signing the same', async () => {
    const [one, two] = hands();
    const waiting = await add(await create(one, facts, 'https://c.example.jp'), two, facts);
    expect(memberOf(waiting, shiojiri)).toBeUndefined();
    const both = await met(...hands());
    expect(both.members.map(({ code }) => code)).toEqual([tateshina, shiojiri]);
    const [three, four] = hands();
    const proposed = await agree(await met(three, four), later(three, 4), shiojiri, { ...terms });
    expect(proposed.agreements).toEqual([]);
    const signed = await agree(proposed, later(four, 5), tateshina, { ...terms });
    expect(signed.agreements).toMatchObject([{ between: [shiojiri, tateshina], basis: '連携協約' }]);
    expect(signed.pending).toEqual([]);
    const moved = await moveCoordination(signed, later(three, 6), 'https://d.example.jp');
    expect(moved.coordination.endpoint).toBe('https://c.example.jp');
    expect((await moveCoordination(moved, later(four, 7), 'https://d.example.jp')).coordination.endpoint).toBe(
      'https://d.example.jp',
    );
    expect(await openFederation(JSON.stringify(signed.document), { now: at(9), pinned: both }).catch(String)).toContain(
      'older',
    );
  });

  it('change keys with both counting for a while', async () => {
    const [one, two] = hands();
    const before = await met(one, two);
    const after = await rotate(before, later(one, 10), { from: at(20), overlapUntil: at(50) });
    const inUse = async (now: number): Promise<string> => (await keyInUse(one.keys, after, tateshina, at(now))).kid;
    const [old, fresh] = memberOf(after, tateshina)?.publicKeys ?? [];
    expect([await inUse(19), await inUse(20), await inUse(50)]).toEqual([old?.kid, fresh?.kid, fresh?.kid]);
    const counting = (now: number): number => keysValidAt(memberOf(after, tateshina), at(now)).length;
    expect([counting(19), counting(20), counting(49), counting(50)]).toEqual([1, 2, 2, 1]);
    const files = readdirSync(one.keys);
    expect(files).toHaveLength(2);
    expect(files.every((file) => (statSync(join(one.keys, file)).mode & 0o077) === 0)).toBe(true);
    expect(JSON.stringify(after.document)).not.toContain('"d":');
  });

  it('end a stolen key, and have another one at once', async () => {
    const [one, two] = hands();
    const before = await met(one, two);
    const stolen = (await ownKeys(one.keys, tateshina))[0]?.publicKey.kid ?? '';
    const after = await revoke(before, later(one, 10), stolen);
    expect(keysValidAt(memberOf(after, tateshina), at(9)).map(({ kid }) => kid)).toEqual([stolen]);
    expect(keysValidAt(memberOf(after, tateshina), at(10)).map(({ kid }) => kid)).not.toContain(stolen);
    expect((await keyInUse(one.keys, after, tateshina, at(10))).kid).not.toBe(stolen);
    await expect(revoke(after, later(one, 11), stolen)).rejects.toThrow('could be revoked');
    expect((await changeEntry(after, later(one, 12), { endpoint: 'https://new.example.jp' })).version).toBe(
      after.version + 1,
    );
  });
});

describe('npm run federation', () => {
  const file = join(folder, 'federation.json');
  const command = async (line: string): Promise<{ code: number; said: string }> => {
    const said: string[] = [];
    const heard = (text: unknown): void => void said.push(String(text));
    const spies = [
      jest.spyOn(console, 'log').mockImplementation(heard),
      jest.spyOn(console, 'error').mockImplementation(heard),
    ];
    const words = [...line.split(' '), '--file', file, '--keys', join(folder, 'cli'), '--lang', 'en'];
    const code = await run(words, folder);
    for (const spy of spies) spy.mockRestore();
    return { code, said: said.join('\n') };
  };
  const entry = '--operating-body 振興公社 --endpoint https://yui.example.jp';

  it('leads two towns from nothing to an agreement', async () => {
    expect(await command('show')).toMatchObject({ code: 1, said: expect.stringContaining('no federation document') });
    expect((await command(`create --municipality 203246 ${entry} --coordination https://c.example.jp`)).code).toBe(0);
    const added = await command(`add --municipality 202151 ${entry}`);
    expect(added.said).toContain('waits for signatures: 1 of the other members');
    const key = (await ownKeys(join(folder, 'cli'), shiojiri))[0]?.publicKey;
    const digits = key === undefined ? '' : fingerprint(key);

    const unheard = await command('accept --municipality 202151 --by 203246');
    expect(unheard).toMatchObject({ code: 1, said: expect.stringContaining('by telephone') });
    expect(unheard.said).toContain(digits);
    expect((await command('accept --municipality 202151 --by 203246 --fingerprint 00000')).said).toContain(
      'Do not sign',
    );
    expect(
      await command(`accept --municipality 202151 --by 203246 --fingerprint ${digits.replaceAll(' ', '-')}`),
    ).toMatchObject({
      code: 0,
      said: expect.stringContaining('version 3'),
    });

    const agreed = '--basis 連携協約 --from 2027-04-01 --to 2030-03-31 --skills data-entry';
    expect((await command(`agree --municipality 203246 --with 202151 ${agreed}`)).said).toContain('that of 202151');
    expect((await command(`agree --municipality 202151 --with 203246 ${agreed}`)).said).toContain('version 4');
    expect((await command('rotate --municipality 202151')).said).toContain('version 5');
    expect((await command(`revoke --municipality 202151 --key ${key?.kid}`)).said).toContain('revoked');
    expect((await command('show')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('"d":');
  });

  it.each([
    ['dance', 'Say which'],
    ['add --municipality 203247', 'not a municipality code'],
    ['add --municipality 203505', 'Give --operating-body'],
    ['agree --municipality 203246 --with 202151 --basis 口約束', 'none of'],
    ['accept --municipality 203505 --by 203246', 'No entry of 203505'],
    ['rotate --municipality 203246 --overlap-days 0', '--overlap-days'],
    ['create --municipality 203246', 'already'],
  ])('says what is wrong with %s', async (line, sentence) => {
    expect(await command(line)).toMatchObject({ code: 1, said: expect.stringContaining(sentence) });
  });
});
