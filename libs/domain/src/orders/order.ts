import type { IsoDate } from '../calendar/date.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { isSkill } from '../skills/catalogue.js';
import { lowestLevel, refusalsOfLevel } from '../skills/levels.js';
import { isLicence } from '../skills/licences.js';
import { refusalsOfMinutes, refusalsOfText } from '../text/text.js';

/** 再委託の同意. Whether the client lets the work go to another town. */
export const recommissionConsents = ['NONE', 'APPROVAL_NEEDED', 'ALLOWED'] as const;
export type RecommissionConsent = (typeof recommissionConsents)[number];

/** 案件の状態. */
export const orderStatuses = ['ACCEPTED', 'COMPLETED', 'CANCELLED'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Longest names and titles, in characters. */
export const nameLength = 100;
export const titleLength = 200;

export interface NewOrder {
  readonly clientName: string;
  readonly title: string;
  /** What the client pays, in yen, where it is known. */
  readonly contractYen?: number | undefined;
  /** All minutes of the order, where they are known; its lots may not add up to more (I-1). */
  readonly minutes?: number | undefined;
}

/** Why an order cannot be taken down; empty when it can. */
export function refusalsToCreateOrder(order: NewOrder): Refusal[] {
  const { contractYen, minutes } = order;
  return [
    ...refusalsOfText(order.clientName, 'clientName', nameLength),
    ...refusalsOfText(order.title, 'title', titleLength),
    ...(contractYen !== undefined && contractYen < 1
      ? [refusal('PRICE_NOT_POSITIVE', { field: 'contractYen', asked: contractYen })]
      : []),
    ...(minutes === undefined ? [] : refusalsOfMinutes(minutes)),
  ];
}

export interface NewLot {
  readonly title: string;
  readonly skill: string;
  /** The lowest level of the skill that will do; 1, which is anyone with the skill, where it is left out. */
  readonly level?: number | null | undefined;
  /** Licences of which a seat is taken while the work is done. */
  readonly licences?: readonly string[] | null | undefined;
  readonly minutes: number;
  readonly earliest: IsoDate;
  readonly due: IsoDate;
}

/**
 * Why a lot cannot be added; empty when it can.
 * @param unassigned minutes of the order that no lot has yet; undefined where the order names no minutes.
 */
export function refusalsToAddLot(lot: NewLot, unassigned: number | undefined): Refusal[] {
  return [
    ...refusalsOfText(lot.title, 'title', titleLength),
    ...(isSkill(lot.skill) ? [] : [refusal('SKILL_UNKNOWN', { field: 'skill', given: lot.skill })]),
    ...refusalsOfLevel(lot.level ?? lowestLevel, 'level'),
    ...(lot.licences ?? []).flatMap((code, index) =>
      isLicence(code) ? [] : [refusal('LICENCE_UNKNOWN', { field: `licences.${index}`, given: code })],
    ),
    ...refusalsOfMinutes(lot.minutes),
    ...(lot.due < lot.earliest
      ? [refusal('DUE_BEFORE_EARLIEST', { field: 'due', due: lot.due, earliest: lot.earliest })]
      : []),
    ...(unassigned !== undefined && lot.minutes > unassigned
      ? [refusal('ORDER_MINUTES_EXCEEDED', { field: 'minutes', asked: lot.minutes, atMost: unassigned })]
      : []),
  ];
}

/** Why minutes of a lot cannot be allocated, at home or as surplus (I-1); empty when they can. */
export function refusalsToAllocate(asked: number, openMinutes: number): Refusal[] {
  const unusable = refusalsOfMinutes(asked);
  if (unusable.length > 0) return unusable;
  return asked > openMinutes ? [refusal('LOT_MINUTES_EXCEEDED', { field: 'minutes', asked, atMost: openMinutes })] : [];
}
