import { dateInTokyo, hoursAfter, type Instant, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import type { SkillCode } from '../skills/catalogue.js';
import { lowestLevel } from '../skills/levels.js';
import type { LicenceCode } from '../skills/licences.js';
import { priceOfOffer, type Offer } from './offer.js';
import { awardsEnd, claimsEnd, isOpen, priceOfPart, refusalsOfSlice, type SurplusOrder } from './surplus-order.js';

/** 引受申出の状態 (docs/architecture.md). */
export const claimStatuses = [
  'SUBMITTED',
  'COUNTERED',
  'AWARDED',
  'CONFIRMED',
  'PERFORMING',
  'DELIVERED',
  'INSPECTED',
  'SETTLED',
  'DECLINED',
  'WITHDRAWN',
  'LAPSED',
  'TERMINATED',
] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

/** 引受決定の条件. What both towns sign, by its hash; nothing may be left to either's memory. */
export interface AwardTerms {
  readonly claimId: string;
  readonly surplusOrderId: string;
  readonly publisher: MunicipalityCode;
  readonly claimant: MunicipalityCode;
  readonly title: string;
  readonly skill: SkillCode;
  /** Absent from terms that were signed before surplus orders told them: any level, no licence. */
  readonly level?: number;
  readonly licences?: readonly LicenceCode[];
  readonly minutes: number;
  readonly priceYen: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  readonly dataClass: DataClass;
  /** The claimant signs before this moment … */
  readonly confirmBy: Instant;
  /** … and the publisher takes the signature until this one; only then are the minutes free again. */
  readonly hardExpiry: Instant;
  /** What makes them a later version of an award; absent from the first. */
  readonly amendment?: AmendmentOf;
}

export type Party = 'CLAIMANT' | 'PUBLISHER';

/** 変更契約. Which version of an award terms are, and whose place they take. Both towns sign it with the rest. */
export interface AmendmentOf {
  /** 2 for the first amendment. */
  readonly version: number;
  readonly by: Party;
  /** Counts the proposals of that party for this award, so that no two ever have one hash. */
  readonly number: number;
  /** Hash of the terms whose place these take. */
  readonly replaces: string;
}

/** What an award depends on of the claim that it answers. */
export interface ClaimToAward {
  readonly id: string;
  readonly claimant: MunicipalityCode;
  readonly status: ClaimStatus;
  readonly offer: Offer;
}

/** Why a town may not claim `minutes` of a peer's surplus order; empty when it may. Its own free capacity is checked by the hold. */
export function refusalsToClaim(
  order: SurplusOrder,
  minutes: number,
  claimant: MunicipalityCode,
  now: Instant,
): Refusal[] {
  if (order.publisher === claimant) return [refusal('OWN_SURPLUS_ORDER', { field: 'surplusOrderId' })];
  if (!isOpen(order.status))
    return [refusal('SURPLUS_ORDER_CLOSED', { field: 'surplusOrderId', status: order.status })];
  return [
    ...(now < claimsEnd(order)
      ? []
      : [refusal('CLAIM_DEADLINE_PASSED', { field: 'surplusOrderId', claimBy: order.claimBy })]),
    ...refusalsOfSlice(order, minutes),
  ];
}

/** Why the publisher may not award `minutes` of a claim; empty when it may. Its own counter-offer waits for the claimant's answer. */
export function refusalsToAward(order: SurplusOrder, claim: ClaimToAward, minutes: number, now: Instant): Refusal[] {
  const { status, offer } = claim;
  if ((status !== 'SUBMITTED' && status !== 'COUNTERED') || offer.by !== 'CLAIMANT')
    return [refusal('CLAIM_NOT_AWARDABLE', { field: 'claimId', status })];
  if (!isOpen(order.status)) return [refusal('SURPLUS_ORDER_CLOSED', { field: 'claimId', status: order.status })];
  return [
    ...(now < awardsEnd(order) ? [] : [refusal('CLAIM_DEADLINE_PASSED', { field: 'claimId', claimBy: order.claimBy })]),
    ...(minutes > offer.minutes
      ? [refusal('CLAIM_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: offer.minutes })]
      : []),
    ...refusalsOfSlice(order, minutes),
  ];
}

/** How long the claimant has to sign, and how much longer the publisher waits for a signature under way. */
export const hoursToConfirm = 72;
export const hoursUntilHardExpiry = 96;

/** The terms of an award of `minutes`, made at `now`: the work as published, on the terms that lie on the table. */
export function termsOfAward(order: SurplusOrder, claim: ClaimToAward, minutes: number, now: Instant): AwardTerms {
  const { publisher, title, skill, level, licences, dataClass } = order;
  const { earliest, due } = claim.offer;
  return {
    claimId: claim.id,
    surplusOrderId: order.id,
    publisher,
    claimant: claim.claimant,
    title,
    skill,
    level,
    licences,
    minutes,
    priceYen: priceOfOffer(order, claim.offer, minutes),
    earliest,
    due,
    dataClass,
    confirmBy: hoursAfter(now, hoursToConfirm),
    hardExpiry: hoursAfter(now, hoursUntilHardExpiry),
  };
}

/** Whether terms are what the claimant offered: the work as published, the days of its offer, no more minutes, its share of the price. */
export function termsKeepToOffer(terms: AwardTerms, claim: Omit<ClaimToAward, 'status'>, order: SurplusOrder): boolean {
  const { offer } = claim;
  return (
    terms.claimId === claim.id &&
    terms.claimant === claim.claimant &&
    terms.surplusOrderId === order.id &&
    terms.publisher === order.publisher &&
    terms.skill === order.skill &&
    (terms.level ?? lowestLevel) === order.level &&
    [...(terms.licences ?? [])].sort().join() === [...order.licences].sort().join() &&
    terms.dataClass === order.dataClass &&
    terms.earliest === offer.earliest &&
    terms.due === offer.due &&
    Number.isSafeInteger(terms.minutes) &&
    terms.minutes >= 1 &&
    terms.minutes <= offer.minutes &&
    terms.priceYen >= priceOfPart(offer, terms.minutes) &&
    terms.confirmBy < terms.hardExpiry
  );
}

/** Why the claimant may not sign; empty when it may. */
export function refusalsToConfirm(
  claim: { readonly status: ClaimStatus; readonly terms?: AwardTerms | undefined },
  now: Instant,
): Refusal[] {
  if (claim.status !== 'AWARDED' || claim.terms === undefined) {
    return [refusal('CLAIM_NOT_CONFIRMABLE', { field: 'claimId', status: claim.status })];
  }
  return now < claim.terms.confirmBy
    ? []
    : [refusal('CONFIRMATION_TOO_LATE', { field: 'claimId', confirmBy: dateInTokyo(claim.terms.confirmBy) })];
}

/** Whether the publisher still takes a confirmation: until the hard expiry, not only until `confirmBy`. */
export function confirmationInTime(terms: AwardTerms, now: Instant): boolean {
  return now < terms.hardExpiry;
}
