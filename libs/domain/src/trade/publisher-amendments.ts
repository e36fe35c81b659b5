import { refuse, refuseAll, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { inForceBy, isOpenAmendment, keepsToAward, proposalsOf, refusalsOfAnswerTime } from './amendment.js';
import { refusalsOfMore, refusalsToAmend, withoutAmendment, type Amendment, type SignedTerms } from './amendment.js';
import { owedOnCancellation } from './cancellation.js';
import type { AwardTerms } from './claim.js';
import type { ClaimAtPublisher, InForce, Terminated } from './claim-state.js';
import { rowsOf, step, type Heard, type None } from './machine.js';
import { reasonLength, type TradeMessages } from './messages.js';
import { tell, type Outgoing } from './outgoing.js';
import type { SurplusOrder } from './surplus-order.js';

/** What a person at the publisher's does about amendments. Hash and signature are over the terms; `obstacles`: what the gate says. */
export type PublisherAmendmentCommand =
  | {
      readonly type: 'propose-amendment';
      readonly terms: AwardTerms;
      readonly termsHash: string;
      readonly signature: string;
      readonly obstacles?: readonly Refusal[];
    }
  | { readonly type: 'accept-amendment'; readonly signature: string; readonly obstacles?: readonly Refusal[] }
  | { readonly type: 'decline-amendment'; readonly reason: string }
  | { readonly type: 'withdraw-amendment' };

type Told =
  'amendment.proposed' | 'amendment.in-force' | 'amendment.declined' | 'amendment.withdrawn' | 'amendment.lapsed';

/** What the claimant says about them. `genuine`: hash and signature hold. */
export type PublisherAmendmentMessage = Heard<TradeMessages, Told>;

type Event = PublisherAmendmentCommand | PublisherAmendmentMessage;

const on = rowsOf<ClaimAtPublisher | None, Event, { readonly order: SurplusOrder }>();

/** Every change that an amendment can go through at the publisher's. Once it has signed, it waits for the claimant's word. */
export const publisherAmendments = [
  on('propose-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, event, { order }) => {
    const { terms, termsHash, signature, obstacles = [] } = event;
    if (claim.amendment !== undefined) return refuse('AMENDMENT_OPEN', { field: 'claimId' });
    const refusals = [...refusalsToAmend(order, claim, terms), ...obstacles];
    if (refusals.length > 0) return refuseAll(refusals);
    const amendment: Amendment = { by: 'PUBLISHER', terms, termsHash, publisherSignature: signature };
    const proposals = { ...proposalsOf(claim), PUBLISHER: terms.amendment?.number ?? 0 };
    return step(
      { ...claim, amendment, proposals },
      tell(claim.claimant, claim.id, 'amendment.proposed', { claimId: claim.id, terms, termsHash, signature }),
    );
  }),
  on('accept-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, { signature, obstacles = [] }, { order }, now) => {
    const { amendment } = claim;
    if (amendment?.by !== 'CLAIMANT' || amendment.publisherSignature !== undefined)
      return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const { terms, termsHash } = amendment;
    const refusals = [
      ...refusalsOfAnswerTime(amendment, now),
      ...refusalsOfMore(order, claim, terms.minutes),
      ...obstacles,
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    return step(
      { ...claim, amendment: { ...amendment, publisherSignature: signature } },
      tell(claim.claimant, claim.id, 'amendment.accepted', { claimId: claim.id, termsHash, signature }),
    );
  }),
  on('decline-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, { reason }) => {
    const { amendment } = claim;
    if (amendment?.by !== 'CLAIMANT' || amendment.publisherSignature !== undefined)
      return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    return step(withoutAmendment(claim), declined(claim, amendment.termsHash, reason));
  }),
  // The claimant may have agreed already: its word says so.
  on('withdraw-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim) => {
    const { amendment } = claim;
    if (amendment?.by !== 'PUBLISHER' || amendment.withdrawn === true)
      return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const { termsHash } = amendment;
    return step(
      { ...claim, amendment: { ...amendment, withdrawn: true } },
      tell(claim.claimant, claim.id, 'amendment.withdrawn', { claimId: claim.id, termsHash }),
    );
  }),

  on('amendment.proposed', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload, genuine }, { order }, now) => {
    const { terms, termsHash } = payload;
    const proposals = proposalsOf(claim);
    if (!genuine) return step(claim);
    const number = terms.amendment?.number ?? 0;
    if (number <= proposals.CLAIMANT) return step(claim);
    if (!keepsToAward(order, claim, terms, 'CLAIMANT', now))
      return step(claim, declined(claim, termsHash, 'CLAIM_NOT_AMENDABLE'));
    const heard: InForce = { ...claim, proposals: { ...proposals, CLAIMANT: number } };
    if (claim.amendment !== undefined) return step(heard, declined(claim, termsHash, 'AMENDMENT_OPEN'));
    return step({ ...heard, amendment: { by: 'CLAIMANT', terms, termsHash } });
  }),
  on('amendment.in-force', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload, genuine }) => {
    const { amendment } = claim;
    const ours = amendment?.publisherSignature;
    if (!genuine || amendment?.termsHash !== payload.termsHash || ours === undefined) return step(claim);
    return step(inForceBy(claim, amendment, ours, payload.signature));
  }),
  // It was in force before the claimant heard of the cancellation, which is reckoned by it.
  on('amendment.in-force', ['TERMINATED'], ['TERMINATED'], (claim, { payload, genuine }) => {
    const { amendment } = claim;
    const ours = amendment?.publisherSignature;
    if (!genuine || amendment?.termsHash !== payload.termsHash || ours === undefined) return step(claim);
    const { terms, termsHash } = amendment;
    const amended: SignedTerms = { terms, termsHash, publisherSignature: ours, claimantSignature: payload.signature };
    const { amendment: _, ...rest } = claim;
    const after: Terminated = { ...rest, terms, amended, owedYen: owedOnCancellation(terms, claim.cancelledOn) };
    return step(after);
  }),
  on('amendment.declined', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) =>
    step(isOpenAmendment(claim, termsHash, 'PUBLISHER') ? withoutAmendment(claim) : claim),
  ),
  on('amendment.withdrawn', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) =>
    step(isOpenAmendment(claim, termsHash, 'CLAIMANT') ? withoutAmendment(claim) : claim),
  ),
  on('amendment.lapsed', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) =>
    step(isOpenAmendment(claim, termsHash) ? withoutAmendment(claim) : claim),
  ),
];

function declined(claim: InForce, termsHash: string, reason: string): Outgoing {
  return tell(claim.claimant, claim.id, 'amendment.declined', { claimId: claim.id, termsHash, reason });
}
