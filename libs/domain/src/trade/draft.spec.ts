import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SkillCode } from '../skills/catalogue.js';
import { completeContent, draftContent, leastOf, refusalsOfOpenDraft, type DraftContent } from './draft.js';
import { refusalsToPublish, type PublishingFacts } from './publishing.js';
import { isSurplusOrder } from './surplus-order.js';

// Goal: a draft may leave things open, says which, and is told of nothing that could still be put right by filling them in.

const [publisher, claimant] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const date = (text: string): IsoDate => text as IsoDate;
const today = date('2027-06-01');
const member = (code: MunicipalityCode): PublishingFacts['federation']['members'][number] => ({
  ...{ code, operatingBody: 'x', endpoint: 'http://127.0.0.1:1', level: 'TRADING' },
  ...{ highestDataClass: 'CONFIDENTIAL', publicKeys: [] },
});
const facts: Omit<PublishingFacts, keyof DraftContent> = {
  ...{ publisher, today, skill: 'data-entry' as SkillCode, consent: 'ALLOWED', awarded: false, openMinutes: 4_800 },
  ...{ earliest: date('2027-07-20'), due: date('2027-08-31'), dataClass: 'INTERNAL', floorYenPerHour: 1_100 },
  federation: {
    members: [member(publisher), member(claimant)],
    agreements: [
      { between: [claimant, publisher], basis: '連携協約', from: date('2027-04-01'), to: date('2028-03-31') },
    ],
    coordination: { endpoint: 'http://127.0.0.1:1' },
  },
};
const whole: DraftContent = {
  ...{ minutes: 4_800, claimBy: date('2027-07-15'), priceYen: 96_000, minSliceMinutes: 600, addressees: null },
  days: null,
};
const obstacles = (draft: DraftContent, ofLot: Partial<typeof facts> = {}): string[] => {
  const at = { ...facts, ...ofLot };
  return refusalsToPublish({ ...at, ...leastOf(draft, at) }).map(({ code }) => code);
};
const open = fc.subarray(['minutes', 'claimBy', 'priceYen', 'minSliceMinutes'] as const);
const without = (fields: readonly (keyof DraftContent)[]): DraftContent => ({
  ...whole,
  ...Object.fromEntries(fields.map((field) => [field, null])),
});

describe('a draft of a surplus order', () => {
  it('names everything that it leaves open, and is complete when that is nothing', () => {
    fc.assert(
      fc.property(open, (fields) => {
        const draft = without(fields);
        expect(refusalsOfOpenDraft(draft).map(({ code, field }) => [code, field])).toEqual(
          (['minutes', 'claimBy', 'priceYen', 'minSliceMinutes'] as const)
            .filter((field) => fields.includes(field))
            .map((field) => ['DRAFT_INCOMPLETE', field]),
        );
        expect(completeContent(draft).ok).toBe(fields.length === 0);
      }),
    );
    expect(completeContent(whole)).toEqual({ ok: true, value: whole });
  });

  it('is refused nothing for what it leaves open', () => {
    fc.assert(fc.property(open, (fields) => expect(obstacles(without(fields))).toEqual([])));
  });

  it('is judged as a publication would be once nothing is open', () => {
    expect(leastOf(whole, facts)).toEqual(whole);
    expect(obstacles({ ...whole, minutes: 4_801, claimBy: date('2027-09-01') })).toEqual([
      'LOT_MINUTES_EXCEEDED',
      'CLAIM_BY_AFTER_DUE',
    ]);
  });

  it.each<[string, Partial<DraftContent>, Partial<typeof facts>]>([
    ['CONSENT_MISSING', {}, { consent: 'NONE' }],
    ['AWARDED_WORK', {}, { awarded: true }],
    ['LOT_MINUTES_EXCEEDED', {}, { openMinutes: 0 }],
    ['LOT_MINUTES_EXCEEDED', { minSliceMinutes: 4_801 }, {}],
    ['CLAIM_BY_AFTER_DUE', {}, { due: date('2027-05-31') }],
    ['PRICE_NOT_POSITIVE', { priceYen: 0 }, {}],
    ['PRICE_BELOW_FLOOR', { priceYen: 18 }, {}],
    ['ADDRESSEE_IS_SELF', { addressees: [publisher] }, {}],
    ['DAYS_OUTSIDE_LOT', { days: { earliest: date('2027-07-19'), due: date('2027-07-30') } }, {}],
    ['DAYS_OUTSIDE_LOT', { days: { earliest: date('2027-08-02'), due: date('2027-09-01') } }, {}],
    ['DUE_BEFORE_EARLIEST', { days: { earliest: date('2027-08-02'), due: date('2027-08-01') } }, {}],
    [
      'CLAIM_BY_AFTER_DUE',
      { days: { earliest: date('2027-07-20'), due: date('2027-07-30') } },
      { today: date('2027-07-31') },
    ],
  ])('is told of %s although all else is open, since no filling in helps', (code, given, ofLot) => {
    const draft = draftContent(given);
    expect(draft.claimBy).toBeNull();
    expect(obstacles(draft, ofLot)).toEqual([code]);
  });

  it('is nothing that a peer takes for a surplus order', () => {
    expect(
      isSurplusOrder({
        ...{ id: '203246-surplus-a', publisher, title: '入力', skill: 'data-entry', level: 1, licences: [] },
        ...{ awardedMinutes: 0, earliest: date('2027-07-20'), due: date('2027-08-31'), dataClass: 'INTERNAL' },
        ...{ ...whole, addressees: [claimant], status: 'DRAFT' },
      }),
    ).toBe(false);
  });
});
