import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant, IsoDate } from '#domain/calendar/date';
import type { FederationChange } from '#domain/federation/change';
import { agreementBetween, memberOf, type Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { openFederation, signChange, type OpenedFederation } from './federation-document.js';
import { fingerprint, newPrivateKey, publicHalf, signingKey } from './keys.js';
import { sign, verifyBy } from './signing.js';

// Goal: only what the towns concerned have signed counts, and nobody who has once seen a signature can be made to forget it.

const [tateshina, shiojiri] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const at = (moment: number): Instant => moment as Instant;

type Hand = Awaited<ReturnType<typeof hand>>;
async function hand(town: MunicipalityCode) {
  const jwk = await newPrivateKey(town);
  return { town, jwk, key: await signingKey(jwk), publicKey: publicHalf(jwk) };
}
const entry = ({ town, publicKey }: Hand, number = 1, change: Partial<Member> = {}): FederationChange => ({
  ...{ kind: 'MEMBER', number, at: at(number) },
  member: {
    ...{ code: town, operatingBody: '振興公社', endpoint: 'https://yui.example.jp', level: 'TRADING' },
    ...{ highestDataClass: 'CONFIDENTIAL', publicKeys: [{ ...publicKey, from: at(1) }] },
    ...change,
  },
});
const agreement: FederationChange = {
  ...{ kind: 'AGREEMENT', id: 'one', number: 1, at: at(5) },
  agreement: {
    between: [shiojiri, tateshina],
    basis: '連携協約',
    from: '2027-04-01' as IsoDate,
    to: '2028-03-31' as IsoDate,
  },
};
const text = ({ document }: OpenedFederation): string => JSON.stringify(document);
const now = at(1_000);

describe('a federation document', () => {
  let one: Hand;
  let two: Hand;
  let founded: OpenedFederation;
  let met: OpenedFederation;
  const put = (opened: OpenedFederation | undefined, change: FederationChange, by: Hand, when = 10) =>
    signChange(opened, change, { by: by.town, key: by.key, at: at(when) });

  beforeAll(async () => {
    [one, two] = [await hand(tateshina), await hand(shiojiri)];
    founded = await put(undefined, entry(one), one);
    met = await put(await put(founded, entry(two), two), entry(two), one);
    met = await put(await put(met, agreement, one), agreement, two);
  });

  it('grows by what the towns sign: one alone, then two that have accepted each other', async () => {
    expect([founded.version, met.version]).toEqual([1, 3]);
    const waiting = await put(founded, entry(two), two);
    expect(waiting.version).toBe(1);
    expect(memberOf(waiting, shiojiri)).toBeUndefined();
    expect(waiting.pending).toMatchObject([{ standing: { from: [], others: 1 } }]);
    const read = await openFederation(text(met), { now });
    expect(agreementBetween(read, tateshina, shiojiri, '2027-05-01' as IsoDate)).toBeDefined();
  });

  it('counts what waits for another change after it, wherever it stands', async () => {
    const [founder, ...others] = met.document.changes;
    const backwards = { ...met.document, changes: [founder, ...others.reverse()] };
    expect((await openFederation(JSON.stringify(backwards), { now })).version).toBe(3);
  });

  it.each<[string, (text: string) => string]>([
    ['an address that was changed', (all) => all.replace('https://yui.example.jp', 'https://evil.example.jp')],
    ['an agreement that was prolonged', (all) => all.replace('2028-03-31', '2029-03-31')],
    ['another version', (all) => all.replace('"version":3', '"version":4')],
    ['half a file', (all) => all.slice(0, all.length / 2)],
    ['another format', (all) => all.replace('yui-federation-1', 'yui-federation-2')],
    ['a change that is none', (all) => all.replace('"MEMBER"', '"KING"')],
    ['no signatures', (all) => all.replace(/"signatures":\[[^\]]*\]/, '"signatures":[]')],
  ])('is refused with %s', async (_name, tampered) => {
    await expect(openFederation(tampered(text(met)), { now })).rejects.toThrow();
    await expect(openFederation(tampered(text(met)), { now, pinned: met })).rejects.toThrow();
  });

  it('is refused when it is older than the one that is pinned, or leaves something out', async () => {
    await expect(openFederation(text(founded), { now, pinned: met })).rejects.toThrow('older');
    const other = await put(founded, entry(one, 2, { endpoint: 'https://new.example.jp' }), one);
    await expect(openFederation(text(other), { now, pinned: met })).rejects.toThrow('older');
  });

  it('cannot be changed by a key that was revoked, though it wrote an earlier date', async () => {
    const fresh = await hand(tateshina);
    const revoked = await put(
      met,
      entry(one, 2, {
        publicKeys: [
          { ...one.publicKey, from: at(1), revokedAt: at(20) },
          { ...fresh.publicKey, from: at(20) },
        ],
      }),
      one,
      15,
    );
    expect(revoked.version).toBe(4);
    const moved = {
      ...entry(one, 3),
      member: { ...(memberOf(revoked, tateshina) as Member), endpoint: 'https://new.example.jp' },
    };
    const change = moved as FederationChange;
    expect((await put(revoked, change, one, 12)).version).toBe(4);
    expect((await put(revoked, change, { ...fresh, town: tateshina }, 30)).version).toBe(5);
  });

  it('tells apart what a key signed before its revocation, for evidence, and believes nothing new of it', async () => {
    const member = {
      ...(memberOf(met, tateshina) as Member),
      publicKeys: [{ ...one.publicKey, from: at(1), revokedAt: at(20) }],
    };
    const said = async (when: number): Promise<string> => sign({ at: when }, one.key, 'yui-test');
    const reading = async (when: number, evidence: boolean): Promise<unknown> =>
      verifyBy(await said(when), member, 'yui-test', (value) => value['at'], { evidence });
    await expect(reading(19, true)).resolves.toEqual({ at: 19 });
    await expect(reading(20, true)).rejects.toThrow('did not count');
    await expect(reading(19, false)).rejects.toThrow('revoked');
    await expect(reading(0, true)).rejects.toThrow('did not count');
  });

  it('shows keys as digits that differ', () => {
    expect(fingerprint(one.publicKey)).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(fingerprint(one.publicKey)).not.toBe(fingerprint(two.publicKey));
  });
});
