import { refusal, type Refusal } from '../refusals/decision.js';
import type { SurplusOrder, SurplusOrderStatus } from '../trade/surplus-order.js';

/** How far the award of a claim is done; null where work on it has not begun. */
export const progresses = ['PERFORMING', 'DELIVERED', 'INSPECTED', 'SETTLED'] as const;
export type Progress = (typeof progresses)[number];

/** A claim of a surplus order, as far as its progress goes. */
export interface ClaimProgress {
  readonly minutesInForce: number;
  readonly progress: Progress | null;
}

/**
 * 余剰案件の進み. The state of a surplus order that follows from the work on it: PERFORMING once all of its minutes are in force and some
 * claimant has begun, COMPLETED once all are inspected. As long as some minutes are still to be awarded or confirmed, it stays as it is.
 */
export function statusByProgress(
  { status, minutes }: Pick<SurplusOrder, 'status' | 'minutes'>,
  claims: readonly ClaimProgress[],
): SurplusOrderStatus {
  if (status !== 'FULLY_AWARDED' && status !== 'PERFORMING') return status;
  const inForce = claims.filter(({ minutesInForce }) => minutesInForce > 0);
  const total = inForce.reduce((sum, { minutesInForce }) => sum + minutesInForce, 0);
  if (total < minutes || inForce.every(({ progress }) => progress === null)) return status;
  const isDone = ({ progress }: ClaimProgress): boolean => progress === 'INSPECTED' || progress === 'SETTLED';
  return inForce.every(isDone) ? 'COMPLETED' : 'PERFORMING';
}

/** Why an award may not be amended down to so few minutes; empty when it may. What is done, accepted yet or not, stays awarded. */
export function refusalsToShrink(minutes: number, doneMinutes: number): Refusal[] {
  return minutes < doneMinutes
    ? [refusal('AMENDMENT_BELOW_DONE', { field: 'minutes', asked: minutes, atLeast: doneMinutes })]
    : [];
}

/** Why a surplus order may not be cancelled for the work on it; empty when none has begun as far as its publisher knows. */
export function refusalsToCancel(claims: readonly ClaimProgress[]): Refusal[] {
  return claims.some(({ minutesInForce, progress }) => minutesInForce > 0 && progress !== null)
    ? [refusal('SURPLUS_ORDER_PERFORMING', { field: 'surplusOrderId' })]
    : [];
}
