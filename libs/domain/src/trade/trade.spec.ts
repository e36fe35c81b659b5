import { describe, expect, it } from '@jest/globals';
import { endOfDayInTokyo, hoursAfter, type Instant, type IsoDate } from '../calendar/date.js';
import type { Federation, Member } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import {
  confirmationInTime,
  refusalsToAward,
  refusalsToClaim,
  refusalsToConfirm,
  termsOfAward,
  type ClaimToAward,
} from './claim.js';
import { firstOffer } from './offer.js';
import { addresseesOf, refusalsToPublish, type PublishingFacts } from './publishing.js';
import { parseSurplusOrderCursor, priceOfPart, statusByAwards, type SurplusOrder } from './surplus-order.js';

const [tateshina, shiojiri, saku, nagawa] = ['203246', '202151', '202177', '203505'] as [
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
  MunicipalityCode,
];
const date = (text: string): IsoDate => text as IsoDate;
const codes = (refusals: readonly { code: string }[]): string[] => refusals.map(({ code }) => code);

function member(code: MunicipalityCode, change: Partial<Member> = {}): Member {
  return {
    code,
    operatingBody: 'x',
    endpoint: 'http://127.0.0.1:1',
    level: 'TRADING',
    highestDataClass: 'CONFIDENTIAL',
    publicKeys: [],
    ...change,
  };
}
const federation: Federation = {
  members: [
    member(tateshina),
    member(shiojiri),
    member(saku, { level: 'TRIAL' }),
    member(nagawa, { highestDataClass: 'PUBLIC' }),
  ],
  agreements: [shiojiri, saku, nagawa].map((other) => ({
    between: [other, tateshina],
    basis: '連携協約',
    from: date('2027-04-01'),
    to: date('2028-03-31'),
  })),
  coordination: { endpoint: 'http://127.0.0.1:1' },
};

// One set of facts that may be published; each case changes one of them, so that it is refused for nothing else.
const facts: PublishingFacts = {
  publisher: tateshina,
  federation,
  today: date('2027-07-01'),
  skill: 'data-entry' as SkillCode,
  consent: 'ALLOWED',
  awarded: false,
  openMinutes: 4_800,
  earliest: date('2027-08-01'),
  days: null,
  due: date('2027-08-31'),
  dataClass: 'INTERNAL',
  minutes: 2_400,
  claimBy: date('2027-07-15'),
  priceYen: 50_000,
  floorYenPerHour: 1_250,
  minSliceMinutes: 600,
  addressees: [shiojiri],
};

describe('publishing', () => {
  it('is open to what keeps every rule', () => {
    expect(refusalsToPublish(facts)).toEqual([]);
  });

  it.each<[string, Partial<PublishingFacts>]>([
    ['CONSENT_MISSING', { consent: 'NONE' }],
    ['CONSENT_APPROVAL_NEEDED', { consent: 'APPROVAL_NEEDED' }],
    ['AWARDED_WORK', { awarded: true }],
    ['LOT_MINUTES_EXCEEDED', { openMinutes: 2_399 }],
    ['MINUTES_NOT_POSITIVE', { minutes: 0 }],
    ['MIN_SLICE_OUT_OF_RANGE', { minSliceMinutes: 2_401 }],
    ['PRICE_NOT_POSITIVE', { priceYen: 0 }],
    ['PRICE_BELOW_FLOOR', { priceYen: 49_999 }],
    [
      'TOWN_NOT_TRADING',
      {
        federation: {
          ...federation,
          members: federation.members.map((each) => ({
            ...each,
            level: each.code === tateshina ? 'TRIAL' : each.level,
          })),
        },
      },
    ],
    [
      'TOWN_NOT_MEMBER',
      { federation: { ...federation, members: federation.members.filter(({ code }) => code !== tateshina) } },
    ],
    ['CLAIM_BY_PASSED', { claimBy: date('2027-06-30') }],
    ['CLAIM_BY_AFTER_DUE', { claimBy: date('2027-09-01') }],
    ['ADDRESSEES_EMPTY', { addressees: [] }],
    ['ADDRESSEES_EMPTY', { addressees: null, dataClass: 'PERSONAL' }],
    ['ADDRESSEE_IS_SELF', { addressees: [tateshina] }],
    ['ADDRESSEE_UNKNOWN', { addressees: ['202011' as MunicipalityCode] }],
    ['ADDRESSEE_NOT_TRADING', { addressees: [saku] }],
    ['BASIS_MISSING', { today: date('2027-03-31'), claimBy: date('2027-04-15') }],
    ['DATA_CLASS_TOO_HIGH', { addressees: [nagawa] }],
  ])('%s', (code, change) => {
    expect(codes(refusalsToPublish({ ...facts, ...change }))).toEqual([code]);
  });

  it('is open on an agreement that names its kind of work, and closed on one that names another', () => {
    const limitedTo = (...skills: string[]): Federation => ({
      ...federation,
      agreements: federation.agreements.map((each) => ({ ...each, skills: skills as SkillCode[] })),
    });
    expect(refusalsToPublish({ ...facts, federation: limitedTo('design', 'data-entry') })).toEqual([]);
    expect(codes(refusalsToPublish({ ...facts, federation: limitedTo('design') }))).toEqual(['BASIS_NOT_FOR_WORK']);
    expect(addresseesOf({ ...facts, addressees: null, federation: limitedTo('design') })).toEqual([]);
  });

  it('to everyone reaches those who may receive it', () => {
    expect(addresseesOf({ ...facts, addressees: null })).toEqual([shiojiri]);
    expect(addresseesOf({ ...facts, addressees: null, dataClass: 'PUBLIC' })).toEqual([shiojiri, nagawa]);
  });
});

