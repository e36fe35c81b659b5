import { municipalityGraph } from '#graph/municipality.graph';
import type { ClaimGraph } from './trading.graph.js';
import type { Claim } from './trading.service.js';

/** A claim as its parties see it; from the first day of work on, its state is how far that is. */
export function claimGraph(claim: Claim): ClaimGraph {
  const { id, minutes, termsHash, receiptPending, surplusOrderId, lotId, terms, reason, owedYen } = claim;
  const status = claim.status === 'CONFIRMED' ? (claim.progress ?? claim.status) : claim.status;
  const { by, ...offer } = claim.offer;
  return {
    ...{ id, status, minutes, termsHash, receiptPending, surplusOrderId, lotId, reason, owedYen },
    offer: { ...offer, municipality: municipalityGraph(by === 'CLAIMANT' ? claim.claimant : claim.publisher) },
    municipality: municipalityGraph(claim.claimant),
    priceYen: terms?.priceYen ?? null,
    confirmBy: terms?.confirmBy ?? null,
  };
}
