import type { IsoDate } from '../calendar/date.js';

/** A rule of law with the day from which it holds. `verified`: a person who knows the law has checked it. */
export interface DatedRule<T> {
  readonly from: string;
  readonly value: T;
  readonly source: string;
  readonly verified: boolean;
}

/** 消費税及び地方消費税の税率, together, in percent. */
export const consumptionTaxPercent: readonly DatedRule<number>[] = [
  { from: '2014-04-01', value: 8, source: '消費税法 第29条(6.3%)、地方税法 第72条の83(63分の17)', verified: false },
  { from: '2019-10-01', value: 10, source: '消費税法 第29条(7.8%)、地方税法 第72条の83(78分の22)', verified: false },
];

/**
 * 取消料の税率, in percent. What a publisher owes for an award in force that it cancels makes up for time that was kept free and is lost: nothing
 * is supplied for it, so it lies outside the tax (不課税), and stands on an invoice as a sum of its own at 0 %. A fee for the work of cancelling
 * would be taxed; there is none.
 */
export const cancellationTaxPercent: readonly DatedRule<number>[] = [
  {
    from: '1989-04-01',
    value: 0,
    source: '消費税法 第2条第1項第8号・第4条第1項、消費税法基本通達 5-2-5・5-5-2(逸失利益に対する損害賠償金)',
    verified: false,
  },
];

/** The rate on a day. @throws before the first row. */
export function taxPercentOn(day: IsoDate, rules: readonly DatedRule<number>[] = consumptionTaxPercent): number {
  const rule = rules.findLast(({ from }) => from <= day);
  if (rule === undefined) throw new Error(`no rate of consumption tax is known for ${day}`);
  return rule.value;
}

/**
 * The tax on a sum of one rate on one invoice, in whole yen. 消費税法 第57条の4第1項第5号 and 消費税法施行令 第70条の10: it is reckoned on the
 * sum per rate and rounded once per invoice and rate, never per line; which way is for the parties to choose, and here fractions fall away.
 */
export function taxOnSum(netYen: number, percent: number): number {
  return Number((BigInt(netYen) * BigInt(percent)) / 100n);
}
