import type { Instant } from '#domain/calendar/date';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { Outgoing } from '#domain/trade/outgoing';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';
import { amendmentMutants } from './amendment-mutants.js';
import { splitMutants } from './split-mutants.js';

// Faults that one could make in the reducers, each planted as a change of what goes into or comes out of the real ones.

type AtClaimant = Parameters<Protocol['atClaimant']>;
type AtPublisher = Parameters<Protocol['atPublisher']>;
type OfOrder = Parameters<Protocol['ofOrder']>;
type TradeEnd = 'atClaimant' | 'atPublisher' | 'ofOrder';
type Answer<K extends TradeEnd> = ReturnType<Protocol[K]>;

const real = realProtocol;
const hours = (now: number, by: number): Instant => (now + by * 3_600_000) as Instant;

/** The claimant's reducer with something else going in. */
const claimantHears = (change: (...facts: AtClaimant) => AtClaimant): Partial<Protocol> => ({
  atClaimant: (...facts) => real.atClaimant(...change(...facts)),
});
const publisherHears = (change: (...facts: AtPublisher) => AtPublisher): Partial<Protocol> => ({
  atPublisher: (...facts) => real.atPublisher(...change(...facts)),
});

/** Any reducer with something left out of, or changed in, what it sends out. */
const sends = <K extends TradeEnd>(
  which: K,
  change: (outgoing: readonly Outgoing[], ...facts: Parameters<Protocol[K]>) => readonly Outgoing[],
): Partial<Protocol> => ({
  [which]: (...facts: Parameters<Protocol[K]>) => {
    const decision = (real[which] as (...facts: unknown[]) => Answer<K>)(...facts);
    if (!decision.ok) return decision;
    return { ok: true, value: { ...decision.value, outgoing: change(decision.value.outgoing, ...facts) } };
  },
});
const drops = (which: TradeEnd, what: string): Partial<Protocol> =>
  sends(which as 'atClaimant', (outgoing) =>
    outgoing.filter((one) => one.do !== what && (one.do !== 'tell' || one.type !== what)),
  );

/** The claimant's reducer with another state coming out. */
const claimantBecomes = (
  change: (after: ClaimAtClaimant, ...facts: AtClaimant) => ClaimAtClaimant,
): Partial<Protocol> => ({
  atClaimant: (...facts) => {
    const decision = real.atClaimant(...facts);
    if (!decision.ok || decision.value.state.status === 'NONE') return decision;
    return { ok: true, value: { ...decision.value, state: change(decision.value.state, ...facts) } };
  },
});
const publisherBecomes = (
  change: (after: ClaimAtPublisher, ...facts: AtPublisher) => ClaimAtPublisher,
): Partial<Protocol> => ({
  atPublisher: (...facts) => {
    const decision = real.atPublisher(...facts);
    const { ok } = decision;
    if (!ok || decision.value.state.claim.status === 'NONE') return decision;
    const { order, claim } = decision.value.state;
    return { ok, value: { ...decision.value, state: { order, claim: change(claim, ...facts) } } };
  },
});

const believesAll = <E extends { readonly type: string }>(event: E, type: string): E =>
  event.type === type ? { ...event, genuine: true } : event;

