import type { OrderEvent } from '#domain/trade/published-order';
import { withAwarded, type SurplusOrder } from '#domain/trade/surplus-order';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';

// Faults that one could make about surplus orders that are split, planted as those of mutants.ts are.

type OfOrder = Parameters<Protocol['ofOrder']>;
type Split = Extract<OrderEvent, { type: 'split' }>;
type Done = Extract<ReturnType<Protocol['ofOrder']>, { ok: true }>['value'];

const real = realProtocol;

/** A split that goes through comes to something else. */
const splits = (change: (done: Done, order: SurplusOrder, split: Split) => Done): Partial<Protocol> => ({
  ofOrder: (at, event, now) => {
    const decision = real.ofOrder(at, event, now);
    if (!decision.ok || event.type !== 'split' || at.order.status === 'NONE') return decision;
    return { ok: true, value: change(decision.value, at.order, event) };
  },
});
/** What is left of the surplus order is something else. */
const leaves = (change: (after: SurplusOrder, order: SurplusOrder) => SurplusOrder): Partial<Protocol> =>
  splits((done, order) => {
    const { order: after } = done.state;
    return after.status === 'NONE' ? done : { ...done, state: { ...done.state, order: change(after, order) } };
  });
/** A split goes by other facts. */
const splitBy = (change: (at: OfOrder[0]) => OfOrder[0]): Partial<Protocol> => ({
  ofOrder: (at, event, now) => real.ofOrder(event.type === 'split' ? change(at) : at, event, now),
});

export const splitMutants: Readonly<Record<string, Partial<Protocol>>> = {
  'a split takes minutes that are awarded': splitBy(({ order, claims }) =>
    order.status !== 'NONE' && order.awardedMinutes > 0
      ? { order: { ...order, status: 'POSTED', awardedMinutes: 0 }, claims }
      : { order, claims },
  ),
  'a split leaves a surplus order of which minutes are awarded': {
    ofOrder: (at, event, now) => {
      const { order, claims } = at;
      if (event.type !== 'split' || order.status !== 'PARTLY_AWARDED') return real.ofOrder(at, event, now);
      const decision = real.ofOrder({ order: { ...order, status: 'POSTED' }, claims }, event, now);
      if (!decision.ok || decision.value.state.order.status === 'NONE') return decision;
      const after = withAwarded(decision.value.state.order, order.awardedMinutes);
      return { ok: true, value: { ...decision.value, state: { order: after, claims } } };
    },
  },
  'what is left after a split is not lessened': leaves((after, order) => ({ ...after, minutes: order.minutes })),
  'all is split off, and yet the surplus order stands': leaves((after) =>
    after.status === 'WITHDRAWN' ? { ...after, status: 'POSTED' } : after,
  ),
  'a split lessens twice what it gives back': leaves((after, order) =>
    after.status === 'POSTED' && order.minutes < 2 * after.minutes
      ? { ...after, minutes: 2 * after.minutes - order.minutes }
      : after,
  ),
  'a split gives all minutes back to the lot': splits((done, order) => ({
    ...done,
    outgoing: done.outgoing.map((one) => (one.do === 'give-back' ? { ...one, minutes: order.minutes } : one)),
  })),
  'both surplus orders offer the same minutes to those who are not told of the split': splits((done) => ({
    ...done,
    outgoing: done.outgoing.filter(({ do: what }) => what !== 'tell'),
  })),
  'a split goes under a claim that is not decided': splitBy(({ order }) => ({ order, claims: [] })),
  'a split makes what is left cheaper': leaves((after, order) => ({
    ...after,
    priceYen: Math.floor((order.priceYen * after.minutes) / order.minutes) - 1,
  })),
};
