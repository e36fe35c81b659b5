import { dateInTokyo, endOfDayInTokyo, parseIsoDate, type Instant, type IsoDate } from '../calendar/date.js';
import { lastDayOf, type IsoMonth } from '../calendar/month.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { accept, refusal, refuse, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { rowFor, rowsOf, step, type None, type Step } from '../trade/machine.js';
import type { TradeMessages } from '../trade/messages.js';
import { tell } from '../trade/outgoing.js';
import { reasonLength } from './adjustment.js';
import { isStatement, type SettlementKey, type Statement } from './statement.js';

// A settlement as both towns keep it: one type for each state. Before the month is over it accrues, and nothing is kept.

/** 締め済. The month is over; nothing is stated yet. */
export interface CutOff extends SettlementKey {
  readonly status: 'CUT_OFF';
}

interface WithStatement extends SettlementKey {
  readonly statement: Statement;
  readonly statementHash: string;
  readonly staterSignature: string;
}

/** 提示済. The stating town has signed. */
export interface Stated extends WithStatement {
  readonly status: 'STATED';
}

/** 異議あり. The other town does not agree, and says why. */
export interface Disputed extends WithStatement {
  readonly status: 'DISPUTED';
  readonly reason: string;
}

/** 調整済. Stated anew, in answer to a dispute. */
export interface Adjusted extends WithStatement {
  readonly status: 'ADJUSTED';
  readonly reason: string;
}

/** 確定. Both have signed one hash: the period is closed, and nothing of it is ever changed. */
export interface ConfirmedSettlement extends WithStatement {
  readonly status: 'CONFIRMED';
  readonly otherSignature: string;
}

/** 支払済. The town that was to be paid says that it was. */
export interface Paid extends WithStatement {
  readonly status: 'PAID';
  readonly otherSignature: string;
  readonly paidOn: IsoDate;
}

export type Settlement = CutOff | Stated | Disputed | Adjusted | ConfirmedSettlement | Paid;
export const settlementStatuses = [
  'ACCRUING',
  'CUT_OFF',
  'STATED',
  'DISPUTED',
  'ADJUSTED',
  'CONFIRMED',
  'PAID',
] as const;
export type SettlementStatus = (typeof settlementStatuses)[number];

interface Signed {
  readonly statement: Statement;
  readonly statementHash: string;
  readonly signature: string;
}

/** What a person asks for, at the town that may. Hashes and signatures come in as values, over what `statementOf` reckons here. */
export type SettlementDeed =
  | ({ readonly type: 'state' } & Signed)
  | { readonly type: 'confirm'; readonly ownHash: string | undefined; readonly signature: string }
  | { readonly type: 'dispute'; readonly reason: string }
  | ({ readonly type: 'adjust' } & Signed)
  | { readonly type: 'record-payment'; readonly paidOn: IsoDate; readonly yen: number };

type SettlementMessageType =
  'settlement.stated' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.adjusted' | 'settlement.paid';

/** What the other town says. `genuine`: its signature over the hash it names holds, and so does the hash over a statement that comes with it. */
export type SettlementMessage = {
  readonly [T in SettlementMessageType]: {
    readonly type: T;
    readonly from: MunicipalityCode;
    readonly payload: TradeMessages[T];
    readonly genuine: boolean;
  };
}[SettlementMessageType];

export type SettlementEvent = { readonly type: 'cut-off' } | SettlementDeed | SettlementMessage;

interface Context {
  readonly key: SettlementKey;
  /** An earlier period of the pair that is not closed yet. */
  readonly earlierOpen: IsoMonth | undefined;
  /** A later one that is stated already, and with it all that was accepted before. */
  readonly laterStated: IsoMonth | undefined;
}

const on = rowsOf<Settlement | None, SettlementEvent, Context>();