const order: SurplusOrder = {
  id: '203246-surplus-1',
  publisher: tateshina,
  title: '入力',
  skill: 'data-entry' as SkillCode,
  level: 1,
  licences: [],
  minutes: 2_400,
  awardedMinutes: 0,
  earliest: date('2027-08-01'),
  due: date('2027-08-31'),
  claimBy: date('2027-07-15'),
  priceYen: 50_001,
  minSliceMinutes: 600,
  dataClass: 'INTERNAL',
  addressees: [shiojiri],
  status: 'POSTED',
};
const inTime = (endOfDayInTokyo(date('2027-07-15')) - 1) as Instant;
const claim: ClaimToAward = {
  id: 'c',
  claimant: shiojiri,
  status: 'SUBMITTED',
  offer: firstOffer(order, 1_800),
};

describe('claiming', () => {
  it.each<[string, Partial<SurplusOrder>, number, MunicipalityCode, Instant]>([
    ['', {}, 600, shiojiri, inTime],
    ['OWN_SURPLUS_ORDER', {}, 600, tateshina, inTime],
    ['SURPLUS_ORDER_CLOSED', { status: 'EXPIRED' }, 600, shiojiri, inTime],
    ['CLAIM_DEADLINE_PASSED', {}, 600, shiojiri, (inTime + 1) as Instant],
    ['MINUTES_NOT_POSITIVE', {}, -1, shiojiri, inTime],
    ['BELOW_MIN_SLICE', {}, 599, shiojiri, inTime],
    ['REMAINING_MINUTES_EXCEEDED', { awardedMinutes: 2_000 }, 401, shiojiri, inTime],
    ['', { awardedMinutes: 2_000 }, 400, shiojiri, inTime], // The last remainder may be smaller than a slice.
  ])('%s %j %d', (code, change, minutes, claimant, now) => {
    expect(codes(refusalsToClaim({ ...order, ...change }, minutes, claimant, now))).toEqual(code === '' ? [] : [code]);
  });
});

describe('awarding and confirming', () => {
  it.each<[string, Partial<SurplusOrder>, Partial<ClaimToAward>, number, Instant]>([
    ['', {}, {}, 1_800, inTime],
    ['', {}, {}, 600, hoursAfter(inTime, 48)], // Claims end before awards do.
    ['CLAIM_NOT_AWARDABLE', {}, { status: 'LAPSED' }, 600, inTime],
    ['SURPLUS_ORDER_CLOSED', { status: 'WITHDRAWN' }, {}, 600, inTime],
    ['CLAIM_DEADLINE_PASSED', {}, {}, 600, hoursAfter(inTime, 73)],
    ['CLAIM_MINUTES_EXCEEDED', {}, {}, 1_801, inTime],
    ['REMAINING_MINUTES_EXCEEDED', { awardedMinutes: 1_200 }, {}, 1_800, inTime],
    ['BELOW_MIN_SLICE', {}, {}, 100, inTime],
  ])('%s %j %j %d', (code, orderChange, claimChange, minutes, now) => {
    expect(codes(refusalsToAward({ ...order, ...orderChange }, { ...claim, ...claimChange }, minutes, now))).toEqual(
      code === '' ? [] : [code],
    );
  });

  it('the claimant signs before confirmBy; the publisher takes it until the hard expiry', () => {
    const terms = termsOfAward(order, claim, 600, inTime);
    const at = (now: number): string[] => codes(refusalsToConfirm({ status: 'AWARDED', terms }, now as Instant));
    expect([at(terms.confirmBy - 1), at(terms.confirmBy)]).toEqual([[], ['CONFIRMATION_TOO_LATE']]);
    expect(codes(refusalsToConfirm({ status: 'SUBMITTED' }, inTime))).toEqual(['CLAIM_NOT_CONFIRMABLE']);
    expect([confirmationInTime(terms, terms.confirmBy), confirmationInTime(terms, terms.hardExpiry)]).toEqual([
      true,
      false,
    ]);
    expect(terms).toMatchObject({ minutes: 600, priceYen: 12_500, publisher: tateshina, claimant: shiojiri });
  });
});

describe('surplus orders', () => {
  it('have the status that follows from their awards', () => {
    expect([0, 1, 2_400].map((awardedMinutes) => statusByAwards({ minutes: 2_400, awardedMinutes }))).toEqual([
      'POSTED',
      'PARTLY_AWARDED',
      'FULLY_AWARDED',
    ]);
  });

  it('cost their share, in whole yen, and never more than the whole in parts', () => {
    expect(priceOfPart(order, 2_400)).toBe(50_001);
    expect(priceOfPart(order, 1_200) * 2).toBeLessThanOrEqual(50_001);
    expect(priceOfPart({ priceYen: Number.MAX_SAFE_INTEGER, minutes: 3 }, 2)).toBe(6_004_799_503_160_660);
  });

  it.each(['zz!', '2027-07-15', '2027-13-15.203246-surplus-1', '2027-07-15.203246-lot-1'])(
    'no list goes on after "%s"',
    (after) => {
      expect(parseSurplusOrderCursor(after)).toMatchObject({ ok: false, refusals: [{ code: 'CURSOR_UNREADABLE' }] });
    },
  );
});
