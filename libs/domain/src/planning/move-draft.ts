import type { IsoDate } from '../calendar/date.js';
import { windowOfMonth, type IsoMonth } from '../calendar/month.js';
import { mondayOf, sundayOf } from '../calendar/week.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DraftContent } from '../trade/draft.js';
import type { WorkDays } from '../trade/publishing.js';
import { priceOfPart, remainingMinutes, type SurplusOrder } from '../trade/surplus-order.js';
import type { MoveSentence } from './notice.js';
import { monthsOfWindow } from './year-instance.js';

/** Which move of which plan: a plan has one at most for an order, a receiving town and a month. */
export interface MoveName {
  readonly planId: string;
  readonly surplusOrderId: string;
  readonly to: MunicipalityCode;
  readonly month: IsoMonth;
}

/** A move as the plan tells it to the town whose order it is. */
export interface ToldMove extends Omit<MoveName, 'planId'> {
  readonly minutes: number;
  readonly reason: MoveSentence | null;
}

/** How a draft says what it was made from. */
export function originOfMove({ planId, surplusOrderId, to, month }: MoveName): string {
  return `${planId} ${surplusOrderId} ${to} ${month}`;
}

/**
 * The days of a planned month on which an order may be done: those of the month's weeks, each of which belongs to the month of its Thursday. In
 * the first and the last month of the order they begin and end with the order itself, since no other month could have those days.
 */
export function daysOfMove({ earliest, due }: WorkDays, month: IsoMonth): WorkDays {
  const { from, to } = windowOfMonth(month);
  const months = monthsOfWindow(earliest, due);
  return {
    earliest: months[0] === month ? earliest : mondayOf(from),
    due: months.at(-1) === month ? due : sundayOf(to),
  };
}

/**
 * What the publisher could publish from a move: the planned slice for the one town, on the days of the month, at its share of the price, to be
 * claimed in whole or in the slices of the order, until the order's last day for claims. Only what the order still has.
 */
export function draftOfMove(
  order: SurplusOrder,
  move: ToldMove,
): { [K in keyof DraftContent]: NonNullable<DraftContent[K]> } {
  const minutes = Math.min(move.minutes, remainingMinutes(order));
  const days = daysOfMove(order, move.month);
  return {
    ...{ minutes, days, addressees: [move.to] },
    priceYen: Math.max(1, priceOfPart(order, minutes)),
    minSliceMinutes: Math.min(order.minSliceMinutes, minutes),
    claimBy: earlier(order.claimBy, days.due),
  };
}

function earlier(one: IsoDate, other: IsoDate): IsoDate {
  return one < other ? one : other;
}
