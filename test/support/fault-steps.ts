import type { TradeMessageType } from '#domain/trade/messages';
import type { FaultTown } from './fault-towns.js';
import type { Settling, Trade } from './fault-trade.js';

// The steps of the protocol between two towns, one for each type of message, for tests that let something go wrong in the middle of one.

/** A record that both ends keep when all is over, and what it says. */
export interface Kept {
  readonly in: 'claims' | 'surplus_orders' | 'performances' | 'settlements';
  readonly id: string;
  readonly like: object;
}

export interface Parties {
  readonly publisher: FaultTown;
  readonly claimant: FaultTown;
}

/** One message, and how people come to say it. */
export interface Step<S extends Parties> {
  readonly sender: keyof Parties;
  /** How far things are before. */
  readonly before: (subject: S) => Promise<unknown>;
  readonly act: (subject: S) => Promise<unknown>;
  /** The message whose taking in writes this one; a person's word where there is none. */
  readonly after?: TradeMessageType;
  readonly ends: (subject: S) => Kept;
}

type SettlementType = Extract<TradeMessageType, `settlement.${string}`>;
/** A publisher returns a delivery only to a claimant that counts otherwise; between two real ones every word comes in its order. */
type TradeType = Exclude<TradeMessageType, SettlementType | 'delivery.returned'>;

type Before = Step<Trade>['before'];
const inTurn =
  (...deeds: readonly Before[]): Before =>
  async (trade) => {
    for (const deed of deeds) await deed(trade);
  };
const published = inTurn(
  (trade) => trade.lot(),
  (trade) => trade.publish(),
);
const claimed = inTurn(published, (trade) => trade.claim());
const counter: Before = (trade) => trade.byPublisher('counterClaim', { minutes: 200 });
const award: Before = (trade) => trade.byPublisher('awardClaim', { minutes: 300 });
const awarded = inTurn(claimed, award);
const confirm: Before = (trade) => trade.byClaimant('confirmAward');
const confirmed = inTurn(awarded, confirm);
const publisherProposes: Before = (trade) => trade.byPublisher('proposeAmendment', { minutes: 200 });
const claimantProposes: Before = (trade) => trade.byClaimant('proposeAmendment', { minutes: 200 });
/** In force, and it may begin today. */
const startable = inTurn(
  (trade) => trade.lot(0),
  (trade) => trade.publish(),
  (trade) => trade.claim(),
  award,
  confirm,
);
const start: Before = (trade) => trade.byClaimant('startWork');
const deliver: Before = (trade) => trade.byClaimant('deliverWork', { minutes: 300 });
const delivered = inTurn(startable, start, deliver);

const claimIs =
  (status: string, like: object = {}) =>
  ({ claimId: id }: Trade): Kept => ({ in: 'claims', id, like: { status, ...like } });
const workIs =
  (status: string, like: object = {}) =>
  ({ claimId: id }: Trade): Kept => ({ in: 'performances', id, like: { status, ...like } });
const [first, second] = [
  { amendment: null, minutes: 300 },
  { amendment: null, minutes: 200 },
] as const;

