import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#domain/calendar/date';
import type { Federation, MemberKey } from '#domain/federation/federation';
import { witnessesFor } from '#domain/federation/witnesses';
import type { MunicipalityCode } from '#domain/municipality/code';
import { signCheckpoint, signWitness } from './checkpoint.js';
import { seal } from './envelope.js';
import { chainFaults, nextLink, type EntryKind, type EvidenceEntry } from './evidence-chain.js';
import { awardTermsSignature, checkEvidence, type EvidenceFile } from './evidence-file.js';
import { newPrivateKey, publicHalf, signingKey, type SigningKey } from './keys.js';
import { signReceipt } from './receipt.js';
import { hashOf, hashOfText, sign } from './signing.js';

// Goal: whoever changes one byte of what a town has written down is found out, and told which record it was.

const [one, two, three] = ['203246', '202151', '202177'] as [MunicipalityCode, MunicipalityCode, MunicipalityCode];
const at = (moment: number): Instant => moment as Instant;
const about = '202151-claim-203246-abc';

function chainOf(texts: readonly (readonly [EntryKind, string])[]): EvidenceEntry[] {
  const chain: EvidenceEntry[] = [];
  for (const [index, [kind, text]] of texts.entries())
    chain.push({ ...nextLink(chain.at(-1), { kind, text, at: at(index) }), text });
  return chain;
}