export const mutants: Readonly<Record<string, Partial<Protocol>>> = {
  // Time.
  'the publisher lets an award lapse at confirmBy': publisherHears((at, event, now) => [
    at,
    event,
    event.type === 'time' && at.claim.status === 'AWARDED' ? hours(now, 24) : now,
  ]),
  'the publisher takes no confirmation after confirmBy': publisherHears((at, event, now) => [
    at,
    event,
    event.type === 'award.confirmed' ? hours(now, 24) : now,
  ]),
  'the publisher takes a confirmation after the hard expiry': publisherHears((at, event, now) => [
    at,
    event,
    event.type === 'award.confirmed' && at.claim.status === 'AWARDED' ? hours(now, -48) : now,
  ]),
  'the claimant confirms after confirmBy': claimantHears((claim, event, context, now) => [
    claim,
    event,
    context,
    event.type === 'confirm' ? hours(now, -96) : now,
  ]),
  'the claimant ends an award by its own clock': {
    atClaimant: (claim, event, context, now) =>
      event.type === 'time' && claim.status === 'AWARDED' && now > claim.terms.confirmBy
        ? real.atClaimant(
            claim,
            { type: 'award.lapsed', from: claim.publisher, payload: { claimId: claim.id }, genuine: true },
            context,
            now,
          )
        : real.atClaimant(claim, event, context, now),
  },
  'an undecided claim never lapses at the claimant': claimantHears((claim, event, context, now) => [
    claim,
    event,
    context,
    event.type === 'time' ? hours(now, -10_000) : now,
  ]),
  'the publisher lets claims lapse a day early': publisherHears((at, event, now) => [
    at,
    event,
    event.type === 'time' && at.claim.status === 'SUBMITTED' ? hours(now, 24) : now,
  ]),

  // Words that are not said, or said wrongly.
  'the publisher does not say that an award has lapsed': drops('atPublisher', 'award.lapsed'),
  'the publisher does not answer a confirmation': drops('atPublisher', 'award.in-force'),
  'the publisher says of a late confirmation that it is in force': sends('atPublisher', (outgoing, { claim }, event) =>
    outgoing.map((one) =>
      one.do === 'tell' && one.type === 'award.lapsed' && event.type === 'award.confirmed' && 'termsHash' in claim
        ? ({ ...one, type: 'award.in-force', payload: { claimId: claim.id, termsHash: claim.termsHash } } as Outgoing)
        : one,
    ),
  ),
  'the claimant withdraws without a word': drops('atClaimant', 'claim.withdrawn'),
  'the claimant accepts a counter-offer without a word': drops('atClaimant', 'counter.accepted'),
  'the publisher declines without a word': drops('atPublisher', 'claim.declined'),
  'a cancellation tells nobody who had an award': drops('ofOrder', 'award.terminated'),
  'addressees do not hear of an award': drops('atPublisher', 'surplus-order.stated'),

  // Capacity and lot.
  'the hold stays whole when part of it is awarded': drops('atClaimant', 'narrow'),
  'the claimant keeps its hold when a claim is over': drops('atClaimant', 'release'),
  'the lot of a late confirmation stays': sends('atClaimant', (outgoing) =>
    outgoing.map((one) => (one.do === 'release' ? { do: one.do, claimId: one.claimId } : one)),
  ),
  'a confirmed award does not become firm': drops('atClaimant', 'firm'),
  'accepted terms are not held': sends('atClaimant', (outgoing, _claim, { type }) =>
    type === 'accept-counter' ? outgoing.filter((one) => one.do !== 'hold') : outgoing,
  ),
  'minutes in force are not noted as sent': drops('atPublisher', 'sent'),
  'minutes cancelled stay sent': drops('ofOrder', 'unsent'),
  'minutes of an order that ends do not go back to the lot': drops('ofOrder', 'give-back'),
  'a partly awarded order gives all its minutes back': sends('ofOrder', (outgoing, { order }, { type }) =>
    outgoing.map((one) =>
      one.do === 'give-back' && type === 'time' && order.status !== 'NONE' ? { ...one, minutes: order.minutes } : one,
    ),
  ),
  'an award leaves what remains as it was': {
    atPublisher: (at, event, now) => {
      const decision = real.atPublisher(at, event, now);
      if (!decision.ok || event.type !== 'award') return decision;
      return { ok: true, value: { ...decision.value, state: { ...decision.value.state, order: at.order } } };
    },
  },
  'a withdrawn award keeps its minutes': {
    atPublisher: (at, event, now) => {
      const decision = real.atPublisher(at, event, now);
      if (!decision.ok || event.type !== 'claim.withdrawn') return decision;
      return { ok: true, value: { ...decision.value, state: { ...decision.value.state, order: at.order } } };
    },
  },

  // Signatures and terms.
  'the claimant believes any award': claimantHears((claim, event, context, now) => [
    claim,
    believesAll(event, 'claim.awarded'),
    context,
    now,
  ]),
  'the claimant takes an award at any price': claimantHears((claim, event, context, now) => [
    claim.status === 'SUBMITTED' && event.type === 'claim.awarded'
      ? { ...claim, offer: { ...claim.offer, priceYen: 1, ...datesOf(event.payload.terms) } }
      : claim,
    event.type === 'claim.awarded'
      ? { ...event, payload: { ...event.payload, terms: { ...asPublished(claim, context), ...event.payload.terms } } }
      : event,
    context,
    now,
  ]),
  'the publisher believes any confirmation': publisherHears((at, event, now) => [
    at,
    believesAll(event, 'award.confirmed'),
    now,
  ]),
  'whoever speaks is taken for a party, by the claimant': claimantHears((claim, event, context, now) => [
    claim,
    'from' in event && claim.status !== 'NONE' ? { ...event, from: claim.publisher } : event,
    context,
    now,
  ]),
  'whoever speaks is taken for a party, by the publisher': publisherHears((at, event, now) => [
    at,
    'from' in event && at.claim.status !== 'NONE' ? { ...event, from: at.claim.claimant } : event,
    now,
  ]),
  'a receipt for another hash is as good': claimantHears((claim, event, context, now) => [
    claim,
    event.type === 'award.in-force' && 'termsHash' in claim
      ? { ...event, payload: { ...event.payload, termsHash: claim.termsHash } }
      : event,
    context,
    now,
  ]),

  // States.
  'the claimant does not wait for its receipt': claimantBecomes((after) =>
    after.status === 'CONFIRMED' ? { ...after, receiptPending: false } : after,
  ),
  'a pending claimant does not hear that it was late': {
    atClaimant: (claim, event, context, now) =>
      event.type === 'award.lapsed' && claim.status === 'CONFIRMED'
        ? { ok: true, value: { state: claim, outgoing: [] } }
        : real.atClaimant(claim, event, context, now),
  },
  'a withdrawal after a decline is not noted': publisherBecomes((after, { claim }, event) =>
    event.type === 'claim.withdrawn' && claim.status === 'DECLINED' ? claim : after,
  ),
  'a withdrawal after a cancellation is not noted': publisherBecomes((after, { claim }, event) =>
    event.type === 'claim.withdrawn' && claim.status === 'TERMINATED' ? claim : after,
  ),
  'a decline after a lapse is not noted': claimantBecomes((after, claim, event) =>
    event.type === 'claim.declined' && claim.status === 'LAPSED' ? claim : after,
  ),
  'a repeated claim begins anew': publisherHears((at, event, now) => [
    event.type === 'claim.submitted' ? { ...at, claim: { status: 'NONE' } } : at,
    event,
    now,
  ]),
  'the publisher awards while its own offer waits': publisherHears((at, event, now) => [
    event.type === 'award' && at.claim.status === 'COUNTERED'
      ? { ...at, claim: { ...at.claim, offer: { ...at.claim.offer, by: 'CLAIMANT' } } }
      : at,
    event,
    now,
  ]),
  'the number of an accepted offer does not matter': publisherHears((at, event, now) => [
    at,
    event.type === 'counter.accepted' && at.claim.status === 'COUNTERED'
      ? { ...event, payload: { ...event.payload, number: at.claim.offer.number } }
      : event,
    now,
  ]),
  'the claimant reckons a cancellation as if pending were in force': claimantHears((claim, event, context, now) => [
    claim.status === 'CONFIRMED' && event.type === 'award.terminated' ? { ...claim, receiptPending: false } : claim,
    event,
    context,
    now,
  ]),
  'a cancellation leaves unconfirmed awards alone': {
    ofOrder: (...[at, event, now]: OfOrder) => {
      const decision = real.ofOrder(at, event, now);
      if (!decision.ok || event.type !== 'cancel') return decision;
      const claims = decision.value.state.claims.map((claim, index) => {
        const before = at.claims[index];
        return before?.status === 'AWARDED' ? before : claim;
      });
      return { ok: true, value: { ...decision.value, state: { ...decision.value.state, claims } } };
    },
  },

  ...amendmentMutants,
  ...splitMutants,
};

function datesOf({ earliest, due }: { earliest?: unknown; due?: unknown }): object {
  return { ...(earliest === undefined ? {} : { earliest }), ...(due === undefined ? {} : { due }) };
}

/** What a lie leaves out, so that only its price is wrong. */
function asPublished(claim: AtClaimant[0], { order }: AtClaimant[2]): object {
  if (claim.status === 'NONE') return {};
  const { id: claimId, claimant, publisher, offer } = claim;
  const { id: surplusOrderId, skill, level, licences, dataClass } = order;
  const { earliest, due } = offer;
  return {
    ...{ claimId, claimant, publisher, surplusOrderId, skill, level, licences, dataClass, earliest, due },
    ...{ confirmBy: 1, hardExpiry: 2 },
  };
}
