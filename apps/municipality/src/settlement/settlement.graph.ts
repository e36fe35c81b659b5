import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { IsoDate } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import { settlementStatuses, type SettlementStatus } from '#domain/settlement/machine';
import { settlementLineKinds, type Invoice, type SettlementLine } from '#domain/settlement/statement';
import { enumOf } from '#graph/enum';
import { MunicipalityGraph, municipalityGraph } from '#graph/municipality.graph';
import { IsoDateScalar, IsoMonthScalar } from '#graph/scalars';
import type { HourLedger, ShownSettlement } from './settlement.service.js';

export const SettlementStatusEnum = enumOf(settlementStatuses);
registerEnumType(SettlementStatusEnum, {
  name: 'SettlementStatus',
  description: '精算の状態.',
  valuesMap: {
    ACCRUING: { description: '計上中: the month is not over.' },
    CUT_OFF: { description: '締め済: the month is over; nothing is stated yet.' },
    STATED: { description: '提示済: the stating town has signed.' },
    DISPUTED: { description: '異議あり: the other town does not agree.' },
    ADJUSTED: { description: '調整済: stated anew after a dispute.' },
    CONFIRMED: { description: '確定: both have signed; never changed again.' },
    PAID: { description: '支払済.' },
  },
});

export const SettlementLineKindEnum = enumOf(settlementLineKinds);
registerEnumType(SettlementLineKindEnum, {
  name: 'SettlementLineKind',
  description: '明細の種別.',
  valuesMap: {
    WORK: { description: '作業: accepted minutes of an award.' },
    REWORK: { description: '有償の手直し: minutes on top of an award.' },
    CANCELLATION: {
      description: '取消料: what its publisher owes for an award in force that it cancelled, by the days of notice.',
    },
    ADJUSTMENT: { description: '調整: corrects another line.' },
  },
});

@ObjectType('SettlementLine', { description: '明細. One thing that one town owes the other.' })
export class SettlementLineGraph {
  @Field(() => ID, { description: 'Its id, for an adjustment to name.' })
  id!: string;

  @Field(() => SettlementLineKindEnum, { description: 'What it is for.' })
  kind!: SettlementLine['kind'];

  @Field(() => ID, { description: 'The claim.' })
  claimId!: string;

  @Field(() => MunicipalityGraph, { description: 'The town that worked, or kept its time free.' })
  seller!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that pays for it.' })
  buyer!: MunicipalityGraph;

  @Field(() => IsoDateScalar, {
    description: '検収日; of a cancellation its day, of an adjustment the last day of its period.',
  })
  on!: IsoDate;

  @Field(() => Int, { description: '年度 of that day: the year in which it begins.' })
  fiscalYear!: number;

  @Field(() => Int, { description: 'Minutes; below zero only in an adjustment, 0 in a cancellation.' })
  minutes!: number;

  @Field(() => Int, { description: 'Price in yen before tax; below zero only in an adjustment.' })
  priceYen!: number;

  @Field(() => Int, {
    description: 'Rate of consumption tax, in percent; 0 in a cancellation, which lies outside the tax (不課税).',
  })
  taxPercent!: number;

  @Field(() => ID, { nullable: true, description: 'The line that an adjustment corrects; null otherwise.' })
  adjusts!: string | null;

  @Field(() => String, { nullable: true, description: 'Why; null unless it is an adjustment.' })
  reason!: string | null;
}

@ObjectType('InvoiceRate', { description: 'What is sold at one rate of consumption tax.' })
export class InvoiceRateGraph {
  @Field(() => Int, { description: 'Rate, in percent.' })
  taxPercent!: number;

  @Field(() => Int, { description: 'Sum before tax, in yen.' })
  netYen!: number;

  @Field(() => Int, { description: 'Tax on that sum, rounded once, in yen.' })
  taxYen!: number;
}

@ObjectType('Invoice', {
  description: '適格請求書. What one town has sold the other in a month; what lies outside the tax as a sum at 0 %.',
})
export class InvoiceGraph {
  @Field(() => MunicipalityGraph, { description: 'The town that worked.' })
  seller!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that pays.' })
  buyer!: MunicipalityGraph;

  @Field(() => [InvoiceRateGraph], { description: 'Sums by rate.' })
  rates!: InvoiceRateGraph[];

  @Field(() => Int, { description: 'All minutes.' })
  minutes!: number;

