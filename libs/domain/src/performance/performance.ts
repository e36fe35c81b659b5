import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { ReworkCause } from './rework-cause.js';

// What becomes of an award in force, as both towns keep it: one type for each state. Both ends reach the same from the same messages.

/** What prices a delivery: the version of the award that was in force when it was delivered. */
export interface PricedTerms {
  readonly termsHash: string;
  /** Minutes awarded by this version … */
  readonly minutes: number;
  /** … and their price, in yen before tax. */
  readonly priceYen: number;
}

/** 検収結果. What the publisher found. */
export type Verdict =
  | {
      readonly outcome: 'ACCEPTED';
      /** Minutes of the award that count as done. */
      readonly minutes: number;
      /** 検収日 in Asia/Tokyo: decides the period and the fiscal year (I-13). */
      readonly on: IsoDate;
      /** What the accepted minutes cost, and what the paid rework costs; in yen before tax. */
      readonly workYen: number;
      readonly reworkYen: number;
    }
  | {
      readonly outcome: 'REJECTED';
      readonly reason: string;
      readonly cause: ReworkCause;
      readonly on: IsoDate;
    };

/** 納品. Work handed in, and what was found. */
export interface Delivery {
  /** Counts the deliveries of an award from 1. */
  readonly number: number;
  /** Minutes of the award that are handed in. */
  readonly minutes: number;
  /** Minutes spent on doing rejected work again for a cause that is paid; on top of the award. */
  readonly reworkMinutes: number;
  readonly note: string;
  readonly deliveredOn: IsoDate;
  readonly terms: PricedTerms;
  /** Null as long as nobody has looked. */
  readonly verdict: Verdict | null;
}

interface Started {
  readonly claimId: string;
  readonly claimant: MunicipalityCode;
  readonly publisher: MunicipalityCode;
  readonly startedOn: IsoDate;
  readonly deliveries: readonly Delivery[];
  /** Minutes of the award accepted so far, paid rework apart. */
  readonly acceptedMinutes: number;
  /** Minutes of rework that may still be charged: those rejected for a cause that is paid, less those charged. */
  readonly reworkPayableMinutes: number;
  /** Why the last delivery could not be taken down at all; null unless it was so. */
  readonly returnedFor: string | null;
}

/** 実施中. Work is under way, or is to be done again. */
export interface Performing extends Started {
  readonly status: 'PERFORMING';
}

/** 納品済. A delivery waits for its inspection. */
export interface Delivered extends Started {
  readonly status: 'DELIVERED';
}

/** 検収済. All minutes of the award are accepted. */
export interface Inspected extends Started {
  readonly status: 'INSPECTED';
}

export type Performance = Performing | Delivered | Inspected;

/** The delivery that waits for its inspection. */
export function openDelivery({ deliveries }: Delivered): Delivery {
  const last = deliveries.at(-1);
  if (last === undefined || last.verdict !== null) throw new Error('delivered, and yet nothing to inspect');
  return last;
}

/** Minutes of the award that are accepted or wait for their inspection. */
export function doneMinutes(work: Performance): number {
  return work.acceptedMinutes + (work.status === 'DELIVERED' ? openDelivery(work).minutes : 0);
}

/**
 * What the next accepted minutes of an award cost: the share of all accepted with them, less the share before. So the parts of an award add
 * up to its price to the yen, however it is cut.
 */
export function priceOfAccepted(terms: PricedTerms, acceptedBefore: number, minutes: number): number {
  return shareOf(terms, acceptedBefore + minutes) - shareOf(terms, acceptedBefore);
}

/** What paid rework costs: extra minutes at the award's price, rounded down once. */
export function priceOfRework(terms: PricedTerms, minutes: number): number {
  return shareOf(terms, minutes);
}

function shareOf({ priceYen, minutes: all }: PricedTerms, minutes: number): number {
  return Number((BigInt(priceYen) * BigInt(minutes)) / BigInt(all));
}