/** What a claim can go through, from the surplus order to the inspection of the work. */
export const tradeSteps: Readonly<Record<TradeType, Step<Trade>>> = {
  'surplus-order.stated': {
    ...{ sender: 'publisher', before: (trade) => trade.lot(), act: (trade) => trade.publish() },
    ends: ({ surplusOrderId: id }) => ({ in: 'surplus_orders', id, like: { status: 'POSTED', awardedMinutes: 0 } }),
  },
  'claim.submitted': {
    ...{ sender: 'claimant', before: published, act: (trade) => trade.claim(), ends: claimIs('SUBMITTED') },
  },
  'claim.countered': { sender: 'publisher', before: claimed, act: counter, ends: claimIs('COUNTERED') },
  'counter.accepted': {
    ...{ sender: 'claimant', before: inTurn(claimed, counter), ends: claimIs('SUBMITTED') },
    act: (trade) => trade.byClaimant('acceptCounter'),
  },
  'claim.withdrawn': {
    ...{ sender: 'claimant', before: awarded, ends: claimIs('WITHDRAWN') },
    act: (trade) => trade.byClaimant('withdrawClaim'),
  },
  'claim.declined': {
    ...{ sender: 'publisher', before: claimed, ends: claimIs('DECLINED') },
    act: (trade) => trade.byPublisher('declineClaim', { reason: '自前で対応します' }),
  },
  'claim.awarded': { sender: 'publisher', before: claimed, act: award, ends: claimIs('AWARDED') },
  'award.confirmed': { sender: 'claimant', before: awarded, act: confirm, ends: claimIs('CONFIRMED') },
  'award.in-force': {
    ...{ sender: 'publisher', before: awarded, act: confirm, after: 'award.confirmed', ends: claimIs('CONFIRMED') },
  },
  'award.terminated': {
    ...{ sender: 'publisher', before: confirmed, act: (trade) => trade.cancel(), ends: claimIs('TERMINATED') },
  },
  'award.lapsed': {
    ...{ sender: 'publisher', before: awarded, act: (trade) => trade.lapse(), ends: claimIs('LAPSED') },
  },
  'amendment.proposed': {
    ...{ sender: 'publisher', before: confirmed, act: publisherProposes },
    ends: claimIs('CONFIRMED', { minutes: 300, amendment: { by: 'PUBLISHER', terms: { minutes: 200 } } }),
  },
  'amendment.accepted': {
    ...{ sender: 'publisher', before: inTurn(confirmed, claimantProposes), ends: claimIs('CONFIRMED', second) },
    act: (trade) => trade.byPublisher('acceptAmendment'),
  },
  'amendment.in-force': {
    ...{ sender: 'claimant', before: inTurn(confirmed, publisherProposes), ends: claimIs('CONFIRMED', second) },
    act: (trade) => trade.byClaimant('acceptAmendment'),
  },
  'amendment.declined': {
    ...{ sender: 'claimant', before: inTurn(confirmed, publisherProposes), ends: claimIs('CONFIRMED', first) },
    act: (trade) => trade.byClaimant('declineAmendment', { reason: '人手が足りません' }),
  },
  'amendment.withdrawn': {
    ...{ sender: 'claimant', before: inTurn(confirmed, claimantProposes), ends: claimIs('CONFIRMED', first) },
    act: (trade) => trade.byClaimant('withdrawAmendment'),
  },
  'amendment.lapsed': {
    ...{ sender: 'claimant', before: inTurn(confirmed, publisherProposes), ends: claimIs('CONFIRMED', first) },
    ...{ act: (trade) => trade.byPublisher('withdrawAmendment'), after: 'amendment.withdrawn' },
  },
  'work.started': { sender: 'claimant', before: startable, act: start, ends: workIs('PERFORMING') },
  'work.delivered': {
    ...{ sender: 'claimant', before: inTurn(startable, start), act: deliver },
    ends: workIs('DELIVERED', { deliveries: [{ number: 1, minutes: 300, verdict: null }] }),
  },
  'delivery.accepted': {
    ...{ sender: 'publisher', before: delivered, ends: workIs('PERFORMING', { acceptedMinutes: 200 }) },
    act: (trade) => trade.byPublisher('acceptDelivery', { number: 1, minutes: 200 }),
  },
  'delivery.rejected': {
    ...{ sender: 'publisher', before: delivered, ends: workIs('PERFORMING', { reworkPayableMinutes: 300 }) },
    act: (trade) => trade.byPublisher('rejectDelivery', { number: 1, reason: '様式の誤り', cause: 'SPECIFICATION' }),
  },
};

const state: Step<Settling>['before'] = (settling) => settling.state();
const settlementIs =
  (status: string, like: object = {}) =>
  ({ settlementId: id }: Settling): Kept => ({ in: 'settlements', id, like: { status, ...like } });

/** What a month of two towns can go through. */
export const settlementSteps: Readonly<Record<SettlementType, Step<Settling>>> = {
  'settlement.stated': {
    ...{ sender: 'claimant', before: (settling) => settling.close(), act: state, ends: settlementIs('STATED') },
  },
  'settlement.confirmed': {
    ...{ sender: 'publisher', before: state, ends: settlementIs('CONFIRMED') },
    act: (settling) => settling.byPublisher('confirmSettlement'),
  },
  'settlement.disputed': {
    ...{ sender: 'publisher', before: state, act: (settling) => settling.dispute(), ends: settlementIs('DISPUTED') },
  },
  'settlement.adjusted': {
    ...{ sender: 'claimant', act: (settling) => settling.adjust() },
    before: async (settling) => {
      await settling.state();
      await settling.dispute();
    },
    ends: settlementIs('ADJUSTED', { statement: { version: 2 } }),
  },
  'settlement.paid': {
    ...{ sender: 'publisher', act: (settling) => settling.recordPayment(), ends: settlementIs('PAID') },
    before: async (settling) => {
      await settling.state();
      await settling.byPublisher('confirmSettlement');
    },
  },
};
