import { hoursAfter, type Instant } from '../calendar/date.js';
import { parseMunicipalityCode, type MunicipalityCode } from '../municipality/code.js';
import { isSurplusOrder, type SurplusOrder } from './surplus-order.js';

/** 余剰案件の一覧: the surplus orders of a town that are open, as it tells them to whoever steers the shared workload. */
export interface SurplusList {
  readonly municipality: MunicipalityCode;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  readonly orders: readonly SurplusOrder[];
}

/** A list holds for a day: whoever plans with an older one would plan work that has long been done. */
export const surplusListHours = 24;
/** Clocks of two towns may differ by this much. */
const clockDifferenceHours = 1 / 12;
/** More than any town has open, and few enough to be handed in at once. */
const mostOrders = 1_500;

/** What a town says to be the list of its surplus orders, if it is one; undefined when anything in it makes no sense. */
export function receivedSurplusList(said: unknown, now: Instant): SurplusList | undefined {
  if (typeof said !== 'object' || said === null) return undefined;
  const { municipality: town, issuedAt, expiresAt, orders } = said as Readonly<Record<string, unknown>>;
  const code = typeof town === 'string' ? parseMunicipalityCode(town) : undefined;
  if (!code?.ok || !isMoment(issuedAt) || !isMoment(expiresAt) || !Array.isArray(orders)) return undefined;
  const municipality = code.value;
  const makesSense =
    issuedAt <= hoursAfter(now, clockDifferenceHours) &&
    expiresAt > issuedAt &&
    expiresAt <= hoursAfter(issuedAt, surplusListHours) &&
    orders.length <= mostOrders &&
    orders.every((order) => isSurplusOrder(order) && order.publisher === municipality) &&
    new Set(orders.map(({ id }: SurplusOrder) => id)).size === orders.length;
  return makesSense ? { municipality, issuedAt, expiresAt, orders: orders as SurplusOrder[] } : undefined;
}

function isMoment(said: unknown): said is Instant {
  return Number.isSafeInteger(said) && (said as number) >= 0;
}
