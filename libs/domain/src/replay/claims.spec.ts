import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ClaimHistory, claimSteps, hashOf, morningOf, type ClaimStep } from '#testkit/claim-history';
import { History } from '#testkit/history';
import { cheaper, claimant, dearer, id, order, publisher, start, termsFor } from '#testkit/trade-walk';
import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { AwardTerms } from '../trade/claim.js';
import type { Offer } from '../trade/offer.js';
import type { Objection } from './play.js';
import { replay, type Replay } from './replay.js';

// Goal: whatever two honest towns do about a claim, the records of either replay without an objection; and a message that the rules would not
// have allowed is named, though everything in it is rightly signed. Method: the real reducers at both ends, walked at random, and histories
// written by hand in which one message is not as it has to be.

const objectionsOf = (history: History, town: MunicipalityCode): [string, string, Objection][] =>
  (replay(id, town, history.shownBy(town)) as Replay).towns.flatMap(({ objection }) =>
    objection === undefined ? [] : [[objection.said.from, objection.said.type, objection.why]],
  );

describe('an honest claim', () => {
  const agreed: ClaimStep[] = ['hear', 'award', 'hear there', 'confirm there', 'hear', 'hear there'];
  const openings = fc.constantFrom<readonly ClaimStep[]>(
    [],
    ['hear', 'award', 'hear there', 'a week', 'time'],
    ['hear', 'counter', 'hear there'],
    agreed,
    agreed.concat('propose', 'hear there', 'agree there', 'hear'),
    agreed.concat('propose there', 'hear', 'agree'),
    agreed.concat('a month', 'start there', 'hear', 'deliver there', 'hear'),
  );
  const walks = fc.array(fc.constantFrom(...claimSteps), { minLength: 4, maxLength: 40, size: 'max' });
  const seen = new Set<string>();

  it.each([
    [0, false, 7_000],
    [120_000, false, 7_000],
    [-120_000, true, 7_000],
    [0, false, 3],
  ])(
    'replays without objection by the records of either town (clock ahead by %d ms, receipts lost: %s, %d ms between steps)',
    (skew, lost, pause) => {
      fc.assert(
        fc.property(openings, walks, (opening, walk) => {
          const towns = new ClaimHistory(skew, lost, pause);
          for (const step of ['submit there', ...opening, ...walk] as const) towns.do(step);
          for (const town of [publisher, claimant])
            for (const statements of [[], towns.statements.shownBy(town)]) {
              const played = replay(id, town, towns.history.shownBy(town), statements) as Replay;
              const plays = played.towns.concat(played.surplusOrder ?? []);
              expect(plays.map(({ objection }) => objection)).toEqual(plays.map(() => undefined));
              for (const { after } of played.moves) seen.add(after);
            }
        }),
        { numRuns: 400, seed: 11 },
      );
    },
  );

  it('was led to every state', () => {
    for (const state of [
      ...[
        'SUBMITTED',
        'COUNTERED',
        'AWARDED',
        'CONFIRMED',
        'CONFIRMED_PENDING',
        'DECLINED',
        'WITHDRAWN',
        'LAPSED',
        'TERMINATED',
      ],
      ...[
        'CONFIRMED, version 2',
        'CONFIRMED, amendment open',
        'CONFIRMED, PERFORMING',
        'CONFIRMED, DELIVERED',
        'CONFIRMED, INSPECTED',
      ],
      ...['POSTED', 'PARTLY_AWARDED', 'FULLY_AWARDED', 'EXPIRED'],
    ])
      expect([...seen]).toContain(state);
  });

  it('names an award of more than the claim, wherever it stands in a life', () => {
    fc.assert(
      fc.property(walks, fc.integer({ min: 1, max: 5_000 }), (walk, more) => {
        const towns = new ClaimHistory();
        for (const step of ['submit there', 'hear', 'award', 'hear there', ...walk] as const) towns.do(step);
        const { history } = towns;
        const index = history.entries.findIndex(({ said }) => said.type === 'claim.awarded');
        const { said, ...rest } = history.entries[index] as History['entries'][number];
        const terms = { ...(said.payload['terms'] as AwardTerms), minutes: 1_200 + more };
        const forged = { ...said, payload: { terms, termsHash: hashOf(terms), signature: 'publisher' } };
        history.entries[index] = { ...rest, said: forged };
        // A confirmation of the right terms does not fit it either.
        for (const town of [publisher, claimant])
          expect(objectionsOf(history, town).map(([, type]) => type)).toContain('claim.awarded');
      }),
      { numRuns: 100 },
    );
  });
});