  @Field(() => Int, { description: 'All, with tax, in yen.' })
  totalYen!: number;
}

@ObjectType('SettlementPayment', {
  description: '差引支払額. What one town pays the other, invoices both ways netted.',
})
export class SettlementPaymentGraph {
  @Field(() => MunicipalityGraph, { description: 'The town that pays.' })
  from!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that is paid, and says so.' })
  to!: MunicipalityGraph;

  @Field(() => Int, { description: 'Yen with tax.' })
  yen!: number;
}

@ObjectType('Settlement', { description: '精算. What two towns owe each other for a month.' })
export class SettlementGraph {
  @Field(() => ID, { description: 'Its id; names the stating town, the other and the month.' })
  id!: string;

  @Field(() => IsoMonthScalar, { description: 'The month of acceptance.' })
  month!: IsoMonth;

  @Field(() => MunicipalityGraph, { description: 'The town that states.' })
  stater!: MunicipalityGraph;

  @Field(() => MunicipalityGraph, { description: 'The town that confirms or disputes.' })
  confirmer!: MunicipalityGraph;

  @Field(() => SettlementStatusEnum, { description: 'How it stands, as the town that answers knows it.' })
  status!: SettlementStatus;

  @Field(() => Int, { description: 'Counts its statements from 1.' })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Hash of the statement that both sign; null as long as nothing is stated and lines may still come.',
  })
  statementHash!: string | null;

  @Field(() => [SettlementLineGraph], { description: 'What it is made of.' })
  lines!: SettlementLineGraph[];

  @Field(() => [InvoiceGraph], { description: 'Gross, one for each direction in which something was sold.' })
  invoices!: InvoiceGraph[];

  @Field(() => SettlementPaymentGraph, { description: 'Net.' })
  payment!: SettlementPaymentGraph;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was last disputed; null where it never was, and once it is closed.',
  })
  reason!: string | null;

  @Field(() => IsoDateScalar, { nullable: true, description: '入金日; null before it.' })
  paidOn!: IsoDate | null;
}

@ObjectType('HourLedgerEntry', { description: 'One month of an hour ledger.' })
export class HourLedgerEntryGraph {
  @Field(() => IsoMonthScalar, { description: 'The month of acceptance.' })
  month!: IsoMonth;

  @Field(() => Int, { description: 'Minutes that this town has worked for the other.' })
  givenMinutes!: number;

  @Field(() => Int, { description: 'Minutes that the other has worked for this town.' })
  receivedMinutes!: number;
}

@ObjectType('HourLedger', { description: '結の帳面. Who helped whom, in minutes, between the town and one peer.' })
export class HourLedgerGraph {
  @Field(() => MunicipalityGraph, { description: 'The peer.' })
  peer!: MunicipalityGraph;

  @Field(() => Int, { description: 'Given less received, over all time.' })
  balanceMinutes!: number;

  @Field(() => [HourLedgerEntryGraph], {
    description: 'The months of the fiscal year in which something was accepted.',
  })
  entries!: HourLedgerEntryGraph[];
}

export function settlementGraph({ statement, stater, other, period, ...rest }: ShownSettlement): SettlementGraph {
  const { id, status, statementHash, reason, paidOn } = rest;
  const { version, lines, invoices, payment } = statement;
  const { from, to, yen } = payment;
  return {
    ...{ id, status, statementHash, reason, paidOn, month: period, version },
    ...{ stater: municipalityGraph(stater), confirmer: municipalityGraph(other) },
    lines: lines.map(({ seller, buyer, ...line }) => ({ ...line, ...parties(seller, buyer) })),
    invoices: invoices.map(({ seller, buyer, rates, ...sums }) => ({
      ...{ ...sums, ...parties(seller, buyer) },
      rates: rates.map((rate) => ({ ...rate })),
    })),
    payment: { from: municipalityGraph(from), to: municipalityGraph(to), yen },
  };
}

export function hourLedgerGraph({ peer, entries, balanceMinutes }: HourLedger): HourLedgerGraph {
  return { peer: municipalityGraph(peer), balanceMinutes, entries: entries.map((entry) => ({ ...entry })) };
}

function parties(
  seller: Invoice['seller'],
  buyer: Invoice['buyer'],
): { seller: MunicipalityGraph; buyer: MunicipalityGraph } {
  return { seller: municipalityGraph(seller), buyer: municipalityGraph(buyer) };
}
