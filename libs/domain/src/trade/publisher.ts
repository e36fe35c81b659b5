import { dateInTokyo, type Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { publisherOfClaimId, townOfId } from '../municipality/ids.js';
import { accept, refuse, refuseAll, type Decision } from '../refusals/decision.js';
import type { RefusalCode } from '../refusals/catalogue.js';
import { refusalsOfText } from '../text/text.js';
import { reservedMinutes } from './amendment.js';
import { owedOnCancellation } from './cancellation.js';
import { confirmationInTime, refusalsToAward, refusalsToClaim, type AwardTerms } from './claim.js';
import { remains, type Awarded, type ClaimAtPublisher, type InForce, type Terminated } from './claim-state.js';
import type { Lawfulness } from './claimant.js';
import { among, rowFor, rowsOf, step, type None, type Step } from './machine.js';
import { reasonLength, type TradeMessages } from './messages.js';
import { completed, firstOffer, offerKeepsToOrder, refusalsToCounter, type Offer } from './offer.js';
import type { WantedTerms } from './offer.js';
import { state, tell, type Outgoing } from './outgoing.js';
import type { PublisherAmendmentCommand, PublisherAmendmentMessage } from './publisher-amendments.js';
import { publisherAmendments } from './publisher-amendments.js';
import { awardsEnd, withAwarded, type SurplusOrder } from './surplus-order.js';

/** What a person at the publisher's asks for. The terms are those of `termsOfAward` at the same moment; hash and signature are over them. */
export type PublisherCommand =
  | {
      readonly type: 'award';
      readonly minutes: number;
      readonly terms: AwardTerms;
      readonly termsHash: string;
      readonly signature: string;
    }
  | { readonly type: 'counter'; readonly offer: WantedTerms }
  | { readonly type: 'decline'; readonly reason: string }
  | PublisherAmendmentCommand;

type PublisherMessageType =
  'claim.submitted' | 'claim.withdrawn' | 'claim.countered' | 'counter.accepted' | 'award.confirmed';

/** What the claimant says. `genuine`: its signature over the terms hash holds. */
export type PublisherMessage =
  | PublisherAmendmentMessage
  | {
      readonly [T in PublisherMessageType]: {
        readonly type: T;
        readonly from: MunicipalityCode;
        readonly payload: TradeMessages[T];
        readonly genuine: boolean;
      } & (T extends 'claim.submitted' ? Lawfulness : unknown);
    }[PublisherMessageType];

export type PublisherEvent =
  | PublisherCommand
  | PublisherMessage
  | { readonly type: 'time' }
  /** The surplus order was withdrawn or cancelled. */
  | { readonly type: 'order-ended'; readonly reason: string };

interface Context {
  readonly order: SurplusOrder;
}

const on = rowsOf<ClaimAtPublisher | None, PublisherEvent, Context>();

/** Every change that a claim can go through at the publisher's. What is not here does not happen. */
export const publisherTransitions = [
  // The publisher takes a claim down, or declines it at once where it can no longer be.
  on('claim.submitted', ['NONE'], ['SUBMITTED', 'DECLINED'], (none, event, { order }, now) => {
    const { from, payload, obstacles = [] } = event;
    const { claimId: id, minutes } = payload;
    const { id: surplusOrderId, publisher } = order;
    if (townOfId(id) !== from || publisherOfClaimId(id) !== publisher) return step(none); // No claim of that town on this one.
    if (!Number.isSafeInteger(minutes) || minutes < 1)
      return step(none, tell(from, id, 'claim.declined', { claimId: id, reason: 'MINUTES_NOT_POSITIVE' }));
    const parties = { id, surplusOrderId, claimant: from, publisher, offer: firstOffer(order, minutes) };
    const [obstacle] = [...refusalsToClaim(order, minutes, from, now), ...obstacles];
    if (obstacle === undefined) return step({ ...parties, status: 'SUBMITTED' as const, lapsesAt: awardsEnd(order) });
    const reason = obstacle.code;
    return step(
      { ...parties, status: 'DECLINED' as const, reason },
      tell(from, id, 'claim.declined', { claimId: id, reason }),
    );
  }),

  on('decline', ['SUBMITTED', 'COUNTERED'], ['DECLINED'], (claim, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    return refusals.length > 0
      ? refuseAll(refusals)
      : step(
          { ...remains(claim), status: 'DECLINED' as const, reason },
          tell(claim.claimant, claim.id, 'claim.declined', { claimId: claim.id, reason }),
        );
  }),

  // Each side answers the other's offer, in turn, so that two offers never cross on their way.
  on('counter', ['SUBMITTED', 'COUNTERED'], ['COUNTERED'], (claim, event, { order }, now) => {
    if (claim.offer.by !== 'CLAIMANT')
      return refuse<never>('CLAIM_NOT_NEGOTIABLE', { field: 'claimId', status: claim.status });
    const offer = completed(order, claim.offer, event.offer);
    const refusals = refusalsToCounter(order, offer, claim.offer, now);
    if (refusals.length > 0) return refuseAll(refusals);
    const number = claim.offer.number + 1;
    return step(
      { ...claim, status: 'COUNTERED' as const, offer: { ...offer, by: 'PUBLISHER', number } },
      tell(claim.claimant, claim.id, 'claim.countered', { claimId: claim.id, number, offer }),
    );
  }),
  on('claim.countered', ['COUNTERED'], ['COUNTERED'], (claim, { payload: { number, offer } }, { order }) => {
    if (claim.offer.by !== 'PUBLISHER' || number !== claim.offer.number + 1 || !offerKeepsToOrder(order, offer))
      return step(claim);
    const { minutes, priceYen, earliest, due } = offer;
    const theirs: Offer = { minutes, priceYen, earliest, due, by: 'CLAIMANT', number };
    return step({ ...claim, offer: theirs });
  }),
  on('counter.accepted', ['COUNTERED'], ['SUBMITTED'], (claim, { payload: { number } }) =>
    claim.offer.by === 'PUBLISHER' && number === claim.offer.number
      ? step({
          ...claim,
          status: 'SUBMITTED' as const,
          offer: { ...claim.offer, by: 'CLAIMANT' as const, number: number + 1 },
        })
      : step(claim),
  ),

  on('award', ['SUBMITTED', 'COUNTERED'], ['AWARDED'], (claim, event, { order }, now) => {
    const refusals = refusalsToAward(order, claim, event.minutes, now);
    if (refusals.length > 0) return refuseAll(refusals);
    const { terms, termsHash, signature } = event;
    const { lapsesAt: _, ...rest } = claim;
    return step<Awarded>(
      { ...rest, status: 'AWARDED', terms, termsHash, publisherSignature: signature },
      tell(claim.claimant, claim.id, 'claim.awarded', { terms, termsHash, signature }),
    );
  }),
  // The publisher takes the claimant's signature until the hard expiry, and says so either way.
  on('award.confirmed', ['AWARDED'], ['CONFIRMED', 'LAPSED'], (claim, { payload, genuine }, _context, now) => {
    if (!genuine || payload.termsHash !== claim.termsHash) return step<Awarded | InForce>(claim);
    if (!confirmationInTime(claim.terms, now)) return lapse(claim);
    return step<InForce>(
      { ...claim, status: 'CONFIRMED', claimantSignature: payload.signature },
      tell(claim.claimant, claim.id, 'award.in-force', { claimId: claim.id, termsHash: claim.termsHash }),
    );
  }),
  on('award.confirmed', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload, genuine }) =>
    genuine && payload.termsHash === claim.termsHash
      ? step(claim, tell(claim.claimant, claim.id, 'award.in-force', { claimId: claim.id, termsHash: claim.termsHash }))
      : step(claim),
  ),
  on('award.confirmed', ['LAPSED'], ['LAPSED'], (claim, { genuine }) =>
    genuine && claim.terms !== undefined
      ? step(claim, tell(claim.claimant, claim.id, 'award.lapsed', { claimId: claim.id }))
      : step(claim),
  ),

  on('claim.withdrawn', ['SUBMITTED', 'COUNTERED', 'AWARDED'], ['WITHDRAWN'], (claim) =>
    step({ ...remains(claim), status: 'WITHDRAWN' as const }),
  ),
  // The claimant had withdrawn before it heard: its withdrawal is how the claim ended, on both sides.
  on('claim.withdrawn', ['DECLINED', 'LAPSED'], ['WITHDRAWN'], (claim) =>
    step({ ...remains(claim), status: 'WITHDRAWN' as const }),
  ),
  on('claim.withdrawn', ['TERMINATED'], ['WITHDRAWN'], (claim) =>
    claim.wasInForce ? step(claim) : step({ ...remains(claim), status: 'WITHDRAWN' as const }),
  ),

  on('order-ended', ['SUBMITTED', 'COUNTERED'], ['DECLINED'], (claim) =>
    step(
      { ...remains(claim), status: 'DECLINED' as const, reason: 'SURPLUS_ORDER_CLOSED' },
      tell(claim.claimant, claim.id, 'claim.declined', { claimId: claim.id, reason: 'SURPLUS_ORDER_CLOSED' }),
    ),
  ),
  on('order-ended', ['AWARDED', 'CONFIRMED'], ['TERMINATED'], (claim, { reason }, _context, now) => {
    const cancelledOn = dateInTokyo(now);
    const wasInForce = claim.status === 'CONFIRMED';
    const owedYen = wasInForce ? owedOnCancellation(claim.terms, cancelledOn) : 0;
    const { id: claimId, termsHash } = claim;
    const amendment = claim.status === 'CONFIRMED' ? claim.amendment : undefined;
    const open = amendment?.publisherSignature === undefined ? {} : { amendment };
    return step<Terminated>(
      { ...remains(claim), ...open, status: 'TERMINATED', reason, cancelledOn, owedYen, wasInForce },
      tell(claim.claimant, claimId, 'award.terminated', { claimId, termsHash, on: cancelledOn, reason }),
    );
  }),

  on('time', ['SUBMITTED', 'COUNTERED'], ['LAPSED'], (claim, _event, _context, now) =>
    now < claim.lapsesAt ? step(claim) : step({ ...remains(claim), status: 'LAPSED' as const }),
  ),
  on('time', ['AWARDED'], ['LAPSED'], (claim, _event, _context, now) =>
    confirmationInTime(claim.terms, now) ? step(claim) : lapse(claim),
  ),

  ...among<ClaimAtPublisher | None, PublisherEvent, Context>(publisherAmendments),
];