const hours = (count: number): Instant => (start + count * 3_600_000) as Instant;
const table: Offer = {
  minutes: 1_200,
  priceYen: 24_000,
  earliest: order.earliest,
  due: order.due,
  by: 'CLAIMANT',
  number: 1,
};
const award = termsFor(table, 600);
const hash = hashOf(award);
const august = (morningOf('2027-08-10') - start) / 3_600_000;
type Line = readonly [from: MunicipalityCode, type: string, payload: object, atHours: number, heardAfterHours?: number];

const submitted: Line = [claimant, 'claim.submitted', { claimId: id, surplusOrderId: order.id, minutes: 1_200 }, 0];
const awardOf = (terms: AwardTerms, at = 1): Line =>
  [
    ...[publisher, 'claim.awarded'],
    ...[{ terms, termsHash: hashOf(terms), signature: 'publisher' }, at],
  ] as unknown as Line;
const confirmed = (termsHash = hash, at = 2, after = 0): Line => [
  ...([claimant, 'award.confirmed', { claimId: id, termsHash, signature: 'claimant' }, at, after] as const),
];
const inForce = (at = 3): Line => [publisher, 'award.in-force', { claimId: id, termsHash: hash }, at];
const dealt: readonly Line[] = [submitted, awardOf(award), confirmed(), inForce(2)];
const by = (from: MunicipalityCode, type: string, payload: object, at: number): Line => [
  ...([from, type, { claimId: id, ...payload }, at] as const),
];
const started = by(claimant, 'work.started', { startedOn: '2027-08-10' }, august);
const delivered = (minutes: number): Line =>
  by(
    claimant,
    'work.delivered',
    { number: 1, minutes, reworkMinutes: 0, note: '', deliveredOn: '2027-08-10', termsHash: hash },
    august + 1,
  );
const amended = (minutes: number, side: 'CLAIMANT' | 'PUBLISHER', at: number): AwardTerms => ({
  ...{ ...award, minutes, priceYen: 20 * minutes, confirmBy: hours(at + 72), hardExpiry: hours(at + 96) },
  amendment: { version: 2, by: side, number: 1, replaces: hash },
});
const proposal = (minutes: number, side: 'CLAIMANT' | 'PUBLISHER', at: number): Line => {
  const terms = amended(minutes, side, at);
  const signature = side === 'PUBLISHER' ? { signature: 'publisher' } : {};
  return by(
    side === 'PUBLISHER' ? publisher : claimant,
    'amendment.proposed',
    { terms, termsHash: hashOf(terms), ...signature },
    at,
  );
};
const amendmentInForce = (terms: AwardTerms, at: number): Line =>
  by(claimant, 'amendment.in-force', { termsHash: hashOf(terms), signature: 'claimant' }, at);

function historyOf(lines: readonly Line[], unsigned = ''): History {
  const history = new History();
  for (const [from, type, payload, at, after = 0] of lines) {
    const to = from === claimant ? publisher : claimant;
    const said = { from, to, type, payload: payload as Record<string, unknown>, issuedAt: hours(at) };
    history.take(history.say({ ...said, genuine: type !== unsigned }), hours(at + after));
  }
  return history;
}

const refused = (...codes: string[]): object => ({ code: 'REFUSED', refusals: codes.map((code) => ({ code })) });

