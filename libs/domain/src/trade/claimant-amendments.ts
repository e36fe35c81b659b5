import { refuse, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { inForceBy, isOpenAmendment, keepsToAward, proposalsOf, refusalsOfAnswerTime } from './amendment.js';
import { refusalsToAmend, withoutAmendment, type Amendment } from './amendment.js';
import type { AwardTerms } from './claim.js';
import type { ClaimAtClaimant, Confirmed } from './claim-state.js';
import { rowsOf, step, type Heard, type None, type Step } from './machine.js';
import { reasonLength, type TradeMessages } from './messages.js';
import { tell, type Outgoing } from './outgoing.js';
import { workOfTerms } from './terms-work.js';
import type { SurplusOrder } from './surplus-order.js';

/** What a person at the claimant's does about amendments. Hash and signature are over the terms; `obstacles` as for a confirmation. */
export type ClaimantAmendmentCommand =
  | {
      readonly type: 'propose-amendment';
      readonly terms: AwardTerms;
      readonly termsHash: string;
      readonly obstacles?: readonly Refusal[];
    }
  | { readonly type: 'accept-amendment'; readonly signature: string; readonly obstacles?: readonly Refusal[] }
  | { readonly type: 'decline-amendment'; readonly reason: string }
  | { readonly type: 'withdraw-amendment' };

/** What the publisher says about them. `genuine`: hash and signature hold. */
export type ClaimantAmendmentMessage =
  | Heard<TradeMessages, 'amendment.proposed' | 'amendment.declined' | 'amendment.withdrawn'>
  | (Heard<TradeMessages, 'amendment.accepted'> & {
      /** This town's own signature over the hash, for the case that it comes into force. */
      readonly countersignature: string;
      /** What the gate and the town's capacity have against it at this moment; left out: nothing. */
      readonly obstacles?: readonly Refusal[];
    });

type Event = ClaimantAmendmentCommand | ClaimantAmendmentMessage | { readonly type: 'time' };

const on = rowsOf<ClaimAtClaimant | None, Event, { readonly order: SurplusOrder }>();

/** Every change that an amendment can go through at the claimant's, which has the last word about it. */
export const claimantAmendments = [
  on('propose-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, { terms, termsHash, obstacles = [] }, { order }) => {
    if (claim.receiptPending)
      return refuse('CLAIM_NOT_AMENDABLE', { field: 'claimId', status: `${claim.status}, receiptPending` });
    if (claim.amendment !== undefined) return refuse('AMENDMENT_OPEN', { field: 'claimId' });
    const refusals = [...refusalsToAmend(order, claim, terms), ...obstacles];
    if (refusals.length > 0) return refuseAll(refusals);
    const amendment: Amendment = { by: 'CLAIMANT', terms, termsHash };
    const proposals = { ...proposalsOf(claim), CLAIMANT: terms.amendment?.number ?? 0 };
    return step(
      { ...claim, amendment, proposals },
      tell(claim.publisher, claim.id, 'amendment.proposed', { claimId: claim.id, terms, termsHash }),
    );
  }),
  // The claimant takes its time for the new version, signs and has it in force: one step.
  on('accept-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, { signature, obstacles = [] }, { order }, now) => {
    const { amendment } = claim;
    if (amendment?.by !== 'PUBLISHER') return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const refusals = [...refusalsOfAnswerTime(amendment, now), ...obstacles];
    if (refusals.length > 0) return refuseAll(refusals);
    return intoForce(claim, amendment, amendment.publisherSignature ?? '', signature, order);
  }),
  on('decline-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim, { reason }) => {
    if (claim.amendment?.by !== 'PUBLISHER') return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    return step(withoutAmendment(claim), declined(claim, claim.amendment.termsHash, reason));
  }),
  on('withdraw-amendment', ['CONFIRMED'], ['CONFIRMED'], (claim) => {
    if (claim.amendment?.by !== 'CLAIMANT') return refuse('AMENDMENT_NOT_OPEN', { field: 'claimId' });
    const { termsHash } = claim.amendment;
    return step(
      withoutAmendment(claim),
      tell(claim.publisher, claim.id, 'amendment.withdrawn', { claimId: claim.id, termsHash }),
    );
  }),

  on('amendment.proposed', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload, genuine }, { order }, now) => {
    const { terms, termsHash, signature } = payload;
    const proposals = proposalsOf(claim);
    if (!genuine || signature === undefined) return step(claim);
    const number = terms.amendment?.number ?? 0;
    if (number <= proposals.PUBLISHER) return step(claim); // Heard before, in whatever message it comes.
    if (claim.receiptPending || !keepsToAward(order, claim, terms, 'PUBLISHER', now))
      return step(claim, declined(claim, termsHash, 'CLAIM_NOT_AMENDABLE'));
    const heard: Confirmed = { ...claim, proposals: { ...proposals, PUBLISHER: number } };
    if (claim.amendment !== undefined) return step(heard, declined(claim, termsHash, 'AMENDMENT_OPEN'));
    return step({ ...heard, amendment: { by: 'PUBLISHER', terms, termsHash, publisherSignature: signature } });
  }),
  on('amendment.accepted', ['CONFIRMED'], ['CONFIRMED'], (claim, event, { order }, now) => {
    const { payload, genuine, countersignature, obstacles = [] } = event;
    const { amendment } = claim;
    if (!genuine || !isOpenAmendment(claim, payload.termsHash, 'CLAIMANT') || amendment === undefined)
      return step(claim); // Withdrawn or lapsed meanwhile; the publisher has that word, or it is under way.
    if (now >= amendment.terms.hardExpiry) return lapsed(claim, amendment.termsHash, 'AMENDMENT_TOO_LATE');
    const [obstacle] = obstacles;
    if (obstacle !== undefined) return lapsed(claim, amendment.termsHash, obstacle.code);
    return intoForce(claim, amendment, payload.signature, countersignature, order);
  }),
  on('amendment.declined', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) =>
    step(isOpenAmendment(claim, termsHash, 'CLAIMANT') ? withoutAmendment(claim) : claim),
  ),
  // The publisher waits for the answer, also where it never came to the proposal. In force, it has been told so.
  on('amendment.withdrawn', ['CONFIRMED'], ['CONFIRMED'], (claim, { payload: { termsHash } }) => {
    if (termsHash === claim.termsHash) return step(claim);
    return lapsed(
      isOpenAmendment(claim, termsHash, 'PUBLISHER') ? claim : undefined,
      termsHash,
      'AMENDMENT_WITHDRAWN',
      claim,
    );
  }),

  on('time', ['CONFIRMED'], ['CONFIRMED'], (claim, _event, _context, now) => {
    const { amendment } = claim;
    if (amendment === undefined) return step(claim);
    const { confirmBy, hardExpiry } = amendment.terms;
    // Its own proposal may be signed and on its way; the publisher's is the claimant's alone to answer.
    return now < (amendment.by === 'CLAIMANT' ? hardExpiry : confirmBy)
      ? step(claim)
      : lapsed(claim, amendment.termsHash, 'AMENDMENT_TOO_LATE');
  }),
];

