import { daysBetween, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { AwardTerms } from './claim.js';

/** 取消料. What a cancelled award costs its publisher, as both towns reckon it from what they have signed. */
export interface CancellationCharge {
  readonly claimId: string;
  readonly claimant: MunicipalityCode;
  readonly publisher: MunicipalityCode;
  /** The day of the cancellation in Asia/Tokyo, as the publisher has told it. */
  readonly on: IsoDate;
  readonly owedYen: number;
}

/**
 * 取消料. What a publisher owes a claimant for cancelling an award in force, by the days left until the first day of work: the claimant's
 * workers have kept that time free. Before the award is in force nothing is owed. The first row that the notice reaches counts.
 */
export const cancellationTerms = [
  { noticeDaysAtLeast: 30, percent: 0 },
  { noticeDaysAtLeast: 7, percent: 20 },
  { noticeDaysAtLeast: 1, percent: 50 },
  { noticeDaysAtLeast: -Infinity, percent: 100 },
] as const;

/** Yen before tax that are owed for cancelling an award in force on a day, rounded down. */
export function owedOnCancellation(terms: Pick<AwardTerms, 'priceYen' | 'earliest'>, on: IsoDate): number {
  const notice = daysBetween(on, terms.earliest);
  const percent = cancellationTerms.find(({ noticeDaysAtLeast }) => notice >= noticeDaysAtLeast)?.percent ?? 100;
  return Number((BigInt(terms.priceYen) * BigInt(percent)) / 100n);
}
