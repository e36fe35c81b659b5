import type { IsoDate } from '../calendar/date.js';
import type { ReworkCause } from '../performance/rework-cause.js';
import type { Statement } from '../settlement/statement.js';
import type { AwardTerms } from './claim.js';
import type { CounterTerms } from './offer.js';
import type { SurplusOrder } from './surplus-order.js';

/**
 * What towns say to each other about trade; every type is explained in docs/protocol.md. The process of a message is its claim, or
 * for the statement of a surplus order the surplus order.
 */
export interface TradeMessages {
  /** Publisher → addressee: the surplus order as it stands now. */
  'surplus-order.stated': { readonly surplusOrder: SurplusOrder };
  /** Claimant → publisher: we hold these minutes for you. */
  'claim.submitted': { readonly claimId: string; readonly surplusOrderId: string; readonly minutes: number };
  /** Either → the other: not those terms, but these; `number` counts the offers of the claim. */
  'claim.countered': { readonly claimId: string; readonly number: number; readonly offer: CounterTerms };
  /** Claimant → publisher: we claim on the terms of your offer of this number. */
  'counter.accepted': { readonly claimId: string; readonly number: number };
  /** Claimant → publisher: we take the claim back, awarded or not. */
  'claim.withdrawn': { readonly claimId: string };
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
  /** Publisher → claimant: the work is cancelled, on this day and for this reason. */
  'award.terminated': {
    readonly claimId: string;
    readonly termsHash: string;
    readonly on: IsoDate;
    readonly reason: string;
  };
  /** Claimant → publisher: the work has begun. */
  'work.started': { readonly claimId: string; readonly startedOn: IsoDate };
  /** Claimant → publisher: these minutes are done, by the version of the award with this hash. */
  'work.delivered': {
    readonly claimId: string;
    readonly number: number;
    readonly minutes: number;
    readonly reworkMinutes: number;
    readonly note: string;
    readonly deliveredOn: IsoDate;
    readonly termsHash: string;
  };
  /** Publisher → claimant: so many minutes of the delivery are as they should be. */
  'delivery.accepted': {
    readonly claimId: string;
    readonly number: number;
    readonly minutes: number;
    readonly acceptedOn: IsoDate;
  };
  /** Publisher → claimant: they are not, why, and whose cause it is. */
  'delivery.rejected': {
    readonly claimId: string;
    readonly number: number;
    readonly reason: string;
    readonly cause: ReworkCause;
    readonly rejectedOn: IsoDate;
  };
  /** Publisher → claimant: this delivery could not be taken down; deliver anew. */
  'delivery.returned': { readonly claimId: string; readonly number: number; readonly reason: string };
  /** Stating town → other: what we owe each other for the month, with our signature over its hash. The process is the settlement. */
  'settlement.stated': { readonly statement: Statement; readonly statementHash: string; readonly signature: string };
  /** Other → stating town: we have reckoned the same; our signature over the same hash. The period is closed. */
  'settlement.confirmed': {
    readonly settlementId: string;
    readonly statementHash: string;
    readonly signature: string;
  };
  /** Other → stating town: we do not agree, and why. */
  'settlement.disputed': { readonly settlementId: string; readonly statementHash: string; readonly reason: string };
  /** Stating town → other: then this, with our signature over its hash. */
  'settlement.adjusted': { readonly statement: Statement; readonly statementHash: string; readonly signature: string };
  /** Town that is paid → town that pays: the money is here. */
  'settlement.paid': {
    readonly settlementId: string;
    readonly statementHash: string;
    readonly paidOn: IsoDate;
    readonly yen: number;
  };
  /** Either → the other: let these terms take the place of those in force. The publisher signs with it, the claimant when it is agreed. */
  'amendment.proposed': {
    readonly claimId: string;
    readonly terms: AwardTerms;
    readonly termsHash: string;
    readonly signature?: string;
  };
  /** Publisher → claimant: we agree, with our signature; the word that it is in force is yours. */
  'amendment.accepted': { readonly claimId: string; readonly termsHash: string; readonly signature: string };
  /** Claimant → publisher: these terms are in force from now on, with our signature. */
  'amendment.in-force': { readonly claimId: string; readonly termsHash: string; readonly signature: string };
  /** Either → the other: not these terms; those in force stay. */
  'amendment.declined': { readonly claimId: string; readonly termsHash: string; readonly reason: string };
  /** Either → the other: we take our proposal back. */
  'amendment.withdrawn': { readonly claimId: string; readonly termsHash: string };
  /** Claimant → publisher: nothing comes of these terms, and why. */
  'amendment.lapsed': { readonly claimId: string; readonly termsHash: string; readonly reason: string };
}

/** Most characters of a reason that a person gives. */
export const reasonLength = 200;

export type TradeMessageType = keyof TradeMessages;
