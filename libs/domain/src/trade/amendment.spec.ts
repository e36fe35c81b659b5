import { describe, expect, it } from '@jest/globals';
import {
  claimant,
  date,
  id,
  order as published,
  outcome,
  publisher,
  start,
  stranger,
  termsFor,
  Walk,
} from '#testkit/trade-walk';
import { hoursAfter, type Instant } from '../calendar/date.js';
import { refusal } from '../refusals/decision.js';
import { amendedTerms, versionOf } from './amendment.js';
import type { AwardTerms } from './claim.js';
import type { ClaimAtClaimant, ClaimAtPublisher, Confirmed, InForce } from './claim-state.js';
import { atClaimant, claimantTransitions, type ClaimantEvent } from './claimant.js';
import { claimantAmendments } from './claimant-amendments.js';
import { firstOffer, type WantedTerms } from './offer.js';
import { atPublisher, publisherTransitions, type PublisherEvent } from './publisher.js';
import { publisherAmendments } from './publisher-amendments.js';
import { withAwarded } from './surplus-order.js';

// Goal: an award in force changes only by a version that both have signed, and each row does what docs/protocol.md says.
// Method: one award of 1,200 of 2,400 minutes, in force at both ends. A line is a sequence of events at one of them, and what the last one
// comes to. At the end the rows that were walked are compared with the tables.

const order = withAwarded(published, 1_200);
const terms = termsFor(firstOffer(order, 1_200), 1_200);
const inForce: InForce = {
  ...{ status: 'CONFIRMED', id, surplusOrderId: order.id, claimant, publisher, offer: firstOffer(order, 1_200), terms },
  ...{ termsHash: 'v1', publisherSignature: 'ours', claimantSignature: 'theirs' },
};
const confirmed: Confirmed = { ...inForce, receiptPending: false, lotId: 'lot' };
const lower: WantedTerms = { minutes: 600 };
const more: WantedTerms = { minutes: 2_400 };
const proposed = (
  claim: InForce,
  by: 'CLAIMANT' | 'PUBLISHER',
  wanted: WantedTerms,
  change: object = {},
): AwardTerms => ({
  ...amendedTerms(claim, order, by, wanted, start),
  ...change,
});
const hashOf = ({ minutes, priceYen, amendment }: AwardTerms): string =>
  `${amendment?.by} ${amendment?.number} ${minutes} ${priceYen}`;

const moments: Readonly<Record<string, Instant>> = {
  late: hoursAfter(start, 72),
  'very-late': hoursAfter(start, 96),
};
/** `accept@late`: the event as it comes at that moment. */
const parts = (name: string): [string, Instant] => {
  const [what = '', when = ''] = name.split('@');
  return [what, moments[when] ?? start];
};

