import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant, IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import { readChange, type AgreementChange, type FederationChange, type MemberChange } from './change.js';
import {
  agreementBetween,
  keysNotRevoked,
  keysValidAt,
  signingKeyAt,
  type Agreement,
  type Member,
  type MemberKey,
} from './federation.js';
import { differences, nobodyYet, standingOf, withChange, type FederationState } from './membership.js';

const [tateshina, shiojiri, saku, nagawa] = ['203246', '202151', '202177', '203505'] as MunicipalityCode[] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const at = (moment: number): Instant => moment as Instant;
const key = (name: string, from = 0, rest: { to?: number; revokedAt?: number } = {}): MemberKey =>
  ({ kty: 'OKP', crv: 'Ed25519', kid: name, x: name.padEnd(43, 'x'), from, ...rest }) as MemberKey;

function member(code: MunicipalityCode, change: Partial<Member> = {}): Member {
  return {
    ...{ code, operatingBody: '振興公社', endpoint: 'https://yui.example.jp' },
    ...{ level: 'TRADING', highestDataClass: 'CONFIDENTIAL', publicKeys: [key(code)] },
    ...change,
  };
}
function entry(code: MunicipalityCode, change: Partial<Member> = {}, number = 1, when = 0): MemberChange {
  return { kind: 'MEMBER', number, at: at(when), member: member(code, change) };
}
const agreed: Agreement = {
  between: [shiojiri, tateshina],
  basis: '連携協約',
  from: '2027-04-01' as IsoDate,
  to: '2028-03-31' as IsoDate,
};
const agreement = (change: Partial<Agreement> = {}, number = 1): AgreementChange => ({
  ...{ kind: 'AGREEMENT', id: 'one', number, at: at(0) },
  agreement: { ...agreed, ...change },
});

const three = [entry(tateshina), entry(shiojiri), entry(saku)].reduce<FederationState>(withChange, nobodyYet);
/** `203246` signs with the key of its name, `203246/new` with another; `@5` at that moment. */
function standing(state: FederationState, change: FederationChange, signers: string, now = 1_000): string {
  const signatures = signers
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [, by = '', kid = by, when = '10'] = /^(\d+)(?:\/([\w-]+))?(?:@(\d+))?$/.exec(each) ?? [];
      return { by: by as MunicipalityCode, kid, at: at(Number(when)) };
    });
  const found = standingOf(state, change, signatures, at(now));
  if (found.kind === 'COUNTS') return 'counts';
  return found.kind === 'VOID' ? found.why : `waits for ${[...found.from, `${found.others} others`].join(', ')}`;
}

