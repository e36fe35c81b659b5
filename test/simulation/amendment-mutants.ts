import type { Instant } from '#domain/calendar/date';
import type { ClaimAtPublisher } from '#domain/trade/claim-state';
import type { Outgoing } from '#domain/trade/outgoing';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';

// Faults that one could make about amendments, planted as those of mutants.ts are.

type AtClaimant = Parameters<Protocol['atClaimant']>;
type AtPublisher = Parameters<Protocol['atPublisher']>;

const real = realProtocol;
const earlier = (now: Instant): Instant => (now - 200 * 3_600_000) as Instant;

const claimantHears = (change: (...facts: AtClaimant) => AtClaimant): Partial<Protocol> => ({
  atClaimant: (...facts) => real.atClaimant(...change(...facts)),
});
const publisherHears = (change: (...facts: AtPublisher) => AtPublisher): Partial<Protocol> => ({
  atPublisher: (...facts) => real.atPublisher(...change(...facts)),
});
const isAbout = (one: Outgoing, what: string): boolean => one.do === what || (one.do === 'tell' && one.type === what);

/** The claimant leaves out an effect or a message. */
const claimantDrops = (what: string): Partial<Protocol> => ({
  atClaimant: (...facts) => {
    const decision = real.atClaimant(...facts);
    if (!decision.ok) return decision;
    const outgoing = decision.value.outgoing.filter((one) => !isAbout(one, what));
    return { ok: true, value: { ...decision.value, outgoing } };
  },
});
/** The publisher, on one kind of event, leaves out effects or messages. */
const publisherDrops = (on: string, ...what: readonly string[]): Partial<Protocol> => ({
  atPublisher: (...facts) => {
    const decision = real.atPublisher(...facts);
    if (!decision.ok || facts[1].type !== on) return decision;
    const outgoing = decision.value.outgoing.filter((one) => !what.some((each) => isAbout(one, each)));
    return { ok: true, value: { ...decision.value, outgoing } };
  },
});
/** The publisher, on one kind of event, makes something else of a confirmed claim. */
const publisherMakes = (
  on: string,
  change: (claim: Extract<ClaimAtPublisher, { status: 'CONFIRMED' }>) => ClaimAtPublisher,
): Partial<Protocol> => ({
  atPublisher: (...facts) => {
    const decision = real.atPublisher(...facts);
    if (!decision.ok || facts[1].type !== on || decision.value.state.claim.status !== 'CONFIRMED') return decision;
    const state = { ...decision.value.state, claim: change(decision.value.state.claim) };
    return { ok: true, value: { ...decision.value, state } };
  },
});

export const amendmentMutants: Readonly<Record<string, Partial<Protocol>>> = {
  'the claimant does not say that an amendment is in force': claimantDrops('amendment.in-force'),
  'the claimant takes no time for a new version': claimantDrops('refirm'),
  'the claimant lets an amendment lapse without a word': claimantDrops('amendment.lapsed'),
  'the claimant declines an amendment without a word': claimantDrops('amendment.declined'),
  'the claimant takes its proposal back without a word': claimantDrops('amendment.withdrawn'),
  'the publisher declines an amendment without a word': publisherDrops('decline-amendment', 'amendment.declined'),
  'the publisher signs an amendment without a word': publisherDrops('accept-amendment', 'amendment.accepted'),
  'minutes sent do not follow an amendment': publisherDrops('amendment.in-force', 'sent', 'unsent'),
  'the publisher does not keep the minutes of both versions': {
    atPublisher: (at, event, now) => {
      const decision = real.atPublisher(at, event, now);
      if (!decision.ok || (event.type !== 'propose-amendment' && event.type !== 'accept-amendment')) return decision;
      return { ok: true, value: { ...decision.value, state: { ...decision.value.state, order: at.order } } };
    },
  },
  'the publisher takes its proposal back without waiting for the answer': publisherMakes(
    'withdraw-amendment',
    ({ amendment: _, ...claim }) => claim,
  ),
  'the publisher has a version in force that it alone has signed': publisherMakes('accept-amendment', (claim) =>
    claim.amendment === undefined
      ? claim
      : { ...claim, terms: claim.amendment.terms, termsHash: claim.amendment.termsHash },
  ),
  'the claimant agrees to an amendment after its time': claimantHears((claim, event, context, now) => [
    claim,
    event,
    context,
    event.type === 'accept-amendment' ? earlier(now) : now,
  ]),
  'an amendment never lapses at the claimant': claimantHears((claim, event, context, now) => [
    claim,
    event,
    context,
    event.type === 'time' && claim.status === 'CONFIRMED' ? earlier(earlier(earlier(now))) : now,
  ]),
  'the claimant takes an amendment at any price': claimantHears((claim, event, { order }, now) => [
    claim,
    event,
    { order: event.type === 'amendment.proposed' ? { ...order, priceYen: 1 } : order },
    now,
  ]),
  'the publisher believes any word that an amendment is in force': publisherHears((at, event, now) => [
    at,
    event.type === 'amendment.in-force' && at.claim.status === 'CONFIRMED' && at.claim.amendment !== undefined
      ? { ...event, genuine: true, payload: { ...event.payload, termsHash: at.claim.amendment.termsHash } }
      : event,
    now,
  ]),
  'a proposal that comes again is a new one': claimantHears((claim, event, context, now) => {
    if (event.type !== 'amendment.proposed' || claim.status !== 'CONFIRMED') return [claim, event, context, now];
    return [{ ...claim, proposals: { CLAIMANT: 0, PUBLISHER: 0 } }, event, context, now];
  }),
  'a cancellation that does not know the newest version is not heard': {
    atClaimant: (claim, event, context, now) =>
      event.type === 'award.terminated' && claim.status === 'CONFIRMED' && event.payload.termsHash !== claim.termsHash
        ? { ok: true, value: { state: claim, outgoing: [] } }
        : real.atClaimant(claim, event, context, now),
  },
};
