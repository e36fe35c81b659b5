import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refuse, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import type { RefusalCode } from '../refusals/catalogue.js';
import { owedOnCancellation } from './cancellation.js';
import { refusalsToClaim, refusalsToConfirm, termsKeepToOffer } from './claim.js';
import { remains, type Awarded, type ClaimAtClaimant, type Confirmed } from './claim-state.js';
import type { ClaimantAmendmentCommand, ClaimantAmendmentMessage } from './claimant-amendments.js';
import { claimantAmendments } from './claimant-amendments.js';
import { among, rowFor, rowsOf, step, type Heard, type None, type Step } from './machine.js';
import type { TradeMessages } from './messages.js';
import { completed, firstOffer, offerKeepsToOrder, refusalsToCounter } from './offer.js';
import type { CounterTerms, Offer, WantedTerms } from './offer.js';
import { tell } from './outgoing.js';
import { holdEnds, holdOfAwardEnds, type SurplusOrder } from './surplus-order.js';
import { workOf, workOfTerms } from './terms-work.js';

/** What a person at the claimant's asks for. Ids and signatures come in as values. */
export type ClaimantCommand =
  | ({
      readonly type: 'submit';
      readonly id: string;
      readonly claimant: MunicipalityCode;
      readonly minutes: number;
    } & Lawfulness)
  | { readonly type: 'withdraw' }
  | { readonly type: 'counter'; readonly offer: WantedTerms }
  | { readonly type: 'accept-counter' }
  | ({ readonly type: 'confirm'; readonly signature: string; readonly lotId: string } & Lawfulness)
  | ClaimantAmendmentCommand;

/** What the gate has against it at this moment (gate.ts); left out: nothing. */
export interface Lawfulness {
  readonly obstacles?: readonly Refusal[];
}

type ClaimantMessageType =
  'claim.declined' | 'claim.countered' | 'claim.awarded' | 'award.in-force' | 'award.lapsed' | 'award.terminated';

/** What the publisher says. `genuine`: the terms have the hash it names, and its signature over that hash holds. */
export type ClaimantMessage = ClaimantAmendmentMessage | Heard<TradeMessages, ClaimantMessageType>;

export type ClaimantEvent = ClaimantCommand | ClaimantMessage | { readonly type: 'time' };

/** The surplus order as the claimant knows it. */
interface Context {
  readonly order: SurplusOrder;
}

const on = rowsOf<ClaimAtClaimant | None, ClaimantEvent, Context>();