/** Which refusal answers a command that the state has no row for. */
const refusalOf: Readonly<Record<PublisherCommand['type'], RefusalCode>> = {
  award: 'CLAIM_NOT_AWARDABLE',
  counter: 'CLAIM_NOT_NEGOTIABLE',
  decline: 'CLAIM_NOT_DECLINABLE',
  'propose-amendment': 'CLAIM_NOT_AMENDABLE',
  'accept-amendment': 'CLAIM_NOT_AMENDABLE',
  'decline-amendment': 'CLAIM_NOT_AMENDABLE',
  'withdraw-amendment': 'CLAIM_NOT_AMENDABLE',
};

/** A claim at its publisher's, with the surplus order that it is on. */
export interface ClaimOnOrder {
  readonly order: SurplusOrder;
  readonly claim: ClaimAtPublisher | None;
}

/**
 * What becomes of a claim, and of the surplus order by it, at the publisher's. Minutes awarded and minutes sent follow from the claim's
 * state before and after, so that the surplus order and its lot cannot say something else than the claims.
 */
export function atPublisher(
  { order, claim }: ClaimOnOrder,
  event: PublisherEvent,
  now: Instant,
  table: typeof publisherTransitions = publisherTransitions,
): Decision<Step<ClaimOnOrder>> {
  const isParty = !('from' in event) || claim.status === 'NONE' || event.from === claim.claimant;
  const row = isParty ? rowFor(table, claim, event) : undefined;
  if (row === undefined)
    return event.type in refusalOf
      ? refuse(refusalOf[event.type as PublisherCommand['type']], { field: 'claimId', status: claim.status })
      : accept({ state: { order, claim }, outgoing: [] });
  const decision = row.step(claim, event, { order }, now);
  if (!decision.ok) return decision;
  const { state: after, outgoing } = decision.value;
  const [taken, sent] = [takenMinutes(after) - takenMinutes(claim), sentMinutes(after) - sentMinutes(claim)];
  const changed = taken === 0 ? order : withAwarded(order, order.awardedMinutes + taken);
  return accept({
    state: { order: changed, claim: after },
    outgoing: [...effectsOfSent(sent), ...outgoing, ...(taken === 0 ? [] : state(changed))],
  });
}

function effectsOfSent(minutes: number): Outgoing[] {
  if (minutes === 0) return [];
  return [minutes > 0 ? { do: 'sent', minutes } : { do: 'unsent', minutes: -minutes }];
}

/** Minutes of the surplus order that a claim takes. */
export function takenMinutes(claim: ClaimAtPublisher | None): number {
  if (claim.status === 'CONFIRMED') return reservedMinutes(claim);
  return claim.status === 'AWARDED' ? claim.terms.minutes : 0;
}

/** Minutes of the lot that another town does by an award in force. */
export function sentMinutes(claim: ClaimAtPublisher | None): number {
  return claim.status === 'CONFIRMED' ? claim.terms.minutes : 0;
}

function lapse(claim: Awarded): Decision<Step<Extract<ClaimAtPublisher, { status: 'LAPSED' }>>> {
  return step(
    { ...remains(claim), status: 'LAPSED' as const },
    tell(claim.claimant, claim.id, 'award.lapsed', { claimId: claim.id }),
  );
}
