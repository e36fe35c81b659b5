import { parseIsoDate, type IsoDate } from '../calendar/date.js';
import { fiscalYearOf, monthOfDate, type IsoMonth } from '../calendar/month.js';
import { cancellationTaxPercent, taxOnSum, taxPercentOn } from '../law/consumption-tax.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { confirmerOfSettlementId, makeSettlementId, monthOfSettlementId, townOfId } from '../municipality/ids.js';
import type { Performance } from '../performance/performance.js';
import { accept, refuse, type Decision } from '../refusals/decision.js';
import type { CancellationCharge } from '../trade/cancellation.js';

// 精算書: what two towns owe each other for a month. Both towns reckon it from what they have heard and said, and compare by its hash.

/** The settlement of a pair of towns for a month. */
export interface SettlementKey {
  readonly id: string;
  /** The town that states; the other confirms. */
  readonly stater: MunicipalityCode;
  readonly other: MunicipalityCode;
  readonly period: IsoMonth;
}

/** The settlement of two towns for a month. */
export function settlementOf(one: MunicipalityCode, two: MunicipalityCode, period: IsoMonth): SettlementKey {
  const [stater, other] = one < two ? [one, two] : [two, one];
  return { id: makeSettlementId(stater, other, period), stater, other, period };
}

/** The settlement that an id names, if the town is one of its two. */
export function parseSettlementId(id: string, town: MunicipalityCode): Decision<SettlementKey> {
  const [stater, other, period] = [townOfId(id), confirmerOfSettlementId(id), monthOfSettlementId(id)];
  if (stater === undefined || other === undefined || period === undefined || stater >= other)
    return refuse('SETTLEMENT_UNKNOWN', { field: 'settlementId' });
  const key = { id, stater, other, period };
  return town === stater || town === other ? accept(key) : refuse('SETTLEMENT_UNKNOWN', { field: 'settlementId' });
}

export const settlementLineKinds = ['WORK', 'REWORK', 'CANCELLATION', 'ADJUSTMENT'] as const;

/** 明細. One thing that one town owes the other. */
export interface SettlementLine {
  readonly id: string;
  readonly kind: (typeof settlementLineKinds)[number];
  readonly claimId: string;
  /** Who worked, or kept time free, and who pays for it. */
  readonly seller: MunicipalityCode;
  readonly buyer: MunicipalityCode;
  /** 検収日; of a cancellation its day, of an adjustment the last day of the period that it is made in. */
  readonly on: IsoDate;
  /** 年度 of that day. */
  readonly fiscalYear: number;
  /** Below zero only in an adjustment; 0 in a cancellation, for which nobody has worked. */
  readonly minutes: number;
  /** Before tax; below zero only in an adjustment. */
  readonly priceYen: number;
  readonly taxPercent: number;
  /** The line that an adjustment is about, and why. */
  readonly adjusts: string | null;
  readonly reason: string | null;
}

/** 適格請求書 of one town to the other: sums and tax by rate. */
export interface Invoice {
  readonly seller: MunicipalityCode;
  readonly buyer: MunicipalityCode;
  readonly rates: readonly { readonly taxPercent: number; readonly netYen: number; readonly taxYen: number }[];
  readonly minutes: number;
  readonly totalYen: number;
}

/** What the two sign by its hash. */
export interface Statement {
  readonly settlementId: string;
  readonly period: IsoMonth;
  readonly stater: MunicipalityCode;
  readonly other: MunicipalityCode;
  /** Counts the statements of a settlement from 1. */
  readonly version: number;
  readonly lines: readonly SettlementLine[];
  /** Gross, both ways. */
  readonly invoices: readonly Invoice[];
  /** Net. */
  readonly payment: { readonly from: MunicipalityCode; readonly to: MunicipalityCode; readonly yen: number };
}

/** What has been accepted of the work of either town for the other, as lines: quantity × awarded price, as inspected. */
export function linesOfWork(works: readonly Performance[]): SettlementLine[] {
  return works.flatMap(({ claimId, claimant, publisher, deliveries }) =>
    deliveries.flatMap(({ number, reworkMinutes, verdict }): SettlementLine[] => {
      if (verdict?.outcome !== 'ACCEPTED') return [];
      const { on, minutes, workYen, reworkYen } = verdict;
      const shared = {
        ...{ claimId, seller: claimant, buyer: publisher, on, fiscalYear: fiscalYearOf(on) },
        ...{ taxPercent: taxPercentOn(on), adjusts: null, reason: null },
      };
      const id = `${claimId}/${number}`;
      return [
        { id: `${id}/work`, kind: 'WORK', ...shared, minutes, priceYen: workYen },
        ...(reworkMinutes === 0
          ? []
          : [{ id: `${id}/rework`, kind: 'REWORK' as const, ...shared, minutes: reworkMinutes, priceYen: reworkYen }]),
      ];
    }),
  );
}