describe('the rules', () => {
  it('let an honest history pass that is written by hand', () => {
    const accepted = by(
      publisher,
      'delivery.accepted',
      { number: 1, minutes: 600, acceptedOn: '2027-08-10' },
      august + 2,
    );
    const history = historyOf([...dealt, started, delivered(600), accepted]);
    for (const town of [publisher, claimant]) {
      const played = replay(id, town, history.shownBy(town)) as Replay;
      expect(played.towns.map(({ objection }) => objection)).toEqual([undefined, undefined]);
      expect(played.towns.map(({ stands }) => stands)).toEqual(['CONFIRMED, INSPECTED', 'CONFIRMED, INSPECTED']);
      expect(played.unshown).toContain('OTHER_MINUTES');
    }
  });

  it.each<[string, readonly Line[], string, object]>([
    [
      'an award of more minutes than the claim',
      [submitted, awardOf({ ...award, minutes: 1_300, priceYen: 26_000 })],
      'claim.awarded',
      refused('CLAIM_MINUTES_EXCEEDED'),
    ],
    ['an award that no claim asked for', [awardOf(award)], 'claim.awarded', refused('CLAIM_NOT_AWARDABLE')],
    [
      'an award on other days than those agreed',
      [
        submitted,
        by(publisher, 'claim.countered', { number: 2, offer: cheaper }, 1),
        by(claimant, 'counter.accepted', { number: 2 }, 2),
        awardOf({ ...award, ...cheaper, earliest: order.earliest }, 3),
      ],
      'claim.awarded',
      refused('CLAIM_NOT_AWARDABLE'),
    ],
    [
      'an award for less than its share of the price agreed',
      [
        submitted,
        by(publisher, 'claim.countered', { number: 2, offer: dearer }, 1),
        by(claimant, 'counter.accepted', { number: 2 }, 2),
        awardOf({ ...award, ...dearer, minutes: 600, priceYen: 17_000 }, 3),
      ],
      'claim.awarded',
      refused('CLAIM_NOT_AWARDABLE'),
    ],
    [
      'a second award of one claim',
      [...dealt, awardOf({ ...award, minutes: 700 }, 4)],
      'claim.awarded',
      refused('CLAIM_NOT_AWARDABLE'),
    ],
    [
      'a confirmation over another terms hash',
      [submitted, awardOf(award), confirmed('another hash')],
      'award.confirmed',
      { code: 'OTHER_WORDS', fields: ['termsHash'] },
    ],
    [
      'a confirmation dated after the hard expiry',
      [submitted, awardOf(award), confirmed(hash, 97)],
      'award.confirmed',
      refused('CONFIRMATION_TOO_LATE'),
    ],
    ['a confirmation of nothing', [submitted, confirmed()], 'award.confirmed', refused('CLAIM_NOT_CONFIRMABLE')],
    [
      'a confirmation that came after the hard expiry and was taken',
      [submitted, awardOf(award), confirmed(hash, 2, 100), inForce(102)],
      'award.in-force',
      { code: 'ANSWER_DUE', due: 'award.lapsed' },
    ],
    [
      'a confirmation in time that was turned down',
      [submitted, awardOf(award), confirmed(), by(publisher, 'award.lapsed', {}, 2)],
      'award.lapsed',
      { code: 'ANSWER_DUE', due: 'award.in-force' },
    ],
    ['a receipt of no confirmation', [submitted, awardOf(award), inForce(2)], 'award.in-force', { code: 'NO_DEED' }],
    [
      'a withdrawal after the signature',
      [...dealt, by(claimant, 'claim.withdrawn', {}, 4)],
      'claim.withdrawn',
      refused('CLAIM_NOT_WITHDRAWABLE'),
    ],
    [
      'two offers in a row',
      [
        submitted,
        by(publisher, 'claim.countered', { number: 2, offer: cheaper }, 1),
        by(publisher, 'claim.countered', { number: 3, offer: dearer }, 2),
      ],
      'claim.countered',
      refused('CLAIM_NOT_NEGOTIABLE'),
    ],
    [
      'work before its first day',
      [...dealt, by(claimant, 'work.started', { startedOn: '2027-07-11' }, 4)],
      'work.started',
      refused('START_TOO_EARLY'),
    ],
    [
      'more delivered than awarded',
      [...dealt, started, delivered(601)],
      'work.delivered',
      refused('DELIVERED_MINUTES_EXCEEDED'),
    ],
    [
      'more accepted than delivered',
      [
        ...dealt,
        started,
        delivered(500),
        by(publisher, 'delivery.accepted', { number: 1, minutes: 501, acceptedOn: '2027-08-10' }, august + 2),
      ],
      'delivery.accepted',
      refused('ACCEPTED_MINUTES_EXCEEDED'),
    ],
    [
      'a verdict dated before its day',
      [
        ...dealt,
        started,
        delivered(600),
        by(publisher, 'delivery.accepted', { number: 1, minutes: 600, acceptedOn: '2027-07-31' }, august + 2),
      ],
      'delivery.accepted',
      { code: 'OTHER_WORDS', fields: ['acceptedOn'] },
    ],
    [
      'a cancellation of work that has begun',
      [
        ...dealt,
        started,
        by(publisher, 'award.terminated', { termsHash: hash, on: '2027-08-10', reason: '取消し' }, august + 1),
      ],
      'award.terminated',
      refused('SURPLUS_ORDER_PERFORMING'),
    ],
    [
      'an amendment in force under which only one has signed',
      [...dealt, proposal(700, 'CLAIMANT', 5), amendmentInForce(amended(700, 'CLAIMANT', 5), 6)],
      'amendment.in-force',
      refused('AMENDMENT_NOT_OPEN'),
    ],
    [
      'an amendment below what is handed in',
      [...dealt, started, delivered(500), proposal(400, 'PUBLISHER', august + 2)],
      'amendment.proposed',
      refused('AMENDMENT_BELOW_DONE'),
    ],
    [
      'an amendment of terms that are not in force',
      [
        ...dealt,
        by(
          publisher,
          'amendment.proposed',
          {
            terms: { ...amended(700, 'PUBLISHER', 5), skill: 'design' },
            termsHash: hashOf({ ...amended(700, 'PUBLISHER', 5), skill: 'design' }),
            signature: 'publisher',
          },
          5,
        ),
      ],
      'amendment.proposed',
      refused('CLAIM_NOT_AMENDABLE'),
    ],
    [
      'an amendment agreed to after its time',
      [...dealt, proposal(700, 'PUBLISHER', 5), amendmentInForce(amended(700, 'PUBLISHER', 5), 105)],
      'amendment.in-force',
      refused('AMENDMENT_TOO_LATE'),
    ],
    [
      'a word about a claim in the place of its other party',
      [submitted, by(claimant, 'claim.declined', { reason: 'no' }, 1)],
      'claim.declined',
      { code: 'NO_DEED' },
    ],
    [
      'terms that are none',
      [submitted, by(publisher, 'claim.countered', { number: 2 }, 1)],
      'claim.countered',
      { code: 'UNREADABLE' },
    ],
  ])('name %s, by the records of either town', (_what, lines, type, why) => {
    const history = historyOf(lines);
    const last = lines.at(-1)?.[0];
    for (const town of [publisher, claimant]) expect(objectionsOf(history, town)).toMatchObject([[last, type, why]]);
  });

  it('name an award without a signature that holds', () => {
    const history = historyOf([submitted, awardOf(award)], 'claim.awarded');
    expect(objectionsOf(history, claimant)).toMatchObject([[publisher, 'claim.awarded', { code: 'UNSIGNED' }]]);
  });

  it('doubt only, and do not name, a signature under way that bears a later date by being sealed anew', () => {
    const history = historyOf([submitted, awardOf(award), confirmed(hash, 80), inForce(80)]);
    const of = (town: MunicipalityCode) => (replay(id, town, history.shownBy(town)) as Replay).towns;
    const atPublisher = of(publisher).find(({ town }) => town === claimant);
    expect([atPublisher?.objection, atPublisher?.late.map(({ type }) => type)]).toEqual([
      undefined,
      ['award.confirmed'],
    ]);
    // The claimant's own records show what it wrote first.
    expect(of(claimant)[0]?.objection).toMatchObject({ why: refused('CONFIRMATION_TOO_LATE') });
  });
});
