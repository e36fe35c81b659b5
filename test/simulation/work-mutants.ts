import { addDays, type Instant, type IsoDate } from '#domain/calendar/date';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';

// Faults that one could make about work, its inspection and its settlement, planted as those of mutants.ts are.

type Perform = Parameters<Protocol['perform']>;
type Settle = Parameters<Protocol['settle']>;

const real = realProtocol;
const later = (now: Instant, days: number): Instant => (now + days * 86_400_000) as Instant;

const workHears = (change: (...facts: Perform) => Perform): Partial<Protocol> => ({
  perform: (...facts) => real.perform(...change(...facts)),
});
const settlementHears = (change: (...facts: Settle) => Settle): Partial<Protocol> => ({
  settle: (...facts) => real.settle(...change(...facts)),
});
/** What a message says is heard otherwise. */
const misheard = <E extends { readonly type: string }>(event: E, type: string, change: (said: never) => object): E =>
  event.type === type && 'payload' in event
    ? { ...event, payload: { ...(event.payload as object), ...change(event.payload as never) } }
    : event;
/** The words of one type are not said. */
const mute = (machine: 'perform' | 'settle', type: string): Partial<Protocol> => ({
  [machine]: (...facts: readonly unknown[]) => {
    const decision = (real[machine] as (...facts: readonly unknown[]) => ReturnType<Protocol['settle']>)(...facts);
    if (!decision.ok) return decision;
    const outgoing = decision.value.outgoing.filter((one) => one.do !== 'tell' || one.type !== type);
    return { ok: true, value: { ...decision.value, outgoing } };
  },
});

export const workMutants: Readonly<Record<string, Partial<Protocol>>> = {
  // Work and inspection.
  'rework for its own fault is paid to the claimant': workHears((work, event, ...rest) => [
    work,
    misheard(event, 'delivery.rejected', () => ({ cause: 'CLIENT' })),
    ...rest,
  ]),
  'rework for the client is not paid': workHears((work, event, ...rest) => [
    work,
    misheard(event, 'delivery.rejected', () => ({ cause: 'CLAIMANT' })),
    ...rest,
  ]),
  'a minute too few is accepted': workHears((work, event, ...rest) => [
    work,
    misheard(event, 'delivery.accepted', ({ minutes }: { minutes: number }) => ({ minutes: Math.max(1, minutes - 1) })),
    ...rest,
  ]),
  'the day of acceptance is that of the delivery': workHears((work, event, ...rest) => [
    work,
    misheard(event, 'delivery.accepted', () => ({
      acceptedOn: work.status === 'DELIVERED' ? work.deliveries.at(-1)?.deliveredOn : undefined,
    })),
    ...rest,
  ]),
  'a delivery is accepted without a word': mute('perform', 'delivery.accepted'),
  'a delivery is rejected without a word': mute('perform', 'delivery.rejected'),
  'work is begun without a word': mute('perform', 'work.started'),
  'work is begun before its first day': workHears((work, event, award, town, now) => [
    work,
    event,
    award,
    town,
    event.type === 'start' ? later(now, 10) : now,
  ]),
  'whoever speaks is taken for the other town, about work': workHears((work, event, award, town, now) => [
    work,
    'from' in event ? { ...event, from: town === award.claimant ? award.publisher : award.claimant } : event,
    award,
    town,
    now,
  ]),
  'a version that comes into force leaves the work on the award as it was': {
    perform: (work, event, ...rest) =>
      event.type === 'amended'
        ? { ok: true, value: { state: work, outgoing: [] } }
        : real.perform(work, event, ...rest),
  },
  'an award is amended down to less than is handed in': { refusalsToShrink: () => [] },
  'a surplus order is cancelled while somebody works on it': { refusalsToCancel: () => [] },

  // Settlement.
  'a month is stated before it is over': settlementHears((settlement, event, context, town, now) => [
    settlement,
    event,
    context,
    town,
    event.type === 'state' ? later(now, 40) : now,
  ]),
  'a month is confirmed that comes to something else here': settlementHears((settlement, event, ...rest) => [
    settlement,
    event.type === 'confirm' && 'statementHash' in settlement ? { ...event, ownHash: settlement.statementHash } : event,
    ...rest,
  ]),
  'any statement is believed to be signed': settlementHears((settlement, event, ...rest) => [
    settlement,
    event.type === 'settlement.stated' || event.type === 'settlement.adjusted' ? { ...event, genuine: true } : event,
    ...rest,
  ]),
  'any confirmation is believed': settlementHears((settlement, event, ...rest) => [
    settlement,
    event.type === 'settlement.confirmed' ? { ...event, genuine: true } : event,
    ...rest,
  ]),
  'the confirmation of another statement is as good': settlementHears((settlement, event, ...rest) => [
    settlement,
    misheard(event, 'settlement.confirmed', () =>
      'statementHash' in settlement ? { statementHash: settlement.statementHash } : {},
    ),
    ...rest,
  ]),
  'whoever speaks is taken for the other town, about a settlement': settlementHears(
    (settlement, event, context, town, now) => [
      settlement,
      'from' in event
        ? { ...event, from: town === context.key.stater ? context.key.other : context.key.stater }
        : event,
      context,
      town,
      now,
    ],
  ),
  'a month is confirmed without a word': mute('settle', 'settlement.confirmed'),
  'a month is disputed without a word': mute('settle', 'settlement.disputed'),
  'a payment is noted without a word': mute('settle', 'settlement.paid'),
  'what a closed month has settled is settled again': {
    linesDue: (lines, period) => real.linesDue(lines, period, new Set()),
  },
  'months are stated in any order': { otherMonths: () => ({ earlierOpen: undefined, laterStated: undefined }) },
  'a month that was passed over holds up all after it': {
    otherMonths: (kept, period) => {
      const open = kept.find((each) => each.period < period && each.status !== 'CONFIRMED' && each.status !== 'PAID');
      return { ...real.otherMonths(kept, period), earlierOpen: open?.period };
    },
  },
  'a month in which nothing is left cannot be closed': {
    settle: (...facts) =>
      facts[1].type === 'adjust' && facts[1].statement.lines.length === 0
        ? { ok: true, value: { state: facts[0], outgoing: [] } }
        : real.settle(...facts),
  },

  // What only the towns' own comparison of both ends tells. Of work it compares nothing that the oracle does not know and look at first.
  'a payment is noted on another day than was told': settlementHears((settlement, event, ...rest) => [
    settlement,
    misheard(event, 'settlement.paid', ({ paidOn }: { paidOn: IsoDate }) => ({ paidOn: addDays(paidOn, 1) })),
    ...rest,
  ]),
  'that a month is over is taken for drift': { settlementMayDiffer: () => false },
};
