import { describe, expect, it } from '@jest/globals';
import { hashOf } from '#testkit/claim-history';
import { History } from '#testkit/history';
import { cheaper, claimant, id, order, publisher, start, termsFor } from '#testkit/trade-walk';
import { endOfDayInTokyo, type Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { AwardTerms } from '../trade/claim.js';
import { withAwarded, type SurplusOrder } from '../trade/surplus-order.js';
import { replay, type Replay } from './replay.js';

// Goal: with the statements of its surplus order beside it, a claim is judged by what was published and by what remained of it; and whoever
// reads it is told what even these do not show. Method: histories written by hand in which one message is not as it has to be.

const hours = (count: number): Instant => (start + count * 3_600_000) as Instant;
const offer = { minutes: 1_200, priceYen: 24_000, earliest: order.earliest, due: order.due } as const;
const award = termsFor({ ...offer, by: 'CLAIMANT', number: 1 }, 600);
const terms = (more: Partial<AwardTerms>): AwardTerms => ({ ...award, ...more });

type Line = readonly [from: MunicipalityCode, type: string, payload: object, atHours: number];
const states = (surplusOrder: SurplusOrder, at: number): Line => [
  publisher,
  'surplus-order.stated',
  { surplusOrder },
  at,
];
const awarded = (minutes: number): SurplusOrder => withAwarded(order, minutes);
const claims = (minutes: number, at = 1): Line => [
  claimant,
  'claim.submitted',
  { claimId: id, surplusOrderId: order.id, minutes },
  at,
];
const awards = (of: AwardTerms, at = 2): Line => [
  publisher,
  'claim.awarded',
  { terms: of, termsHash: hashOf(of), signature: 'publisher' },
  at,
];
const counters = (from: MunicipalityCode, number: number, wanted: object, at: number): Line => [
  from,
  'claim.countered',
  { claimId: id, number, offer: { ...cheaper, ...wanted } },
  at,
];
const confirms = (of: AwardTerms, at: number): readonly Line[] => [
  [claimant, 'award.confirmed', { claimId: id, termsHash: hashOf(of), signature: 'claimant' }, at],
  [publisher, 'award.in-force', { claimId: id, termsHash: hashOf(of) }, at],
];
const amendedTo = (minutes: number, priceYen: number, at: number): AwardTerms => ({
  ...{ ...award, minutes, priceYen, confirmBy: hours(at + 72), hardExpiry: hours(at + 96) },
  amendment: { version: 2, by: 'PUBLISHER', number: 1, replaces: hashOf(award) },
});
const amends = (minutes: number, priceYen: number, at: number): Line => {
  const of = amendedTo(minutes, priceYen, at);
  return [
    ...[publisher, 'amendment.proposed'],
    ...[{ claimId: id, terms: of, termsHash: hashOf(of), signature: 'publisher' }, at],
  ] as unknown as Line;
};

function playedBy(town: MunicipalityCode, lines: readonly Line[]): Replay {
  const records = { count: 0 };
  const [claim, statements] = [new History(records), new History(records)];
  for (const [from, type, payload, at] of lines) {
    const history = type === 'surplus-order.stated' ? statements : claim;
    const to = from === claimant ? publisher : claimant;
    const said = { from, to, type, payload: payload as Record<string, unknown>, issuedAt: hours(at) };
    history.take(history.say(said), hours(at));
  }
  return replay(id, town, claim.shownBy(town), statements.shownBy(town)) as Replay;
}

const named = ({ towns, surplusOrder }: Replay): unknown[] =>
  towns
    .concat(surplusOrder ?? [])
    .flatMap(({ objection }) => (objection === undefined ? [] : [[objection.said.type, objection.why]]));
const refused = (code: string, facts?: object): object => ({
  code: 'REFUSED',
  refusals: [facts === undefined ? { code } : { code, facts }],
});
const days = (text: string): number => (endOfDayInTokyo(text as AwardTerms['due']) - start) / 3_600_000;

describe('a claim with the statements of its surplus order', () => {
  const honest = [
    ...[states(order, 0), claims(1_200), awards(award), states(awarded(600), 2), ...confirms(award, 3)],
    ...[states(awarded(2_000), 4), amends(900, 18_000, 5), states(awarded(2_300), 5)],
  ];

  it('passes where it keeps to them, by the records of either town, and says what they do not show', () => {
    for (const town of [publisher, claimant]) {
      const played = playedBy(town, honest);
      expect(named(played)).toEqual([]);
      expect(played.surplusOrder).toMatchObject({ town: publisher, stands: 'PARTLY_AWARDED' });
      expect(played.unshown).toContain('OTHER_AWARDS');
      expect(played.unshown).not.toContain('OTHER_MINUTES');
    }
  });

  it('passes where less than a slice is all that was left', () => {
    const [rest, last] = [awarded(2_100), terms({ minutes: 300, priceYen: 6_000 })];
    const lines = [states(order, 0), states(rest, 0), claims(300), awards(last), states(awarded(2_400), 2)];
    for (const town of [publisher, claimant]) expect(named(playedBy(town, lines))).toEqual([]);
  });

  it('is judged as before where none are shown', () => {
    const [, ...without] = [states(order, 0), claims(300), awards(terms({ minutes: 300, priceYen: 6_000 }))];
    for (const town of [publisher, claimant]) {
      const played = playedBy(town, without);
      expect([named(played), played.surplusOrder]).toEqual([[], undefined]);
      expect(played.unshown).toContain('OTHER_MINUTES');
    }
  });

  it.each<[string, readonly Line[], string, object]>([
    [
      'an award of less than a slice',
      [claims(1_200), awards(terms({ minutes: 300, priceYen: 6_000 })), states(awarded(300), 2)],
      'claim.awarded',
      refused('BELOW_MIN_SLICE', { atLeast: 600 }),
    ],
    [
      'an award of more than was left',
      [claims(1_200), states(awarded(2_000), 1.5), awards(award), states(awarded(2_400), 2)],
      'claim.awarded',
      refused('REMAINING_MINUTES_EXCEEDED', { asked: 600, atMost: 400 }),
    ],
    [
      'an award of what is sold',
      [claims(1_200), states(awarded(2_400), 1.5), awards(award)],
      'claim.awarded',
      refused('SURPLUS_ORDER_CLOSED', { status: 'FULLY_AWARDED' }),
    ],
    [
      'an award after the time to award',
      [claims(1_200), awards(award, days('2027-07-18') + 1)],
      'claim.awarded',
      refused('CLAIM_DEADLINE_PASSED'),
    ],
    [
      'an award for less than the published price',
      [claims(1_200), awards(terms({ priceYen: 11_999 })), states(awarded(600), 2)],
      'claim.awarded',
      refused('CLAIM_NOT_AWARDABLE'),
    ],
    [
      'an award of other work than was published',
      [claims(1_200), awards(terms({ dataClass: 'PUBLIC' })), states(awarded(600), 2)],
      'claim.awarded',
      refused('CLAIM_NOT_AWARDABLE'),
    ],
    [
      'an award that what is stated next does not count',
      [claims(1_200), awards(award), states(awarded(200), 3)],
      'surplus-order.stated',
      { code: 'OTHER_WORDS', fields: ['surplusOrder'] },
    ],
    [
      'a statement of another price than before',
      [claims(1_200), awards(award), states({ ...awarded(600), priceYen: 47_000 }, 2)],
      'surplus-order.stated',
      { code: 'OTHER_WORDS', fields: ['surplusOrder'] },
    ],
    [
      'a claim of less than a slice',
      [claims(300)],
      'claim.submitted',
      refused('BELOW_MIN_SLICE', { asked: 300, atLeast: 600 }),
    ],
    [
      'a claim after its last day',
      [claims(600, days('2027-07-15') + 1)],
      'claim.submitted',
      refused('CLAIM_DEADLINE_PASSED'),
    ],
    [
      'a counter-offer outside the window',
      [claims(1_200), counters(publisher, 2, { due: '2027-09-01' }, 2)],
      'claim.countered',
      refused('COUNTER_OUTSIDE_WINDOW'),
    ],
    [
      'a counter-offer below the published price',
      [claims(1_200), counters(publisher, 2, {}, 2), counters(claimant, 3, { priceYen: 23_999 }, 3)],
      'claim.countered',
      refused('COUNTER_PRICE_OUT_OF_RANGE', { atLeast: 24_000 }),
    ],
    [
      'an amendment to more than was ever left',
      [
        states(order, 0),
        claims(600),
        awards(award),
        states(awarded(600), 2),
        ...confirms(award, 3),
        amends(3_100, 62_000, 5),
      ],
      'amendment.proposed',
      refused('REMAINING_MINUTES_EXCEEDED', { atMost: 2_400 }),
    ],
    [
      'an amendment below the published price',
      [...honest.slice(0, 7), amends(900, 17_999, 5)],
      'amendment.proposed',
      refused('AMENDMENT_PRICE_TOO_LOW', { atLeast: 18_000 }),
    ],
  ])('is named for %s, by the records of either town', (_what, lines, type, why) => {
    const all = lines.some(([, what, , at]) => what === 'surplus-order.stated' && at === 0)
      ? lines
      : [states(order, 0), ...lines];
    for (const town of [publisher, claimant]) expect(named(playedBy(town, all))).toMatchObject([[type, why]]);
  });

  it('is not taken for a claim on a surplus order of which nothing was heard before', () => {
    const lines = [claims(600), states(order, 2)];
    expect(named(playedBy(claimant, lines))).toMatchObject([['claim.submitted', refused('SURPLUS_ORDER_UNKNOWN')]]);
  });

  it('is doubted only where a statement may bear a later date by being sealed anew, except by its own sender', () => {
    // Minutes that others gave back are stated after the award that took them: the publisher's own records show that it was so.
    const lines = [states(awarded(2_000), 0), claims(1_200), awards(award, 2), states(awarded(1_200), 3)];
    const told = [...lines, states(awarded(1_800), 4)];
    const { towns } = playedBy(claimant, told);
    expect(towns.find(({ town }) => town === publisher)?.late.map(({ type }) => type)).toEqual(['claim.awarded']);
    expect(named(playedBy(publisher, lines))[0]).toMatchObject([
      'claim.awarded',
      refused('REMAINING_MINUTES_EXCEEDED'),
    ]);
  });
});
