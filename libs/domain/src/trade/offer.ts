import { parseIsoDate, type Instant, type IsoDate } from '../calendar/date.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { claimsEnd, priceOfPart, refusalsOfSlice, type SurplusOrder } from './surplus-order.js';

/** What the parties of a claim can agree on differently from how it was published. */
export interface CounterTerms {
  readonly minutes: number;
  /** Price of these minutes, in yen before tax. */
  readonly priceYen: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}

/** A counter-offer of which only what is to change need be said. */
export type WantedTerms = { readonly [K in keyof CounterTerms]?: CounterTerms[K] | null | undefined };

/** What is left out stays as it lies on the table; the price goes with the minutes, and not below their published share. */
export function completed(order: SurplusOrder, table: Offer, wanted: WantedTerms): CounterTerms {
  const minutes = wanted.minutes ?? table.minutes;
  const priceYen =
    wanted.priceYen ??
    (minutes === table.minutes ? table.priceYen : Math.max(priceOfPart(table, minutes), priceOfPart(order, minutes)));
  return { minutes, priceYen, earliest: wanted.earliest ?? table.earliest, due: wanted.due ?? table.due };
}

/** 条件. The terms that lie on the table, and whose they are. The other side answers them. */
export interface Offer extends CounterTerms {
  readonly by: 'CLAIMANT' | 'PUBLISHER';
  /** Counts the offers of a claim from 1, so that both sides know which one an answer is about. */
  readonly number: number;
}

/** What a claim offers as it is made: minutes on the published terms. */
export function firstOffer(order: SurplusOrder, minutes: number): Offer {
  const { earliest, due } = order;
  return { minutes, priceYen: priceOfPart(order, minutes), earliest, due, by: 'CLAIMANT', number: 1 };
}

/** The share of an offer's price that a part of its minutes costs. */
export function priceOfOffer(order: SurplusOrder, offer: Offer, minutes: number): number {
  // Rounding the share of a share could cost a yen; on the published terms there is one share only.
  return offer.number === 1 ? priceOfPart(order, minutes) : priceOfPart(offer, minutes);
}

/**
 * Why an offer cannot be put on the table of a claim; empty when it can. It keeps within what was published: days inside the window, and
 * a price from its share (below which the workers could not be paid properly) up to that of the whole.
 */
export function refusalsToCounter(order: SurplusOrder, wanted: CounterTerms, table: Offer, now: Instant): Refusal[] {
  const wantedOtherwise = (['minutes', 'priceYen', 'earliest', 'due'] as const).some(
    (one) => wanted[one] !== table[one],
  );
  return [
    ...(now < claimsEnd(order) ? [] : [refusal('CLAIM_DEADLINE_PASSED', { field: 'claimId', claimBy: order.claimBy })]),
    ...(wantedOtherwise ? [] : [refusal('COUNTER_UNCHANGED', { field: 'claimId' })]),
    ...refusalsOfSlice(order, wanted.minutes),
    ...refusalsOfOfferPrice(order, wanted),
    ...refusalsOfOfferDates(order, wanted),
  ];
}

/** Whether an offer from a peer is one that an honest town could have made; how much is left is asked when it is awarded. */
export function offerKeepsToOrder(order: SurplusOrder, offer: CounterTerms): boolean {
  const { minutes, priceYen, earliest, due } = offer;
  return (
    Number.isSafeInteger(minutes) &&
    minutes >= 1 &&
    minutes <= order.minutes &&
    Number.isSafeInteger(priceYen) &&
    [earliest, due].every((date) => typeof date === 'string' && parseIsoDate(date).ok) &&
    refusalsOfOfferPrice(order, offer).length === 0 &&
    refusalsOfOfferDates(order, offer).length === 0
  );
}

function refusalsOfOfferPrice(order: SurplusOrder, { minutes, priceYen }: CounterTerms): Refusal[] {
  const atLeast = minutes >= 1 ? Math.max(1, priceOfPart(order, minutes)) : 1;
  return priceYen >= atLeast && priceYen <= order.priceYen
    ? []
    : [refusal('COUNTER_PRICE_OUT_OF_RANGE', { field: 'priceYen', asked: priceYen, atLeast, atMost: order.priceYen })];
}

function refusalsOfOfferDates(order: SurplusOrder, { earliest, due }: CounterTerms): Refusal[] {
  if (due < earliest) return [refusal('DUE_BEFORE_EARLIEST', { field: 'due', due, earliest })];
  return earliest >= order.earliest && due <= order.due
    ? []
    : [
        refusal('COUNTER_OUTSIDE_WINDOW', {
          field: earliest < order.earliest ? 'earliest' : 'due',
          from: order.earliest,
          to: order.due,
        }),
      ];
}
