import type { IsoDate } from '../calendar/date.js';
import { agreementBetween, memberOf, type Federation } from '../federation/federation.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { dataClassFits, type DataClass } from '../orders/data-class.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { nameOfSkill, type SkillCode } from '../skills/catalogue.js';

// What lets work go from one town to another on a day (I-5). Asked before publishing and before claiming, and again by the publisher when a
// claim arrives and when it awards, and by the claimant when it confirms: an agreement may have ended meanwhile, a member left.

/** A piece of work between two towns, as the federation document of a day sees it. */
export interface Dealing {
  readonly federation: Federation;
  readonly publisher: MunicipalityCode;
  readonly claimant: MunicipalityCode;
  readonly today: IsoDate;
  readonly skill: SkillCode;
  readonly dataClass: DataClass;
}

/**
 * Why the work may not go from publisher to claimant on this day; empty when it may.
 * @param asking which of the two asks: its sentences name the other
 * @param field the input field that named the work
 */
export function refusalsToDeal(dealing: Dealing, asking: 'publisher' | 'claimant', field: string): Refusal[] {
  const { federation, publisher, claimant } = dealing;
  if (publisher === claimant) return []; // No dealing between towns; refused for what it is.
  const other = asking === 'publisher' ? claimant : publisher;
  return [
    ...[publisher, claimant].flatMap((code) => refusalsOfMember(federation, code, field)),
    ...refusalsOfBasis(dealing, other, field),
    ...refusalsOfDataClass(dealing, field),
  ];
}

/** Why a town cannot trade at all on the federation document of today; empty when it can. */
export function refusalsOfMember(federation: Federation, code: MunicipalityCode, field?: string): Refusal[] {
  const about = field === undefined ? { given: code } : { field, given: code };
  const member = memberOf(federation, code);
  if (member === undefined) return [refusal('TOWN_NOT_MEMBER', about)];
  return member.level === 'TRADING' ? [] : [refusal('TOWN_NOT_TRADING', about)];
}

/** Why there is no 連携の根拠 for the work between the two on the day; empty when there is. */
export function refusalsOfBasis(
  { federation, publisher, claimant, today, skill }: Omit<Dealing, 'dataClass'>,
  other: MunicipalityCode,
  field: string,
): Refusal[] {
  if (agreementBetween(federation, publisher, claimant, today, skill) !== undefined) return [];
  const forOtherWork = federation.agreements.some(
    ({ between, from, to }) =>
      between.includes(publisher) && between.includes(claimant) && from <= today && today <= to,
  );
  if (!forOtherWork) return [refusal('BASIS_MISSING', { field, given: other, on: today })];
  const [skillJa, skillEn] = [nameOfSkill(skill, 'JA'), nameOfSkill(skill, 'EN')];
  return [refusal('BASIS_NOT_FOR_WORK', { field, given: other, on: today, skillJa, skillEn })];
}

/** Why the claimant may not handle the work's data; empty when it may. A stranger is refused as such. */
export function refusalsOfDataClass(
  { federation, claimant, dataClass }: Pick<Dealing, 'federation' | 'claimant' | 'dataClass'>,
  field: string,
): Refusal[] {
  const member = memberOf(federation, claimant);
  if (member === undefined || dataClassFits(dataClass, member.highestDataClass)) return [];
  const atMost = member.highestDataClass;
  return [refusal('DATA_CLASS_TOO_HIGH', { field, given: claimant, asked: dataClass, atMost })];
}

/**
 * Why the price lets no worker be paid properly by a town's own measure; empty when it does.
 * @param floorYenPerHour the least that an hour of published or claimed work brings, in yen before tax; 0 where the town sets none
 */
export function refusalsOfPriceFloor(
  { priceYen, minutes }: { readonly priceYen: number; readonly minutes: number },
  floorYenPerHour: number,
  field: string,
): Refusal[] {
  if (priceYen < 1 || minutes < 1) return []; // Refused for that.
  const atLeast = Number((BigInt(floorYenPerHour) * BigInt(minutes) + 59n) / 60n);
  return priceYen >= atLeast
    ? []
    : [refusal('PRICE_BELOW_FLOOR', { field, asked: priceYen, atLeast, floor: floorYenPerHour })];
}
