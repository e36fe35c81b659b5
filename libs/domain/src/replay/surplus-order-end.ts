import type { Instant } from '../calendar/date.js';
import { accept, refuse, type Decision } from '../refusals/decision.js';
import type { None } from '../trade/machine.js';
import { state as stated, type Outgoing } from '../trade/outgoing.js';
import { ofOrder, type OrderEvent } from '../trade/published-order.js';
import { isSurplusOrder, withAwarded, type SurplusOrder, type SurplusOrderStatus } from '../trade/surplus-order.js';
import { stepOf } from './claim-ends.js';
import type { End, Stepped, Told } from './end.js';

type Kept = SurplusOrder | None;

const none: None = { status: 'NONE' };
const sold: readonly SurplusOrderStatus[] = ['FULLY_AWARDED', 'PERFORMING', 'COMPLETED'];

/** The publisher's end of a surplus order; its addressees say nothing about it but by claims, which are processes of their own. */
export function publishedEnd(): End<Kept> {
  const does = (kept: Kept, event: OrderEvent, now: Instant): Decision<Stepped<Kept>> => {
    const decision = ofOrder({ order: kept, claims: [] }, event, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    return accept({ state: state.order, tells: tellsOf(outgoing) });
  };
  const becomes = (order: SurplusOrder): Decision<Stepped<Kept>> =>
    accept({ state: order, tells: tellsOf(stated(order)) });
  return {
    none,
    deeds(kept, { payload, from }, now) {
      const order = payload['surplusOrder'];
      if (!isSurplusOrder(order) || order.publisher !== from)
        return [refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrder' })];
      if (kept.status === 'NONE') return [does(kept, { type: 'post', order: postedAs(order) }, now)];
      const { status, awardedMinutes } = order;
      if (status === 'WITHDRAWN') return [does(kept, { type: 'withdraw' }, now)];
      // Why it was cancelled, its claimants are told in the messages of their claims.
      if (status === 'CANCELLED') return [does(kept, { type: 'cancel', reason: '-' }, now)];
      if (status === 'EXPIRED') return [refuse('SURPLUS_ORDER_CLOSED', { field: 'status', status: kept.status })];
      if (status === 'PERFORMING' || status === 'COMPLETED')
        return sold.includes(kept.status)
          ? [becomes({ ...kept, status })]
          : [refuse('SURPLUS_ORDER_CLOSED', { field: 'status', status: kept.status })];
      const isTaken = kept.status === 'POSTED' || kept.status === 'PARTLY_AWARDED' || sold.includes(kept.status);
      if (!isTaken) return [refuse('SURPLUS_ORDER_CLOSED', { field: 'status', status: kept.status })];
      // Fewer minutes than before, and nothing awarded: a part has been split off.
      if (kept.status === 'POSTED' && awardedMinutes === 0 && order.minutes < kept.minutes)
        return [does(kept, { type: 'split', minutes: kept.minutes - order.minutes }, now)];
      return awardedMinutes <= kept.minutes
        ? [becomes(withAwarded(kept, awardedMinutes))]
        : [refuse('REMAINING_MINUTES_EXCEEDED', { field: 'minutes', asked: awardedMinutes, atMost: kept.minutes })];
    },
    hears: (kept) => ({ state: kept, tells: [] }),
    clock: (kept, now) => stepOf(kept, does(kept, { type: 'time' }, now)),
    name: (kept) => kept.status,
  };
}

function postedAs(order: SurplusOrder): Extract<OrderEvent, { type: 'post' }>['order'] {
  const { status: _, awardedMinutes: __, ...rest } = order;
  return rest;
}

function tellsOf(outgoing: readonly Outgoing[]): Told[] {
  return outgoing.flatMap((one) => (one.do === 'tell' ? [{ to: one.to, type: one.type, payload: one.payload }] : []));
}
