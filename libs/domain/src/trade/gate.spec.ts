import { describe, expect, it } from '@jest/globals';
import type { IsoDate } from '../calendar/date.js';
import type { Agreement, Federation, Member } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import { refusalsOfPriceFloor, refusalsToDeal, type Dealing } from './gate.js';

const [publisher, claimant] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const date = (text: string): IsoDate => text as IsoDate;
const member = (code: MunicipalityCode, change: Partial<Member> = {}): Member => ({
  ...{ code, operatingBody: 'x', endpoint: 'http://127.0.0.1:1', level: 'TRADING' },
  ...{ highestDataClass: 'CONFIDENTIAL', publicKeys: [], ...change },
});
const agreement: Agreement = {
  between: [claimant, publisher],
  ...{ basis: '連携協約', from: date('2027-04-01'), to: date('2028-03-31') },
};
const federation: Federation = {
  members: [member(publisher), member(claimant)],
  agreements: [agreement],
  coordination: { endpoint: 'http://127.0.0.1:1' },
};
// One dealing that may go on; each case changes one fact of it, so that it is refused for nothing else.
const dealing: Dealing = {
  ...{ federation, publisher, claimant, today: date('2027-07-01') },
  ...{ skill: 'data-entry' as SkillCode, dataClass: 'INTERNAL' },
};
const limitedTo = (skill: string): Federation => ({
  ...federation,
  agreements: [{ ...agreement, skills: [skill as SkillCode] }],
});

describe('work goes from one town to another', () => {
  it.each<[string, Partial<Dealing>]>([
    ['', {}],
    ['', { today: date('2028-03-31') }],
    ['BASIS_MISSING', { today: date('2028-04-01') }],
    ['BASIS_MISSING', { federation: { ...federation, agreements: [] } }],
    ['', { federation: limitedTo('data-entry') }],
    ['BASIS_NOT_FOR_WORK', { federation: limitedTo('design') }],
    ['TOWN_NOT_MEMBER', { federation: { ...federation, members: [member(publisher)] } }],
    ['TOWN_NOT_MEMBER', { federation: { ...federation, members: [member(claimant)] } }],
    [
      'TOWN_NOT_TRADING',
      { federation: { ...federation, members: [member(publisher), member(claimant, { level: 'TRIAL' })] } },
    ],
    [
      'TOWN_NOT_TRADING',
      { federation: { ...federation, members: [member(publisher, { level: 'TRIAL' }), member(claimant)] } },
    ],
    ['', { dataClass: 'CONFIDENTIAL' }],
    ['DATA_CLASS_TOO_HIGH', { dataClass: 'PERSONAL' }],
    ['', { claimant: publisher, dataClass: 'PERSONAL' }], // Its own work goes nowhere.
  ])('%s %j', (code, change) => {
    const refusals = refusalsToDeal({ ...dealing, ...change }, 'claimant', 'claimId');
    expect(refusals.map((each) => each.code)).toEqual(code === '' ? [] : [code]);
    for (const { field } of refusals) expect(field).toBe('claimId');
  });

  it('is refused to each of the two for want of a basis with the other', () => {
    const without = { ...dealing, federation: { ...federation, agreements: [] } };
    expect(refusalsToDeal(without, 'claimant', 'x')[0]?.facts).toMatchObject({ given: publisher, on: '2027-07-01' });
    expect(refusalsToDeal(without, 'publisher', 'x')[0]?.facts).toMatchObject({ given: claimant });
  });
});

describe('a price', () => {
  it.each([
    [19_999, 1_200, 1_000, ['PRICE_BELOW_FLOOR']],
    [20_000, 1_200, 1_000, []],
    [17, 1, 1_000, []], // 16.67 yen a minute: a price is whole yen, so that 17 is the least.
    [16, 1, 1_000, ['PRICE_BELOW_FLOOR']],
    [1, 1_200, 0, []],
    [0, 1_200, 1_000, []], // Refused for being no price.
  ])('%d yen for %d minutes at %d an hour → %j', (priceYen, minutes, floor, codes) => {
    expect(refusalsOfPriceFloor({ priceYen, minutes }, floor, 'priceYen').map(({ code }) => code)).toEqual(codes);
  });
});
