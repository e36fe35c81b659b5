import { type Instant } from '../calendar/date.js';
import { accept, refuse, refuseAll, type Decision } from '../refusals/decision.js';
import type { RefusalCode } from '../refusals/catalogue.js';
import { refusalsOfText } from '../text/text.js';
import type { ClaimAtPublisher } from './claim-state.js';
import { rowFor, rowsOf, step, type None, type Step } from './machine.js';
import { reasonLength } from './messages.js';
import { state, type Outgoing } from './outgoing.js';
import { atPublisher } from './publisher.js';
import {
  awardsEnd,
  priceOfPart,
  refusalsOfSlice,
  remainingMinutes,
  type SurplusOrder,
  type SurplusOrderStatus,
} from './surplus-order.js';

/** A surplus order by its state. */
export type OrderState = {
  readonly [K in SurplusOrderStatus]: SurplusOrder & { readonly status: K };
}[SurplusOrderStatus];

/** What happens to a surplus order as a whole; what is awarded of it changes with its claims (`withAwarded`). */
export type OrderEvent =
  | { readonly type: 'post'; readonly order: Omit<SurplusOrder, 'status' | 'awardedMinutes'> }
  | { readonly type: 'withdraw' }
  /** So many of its minutes go back to the lot, to be published as a surplus order of their own. */
  | { readonly type: 'split'; readonly minutes: number }
  | { readonly type: 'cancel'; readonly reason: string }
  | { readonly type: 'time' };

const on = rowsOf<OrderState | None, OrderEvent, undefined>();

/** Every change that a surplus order can go through at its publisher's, those by its claims apart. */
export const orderTransitions = [
  on('post', ['NONE'], ['POSTED'], (_none, { order }) =>
    step({ ...order, awardedMinutes: 0, status: 'POSTED' as const }, { do: 'take', minutes: order.minutes }),
  ),
  on('withdraw', ['POSTED'], ['WITHDRAWN'], (order) =>
    step({ ...order, status: 'WITHDRAWN' as const }, { do: 'give-back', minutes: order.minutes }),
  ),
  // All of it split off is as good as withdrawn.
  on('split', ['POSTED'], ['POSTED', 'WITHDRAWN'], (order, { minutes }) => {
    const refusals = refusalsOfSlice({ ...order, minSliceMinutes: 1 }, minutes);
    if (refusals.length > 0) return refuseAll(refusals);
    const [left, back] = [order.minutes - minutes, { do: 'give-back', minutes } as const];
    return left === 0
      ? step({ ...order, status: 'WITHDRAWN' as const }, back)
      : step({ ...order, minutes: left, priceYen: priceOfRest(order, left) }, back);
  }),
  on('cancel', ['PARTLY_AWARDED', 'FULLY_AWARDED'], ['CANCELLED'], (order, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    return refusals.length > 0
      ? refuseAll(refusals)
      : step(
          { ...order, awardedMinutes: 0, status: 'CANCELLED' as const },
          { do: 'give-back', minutes: order.minutes },
        );
  }),
  on('time', ['POSTED'], ['EXPIRED'], (order, _event, _context, now) =>
    now < awardsEnd(order)
      ? step(order)
      : step({ ...order, status: 'EXPIRED' as const }, { do: 'give-back', minutes: order.minutes }),
  ),
  // What nobody took goes back to its lot; what was awarded is all there is from now on, at its share of the price.
  on('time', ['PARTLY_AWARDED'], ['FULLY_AWARDED'], (order, _event, _context, now) => {
    if (now < awardsEnd(order)) return step(order);
    const minutes = order.awardedMinutes;
    return step(
      { ...order, minutes, priceYen: Math.max(1, priceOfPart(order, minutes)), status: 'FULLY_AWARDED' as const },
      { do: 'give-back', minutes: remainingMinutes(order) },
    );
  }),
];

const refusalOf: Readonly<Record<Exclude<OrderEvent['type'], 'time'>, RefusalCode>> = {
  post: 'SURPLUS_ORDER_CLOSED',
  withdraw: 'SURPLUS_ORDER_NOT_WITHDRAWABLE',
  split: 'SURPLUS_ORDER_NOT_SPLITTABLE',
  cancel: 'SURPLUS_ORDER_NOT_CANCELLABLE',
};

/** A surplus order with the claims on it that are not over. */
export interface OrderWithClaims {
  readonly order: SurplusOrder | None;
  readonly claims: readonly ClaimAtPublisher[];
}

/** What becomes of a surplus order at its publisher's, and of the claims on it where it ends by the publisher's will. */
export function ofOrder(
  { order, claims }: OrderWithClaims,
  event: OrderEvent,
  now: Instant,
  table: typeof orderTransitions = orderTransitions,
): Decision<Step<OrderWithClaims>> {
  const before = order as OrderState | None;
  // Who has claimed on terms that are not decided yet must not find other minutes and another price under them.
  const isSplitUnderClaims = event.type === 'split' && claims.some(({ status }) => undecided.includes(status));
  const row = isSplitUnderClaims ? undefined : rowFor(table, before, event);
  if (row === undefined)
    return event.type === 'time'
      ? accept({ state: { order, claims }, outgoing: [] })
      : refuse(refusalOf[event.type], { field: 'surplusOrderId', status: before.status });
  const decision = row.step(before, event, undefined, now);
  if (!decision.ok) return decision;
  const after = decision.value.state as OrderState;
  if (after === before) return accept({ state: { order, claims }, outgoing: [] });
  const ended =
    event.type === 'withdraw' || event.type === 'cancel'
      ? endClaims(before as OrderState, claims, event, now)
      : undefined;
  return accept({
    state: { order: after, claims: ended?.claims ?? claims },
    outgoing: [...decision.value.outgoing, ...(ended?.outgoing ?? []), ...state(after)],
  });
}

const undecided: readonly ClaimAtPublisher['status'][] = ['SUBMITTED', 'COUNTERED'];

/**
 * The price of what is left of a surplus order, rounded up: no claim that is on its way by the statement before costs more than its share of
 * this one.
 */
function priceOfRest({ priceYen, minutes }: SurplusOrder, left: number): number {
  return Number((BigInt(priceYen) * BigInt(left) + BigInt(minutes) - 1n) / BigInt(minutes));
}

function endClaims(
  order: SurplusOrder,
  claims: readonly ClaimAtPublisher[],
  event: OrderEvent,
  now: Instant,
): { claims: ClaimAtPublisher[]; outgoing: Outgoing[] } {
  const reason = event.type === 'cancel' ? event.reason : '';
  const outgoing: Outgoing[] = [];
  const ended = claims.map((claim) => {
    const decision = atPublisher({ order, claim }, { type: 'order-ended', reason }, now);
    if (!decision.ok) return claim;
    const told = decision.value.outgoing.filter((one) => one.do !== 'tell' || one.type !== 'surplus-order.stated');
    outgoing.push(...told); // How the surplus order stands is told once, at the end.
    return decision.value.state.claim as ClaimAtPublisher;
  });
  return { claims: ended, outgoing };
}