/** What either town owes the other for awards that it has cancelled; nothing where nothing is owed. */
export function linesOfCancellations(charges: readonly CancellationCharge[]): SettlementLine[] {
  return charges
    .filter(({ owedYen }) => owedYen > 0)
    .map(({ claimId, claimant, publisher, on, owedYen }) => ({
      ...{ id: `${claimId}/cancellation`, kind: 'CANCELLATION', claimId, seller: claimant, buyer: publisher },
      ...{ on, fiscalYear: fiscalYearOf(on), minutes: 0, priceYen: owedYen },
      ...{ taxPercent: taxPercentOn(on, cancellationTaxPercent), adjusts: null, reason: null },
    }));
}

/**
 * The lines that a period settles: those accepted or cancelled in it, and those of earlier months that came to light after their own period was closed.
 * What a closed period has settled is never settled again (I-13).
 */
export function linesDue(
  lines: readonly SettlementLine[],
  period: IsoMonth,
  closed: ReadonlySet<string>,
): SettlementLine[] {
  return lines.filter(({ id, on }) => monthOfDate(on) <= period && !closed.has(id));
}

/** The statement of a period, the same at both towns whatever the order in which they know the lines. */
export function statementOf(key: SettlementKey, version: number, lines: readonly SettlementLine[]): Statement {
  const { id: settlementId, period, stater, other } = key;
  const ordered = [...lines].sort((a, b) => (a.id < b.id ? -1 : 1));
  const invoices = [stater, other]
    .map((seller) => invoiceOf(seller, seller === stater ? other : stater, ordered))
    .filter(({ rates }) => rates.length > 0);
  const owed = (seller: MunicipalityCode): number => invoices.find((each) => each.seller === seller)?.totalYen ?? 0;
  const net = owed(stater) - owed(other);
  const [from, to] = net >= 0 ? [other, stater] : [stater, other];
  const payment = { from, to, yen: Math.abs(net) };
  return { settlementId, period, stater, other, version, lines: ordered, invoices, payment };
}

function invoiceOf(seller: MunicipalityCode, buyer: MunicipalityCode, lines: readonly SettlementLine[]): Invoice {
  const sold = lines.filter((line) => line.seller === seller);
  const percents = [...new Set(sold.map(({ taxPercent }) => taxPercent))].sort((a, b) => a - b);
  const rates = percents.map((taxPercent) => {
    const netYen = sum(sold.filter((line) => line.taxPercent === taxPercent).map(({ priceYen }) => priceYen));
    return { taxPercent, netYen, taxYen: taxOnSum(netYen, taxPercent) };
  });
  const totalYen = sum(rates.map(({ netYen, taxYen }) => netYen + taxYen));
  return { seller, buyer, rates, minutes: sum(sold.map(({ minutes }) => minutes)), totalYen };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Whether what a peer calls a statement has the shape of one; whether it is right, our own reckoning says. */
export function isStatement(value: unknown): value is Statement {
  const { settlementId, period, stater, other, version, lines, invoices, payment } = fieldsOf(value);
  return (
    [settlementId, period, stater, other].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(version) &&
    isListOf(lines, isLine) &&
    isListOf(invoices, isInvoice) &&
    isPayment(payment)
  );
}

function isLine(value: unknown): boolean {
  const { id, kind, claimId, seller, buyer, on, fiscalYear, minutes, priceYen, taxPercent, adjusts, reason } =
    fieldsOf(value);
  return (
    [id, claimId, seller, buyer].every((text) => typeof text === 'string') &&
    (settlementLineKinds as readonly unknown[]).includes(kind) &&
    typeof on === 'string' &&
    parseIsoDate(on).ok &&
    [fiscalYear, minutes, priceYen, taxPercent].every((whole) => Number.isSafeInteger(whole)) &&
    [adjusts, reason].every((text) => text === null || typeof text === 'string')
  );
}

function isInvoice(value: unknown): boolean {
  const { seller, buyer, rates, minutes, totalYen } = fieldsOf(value);
  const isRate = (rate: unknown): boolean => {
    const { taxPercent, netYen, taxYen } = fieldsOf(rate);
    return [taxPercent, netYen, taxYen].every((whole) => Number.isSafeInteger(whole));
  };
  return (
    [seller, buyer].every((text) => typeof text === 'string') &&
    isListOf(rates, isRate) &&
    Number.isSafeInteger(minutes) &&
    Number.isSafeInteger(totalYen)
  );
}

function isPayment(value: unknown): boolean {
  const { from, to, yen } = fieldsOf(value);
  return typeof from === 'string' && typeof to === 'string' && Number.isSafeInteger(yen);
}

function isListOf(value: unknown, isOne: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
