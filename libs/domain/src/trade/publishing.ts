import type { IsoDate } from '../calendar/date.js';
import { memberOf, type Federation } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { DataClass } from '../orders/data-class.js';
import { refusalsToAllocate, type RecommissionConsent } from '../orders/order.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import type { SkillCode } from '../skills/catalogue.js';
import { refusalsOfBasis, refusalsOfDataClass, refusalsOfMember, refusalsOfPriceFloor } from './gate.js';

/** First and last day of work, both included. */
export interface WorkDays {
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}

/** Everything a decision to publish depends on. */
export interface PublishingFacts {
  readonly publisher: MunicipalityCode;
  readonly federation: Federation;
  readonly today: IsoDate;
  readonly skill: SkillCode;
  readonly consent: RecommissionConsent;
  /** Whether the lot is itself work awarded by another town: depth is 0 or nothing. */
  readonly awarded: boolean;
  /** Minutes of the lot that are neither committed at home nor published already. */
  readonly openMinutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  /** Days of the work where they are not all of the lot's. */
  readonly days: WorkDays | null;
  readonly dataClass: DataClass;
  readonly minutes: number;
  readonly claimBy: IsoDate;
  readonly priceYen: number;
  /** The least that an hour brings, by the town's own setting, in yen before tax; 0 where it sets none. */
  readonly floorYenPerHour: number;
  readonly minSliceMinutes: number;
  /** Null means every trading peer that may receive it. */
  readonly addressees: readonly MunicipalityCode[] | null;
}

type Rule = (facts: PublishingFacts) => Refusal[];

const clientConsents: Rule = ({ consent }) => {
  if (consent === 'NONE') return [refusal('CONSENT_MISSING', { field: 'lotId' })];
  return consent === 'APPROVAL_NEEDED' ? [refusal('CONSENT_APPROVAL_NEEDED', { field: 'lotId' })] : [];
};

const notAwardedToUs: Rule = ({ awarded }) => (awarded ? [refusal('AWARDED_WORK', { field: 'lotId' })] : []);

const minutesRemain: Rule = ({ minutes, openMinutes }) => refusalsToAllocate(minutes, openMinutes);

const priceIsPositive: Rule = ({ priceYen }) =>
  priceYen >= 1 ? [] : [refusal('PRICE_NOT_POSITIVE', { field: 'priceYen', asked: priceYen })];

const priceFeedsTheWorkers: Rule = (facts) => refusalsOfPriceFloor(facts, facts.floorYenPerHour, 'priceYen');

const sliceFits: Rule = ({ minSliceMinutes, minutes }) =>
  minutes < 1 || (minSliceMinutes >= 1 && minSliceMinutes <= minutes)
    ? []
    : [refusal('MIN_SLICE_OUT_OF_RANGE', { field: 'minSliceMinutes', asked: minSliceMinutes, atMost: minutes })];

const daysFit: Rule = ({ days, earliest, due }) => {
  if (days === null) return [];
  if (days.due < days.earliest) return [refusal('DUE_BEFORE_EARLIEST', { field: 'days', ...days })];
  return earliest <= days.earliest && days.due <= due
    ? []
    : [refusal('DAYS_OUTSIDE_LOT', { field: 'days', from: earliest, to: due })];
};

const claimByIsAhead: Rule = ({ claimBy, today, ...facts }) => {
  const { due } = facts.days ?? facts;
  if (claimBy < today) return [refusal('CLAIM_BY_PASSED', { field: 'claimBy', given: claimBy, today })];
  return claimBy > due ? [refusal('CLAIM_BY_AFTER_DUE', { field: 'claimBy', given: claimBy, due })] : [];
};

const publisherTrades: Rule = ({ federation, publisher }) => refusalsOfMember(federation, publisher);

const addresseesMayReceive: Rule = (facts) => {
  if (facts.addressees !== null) {
    if (facts.addressees.length === 0) return [refusal('ADDRESSEES_EMPTY', { field: 'addressees' })];
    return facts.addressees.flatMap((code) => refusalsToAddress(facts, code));
  }
  return addresseesOf(facts).length > 0 ? [] : [refusal('ADDRESSEES_EMPTY', { field: 'addressees' })];
};

/** Every rule of publishing, in the order in which a person would check them (I-5). */
export const publishingRules: readonly Rule[] = [
  clientConsents,
  notAwardedToUs,
  minutesRemain,
  sliceFits,
  priceIsPositive,
  priceFeedsTheWorkers,
  daysFit,
  claimByIsAhead,
  publisherTrades,
  addresseesMayReceive,
];

/** Why a lot may not be published as surplus; empty when it may. */
export function refusalsToPublish(facts: PublishingFacts): Refusal[] {
  return publishingRules.flatMap((rule) => rule(facts));
}

/** Who receives the surplus order: those named, or every trading peer with a basis today and clearance for the data. */
export function addresseesOf(facts: PublishingFacts): MunicipalityCode[] {
  const named =
    facts.addressees ?? facts.federation.members.map(({ code }) => code).filter((code) => code !== facts.publisher);
  return [...new Set(named)].filter((code) => refusalsToAddress(facts, code).length === 0);
}

function refusalsToAddress(facts: PublishingFacts, code: MunicipalityCode): Refusal[] {
  const field = 'addressees';
  const dealing = { ...facts, claimant: code };
  if (code === facts.publisher) return [refusal('ADDRESSEE_IS_SELF', { field })];
  const member = memberOf(facts.federation, code);
  if (member === undefined) return [refusal('ADDRESSEE_UNKNOWN', { field, given: code })];
  return [
    ...(member.level === 'TRADING' ? [] : [refusal('ADDRESSEE_NOT_TRADING', { field, given: code })]),
    ...refusalsOfBasis(dealing, code, field),
    ...refusalsOfDataClass(dealing, field),
  ];
}