/** Every change that a claim can go through at its claimant's. What is not here does not happen. */
export const claimantTransitions = [
  on('submit', ['NONE'], ['SUBMITTED'], (_none, event, { order }, now) => {
    const { id, claimant, minutes, obstacles = [] } = event;
    const refusals = [...refusalsToClaim(order, minutes, claimant, now), ...obstacles];
    if (refusals.length > 0) return refuseAll(refusals);
    const offer = firstOffer(order, minutes);
    const [surplusOrderId, publisher, until] = [order.id, order.publisher, holdEnds(order)];
    return step(
      { status: 'SUBMITTED' as const, id, surplusOrderId, claimant, publisher, offer, lapsesAt: until },
      { do: 'hold', claimId: id, work: workOf(order, offer), until, instead: false },
      tell(publisher, id, 'claim.submitted', { claimId: id, surplusOrderId, minutes }),
    );
  }),

  on('withdraw', ['SUBMITTED', 'COUNTERED', 'AWARDED'], ['WITHDRAWN'], (claim) =>
    step(
      { ...remains(claim), status: 'WITHDRAWN' as const },
      { do: 'release', claimId: claim.id },
      tell(claim.publisher, claim.id, 'claim.withdrawn', { claimId: claim.id }),
    ),
  ),

  // Each side answers the other's offer, in turn, so that two offers never cross on their way.
  on('counter', ['COUNTERED'], ['COUNTERED'], (claim, event, { order }, now) => {
    if (claim.offer.by !== 'PUBLISHER') return notTheirTurn(claim);
    const terms = completed(order, claim.offer, event.offer);
    const refusals = refusalsToCounter(order, terms, claim.offer, now);
    if (refusals.length > 0) return refuseAll(refusals);
    const offer: Offer = { ...terms, by: 'CLAIMANT', number: claim.offer.number + 1 };
    return step(
      { ...claim, offer },
      { do: 'hold', claimId: claim.id, work: workOf(order, offer), until: claim.lapsesAt, instead: true },
      tell(claim.publisher, claim.id, 'claim.countered', {
        claimId: claim.id,
        number: offer.number,
        offer: termsOf(offer),
      }),
    );
  }),
  on('accept-counter', ['COUNTERED'], ['SUBMITTED'], (claim, _event, { order }) => {
    if (claim.offer.by !== 'PUBLISHER') return notTheirTurn(claim);
    const { number } = claim.offer;
    const offer: Offer = { ...termsOf(claim.offer), by: 'CLAIMANT', number: number + 1 };
    return step(
      { ...claim, status: 'SUBMITTED' as const, offer },
      { do: 'hold', claimId: claim.id, work: workOf(order, offer), until: claim.lapsesAt, instead: true },
      tell(claim.publisher, claim.id, 'counter.accepted', { claimId: claim.id, number }),
    );
  }),
  on(
    'claim.countered',
    ['SUBMITTED', 'COUNTERED'],
    ['COUNTERED'],
    (claim, { payload: { number, offer } }, { order }) => {
      // An answer to something else, or outside what was published, is none.
      if (claim.offer.by !== 'CLAIMANT' || number !== claim.offer.number + 1 || !offerKeepsToOrder(order, offer))
        return step(claim);
      return step({ ...claim, status: 'COUNTERED' as const, offer: { ...termsOf(offer), by: 'PUBLISHER', number } });
    },
  ),

  on('claim.awarded', ['SUBMITTED', 'COUNTERED'], ['AWARDED'], (claim, { payload, genuine }, { order }) => {
    const { terms, termsHash, signature } = payload;
    // An award on other terms than lie on the table is none: the claim stays open, and lapses.
    if (!genuine || claim.offer.by !== 'CLAIMANT' || !termsKeepToOffer(terms, claim, order)) return step(claim);
    const { lapsesAt: _, ...rest } = claim;
    return step<Awarded>(
      { ...rest, status: 'AWARDED', terms, termsHash, publisherSignature: signature },
      { do: 'narrow', claimId: claim.id, minutes: terms.minutes, until: holdOfAwardEnds(terms) },
    );
  }),
  on('confirm', ['AWARDED'], ['CONFIRMED'], (claim, event, { order }, now) => {
    const { signature, lotId, obstacles = [] } = event;
    const refusals = [...refusalsToConfirm(claim, now), ...obstacles];
    if (refusals.length > 0) return refuseAll(refusals);
    return step<Confirmed>(
      { ...claim, status: 'CONFIRMED', claimantSignature: signature, receiptPending: true, lotId },
      { do: 'firm', claimId: claim.id, lotId, work: workOfTerms(claim.terms, order) },
      tell(claim.publisher, claim.id, 'award.confirmed', {
        claimId: claim.id,
        termsHash: claim.termsHash,
        signature,
      }),
    );
  }),
  on('award.in-force', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) =>
    step(termsHash === claim.termsHash ? { ...claim, receiptPending: false } : claim),
  ),

  // How a claim ended is the publisher's word, also where the claimant's own clock has ended it before.
  on('claim.declined', ['SUBMITTED', 'COUNTERED'], ['DECLINED'], (claim, { payload: { reason } }) =>
    step({ ...remains(claim), status: 'DECLINED' as const, reason }, { do: 'release', claimId: claim.id }),
  ),
  on('claim.declined', ['LAPSED'], ['DECLINED'], (claim, { payload: { reason } }) =>
    claim.terms === undefined ? step({ ...remains(claim), status: 'DECLINED' as const, reason }) : step(claim),
  ),
  on('award.lapsed', ['SUBMITTED', 'COUNTERED', 'AWARDED'], ['LAPSED'], (claim) =>
    step({ ...remains(claim), status: 'LAPSED' as const }, { do: 'release', claimId: claim.id }),
  ),
  on('award.lapsed', ['CONFIRMED'], ['LAPSED'], (claim) =>
    // Pending, it came too late. In force, it is: the publisher cannot take its receipt back.
    claim.receiptPending
      ? step({ ...remains(claim), status: 'LAPSED' as const }, { do: 'release', claimId: claim.id, lotId: claim.lotId })
      : step(claim),
  ),
  on('award.terminated', ['SUBMITTED', 'COUNTERED', 'AWARDED'], ['TERMINATED'], (claim, event) =>
    step(terminated(claim, event.payload, false), { do: 'release', claimId: claim.id }),
  ),
  on('award.terminated', ['CONFIRMED'], ['TERMINATED'], (claim, event) =>
    // Its receipt would have come before this word: pending, the award was never in force. And of an amendment the publisher may not know yet.
    [claim.termsHash, claim.terms.amendment?.replaces].includes(event.payload.termsHash)
      ? step(terminated(claim, event.payload, !claim.receiptPending), {
          do: 'release',
          claimId: claim.id,
          lotId: claim.lotId,
        })
      : step(claim),
  ),
  on('award.terminated', ['LAPSED'], ['TERMINATED'], (claim, event) => step(terminated(claim, event.payload, false))),

  // An award waits for the publisher's word however long it takes; only an undecided claim ends by the claimant's clock.
  on('time', ['SUBMITTED', 'COUNTERED'], ['LAPSED'], (claim, _event, _context, now) =>
    now < claim.lapsesAt
      ? step(claim)
      : step({ ...remains(claim), status: 'LAPSED' as const }, { do: 'release', claimId: claim.id }),
  ),

  ...among<ClaimAtClaimant | None, ClaimantEvent, Context>(claimantAmendments),
];

