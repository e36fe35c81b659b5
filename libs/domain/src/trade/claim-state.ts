import type { Instant, IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { Amendable, Amendment, SignedTerms } from './amendment.js';
import type { AwardTerms } from './claim.js';
import type { Offer } from './offer.js';

// A claim as its two parties keep it: one type for each state, with only the facts that are true in it.

interface Parties {
  readonly id: string;
  readonly surplusOrderId: string;
  readonly claimant: MunicipalityCode;
  readonly publisher: MunicipalityCode;
}

interface Open extends Parties {
  readonly offer: Offer;
  /** When it ends by itself if nobody decides: at the claimant's with its hold, at the publisher's with its time to award. */
  readonly lapsesAt: Instant;
}

/** 申出中. The claimant's offer lies on the table. */
export interface Submitted extends Open {
  readonly status: 'SUBMITTED';
}

/** 条件調整中. A counter-offer lies on the table; whose, its `by` says. */
export interface Countered extends Open {
  readonly status: 'COUNTERED';
}

/** What the publisher has signed. */
interface SignedByPublisher extends Parties {
  readonly offer: Offer;
  readonly terms: AwardTerms;
  readonly termsHash: string;
  readonly publisherSignature: string;
}

/** 決定. The publisher has signed; the claimant has yet to. */
export interface Awarded extends SignedByPublisher {
  readonly status: 'AWARDED';
}

/** 確認済, at the publisher's: both have signed the same hash, and the award is in force. */
export interface InForce extends SignedByPublisher, Amendable {
  readonly status: 'CONFIRMED';
  readonly claimantSignature: string;
}

/** 確認済, at the claimant's: it has signed, and may not know yet whether the publisher took it. */
export interface Confirmed extends InForce {
  readonly receiptPending: boolean;
  /** The lot that the claim became. */
  readonly lotId: string;
}

interface Over extends Parties {
  readonly offer: Offer;
  /** What had been awarded, where it had come to that. */
  readonly terms?: AwardTerms;
}

/** 不成立. The publisher said no. */
export interface Declined extends Over {
  readonly status: 'DECLINED';
  readonly reason: string;
}

/** 取下げ. The claimant took it back. */
export interface Withdrawn extends Over {
  readonly status: 'WITHDRAWN';
}

/** 失効. Nobody decided or confirmed in time. */
export interface Lapsed extends Over {
  readonly status: 'LAPSED';
}

/** 終了. The publisher cancelled after the award. */
export interface Terminated extends Over {
  readonly status: 'TERMINATED';
  readonly reason: string;
  readonly cancelledOn: IsoDate;
  /** What the publisher owes for it; 0 where the award was not in force. */
  readonly owedYen: number;
  readonly wasInForce: boolean;
  /** At the publisher's: an amendment that it has signed and that may be in force without its knowing. */
  readonly amendment?: Amendment;
  /** The terms that it was terminated on, where they turned out to be an amendment's. */
  readonly amended?: SignedTerms;
}

export type Ended = Declined | Withdrawn | Lapsed | Terminated;
export type ClaimAtClaimant = Submitted | Countered | Awarded | Confirmed | Ended;
export type ClaimAtPublisher = Submitted | Countered | Awarded | InForce | Ended;

/** What is left of a claim that is over. */
export function remains(claim: ClaimAtClaimant | ClaimAtPublisher): Over {
  const { id, surplusOrderId, claimant, publisher, offer } = claim;
  const terms = 'terms' in claim ? claim.terms : undefined;
  return { id, surplusOrderId, claimant, publisher, offer, ...(terms === undefined ? {} : { terms }) };
}