describe('who must sign what', () => {
  it.each<[string, FederationState, FederationChange, string, string]>([
    ['the first member lets itself in', nobodyYet, entry(tateshina), '203246', 'counts'],
    ['an entry nobody signed', nobodyYet, entry(tateshina), '', 'waits for 203246, 0 others'],
    ['a newcomer is no member yet', three, entry(nagawa), '203505', 'waits for 1 others'],
    ['a newcomer whom a member accepts', three, entry(nagawa), '203505 203246', 'counts'],
    ['a town entered by another', three, entry(nagawa), '203246', 'waits for 203505, 0 others'],
    [
      'an address is the town’s own word',
      three,
      entry(tateshina, { endpoint: 'https://new.example.jp' }, 2),
      '203246',
      'counts',
    ],
    [
      'an address changed by another',
      three,
      entry(tateshina, { endpoint: 'https://new.example.jp' }, 2),
      '202151',
      'waits for 203246, 0 others',
    ],
    [
      'more data takes another town',
      three,
      entry(tateshina, { highestDataClass: 'PERSONAL' }, 2),
      '203246',
      'waits for 1 others',
    ],
    [
      'more data with another town',
      three,
      entry(tateshina, { highestDataClass: 'PERSONAL' }, 2),
      '203246 202177',
      'counts',
    ],
    ['less is its own business', three, entry(tateshina, { level: 'TRIAL' }, 2), '203246', 'counts'],
    ['an agreement of one', three, agreement(), '203246', 'waits for 202151, 0 others'],
    ['an agreement of both', three, agreement(), '203246 202151', 'counts'],
    ['an agreement signed by a third', three, agreement(), '203246 202177', 'waits for 202151, 0 others'],
    [
      'an agreement with a stranger',
      three,
      agreement({ between: [nagawa, tateshina] }),
      '203246 203505',
      'a party is no member',
    ],
    [
      'the address of coordination',
      three,
      { kind: 'COORDINATION', number: 1, at: at(0), endpoint: 'https://c.example.jp' },
      '203246',
      'waits for 1 others',
    ],
    [
      'the address of coordination, by most',
      three,
      { kind: 'COORDINATION', number: 1, at: at(0), endpoint: 'https://c.example.jp' },
      '203246 202177',
      'counts',
    ],
  ])('%s', (_name, state, change, signers, expected) => {
    expect(standing(state, change, signers)).toBe(expected);
  });

  const both = [key(tateshina), key('new', 100)];
  const lost = entry(tateshina, { publicKeys: both }, 2, 100);
  it.each<[string, MemberChange, string, string]>([
    ['a key is added by the one before it', lost, '203246@100', 'counts'],
    ['not by itself', lost, '203246/new@100', 'waits for 2 others'],
    ['unless most of the others say that it is the same town', lost, '203246/new@100 202151@101 202177@101', 'counts'],
    [
      'a key that counts from before',
      entry(tateshina, { publicKeys: [key(tateshina), key('new', 99)] }, 2, 100),
      '203246@100',
      'the key new would count from before it was told',
    ],
    [
      'a key left out',
      entry(tateshina, { publicKeys: [key('new', 100)] }, 2, 100),
      '203246@100',
      'it leaves out a key that the town has had',
    ],
    [
      'a key exchanged under its name',
      entry(tateshina, { publicKeys: [{ ...key(tateshina), x: 'y'.repeat(43) }] }, 2),
      '203246',
      'it changes the key 203246',
    ],
    [
      'a key of somebody else',
      entry(tateshina, { publicKeys: [key(tateshina), key(saku, 100)] }, 2, 100),
      '203246@100',
      'it names the key of another member',
    ],
    [
      'two keys of one name',
      entry(tateshina, { publicKeys: [key(tateshina), key(tateshina)] }, 2),
      '203246',
      'two keys have one name',
    ],
    [
      'a revocation for the past',
      entry(tateshina, { publicKeys: [key(tateshina, 0, { revokedAt: 99 })] }, 2, 100),
      '203246@100',
      'the key 203246 would be revoked for the past, or given back',
    ],
    [
      'an end in the past',
      entry(tateshina, { publicKeys: [key(tateshina, 0, { to: 99 })] }, 2, 100),
      '203246@100',
      'the key 203246 would end in the past or later than was told',
    ],
    ['the past', entry(tateshina, {}, 1), '203246', 'another change has been made in its place'],
    ['a gap', entry(tateshina, {}, 3), '203246', 'another change has been made in its place'],
    ['tomorrow', entry(tateshina, {}, 2, 1_000_000), '203246@1000000', 'it is dated in the future'],
  ])('keys: %s', (_name, change, signers, expected) => {
    expect(standing(three, change, signers)).toBe(expected);
  });

  it('a stolen key signs nothing more, whatever date it writes, and is never given back', () => {
    const after = withChange(
      three,
      entry(tateshina, { publicKeys: [key(tateshina, 0, { revokedAt: 50 }), key('new', 50)] }, 2, 50),
    );
    expect(standing(after, agreement(), '203246@10 202151')).toBe('waits for 203246, 0 others');
    expect(standing(after, agreement(), '203246/new@60 202151')).toBe('counts');
    const back = entry(tateshina, { publicKeys: [key(tateshina), key('new', 50)] }, 3, 60);
    expect(standing(after, back, '203246/new@60')).toBe('the key 203246 would be revoked for the past, or given back');
  });

  it('no set of towns without a party can make its agreement count', () => {
    fc.assert(
      fc.property(fc.subarray([tateshina, shiojiri, saku]), (signers) => {
        const counts = standing(three, agreement(), signers.join(' ')) === 'counts';
        expect(counts).toBe(signers.includes(tateshina) && signers.includes(shiojiri));
      }),
    );
  });
});