/** Every change that a settlement can go through, at either town. */
export const settlementTransitions = [
  on('cut-off', ['NONE'], ['CUT_OFF'], (none, _event, { key }, now) =>
    isOver(key.period, now) ? step<None | CutOff>({ ...key, status: 'CUT_OFF' }) : step<None | CutOff>(none),
  ),

  // At the stating town's.
  on('state', ['NONE', 'CUT_OFF'], ['STATED'], (_before, deed, { key, earlierOpen, laterStated }, now) => {
    const refusals = [
      ...refusalsOfPeriod(key, now),
      ...(earlierOpen === undefined ? [] : [refusal('EARLIER_PERIOD_OPEN', { field: 'month', given: earlierOpen })]),
      ...(laterStated === undefined ? [] : [refusal('LATER_PERIOD_STATED', { field: 'month', given: laterStated })]),
      ...refusalsOfStatement(deed.statement),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    const { type: _, ...said } = deed;
    return step(
      { ...key, ...withStatement(said), status: 'STATED' as const },
      tell(key.other, key.id, 'settlement.stated', said),
    );
  }),
  // Also down to nothing: where a correction was all there was, and it was wrong, the month could not be closed otherwise.
  on('adjust', ['DISPUTED'], ['ADJUSTED'], (settlement, deed) => {
    const { type: _, ...said } = deed;
    return step(
      { ...settlement, ...withStatement(said), status: 'ADJUSTED' as const },
      tell(settlement.other, settlement.id, 'settlement.adjusted', said),
    );
  }),
  on('settlement.confirmed', ['STATED', 'ADJUSTED'], ['CONFIRMED'], (settlement, { payload, genuine }) =>
    genuine && payload.statementHash === settlement.statementHash
      ? step<Stated | Adjusted | ConfirmedSettlement>(confirmed(settlement, payload.signature))
      : step<Stated | Adjusted | ConfirmedSettlement>(settlement),
  ),
  on('settlement.disputed', ['STATED', 'ADJUSTED'], ['DISPUTED'], (settlement, { payload }) =>
    payload.statementHash === settlement.statementHash
      ? step<Stated | Adjusted | Disputed>({ ...settlement, status: 'DISPUTED', reason: String(payload.reason) })
      : step<Stated | Adjusted | Disputed>(settlement),
  ),

  // At the other town's.
  on('settlement.stated', ['NONE', 'CUT_OFF'], ['STATED'], (before, { payload, genuine }, { key }) =>
    genuine && isAbout(payload.statement, key, 1)
      ? step<None | CutOff | Stated>({ ...key, ...withStatement(payload), status: 'STATED' })
      : step<None | CutOff | Stated>(before),
  ),
  on('settlement.adjusted', ['DISPUTED'], ['ADJUSTED'], (settlement, { payload, genuine }, { key }) =>
    genuine && isAbout(payload.statement, key, settlement.statement.version + 1)
      ? step<Disputed | Adjusted>({ ...settlement, ...withStatement(payload), status: 'ADJUSTED' })
      : step<Disputed | Adjusted>(settlement),
  ),
  on('confirm', ['STATED', 'ADJUSTED'], ['CONFIRMED'], (settlement, { ownHash, signature }, { key }, now) => {
    const { statementHash } = settlement;
    const refusals = [
      ...refusalsOfPeriod(key, now),
      ...(ownHash === statementHash ? [] : [refusal('STATEMENT_DIFFERS', { field: 'settlementId' })]),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    const said = { settlementId: key.id, statementHash, signature };
    return step<ConfirmedSettlement>(
      confirmed(settlement, signature),
      tell(settlement.stater, key.id, 'settlement.confirmed', said),
    );
  }),
  on('dispute', ['STATED', 'ADJUSTED'], ['DISPUTED'], (settlement, { reason }) => {
    const refusals = refusalsOfText(reason, 'reason', reasonLength);
    if (refusals.length > 0) return refuseAll(refusals);
    const { id: settlementId, statementHash } = settlement;
    return step<Disputed>(
      { ...settlement, status: 'DISPUTED', reason },
      tell(settlement.stater, settlementId, 'settlement.disputed', { settlementId, statementHash, reason }),
    );
  }),

  // At the town that is paid, and then at the town that has paid.
  on('record-payment', ['CONFIRMED'], ['PAID'], (settlement, { paidOn, yen }, _context, now) => {
    const { id: settlementId, statementHash, statement } = settlement;
    const { from, yen: owed } = statement.payment;
    const refusals = [
      ...(yen === owed ? [] : [refusal('PAYMENT_DIFFERS', { field: 'yen', asked: yen, atMost: owed })]),
      ...(paidOn <= dateInTokyo(now) ? [] : [refusal('PAYMENT_AHEAD', { field: 'paidOn', given: paidOn })]),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    return step<Paid>(
      { ...settlement, status: 'PAID', paidOn },
      tell(from, settlementId, 'settlement.paid', { settlementId, statementHash, paidOn, yen }),
    );
  }),
  on('settlement.paid', ['CONFIRMED'], ['PAID'], (settlement, { payload: { statementHash, paidOn } }) =>
    statementHash === settlement.statementHash && typeof paidOn === 'string' && parseIsoDate(paidOn).ok
      ? step<ConfirmedSettlement | Paid>({ ...settlement, status: 'PAID', paidOn })
      : step<ConfirmedSettlement | Paid>(settlement),
  ),
];

/** Who does what, and who is then told; a message is the deed of the town it is from. */
function doerOf(
  settlement: Settlement | None,
  event: SettlementEvent,
  key: SettlementKey,
): MunicipalityCode | undefined {
  switch (event.type) {
    case 'state':
    case 'adjust':
    case 'settlement.stated':
    case 'settlement.adjusted':
      return key.stater;
    case 'confirm':
    case 'dispute':
    case 'settlement.confirmed':
    case 'settlement.disputed':
      return key.other;
    case 'record-payment':
    case 'settlement.paid':
      return 'statement' in settlement ? settlement.statement.payment.to : undefined;
    default:
      return undefined;
  }
}

/**
 * What becomes of a settlement at one of its towns: a deed that does not fit, or is the other town's to do, is refused; a message that does
 * not fit, or is not from the other town, changes nothing.
 */
export function settle(
  settlement: Settlement | None,
  event: SettlementEvent,
  context: Context,
  town: MunicipalityCode,
  now: Instant,
  table: typeof settlementTransitions = settlementTransitions,
): Decision<Step<Settlement | None>> {
  const { key } = context;
  const doer = doerOf(settlement, event, key);
  if ('from' in event) {
    const peer = town === key.stater ? key.other : key.stater;
    const row = event.from === peer && event.from === doer ? rowFor(table, settlement, event) : undefined;
    return row === undefined ? accept({ state: settlement, outgoing: [] }) : row.step(settlement, event, context, now);
  }
  if (doer !== undefined && doer !== town)
    return refuse('SETTLEMENT_OTHER_TOWN', { field: 'settlementId', given: doer });
  const row = rowFor(table, settlement, event);
  if (row !== undefined) return row.step(settlement, event, context, now);
  return event.type === 'cut-off'
    ? accept({ state: settlement, outgoing: [] })
    : refuse('SETTLEMENT_NOT_ACTIONABLE', { field: 'settlementId', status: settlement.status });
}

/** Whether a settlement can no longer be changed. */
export function isClosed({ status }: { readonly status: string }): boolean {
  return status === 'CONFIRMED' || status === 'PAID';
}

/** What the other months of the pair, as a town keeps them, mean for one: months are stated and closed in order. */
export function otherMonths(
  kept: readonly Settlement[],
  period: IsoMonth,
): Pick<Context, 'earlierOpen' | 'laterStated'> {
  const statedAfter = (month: IsoMonth): Settlement | undefined =>
    kept.find((each) => each.period > month && 'statement' in each);
  // A month that is only cut off while a later one is stated: what was accepted in it is settled there.
  const isOvertaken = ({ status, period: month }: Settlement): boolean =>
    status === 'CUT_OFF' && statedAfter(month) !== undefined;
  const earlierOpen = kept.find((each) => each.period < period && !isClosed(each) && !isOvertaken(each));
  return { earlierOpen: earlierOpen?.period, laterStated: statedAfter(period)?.period };
}

/** Whether a month has ended in Tokyo. */
export function isOver(period: IsoMonth, now: Instant): boolean {
  return now >= endOfDayInTokyo(lastDayOf(period));
}

function refusalsOfPeriod({ period }: SettlementKey, now: Instant): Refusal[] {
  return isOver(period, now) ? [] : [refusal('PERIOD_NOT_OVER', { field: 'month', to: lastDayOf(period) })];
}

function refusalsOfStatement({ lines }: Statement): Refusal[] {
  return lines.length > 0 ? [] : [refusal('NOTHING_TO_SETTLE', { field: 'month' })];
}

function withStatement({ statement, statementHash, signature }: Signed): Omit<WithStatement, keyof SettlementKey> {
  return { statement, statementHash, staterSignature: signature };
}

function confirmed(settlement: Stated | Adjusted, otherSignature: string): ConfirmedSettlement {
  const { id, stater, other, period, statement, statementHash, staterSignature } = settlement;
  const key = { id, stater, other, period };
  return { ...key, status: 'CONFIRMED', statement, statementHash, staterSignature, otherSignature };
}

function isAbout(statement: Statement, { id, stater, other, period }: SettlementKey, version: number): boolean {
  return (
    isStatement(statement) &&
    statement.settlementId === id &&
    statement.stater === stater &&
    statement.other === other &&
    statement.period === period &&
    statement.version === version
  );
}
