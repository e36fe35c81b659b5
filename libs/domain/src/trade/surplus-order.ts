import { addDays, endOfDayInTokyo, hoursAfter, parseIsoDate, type Instant, type IsoDate } from '../calendar/date.js';
import { parseMunicipalityCode, type MunicipalityCode } from '../municipality/code.js';
import { kindOfId, townOfId } from '../municipality/ids.js';
import { dataClasses, type DataClass } from '../orders/data-class.js';
import { titleLength } from '../orders/order.js';
import { accept, refusal, refuse, type Decision, type Refusal } from '../refusals/decision.js';
import { isSkill, type SkillCode } from '../skills/catalogue.js';
import { refusalsOfLevel } from '../skills/levels.js';
import { isLicence, type LicenceCode } from '../skills/licences.js';
import { refusalsOfMinutes, refusalsOfText } from '../text/text.js';

/** 余剰案件の状態 (docs/architecture.md). */
export const surplusOrderStatuses = [
  'POSTED',
  'PARTLY_AWARDED',
  'FULLY_AWARDED',
  'PERFORMING',
  'COMPLETED',
  'EXPIRED',
  'WITHDRAWN',
  'CANCELLED',
] as const;
export type SurplusOrderStatus = (typeof surplusOrderStatuses)[number];

/** 余剰案件. What a town tells its peers about work it publishes; every field is safe to show them. */
export interface SurplusOrder {
  readonly id: string;
  readonly publisher: MunicipalityCode;
  readonly title: string;
  readonly skill: SkillCode;
  /** The lowest level of the skill that will do. */
  readonly level: number;
  /** Licences of which the claimant needs a seat while the work is done. */
  readonly licences: readonly LicenceCode[];
  /** All minutes published. */
  readonly minutes: number;
  /** Minutes awarded so far, whether confirmed yet or not. */
  readonly awardedMinutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
  /** Last day on which a claim is taken, in Asia/Tokyo. */
  readonly claimBy: IsoDate;
  /** Price of all minutes, in yen before tax; a part costs its share. */
  readonly priceYen: number;
  readonly minSliceMinutes: number;
  readonly dataClass: DataClass;
  readonly addressees: readonly MunicipalityCode[];
  readonly status: SurplusOrderStatus;
}

export function remainingMinutes(order: Pick<SurplusOrder, 'minutes' | 'awardedMinutes'>): number {
  return order.minutes - order.awardedMinutes;
}

/** The status that follows from what has been awarded. */
export function statusByAwards(
  order: Pick<SurplusOrder, 'minutes' | 'awardedMinutes'>,
): 'POSTED' | 'PARTLY_AWARDED' | 'FULLY_AWARDED' {
  if (order.awardedMinutes === 0) return 'POSTED';
  return order.awardedMinutes < order.minutes ? 'PARTLY_AWARDED' : 'FULLY_AWARDED';
}

/** A surplus order of which so many minutes are awarded. */
export function withAwarded(order: SurplusOrder, awardedMinutes: number): SurplusOrder {
  return { ...order, awardedMinutes, status: statusByAwards({ minutes: order.minutes, awardedMinutes }) };
}