describe('keys', () => {
  const moments = fc.integer({ min: 0, max: 100 });
  it('count from their first moment to the one at which they end or are revoked', () => {
    fc.assert(
      fc.property(moments, fc.option(moments), fc.option(moments), moments, (from, to, revokedAt, when) => {
        const one = key('one', from, { ...(to === null ? {} : { to }), ...(revokedAt === null ? {} : { revokedAt }) });
        const counts = from <= when && when < (to ?? Infinity) && when < (revokedAt ?? Infinity);
        expect(keysValidAt(member(tateshina, { publicKeys: [one] }), at(when))).toEqual(counts ? [one] : []);
      }),
    );
  });
  it('overlap while one follows another; the town signs with the newest whose private half it holds', () => {
    const town = member(tateshina, { publicKeys: [key('old', 0, { to: 100 }), key('new', 50)] });
    const signsWith = (when: number, held = ['old', 'new']): string | undefined =>
      signingKeyAt(town, new Set(held), at(when))?.kid;
    expect([signsWith(49), signsWith(50), signsWith(99, ['old']), signsWith(100, ['old'])]).toEqual([
      'old',
      'new',
      'old',
      undefined,
    ]);
    expect(keysValidAt(town, at(70)).map(({ kid }) => kid)).toEqual(['old', 'new']);
    expect(keysNotRevoked(town)).toHaveLength(2);
    expect(keysValidAt(undefined, at(0))).toEqual([]);
  });
});

describe('an agreement', () => {
  const scoped = [
    entry(tateshina),
    entry(shiojiri),
    agreement({ skills: ['data-entry' as SkillCode] }),
  ].reduce<FederationState>(withChange, nobodyYet);
  it.each([
    ['2027-04-01', 'data-entry', true],
    ['2028-03-31', 'data-entry', true],
    ['2027-03-31', 'data-entry', false],
    ['2028-04-01', 'data-entry', false],
    ['2027-06-01', 'transcription', false],
    ['2027-06-01', undefined, false],
  ])('over data entry, on %s, asked for %s: %s', (day, skill, covered) => {
    const found = agreementBetween(scoped, tateshina, shiojiri, day as IsoDate, skill as SkillCode | undefined);
    expect(found !== undefined).toBe(covered);
  });
  it('that says nothing of kinds covers all, whichever way round it is asked', () => {
    const open = [entry(tateshina), entry(shiojiri), agreement()].reduce<FederationState>(withChange, nobodyYet);
    expect(agreementBetween(open, shiojiri, tateshina, '2027-06-01' as IsoDate)).toEqual(agreed);
    expect(agreementBetween(open, shiojiri, saku, '2027-06-01' as IsoDate)).toBeUndefined();
    expect(differences(scoped, open)).toEqual([]);
    expect(differences(three, scoped)).toEqual(['agreement one: new']);
    expect(differences(nobodyYet, withChange(three, entry(saku, {}, 2)))).toContain('member 202177: new');
    expect(differences(three, withChange(three, entry(saku, {}, 2)))).toEqual(['member 202177: change 2']);
  });
});

describe('a change that is handed in', () => {
  it('is read as it was written', () => {
    for (const change of [entry(tateshina), agreement({ skills: ['data-entry' as SkillCode] })])
      expect(readChange(JSON.parse(JSON.stringify(change)))).toEqual(change);
  });
  it.each([
    ['nothing', undefined],
    ['no number', { ...entry(tateshina), number: 0 }],
    ['no moment', { ...entry(tateshina), at: 1.5 }],
    ['a code with a wrong check digit', entry('203247' as MunicipalityCode)],
    ['a member without a key', entry(tateshina, { publicKeys: [] })],
    ['a key that is none', entry(tateshina, { publicKeys: [{ ...key('a'), x: 'short' }] })],
    ['an address that is none', entry(tateshina, { endpoint: 'yui.example.jp' })],
    ['an address with a name and password', entry(tateshina, { endpoint: 'https://me:pass@yui.example.jp' })],
    ['a data class that is none', entry(tateshina, { highestDataClass: 'SECRET' as never })],
    ['an agreement with itself', agreement({ between: [tateshina, tateshina] })],
    ['an agreement that ends before it begins', agreement({ to: '2027-03-31' as IsoDate })],
    ['an agreement on no ground', agreement({ basis: '口約束' as never })],
    ['an agreement over nothing', agreement({ skills: [] })],
    ['an agreement over what nobody knows', agreement({ skills: ['juggling' as SkillCode] })],
    ['something else', { kind: 'OTHER', number: 1, at: 0 }],
  ])('is none: %s', (_name, value) => {
    expect(readChange(value)).toBeUndefined();
  });
});