describe("an amendment at the claimant's", () => {
  const walk = new Walk();
  const event = (name: string, claim: ClaimAtClaimant): ClaimantEvent => {
    const now = claim.status === 'CONFIRMED' ? claim : confirmed;
    const open = now.amendment?.termsHash ?? hashOf(proposed(now, 'CLAIMANT', lower));
    const asks = (wanted: WantedTerms, change: object = {}): ClaimantEvent => {
      const asked = proposed(now, 'CLAIMANT', wanted, change);
      return { type: 'propose-amendment', terms: asked, termsHash: hashOf(asked) };
    };
    const heard = (type: string, payload: object, about: object = {}): ClaimantEvent =>
      ({
        type,
        from: publisher,
        genuine: true,
        payload: { claimId: id, ...payload },
        ...about,
      }) as unknown as ClaimantEvent;
    const hears = (change: object = {}, about: object = {}): ClaimantEvent => {
      const asked = proposed(now, 'PUBLISHER', lower, change);
      return heard('amendment.proposed', { terms: asked, termsHash: hashOf(asked), signature: 'ours' }, about);
    };
    const obstacles = [refusal('CAPACITY_EXCEEDED')];
    const events: Readonly<Record<string, () => ClaimantEvent>> = {
      propose: () => asks(lower),
      'propose-more': () => asks(more),
      'propose-some': () => asks({ minutes: 900 }),
      'propose-too-much': () => asks({ minutes: 2_401 }),
      'propose-nothing': () => asks({}),
      'propose-cheap': () => asks({ priceYen: 23_999 }),
      'propose-outside': () => asks({ due: date('2027-09-01') }),
      'propose-reversed': () => asks({ earliest: date('2027-08-20'), due: date('2027-08-10') }),
      'propose-none': () => asks({ minutes: 0 }),
      'propose-unfit': () => ({ ...asks(lower), obstacles }) as ClaimantEvent,
      accept: () => ({ type: 'accept-amendment', signature: 'theirs 2' }),
      'accept-unfit': () => ({ type: 'accept-amendment', signature: 'theirs 2', obstacles }),
      decline: () => ({ type: 'decline-amendment', reason: 'z' }),
      'decline-silent': () => ({ type: 'decline-amendment', reason: ' ' }),
      withdraw: () => ({ type: 'withdraw-amendment' }),
      hear: () => hears(),
      'hear-again': () => hears({ amendment: { ...proposed(now, 'PUBLISHER', lower).amendment, number: 1 } }),
      'hear-forged': () => hears({}, { genuine: false }),
      'hear-cheap': () => hears({ priceYen: 1 }),
      'hear-other': () => hears({ amendment: { ...proposed(now, 'PUBLISHER', lower).amendment, replaces: 'v0' } }),
      'hear-stranger': () => hears({}, { from: stranger }),
      accepted: () =>
        heard('amendment.accepted', { termsHash: open, signature: 'ours 2' }, { countersignature: 'theirs 2' }),
      'accepted-unfit': () =>
        heard('amendment.accepted', { termsHash: open, signature: 'ours 2' }, { countersignature: 't', obstacles }),
      'accepted-forged': () => heard('amendment.accepted', { termsHash: open, signature: 'x' }, { genuine: false }),
      'accepted-other': () => heard('amendment.accepted', { termsHash: 'other', signature: 'ours 2' }),
      declined: () => heard('amendment.declined', { termsHash: open, reason: 'z' }),
      'declined-other': () => heard('amendment.declined', { termsHash: 'other', reason: 'z' }),
      withdrawn: () => heard('amendment.withdrawn', { termsHash: open }),
      'withdrawn-unheard': () => heard('amendment.withdrawn', { termsHash: 'never heard' }),
      'withdrawn-in-force': () => heard('amendment.withdrawn', { termsHash: now.termsHash }),
      terminated: () => heard('award.terminated', { termsHash: 'v1', on: '2027-07-28', reason: 'y' }),
      time: () => ({ type: 'time' }),
    };
    const made = events[name];
    if (made === undefined) throw new Error(`no event ${name}`);
    return made();
  };
  const play = (names: string, from: ClaimAtClaimant = confirmed): { claim: ClaimAtClaimant; said: string } => {
    let [claim, said] = [from, ''];
    for (const name of names.split(' ')) {
      const [what, now] = parts(name);
      const happens = event(what, claim);
      const decision = atClaimant(claim, happens, { order }, now);
      const after = decision.ok ? (decision.value.state as ClaimAtClaimant) : claim;
      if (decision.ok) walk.note(happens.type, claim, after);
      [claim, said] = [after, outcome(decision, after)];
    }
    return { claim, said };
  };

  it.each([
    ['propose', 'CONFIRMED: amendment.proposed'],
    ['propose-more', 'CONFIRMED: amendment.proposed'],
    ['propose-too-much', 'CONFIRMED: REMAINING_MINUTES_EXCEEDED'],
    ['propose-nothing', 'CONFIRMED: AMENDMENT_UNCHANGED'],
    ['propose-cheap', 'CONFIRMED: AMENDMENT_PRICE_TOO_LOW'],
    ['propose-outside', 'CONFIRMED: COUNTER_OUTSIDE_WINDOW'],
    ['propose-reversed', 'CONFIRMED: DUE_BEFORE_EARLIEST'],
    ['propose-none', 'CONFIRMED: MINUTES_NOT_POSITIVE'],
    ['propose-unfit', 'CONFIRMED: CAPACITY_EXCEEDED'],
    ['propose propose', 'CONFIRMED: AMENDMENT_OPEN'],
    ['propose accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'], // Its own is not its to accept.
    ['propose decline', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['propose withdraw', 'CONFIRMED: amendment.withdrawn'],
    ['propose withdraw accepted', 'CONFIRMED'],
    ['propose accepted', 'CONFIRMED: refirm amendment.in-force'],
    ['propose accepted@late', 'CONFIRMED: refirm amendment.in-force'],
    ['propose accepted@very-late', 'CONFIRMED: amendment.lapsed'],
    ['propose accepted-unfit', 'CONFIRMED: amendment.lapsed'],
    ['propose accepted-forged', 'CONFIRMED'],
    ['propose accepted-other', 'CONFIRMED'],
    ['propose declined', 'CONFIRMED'],
    ['propose declined-other accepted', 'CONFIRMED: refirm amendment.in-force'],
    ['propose time@late', 'CONFIRMED'], // The publisher may have signed: it is taken until the hard expiry.
    ['propose time@very-late', 'CONFIRMED: amendment.lapsed'],
    ['propose hear', 'CONFIRMED: amendment.declined'], // Two at once: neither.
    ['hear', 'CONFIRMED'],
    ['hear hear-again', 'CONFIRMED'],
    ['hear-forged accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear-stranger accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear-cheap', 'CONFIRMED: amendment.declined'],
    ['hear-other', 'CONFIRMED: amendment.declined'],
    ['hear@late', 'CONFIRMED: amendment.declined'],
    ['hear propose', 'CONFIRMED: AMENDMENT_OPEN'],
    ['hear accept', 'CONFIRMED: refirm amendment.in-force'],
    ['hear accept@late', 'CONFIRMED: AMENDMENT_TOO_LATE'],
    ['hear accept-unfit', 'CONFIRMED: CAPACITY_EXCEEDED'],
    ['hear accept accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear accept hear-again', 'CONFIRMED'],
    ['hear decline', 'CONFIRMED: amendment.declined'],
    ['hear decline-silent', 'CONFIRMED: TEXT_EMPTY'],
    ['hear withdraw', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear withdrawn', 'CONFIRMED: amendment.lapsed'],
    ['hear withdrawn accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['withdrawn-unheard', 'CONFIRMED: amendment.lapsed'],
    ['hear accept withdrawn-in-force', 'CONFIRMED'],
    ['hear time', 'CONFIRMED'],
    ['hear time@late', 'CONFIRMED: amendment.lapsed'],
    ['hear accept terminated', 'TERMINATED: release'], // The publisher does not know yet of the version in force.
  ])('%s → %s', (names, expected) => {
    expect(play(names).said).toBe(expected);
  });

  it('is none before the award itself is known to be in force', () => {
    const pending: Confirmed = { ...confirmed, receiptPending: true };
    expect(play('propose', pending).said).toBe('CONFIRMED: CLAIM_NOT_AMENDABLE');
    expect(play('hear', pending).said).toBe('CONFIRMED: amendment.declined');
    const { receiptPending: _, lotId: __, claimantSignature: ___, ...rest } = confirmed;
    expect(play('propose', { ...rest, status: 'AWARDED' }).said).toBe('AWARDED: CLAIM_NOT_AMENDABLE');
  });

  it('puts the new version into force with both signatures, and keeps the one before', () => {
    const { claim } = play('hear accept');
    expect(claim).toMatchObject({
      ...{ terms: { minutes: 600, priceYen: 12_000, amendment: { version: 2, by: 'PUBLISHER', replaces: 'v1' } } },
      ...{ publisherSignature: 'ours', claimantSignature: 'theirs 2' },
      earlier: [{ termsHash: 'v1', publisherSignature: 'ours', claimantSignature: 'theirs' }],
    });
    expect(claim).not.toHaveProperty('amendment');
    expect(play('propose accepted').claim).toMatchObject({
      publisherSignature: 'ours 2',
      claimantSignature: 'theirs 2',
    });
    expect(versionOf((play('hear accept propose-some accepted').claim as Confirmed).terms)).toBe(3);
  });

  it('leaves the terms in force as they are whatever else becomes of it', () => {
    for (const names of ['propose', 'propose withdraw', 'propose declined', 'hear', 'hear decline', 'hear withdrawn'])
      expect(play(names).claim).toMatchObject({ terms, termsHash: 'v1', claimantSignature: 'theirs' });
  });

  it('is what a cancellation is reckoned by, once it is in force', () => {
    // Cancelled on 28 July, work from 1 August: half the price of 600 minutes.
    expect(play('hear accept terminated').claim).toMatchObject({ owedYen: 6_000, wasInForce: true });
  });

  it('has every row of the table walked above, and no two rows for an event', () => {
    expect(walk.missing(claimantAmendments)).toEqual([]);
    const rows = new Set<object>(claimantTransitions);
    expect(claimantAmendments.filter((row) => !rows.has(row))).toEqual([]);
  });
});

describe("an amendment at the publisher's", () => {
  const walk = new Walk();
  const event = (name: string, claim: ClaimAtPublisher): PublisherEvent => {
    const now = claim.status === 'CONFIRMED' ? claim : inForce;
    const known =
      claim.status === 'CONFIRMED' || claim.status === 'TERMINATED' ? claim.amendment?.termsHash : undefined;
    const open = known ?? hashOf(proposed(now, 'PUBLISHER', lower));
    const asks = (wanted: WantedTerms): PublisherEvent => {
      const asked = proposed(now, 'PUBLISHER', wanted);
      return { type: 'propose-amendment', terms: asked, termsHash: hashOf(asked), signature: 'ours 2' };
    };
    const heard = (type: string, payload: object, about: object = {}): PublisherEvent =>
      ({
        type,
        from: claimant,
        genuine: true,
        payload: { claimId: id, ...payload },
        ...about,
      }) as unknown as PublisherEvent;
    const hears = (wanted: WantedTerms, change: object = {}, about: object = {}): PublisherEvent => {
      const asked = proposed(now, 'CLAIMANT', wanted, change);
      return heard('amendment.proposed', { terms: asked, termsHash: hashOf(asked) }, about);
    };
    const obstacles = [refusal('BASIS_MISSING')];
    const events: Readonly<Record<string, () => PublisherEvent>> = {
      propose: () => asks(lower),
      'propose-more': () => asks(more),
      'propose-too-much': () => asks({ minutes: 2_401 }),
      'propose-unlawful': () => ({ ...asks(lower), obstacles }) as PublisherEvent,
      accept: () => ({ type: 'accept-amendment', signature: 'ours 2' }),
      'accept-unlawful': () => ({ type: 'accept-amendment', signature: 'ours 2', obstacles }),
      decline: () => ({ type: 'decline-amendment', reason: 'z' }),
      'decline-silent': () => ({ type: 'decline-amendment', reason: ' ' }),
      withdraw: () => ({ type: 'withdraw-amendment' }),
      hear: () => hears(lower),
      'hear-more': () => hears(more),
      'hear-again': () => hears(lower, { amendment: { ...proposed(now, 'CLAIMANT', lower).amendment, number: 1 } }),
      'hear-forged': () => hears(lower, {}, { genuine: false }),
      'hear-other-work': () => hears(lower, { title: '別の仕事' }),
      'in-force': () => heard('amendment.in-force', { termsHash: open, signature: 'theirs 2' }),
      'in-force-forged': () => heard('amendment.in-force', { termsHash: open, signature: 'x' }, { genuine: false }),
      'in-force-other': () => heard('amendment.in-force', { termsHash: 'other', signature: 'theirs 2' }),
      declined: () => heard('amendment.declined', { termsHash: open, reason: 'z' }),
      withdrawn: () => heard('amendment.withdrawn', { termsHash: open }),
      lapsed: () => heard('amendment.lapsed', { termsHash: open, reason: 'z' }),
      'lapsed-other': () => heard('amendment.lapsed', { termsHash: 'other', reason: 'z' }),
      ended: () => ({ type: 'order-ended', reason: 'y' }),
    };
    const made = events[name];
    if (made === undefined) throw new Error(`no event ${name}`);
    return made();
  };
  const play = (names: string) => {
    let [at, said] = [{ order, claim: inForce as ClaimAtPublisher }, ''];
    for (const name of names.split(' ')) {
      const [what, now] = parts(name);
      const happens = event(what, at.claim);
      const decision = atPublisher(at, happens, now);
      const after = decision.ok ? (decision.value.state as typeof at) : at;
      if (decision.ok) walk.note(happens.type, at.claim, after.claim);
      [at, said] = [after, outcome(decision, after.claim)];
    }
    return { ...at, said };
  };
  const stated = 'surplus-order.stated surplus-order.stated';

  it.each([
    ['propose', 'CONFIRMED: amendment.proposed'],
    ['propose-more', `CONFIRMED: amendment.proposed ${stated}`], // It keeps the minutes of both versions.
    ['propose-too-much', 'CONFIRMED: REMAINING_MINUTES_EXCEEDED'],
    ['propose-unlawful', 'CONFIRMED: BASIS_MISSING'],
    ['propose propose', 'CONFIRMED: AMENDMENT_OPEN'],
    ['propose accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['propose decline', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['propose in-force', `CONFIRMED: unsent ${stated}`],
    ['propose-more in-force', 'CONFIRMED: sent'],
    ['propose in-force-forged', 'CONFIRMED'],
    ['propose in-force-other', 'CONFIRMED'],
    ['propose declined', 'CONFIRMED'],
    ['propose-more declined', `CONFIRMED: ${stated}`],
    ['propose lapsed', 'CONFIRMED'],
    ['propose lapsed-other in-force', `CONFIRMED: unsent ${stated}`],
    ['propose withdraw', 'CONFIRMED: amendment.withdrawn'],
    ['propose withdraw withdraw', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['propose withdraw propose', 'CONFIRMED: AMENDMENT_OPEN'], // The claimant may have agreed before it hears.
    ['propose withdraw in-force', `CONFIRMED: unsent ${stated}`],
    ['propose withdraw lapsed propose', 'CONFIRMED: amendment.proposed'],
    ['propose hear', 'CONFIRMED: amendment.declined'],
    ['hear', 'CONFIRMED'],
    ['hear hear-again', 'CONFIRMED'],
    ['hear-forged', 'CONFIRMED'],
    ['hear-other-work', 'CONFIRMED: amendment.declined'],
    ['hear@late', 'CONFIRMED: amendment.declined'],
    ['hear accept', 'CONFIRMED: amendment.accepted'],
    ['hear-more accept', `CONFIRMED: amendment.accepted ${stated}`],
    ['hear accept accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear accept decline', 'CONFIRMED: AMENDMENT_NOT_OPEN'], // What it has signed it cannot decline.
    ['hear accept@late', 'CONFIRMED: AMENDMENT_TOO_LATE'],
    ['hear accept-unlawful', 'CONFIRMED: BASIS_MISSING'],
    ['hear decline', 'CONFIRMED: amendment.declined'],
    ['hear decline-silent', 'CONFIRMED: TEXT_EMPTY'],
    ['hear withdraw', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear in-force', 'CONFIRMED'], // Nothing is in force that the publisher has not signed.
    ['hear withdrawn accept', 'CONFIRMED: AMENDMENT_NOT_OPEN'],
    ['hear accept withdrawn', 'CONFIRMED'],
    ['hear-more accept lapsed', `CONFIRMED: ${stated}`],
    ['hear accept in-force', `CONFIRMED: unsent ${stated}`],
    ['propose ended', `TERMINATED: unsent award.terminated ${stated}`],
    ['propose ended in-force', 'TERMINATED'],
    ['propose ended in-force-forged', 'TERMINATED'],
    ['hear ended in-force', 'TERMINATED'],
    ['ended accept', 'TERMINATED: CLAIM_NOT_AMENDABLE'],
  ])('%s → %s', (names, expected) => {
    expect(play(names).said).toBe(expected);
  });

  it.each([
    ['propose', 1_200], // Fewer minutes are free only once the claimant has said so.
    ['propose in-force', 600],
    ['propose-more', 2_400],
    ['propose-more in-force', 2_400],
    ['propose-more lapsed', 1_200],
    ['hear-more', 1_200],
    ['hear-more accept', 2_400],
    ['hear-more accept withdrawn', 1_200],
  ])('%s: the surplus order counts %d minutes as awarded', (names, minutes) => {
    expect(play(names).order.awardedMinutes).toBe(minutes);
  });

  it('is not signed where the minutes have gone to somebody else meanwhile', () => {
    const { claim } = play('hear-more');
    const sold = { order: withAwarded(published, 2_400), claim };
    expect(outcome(atPublisher(sold, event('accept', claim), start), claim)).toBe(
      'CONFIRMED: REMAINING_MINUTES_EXCEEDED',
    );
  });

  it('counts for a cancellation, where the claimant had it in force before it heard', () => {
    const owed = (names: string): unknown => (play(names).claim as { owedYen?: number }).owedYen;
    const shareOf = (yen: number): number => yen / 5; // 21 days before the work begins: a fifth.
    expect([owed('ended'), owed('propose ended'), owed('propose ended in-force')]).toEqual([
      ...[shareOf(24_000), shareOf(24_000), shareOf(12_000)],
    ]);
  });

  it('has every row of the table walked above', () => {
    expect(walk.missing(publisherAmendments)).toEqual([]);
    const rows = new Set<object>(publisherTransitions);
    expect(publisherAmendments.filter((row) => !rows.has(row))).toEqual([]);
  });
});