/** Minutes must fit what remains and be a full slice; the last remainder may be smaller than a slice. */
export function refusalsOfSlice(order: SurplusOrder, minutes: number): Refusal[] {
  const unusable = refusalsOfMinutes(minutes);
  if (unusable.length > 0) return unusable;
  const left = remainingMinutes(order);
  if (minutes > left)
    return [refusal('REMAINING_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: left })];
  const atLeast = Math.min(order.minSliceMinutes, left);
  return minutes < atLeast ? [refusal('BELOW_MIN_SLICE', { field: 'minutes', asked: minutes, atLeast })] : [];
}

/** Whether a surplus order in this status still takes claims and awards, its deadlines apart. */
export function isOpen(status: SurplusOrderStatus): boolean {
  return status === 'POSTED' || status === 'PARTLY_AWARDED';
}

/** The first moment at which a claim is too late. */
export function claimsEnd(order: Pick<SurplusOrder, 'claimBy'>): Instant {
  return endOfDayInTokyo(order.claimBy);
}

/** The publisher decides on the claims it has until this moment; then what is left goes back to its lot. */
export function awardsEnd(order: Pick<SurplusOrder, 'claimBy'>): Instant {
  return endOfDayInTokyo(addDays(order.claimBy, daysToAward));
}

/** A claimant's hold outlives the publisher's time to decide by this much, so that a message under way finds it in place. */
export function holdEnds(order: Pick<SurplusOrder, 'claimBy'>): Instant {
  return hoursAfter(awardsEnd(order), graceHours);
}

const daysToAward = 3;
const graceHours = 24;

/** The hold of an award outlives the publisher's time to take the confirmation by as much. */
export function holdOfAwardEnds({ hardExpiry }: { readonly hardExpiry: Instant }): Instant {
  return hoursAfter(hardExpiry, graceHours);
}

/** The share of a surplus order's price that a part of its minutes costs, in whole yen, rounded down. */
export function priceOfPart(order: Pick<SurplusOrder, 'priceYen' | 'minutes'>, minutes: number): number {
  return Number((BigInt(order.priceYen) * BigInt(minutes)) / BigInt(order.minutes));
}

/** The place of a surplus order in every list: by claim deadline, then by id. */
export function cursorOf({ id, claimBy }: Pick<SurplusOrder, 'id' | 'claimBy'>): string {
  return `${claimBy}.${id}`;
}

/** The position after which a page of surplus orders begins. */
export function parseSurplusOrderCursor(after: string | null | undefined): Decision<string | undefined> {
  if (after === null || after === undefined) return accept(undefined);
  const [claimBy = '', id = ''] = after.split('.');
  return parseIsoDate(claimBy).ok && kindOfId(id) === 'surplus'
    ? accept(after)
    : refuse('CURSOR_UNREADABLE', { field: 'after' });
}

/** Whether what a peer calls a surplus order is one: its own, whole, and within the rules that every publisher is held to. */
export function isSurplusOrder(value: unknown): value is SurplusOrder {
  if (value === null || typeof value !== 'object') return false;
  const order = value as Readonly<Record<keyof SurplusOrder, unknown>>;
  const { id, publisher, title, skill, level, licences, addressees, minutes, awardedMinutes } = order;
  const texts = [id, publisher, title, skill, order.earliest, order.due, order.claimBy];
  if (!texts.every((text) => typeof text === 'string') || !Array.isArray(addressees) || !Array.isArray(licences))
    return false;
  const dates = [order.earliest, order.due, order.claimBy] as string[];
  return (
    kindOfId(String(id)) === 'surplus' &&
    townOfId(String(id)) === publisher &&
    refusalsOfText(String(title), 'title', titleLength).length === 0 &&
    isSkill(String(skill)) &&
    Number.isInteger(level) &&
    refusalsOfLevel(Number(level), 'level').length === 0 &&
    licences.every((code) => typeof code === 'string' && isLicence(code)) &&
    [minutes, order.priceYen, order.minSliceMinutes].every(
      (whole) => Number.isSafeInteger(whole) && Number(whole) >= 1,
    ) &&
    Number.isSafeInteger(awardedMinutes) &&
    Number(awardedMinutes) >= 0 &&
    Number(awardedMinutes) <= Number(minutes) &&
    dates.every((date) => parseIsoDate(date).ok) &&
    String(order.earliest) <= String(order.due) &&
    (dataClasses as readonly unknown[]).includes(order.dataClass) &&
    (surplusOrderStatuses as readonly unknown[]).includes(order.status) &&
    addressees.every((code) => typeof code === 'string' && parseMunicipalityCode(code).ok)
  );
}