/** Which refusal answers a command that the state has no row for. */
const refusalOf: Readonly<Record<ClaimantCommand['type'], RefusalCode>> = {
  submit: 'CLAIM_UNKNOWN',
  withdraw: 'CLAIM_NOT_WITHDRAWABLE',
  counter: 'CLAIM_NOT_NEGOTIABLE',
  'accept-counter': 'CLAIM_NOT_NEGOTIABLE',
  confirm: 'CLAIM_NOT_CONFIRMABLE',
  'propose-amendment': 'CLAIM_NOT_AMENDABLE',
  'accept-amendment': 'CLAIM_NOT_AMENDABLE',
  'decline-amendment': 'CLAIM_NOT_AMENDABLE',
  'withdraw-amendment': 'CLAIM_NOT_AMENDABLE',
};

/**
 * What becomes of a claim at its claimant's: a command that does not fit is refused, a message that does not fit, or is not from the
 * publisher, changes nothing.
 */
export function atClaimant(
  claim: ClaimAtClaimant | None,
  event: ClaimantEvent,
  context: Context,
  now: Instant,
  table: typeof claimantTransitions = claimantTransitions,
): Decision<Step<ClaimAtClaimant | None>> {
  if ('from' in event && claim.status !== 'NONE' && event.from !== claim.publisher) return step(claim);
  const row = rowFor(table, claim, event);
  if (row !== undefined) return row.step(claim, event, context, now);
  return event.type in refusalOf
    ? refuse(refusalOf[event.type as ClaimantCommand['type']], { field: 'claimId', status: claim.status })
    : accept({ state: claim, outgoing: [] });
}

function terminated(
  claim: Parameters<typeof remains>[0],
  { on, reason }: TradeMessages['award.terminated'],
  wasInForce: boolean,
): Extract<ClaimAtClaimant, { status: 'TERMINATED' }> {
  const terms = 'terms' in claim ? claim.terms : undefined;
  const owedYen = wasInForce && terms !== undefined ? owedOnCancellation(terms, on) : 0;
  return { ...remains(claim), status: 'TERMINATED', reason, cancelledOn: on, owedYen, wasInForce };
}

function notTheirTurn({ status }: { readonly status: string }): Decision<never> {
  return refuse('CLAIM_NOT_NEGOTIABLE', { field: 'claimId', status });
}

/** The agreed part of an offer and nothing else, whatever came along with it. */
function termsOf({ minutes, priceYen, earliest, due }: CounterTerms): CounterTerms {
  return { minutes, priceYen, earliest, due };
}
