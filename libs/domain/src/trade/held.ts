import type { ClaimAtClaimant, ClaimAtPublisher } from './claim-state.js';

/** What both ends of a claim must hold alike, by its state. What a clock or a crossing message may leave at one end only is not in it. */
export function heldOfClaim(claim: ClaimAtClaimant | ClaimAtPublisher): {
  readonly state: string;
  readonly content: object;
} {
  const { status: state, surplusOrderId, claimant, publisher } = claim;
  const parties = { surplusOrderId, claimant, publisher };
  switch (claim.status) {
    case 'SUBMITTED':
    case 'COUNTERED': {
      const { by, number, minutes, priceYen, earliest, due } = claim.offer;
      // The first offer is minutes on the published terms, and says no price: where a part of the surplus order was split off while the claim
      // was on its way, each end has reckoned its share of another price, a yen or so apart. The award's terms settle it.
      const price = number === 1 ? {} : { priceYen };
      return { state, content: { ...parties, offer: { by, number, minutes, ...price, earliest, due } } };
    }
    case 'AWARDED':
    case 'CONFIRMED': {
      const { termsHash, publisherSignature } = claim;
      const awarded = { ...parties, termsHash, publisherSignature };
      if (claim.status === 'AWARDED') return { state, content: awarded };
      // Pending, the claimant waits for the publisher's word: no publisher holds that state.
      const isPending = 'receiptPending' in claim && claim.receiptPending;
      const { claimantSignature } = claim;
      return { state: isPending ? 'CONFIRMED_PENDING' : state, content: { ...awarded, claimantSignature } };
    }
    case 'DECLINED':
      return { state, content: { ...parties, reason: claim.reason } };
    case 'TERMINATED': {
      const { reason, cancelledOn, owedYen } = claim;
      return { state, content: { ...parties, reason, cancelledOn, owedYen } };
    }
    default:
      // Its terms do not matter any more: an award may have crossed the end.
      return { state, content: parties };
  }
}

/** Ended by one end's clock while the other end's has not struck yet: nobody tells, both come to it. */
const byClock: readonly string[] = ['SUBMITTED', 'COUNTERED', 'AWARDED'];

/**
 * Of a claim that the publisher does not keep: on a surplus order that it does not have it declines, and one that was given up because it had
 * not arrived in its time it never hears of.
 */
const unseen: readonly string[] = ['DECLINED', 'WITHDRAWN', 'LAPSED'];

/** Whether two unequal states of a claim may stand beside each other with nothing left to say. */
export function claimMayDiffer(here: string, there: string): boolean {
  const pair = (one: string, others: readonly string[]): boolean =>
    (here === one && others.includes(there)) || (there === one && others.includes(here));
  return pair('LAPSED', byClock) || pair('NONE', unseen);
}

/**
 * What both ends of an award in force must hold alike of its versions: those that were in force before, and the one that lies open; undefined
 * where it has never been amended. That the publisher has taken its proposal back is a word under way as long as it lies open.
 */
export function heldOfAmendments(
  claim: ClaimAtClaimant | ClaimAtPublisher,
): { readonly state: string; readonly content: object } | undefined {
  if (claim.status !== 'CONFIRMED') return undefined;
  const { amendment, earlier = [] } = claim;
  if (amendment === undefined && earlier.length === 0) return undefined;
  const before = earlier.map(({ termsHash, publisherSignature, claimantSignature }) => ({
    ...{ termsHash, publisherSignature, claimantSignature },
  }));
  if (amendment === undefined) return { state: 'IN_FORCE', content: { before } };
  const { by, termsHash, publisherSignature = null } = amendment;
  return { state: 'OPEN', content: { before, open: { by, termsHash, publisherSignature } } };
}