function intoForce(
  claim: Confirmed,
  amendment: Amendment,
  publisherSignature: string,
  claimantSignature: string,
  order: SurplusOrder,
): Decision<Step<Confirmed>> {
  const { termsHash, terms } = amendment;
  const payload = { claimId: claim.id, termsHash, signature: claimantSignature };
  const refirm: Outgoing = {
    ...{ do: 'refirm', claimId: claim.id, lotId: claim.lotId, work: workOfTerms(terms, order) },
  };
  return step(
    inForceBy(claim, amendment, publisherSignature, claimantSignature),
    refirm,
    tell(claim.publisher, claim.id, 'amendment.in-force', payload),
  );
}

function declined(claim: Confirmed, termsHash: string, reason: string): Outgoing {
  return tell(claim.publisher, claim.id, 'amendment.declined', { claimId: claim.id, termsHash, reason });
}

/** The claimant's word that nothing comes of an amendment. */
function lapsed(
  open: Confirmed | undefined,
  termsHash: string,
  reason: string,
  claim: Confirmed = open as Confirmed,
): Decision<Step<Confirmed>> {
  return step(
    open === undefined ? claim : withoutAmendment(open),
    tell(claim.publisher, claim.id, 'amendment.lapsed', { claimId: claim.id, termsHash, reason }),
  );
}