describe('a chain of 10,000 records', () => {
  const chain = chainOf(Array.from({ length: 10_000 }, (_, index) => ['SENT', `what was said ${index}`] as const));
  const lines = chain.map((entry) => JSON.stringify(entry));

  it('is sound as it was written, whole or in part', () => {
    expect(chainFaults(chain)).toEqual([]);
    expect(chainFaults(chain.slice(3_000, 7_000))).toEqual([]);
    expect(chainFaults([])).toEqual([]);
  });

  it('names the record of which one byte was changed, wherever it is', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(), fc.integer({ min: 1, max: 9 }), (index, place, step) => {
        const line = lines[index] ?? '';
        // A letter or digit becomes another one, so that it stays readable.
        const spots = [...line.matchAll(/(?<=[:"\w-])[0-9a-zA-Z_](?=[^:]*)/g)].map((found) => found.index);
        const spot = spots[place % spots.length] ?? 0;
        const old = line.charAt(spot);
        const fresh = /\d/.test(old) ? String((Number(old) + step) % 10) : old === 'x' ? 'y' : 'x';
        let changed: EvidenceEntry;
        try {
          changed = JSON.parse(line.slice(0, spot) + fresh + line.slice(spot + 1)) as EvidenceEntry;
        } catch {
          return; // It is no JSON any more; the archive names its line.
        }
        const faults = chainFaults(chain.map((entry, each) => (each === index ? changed : entry)));
        expect(faults[0]?.number).toBe(index + 1);
        expect(faults).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('does not take a record whose text is misspelt for one that is shown without', () => {
    const misspelt = JSON.parse((lines[6] ?? '').replace('"text"', '"xext"')) as EvidenceEntry;
    expect(chainFaults(chain.with(6, misspelt))).toEqual([{ number: 7, fault: 'CHANGED' }]);
  });

  it.each([
    ['taken out', (all: EvidenceEntry[]) => all.toSpliced(4_999, 1), 5_000],
    ['put in twice', (all: EvidenceEntry[]) => all.toSpliced(4_999, 0, all[4_999] as EvidenceEntry), 5_001],
    [
      'written anew with its hash',
      (all: EvidenceEntry[]) => {
        const text = 'what was never said';
        return all.with(4_999, { ...nextLink(all[4_998], { kind: 'SENT', text, at: at(4_999) }), text });
      },
      5_001, // It fits itself; the one that follows it does not fit it.
    ],
  ])('names where a record was %s', (_name, change, number) => {
    expect(chainFaults(change(chain))[0]?.number).toBe(number);
  });
});

describe('the evidence of an award', () => {
  const keys = new Map<MunicipalityCode, SigningKey>();
  let federation: Federation;
  let file: EvidenceFile;
  const keyOf = (town: MunicipalityCode): SigningKey => keys.get(town) as SigningKey;
  const message = (seq: number, from: MunicipalityCode, type: string, payload: object, when: number): Promise<string> =>
    seal(
      {
        ...{
          protocol: 2,
          messageId: `${from}-${seq}`,
          processId: about,
          seq,
          type,
          from,
          to: from === one ? two : one,
        },
        ...{ issuedAt: at(when), expiresAt: at(when + 1_000), payload },
      },
      keyOf(from),
    );
  const receipt = (text: string, by: MunicipalityCode, when: number): Promise<string> => {
    const said = { messageId: 'x', processId: about, hash: hashOfText(text), by, from: by === one ? two : one };
    return signReceipt({ ...said, receivedAt: at(when) }, keyOf(by));
  };
  const revokedAt = (when: number): Federation => ({
    ...federation,
    members: federation.members.map((member) =>
      member.code === two
        ? { ...member, publicKeys: member.publicKeys.map((key): MemberKey => ({ ...key, revokedAt: at(when) })) }
        : member,
    ),
  });

  beforeAll(async () => {
    const members = await Promise.all(
      [one, two, three].map(async (code) => {
        const jwk = await newPrivateKey(code);
        keys.set(code, await signingKey(jwk));
        const rest = { operatingBody: code, level: 'TRADING', highestDataClass: 'INTERNAL' } as const;
        return {
          code,
          endpoint: `https://${code}.example.jp`,
          ...rest,
          publicKeys: [{ ...publicHalf(jwk), from: at(0) }],
        };
      }),
    );
    federation = { members, agreements: [], coordination: { endpoint: '' } };
    const terms = { claimId: about, minutes: 600, priceYen: 100_000 };
    const termsHash = hashOf(terms);
    const signed = (town: MunicipalityCode): Promise<string> => sign({ termsHash }, keyOf(town), awardTermsSignature);
    const claimed = await message(1, two, 'claim.submitted', { minutes: 600 }, 100);
    const awarded = await message(1, one, 'claim.awarded', { terms, termsHash, signature: await signed(one) }, 200);
    const confirmed = await message(2, two, 'award.confirmed', { termsHash, signature: await signed(two) }, 300);
    const entries = chainOf([
      ['RECEIVED', claimed],
      ['RECEIPT', await receipt(claimed, one, 101)],
      ['SENT', awarded],
      ['SENT', 'of another process'],
      ['RECEIPT', await receipt(awarded, two, 201)],
      ['RECEIVED', confirmed],
      ['RECEIPT', await receipt(confirmed, one, 301)],
    ]).map(({ text, ...link }) => (text === undefined || text === 'of another process' ? link : { ...link, text }));
    const checkpoint = await signCheckpoint(
      { town: one, number: 7, hash: entries[6]?.hash ?? '', at: at(400) },
      keyOf(one),
    );
    const witnesses = [{ by: three, signed: await signWitness(checkpoint, three, at(401), keyOf(three)) }];
    file = {
      format: 'yui-evidence-1',
      town: one,
      processId: about,
      entries,
      checkpoints: [{ signed: checkpoint, witnesses }],
    };
  });

  it('says what was agreed, when and by whom, and who has seen it', async () => {
    const found = await checkEvidence(file, federation);
    expect(found.faults).toEqual([]);
    expect(found.agreements).toMatchObject([
      {
        terms: { minutes: 600, priceYen: 100_000 },
        signatures: [
          { by: one, at: 200 },
          { by: two, at: 300 },
        ],
      },
    ]);
    expect(found.messages.map(({ type, receivedAt }) => [type, receivedAt])).toEqual([
      ['claim.submitted', 101],
      ['claim.awarded', 201],
      ['award.confirmed', 301],
    ]);
    expect(found.coveredBy).toMatchObject({ number: 7, at: 400, witnesses: [three] });
  });

  it('needs both signatures under one hash', async () => {
    const withoutTheSecond = { ...file, entries: file.entries.slice(0, 5), checkpoints: [] };
    expect((await checkEvidence(withoutTheSecond, federation)).agreements).toEqual([]);
  });

  it('shows that a message was kept back', async () => {
    const entries = file.entries.map(({ text, ...link }) =>
      link.number === 1 || text === undefined ? link : { ...link, text },
    );
    expect((await checkEvidence({ ...file, entries }, federation)).faults).toMatchObject([
      { code: 'SEQUENCE', detail: '202151 → 203246 1' },
    ]);
  });

  it('is believed of nobody who was no member, and under no other checkpoint', async () => {
    const without = { ...federation, members: federation.members.filter(({ code }) => code !== two) };
    expect((await checkEvidence(file, without)).faults.map(({ number, code }) => [number, code])).toEqual([
      [1, 'MESSAGE'],
      [5, 'RECEIPT'],
      [6, 'MESSAGE'],
    ]);
    const wrong = await signCheckpoint({ town: one, number: 7, hash: 'another', at: at(400) }, keyOf(one));
    const found = await checkEvidence({ ...file, checkpoints: [{ signed: wrong, witnesses: [] }] }, federation);
    expect(found.faults).toMatchObject([{ code: 'CHECKPOINT' }]);
  });

  it('outlives the revocation of a key: before it for certain where somebody else had seen it, after it never', async () => {
    const later = await checkEvidence(file, revokedAt(500));
    expect([later.faults, later.cautions, later.agreements.length]).toEqual([[], [], 1]);
    const sooner = await checkEvidence({ ...file, checkpoints: [] }, revokedAt(500));
    expect(sooner.faults).toEqual([]);
    expect(sooner.cautions.map(({ number, code }) => [number, code])).toEqual([
      [1, 'UNCHECKED_DATE'],
      [6, 'UNCHECKED_DATE'],
    ]);
    expect((await checkEvidence(file, revokedAt(300))).faults.map(({ number }) => number)).toEqual([6]);
  });

  it('asks the towns of other houses first to countersign', () => {
    const members = [one, two, three].map((code) => ({
      ...federation.members.find((each) => each.code === code),
      code,
    }));
    const shared = members.map((member) =>
      member.code === three ? member : { ...member, endpoint: 'https://shared.example.jp' },
    );
    const asked = witnessesFor({ ...federation, members: shared as Federation['members'] }, one);
    expect(asked.map(({ code }) => code)).toEqual([three, two]);
  });
});
