import { beforeAll, describe, expect, it } from '@jest/globals';
import { claimant, id, order, publisher, start, termsFor } from '#testkit/trade-walk';
import type { Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { AwardTerms } from '#domain/trade/claim';
import { withAwarded } from '#domain/trade/surplus-order';
import { ownEnvelope, seal } from './envelope.js';
import { nextLink, type EntryKind, type EvidenceEntry } from './evidence-chain.js';
import { checkEvidence, formatOf, type EvidenceFile } from './evidence-file.js';
import { replayEvidence } from './evidence-replay.js';
import { newPrivateKey, publicHalf, signingKey, type SigningKey } from './keys.js';
import { signReceipt } from './receipt.js';
import { hashOf, hashOfText } from './signing.js';
import { signTerms } from './terms.js';

// Goal: a file whose every signature and link is right, and in which a town has done what the rules do not allow, is told apart from an honest
// one. Method: real keys and a real chain around histories written by hand.

const offer = { minutes: 1_200, priceYen: 24_000, earliest: order.earliest, due: order.due };
const award = termsFor({ ...offer, by: 'CLAIMANT', number: 1 }, 600);
const hours = (count: number): Instant => (start + count * 3_600_000) as Instant;

describe('the replay of a file of evidence', () => {
  const keys = new Map<MunicipalityCode, SigningKey>();
  let federation: Federation;
  const keyOf = (town: MunicipalityCode): SigningKey => keys.get(town) as SigningKey;

  beforeAll(async () => {
    const members = await Promise.all(
      [publisher, claimant].map(async (code) => {
        const jwk = await newPrivateKey(code);
        keys.set(code, await signingKey(jwk));
        const rest = { operatingBody: code, level: 'TRADING', highestDataClass: 'INTERNAL' } as const;
        const publicKeys = [{ ...publicHalf(jwk), from: 0 as Instant }];
        return { code, endpoint: `https://${code}.example.jp`, ...rest, publicKeys };
      }),
    );
    federation = { members, agreements: [], coordination: { endpoint: '' } };
  });

  /** The publisher's chain. */
  class Chain {
    private readonly texts: (readonly [EntryKind, string])[] = [];

    async message(from: MunicipalityCode, seq: number, type: string, payload: object, at: Instant): Promise<string> {
      const to = from === publisher ? claimant : publisher;
      const processId = type === 'surplus-order.stated' ? order.id : id;
      const about = { protocol: 2, messageId: `${from}-${seq}`, processId, seq, type, from, to };
      const text = await seal({ ...about, issuedAt: at, expiresAt: (at + 1_000) as Instant, payload }, keyOf(from));
      this.texts.push([from === publisher ? 'SENT' : 'RECEIVED', text]);
      return text;
    }

    async receipt(text: string, by: MunicipalityCode, at: Instant): Promise<void> {
      const from = by === publisher ? claimant : publisher;
      const said = {
        messageId: 'x',
        processId: ownEnvelope(text).processId,
        hash: hashOfText(text),
        by,
        from,
        receivedAt: at,
      };
      this.texts.push(['RECEIPT', await signReceipt(said, keyOf(by))]);
    }

    async tell(from: MunicipalityCode, seq: number, type: string, payload: object, at: Instant): Promise<void> {
      await this.receipt(
        await this.message(from, seq, type, payload, at),
        from === publisher ? claimant : publisher,
        at,
      );
    }

    file(surplusOrderId?: string): EvidenceFile {
      const entries: EvidenceEntry[] = [];
      for (const [kind, text] of this.texts)
        entries.push({ ...nextLink(entries.at(-1), { kind, text, at: hours(0) }), text });
      const beside = surplusOrderId === undefined ? {} : { surplusOrderId };
      return { format: formatOf(beside), town: publisher, processId: id, ...beside, entries, checkpoints: [] };
    }
  }

  const claimed = { claimId: id, surplusOrderId: order.id, minutes: 1_200 };
  const awarded = async (terms: AwardTerms): Promise<object> => {
    const termsHash = hashOf(terms);
    return { terms, termsHash, signature: await signTerms(termsHash, keyOf(publisher)) };
  };
  const confirmed = async (termsHash: string): Promise<object> => ({
    ...{ claimId: id, termsHash, signature: await signTerms(termsHash, keyOf(claimant)) },
  });
  const played = async (file: EvidenceFile) => {
    const findings = await checkEvidence(file, federation);
    expect(findings.faults).toEqual([]);
    return replayEvidence(file, federation, findings);
  };

  it('finds nothing in an honest trade, of which a message was sealed anew before it arrived', async () => {
    const chain = new Chain();
    await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(0));
    await chain.message(publisher, 1, 'claim.awarded', await awarded(award), hours(1)); // Never arrived as it was.
    await chain.tell(publisher, 1, 'claim.awarded', await awarded(award), hours(30));
    await chain.tell(claimant, 2, 'award.confirmed', await confirmed(hashOf(award)), hours(31));
    await chain.tell(publisher, 2, 'award.in-force', { claimId: id, termsHash: hashOf(award) }, hours(31));
    const { towns = [], moves = [] } = (await played(chain.file())) ?? {};
    expect(towns).toMatchObject([
      { town: publisher, objection: undefined, stands: 'CONFIRMED' },
      { town: claimant, objection: undefined, stands: 'CONFIRMED' },
    ]);
    expect(moves.find(({ after, town }) => after === 'AWARDED' && town === publisher)?.at).toBe(hours(1));
    const [agreement] = (await checkEvidence(chain.file(), federation)).agreements;
    expect(agreement?.signatures.map(({ by, key }) => [by, key])).toEqual(
      [publisher, claimant].map((town) => [town, keyOf(town).kid]),
    );
  });

  it.each<[string, (chain: Chain) => Promise<void>, string, object]>([
    [
      'an award of more than the claim',
      async (chain) => {
        await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(0));
        await chain.tell(publisher, 1, 'claim.awarded', await awarded({ ...award, minutes: 1_201 }), hours(1));
      },
      'claim.awarded',
      { code: 'REFUSED', refusals: [{ code: 'CLAIM_MINUTES_EXCEEDED' }] },
    ],
    [
      'an award that bears no signature',
      async (chain) => {
        await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(0));
        await chain.tell(publisher, 1, 'claim.awarded', { terms: award, termsHash: hashOf(award) }, hours(1));
      },
      'claim.awarded',
      { code: 'UNSIGNED' },
    ],
    [
      'an award without a claim',
      async (chain) => chain.tell(publisher, 1, 'claim.awarded', await awarded(award), hours(1)),
      'claim.awarded',
      { code: 'REFUSED', refusals: [{ code: 'CLAIM_NOT_AWARDABLE' }] },
    ],
    [
      'a signature under terms that were never awarded',
      async (chain) => {
        await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(0));
        await chain.tell(publisher, 1, 'claim.awarded', await awarded(award), hours(1));
        await chain.tell(claimant, 2, 'award.confirmed', await confirmed('other terms'), hours(2));
      },
      'award.confirmed',
      { code: 'OTHER_WORDS', fields: ['termsHash'] },
    ],
  ])('names %s, though every signature that is there holds', async (_what, tell, type, why) => {
    const chain = new Chain();
    await tell(chain);
    const named = (await played(chain.file()))?.towns.flatMap(({ objection }) => (objection ? [objection] : []));
    expect(named?.map((each) => [each.said.type, each.why])).toMatchObject([[type, why]]);
  });

  describe('with the statements of the surplus order', () => {
    const stated = (awardedMinutes: number): object => ({ surplusOrder: withAwarded(order, awardedMinutes) });
    const sold = async (left: number): Promise<Chain> => {
      const chain = new Chain();
      await chain.tell(publisher, 1, 'surplus-order.stated', stated(0), hours(0));
      await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(1));
      await chain.tell(publisher, 2, 'surplus-order.stated', stated(2_400 - left), hours(2));
      await chain.tell(publisher, 1, 'claim.awarded', await awarded(award), hours(3));
      await chain.tell(publisher, 3, 'surplus-order.stated', stated(Math.min(3_000 - left, 2_400)), hours(3));
      return chain;
    };

    it('names an award of more than was stated to remain, which without them nobody could tell', async () => {
      const named = (await played((await sold(500)).file(order.id)))?.towns.map(({ objection }) => objection?.why);
      expect(named).toMatchObject([
        { code: 'REFUSED', refusals: [{ code: 'REMAINING_MINUTES_EXCEEDED', facts: { atMost: 500 } }] },
        undefined,
      ]);
      const lawful = await played((await sold(600)).file(order.id));
      expect([...(lawful?.towns ?? []), lawful?.surplusOrder].map((play) => play?.objection)).toEqual(
        Array.from({ length: 3 }, () => undefined),
      );
      expect(lawful?.surplusOrder?.stands).toBe('FULLY_AWARDED');
    });

    it('names a statement that was left out, and does not take another surplus order for that of the claim', async () => {
      const file = (await sold(600)).file(order.id);
      const faults = async (one: EvidenceFile) => (await checkEvidence(one, federation)).faults;
      const hidden = file.entries.map(({ text, ...link }) =>
        link.number === 5 ? link : { ...link, text: text ?? '' },
      );
      expect(await faults({ ...file, entries: hidden })).toMatchObject([
        { code: 'SEQUENCE', detail: `${order.id} ${publisher} → ${claimant} 2` },
      ]);
      expect(await faults({ ...file, surplusOrderId: '203246-surplus-2' })).toContainEqual(
        expect.objectContaining({
          number: 3,
          code: 'MESSAGE',
          detail: expect.stringContaining('another surplus order'),
        }),
      );
      expect(await faults((await sold(600)).file())).toContainEqual(
        expect.objectContaining({ number: 1, code: 'MESSAGE', detail: expect.stringContaining('another process') }),
      );
    });
  });

  it('plays nothing of a file with faults', async () => {
    const chain = new Chain();
    await chain.tell(claimant, 1, 'claim.submitted', claimed, hours(0));
    const file = chain.file();
    const strangers = { ...federation, members: [] };
    const findings = await checkEvidence(file, strangers);
    expect(findings.faults.length).toBeGreaterThan(0);
    expect(await replayEvidence(file, strangers, findings)).toBeUndefined();
  });
});
