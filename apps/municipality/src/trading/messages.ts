import type { AwardTerms } from '#domain/trade/claim';
import type { SurplusOrder } from '#domain/trade/surplus-order';

/**
 * What towns say to each other about trade; every type is explained in docs/protocol.md. The process of a message is its claim, or
 * for the statement of a surplus order the surplus order.
 */
export interface TradeMessages {
  /** Publisher → addressee: the surplus order as it stands now. */
  'surplus-order.stated': { readonly surplusOrder: SurplusOrder };
  /** Claimant → publisher: we hold these minutes for you. */
  'claim.submitted': { readonly claimId: string; readonly surplusOrderId: string; readonly minutes: number };
  /** Publisher → claimant: it cannot be, and why. */
  'claim.declined': { readonly claimId: string; readonly reason: string };
  /** Publisher → claimant: these terms, with our signature over their hash. */
  'claim.awarded': { readonly terms: AwardTerms; readonly termsHash: string; readonly signature: string };
  /** Claimant → publisher: our signature over the same hash. */
  'award.confirmed': { readonly claimId: string; readonly termsHash: string; readonly signature: string };
  /** Publisher → claimant: your confirmation came in time; the award is in force. */
  'award.in-force': { readonly claimId: string; readonly termsHash: string };
  /** Publisher → claimant: the time to confirm has passed; the minutes are free again. */
  'award.lapsed': { readonly claimId: string };
}
