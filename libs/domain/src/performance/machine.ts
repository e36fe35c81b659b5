import { dateInTokyo, parseIsoDate, type Instant, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { RefusalCode } from '../refusals/catalogue.js';
import { accept, refusal, refuse, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import { refusalsOfMinutes, refusalsOfText } from '../text/text.js';
import type { AwardTerms } from '../trade/claim.js';
import { rowFor, rowsOf, step, type None, type Step } from '../trade/machine.js';
import type { TradeMessages } from '../trade/messages.js';
import { tell } from '../trade/outgoing.js';
import { openDelivery, priceOfAccepted, priceOfRework } from './performance.js';
import type { Delivered, Delivery, Inspected, Performance, Performing, PricedTerms, Verdict } from './performance.js';
import { reworkCauses, reworkIsPaid, type ReworkCause } from './rework-cause.js';

/** Most characters of a note or a reason. */
export const noteLength = 500;

/** What a person at the claimant's asks for. */
export type ClaimantDeed =
  | { readonly type: 'start' }
  | { readonly type: 'deliver'; readonly minutes: number; readonly reworkMinutes: number; readonly note: string };

/** What a person at the publisher's asks for; `number` is that of the delivery they have looked at. */
export type PublisherDeed =
  | { readonly type: 'accept'; readonly number: number; readonly minutes: number }
  | { readonly type: 'reject'; readonly number: number; readonly reason: string; readonly cause: ReworkCause };

type PerformanceMessageType =
  'work.started' | 'work.delivered' | 'delivery.accepted' | 'delivery.rejected' | 'delivery.returned';

/** What the other town says. */
export type PerformanceMessage = {
  readonly [T in PerformanceMessageType]: {
    readonly type: T;
    readonly from: MunicipalityCode;
    readonly payload: TradeMessages[T];
  };
}[PerformanceMessageType];

/** A version of the award has come into force at this town: nobody's deed and nobody's word, but the step of the award itself. */
export interface AwardAmended {
  readonly type: 'amended';
}

export type PerformanceEvent = ClaimantDeed | PublisherDeed | PerformanceMessage | AwardAmended;

/** The award as it stands at this town: its version of today. */
export interface AwardNow {
  readonly claimId: string;
  readonly claimant: MunicipalityCode;
  readonly publisher: MunicipalityCode;
  /** In force on both sides, as far as this town can know. */
  readonly inForce: boolean;
  readonly terms: AwardTerms | undefined;
  readonly termsHash: string;
}

const on = rowsOf<Performance | None, PerformanceEvent, AwardNow>();

/** Every change that an award in force can go through. Deeds happen at one town, messages tell the other; both take the same steps. */
export const performanceTransitions = [
  // At the claimant's.
  on('start', ['NONE'], ['PERFORMING'], (_none, _deed, award, now) => {
    const refusals = refusalsToStart(award, now);
    if (refusals.length > 0) return refuseAll(refusals);
    const startedOn = dateInTokyo(now);
    const { claimId } = award;
    return step(started(award, startedOn), tell(award.publisher, claimId, 'work.started', { claimId, startedOn }));
  }),
  on('deliver', ['PERFORMING', 'INSPECTED'], ['DELIVERED'], (work, { minutes, reworkMinutes, note }, award, now) => {
    const refusals = [
      ...refusalsOfDelivery(work, { minutes, reworkMinutes }, award),
      ...(note === '' ? [] : refusalsOfText(note, 'note', noteLength)),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    const { claimId } = work;
    const [number, deliveredOn, { termsHash }] = [work.deliveries.length + 1, dateInTokyo(now), award];
    const said = { claimId, number, minutes, reworkMinutes, note, deliveredOn, termsHash };
    return step(delivered(work, said, award), tell(work.publisher, claimId, 'work.delivered', said));
  }),
  on('delivery.accepted', ['DELIVERED'], ['PERFORMING', 'INSPECTED'], (work, { payload }, award) => {
    const { number, minutes, acceptedOn } = payload;
    const open = openDelivery(work);
    return number === open.number && isMinutes(minutes) && minutes <= open.minutes && isDateFrom(open, acceptedOn)
      ? step<Performance>(accepted(work, minutes, acceptedOn, award))
      : step<Performance>(work);
  }),
  on('delivery.rejected', ['DELIVERED'], ['PERFORMING'], (work, { payload }) => {
    const { number, cause, rejectedOn } = payload;
    const open = openDelivery(work);
    return number === open.number && reworkCauses.includes(cause) && isDateFrom(open, rejectedOn)
      ? step<Performing | Delivered>(rejected(work, { ...payload, reason: String(payload.reason) }))
      : step<Performing | Delivered>(work);
  }),
  on('delivery.returned', ['DELIVERED'], ['PERFORMING'], (work, { payload: { number, reason } }) =>
    number === openDelivery(work).number
      ? step<Performing | Delivered>({
          ...work,
          status: 'PERFORMING',
          deliveries: work.deliveries.slice(0, -1),
          returnedFor: String(reason),
        })
      : step<Performing | Delivered>(work),
  ),

  // At the publisher's.
  on('work.started', ['NONE'], ['PERFORMING'], (none, { payload: { startedOn } }, award) =>
    award.inForce && isDate(startedOn)
      ? step<Performing | None>(started(award, startedOn))
      : step<Performing | None>(none),
  ),
  on('work.delivered', ['PERFORMING', 'INSPECTED'], ['DELIVERED'], (work, { payload }, award) => {
    const { claimId, number } = payload;
    // The award has changed meanwhile, or the delivery is none that an honest town would make: the claimant delivers anew.
    const obstacle = obstacleToDelivery(work, payload, award);
    return obstacle === undefined
      ? step<Performance>(delivered(work, payload, award))
      : step<Performance>(
          work,
          tell(work.claimant, claimId, 'delivery.returned', { claimId, number, reason: obstacle }),
        );
  }),
  on('accept', ['DELIVERED'], ['PERFORMING', 'INSPECTED'], (work, { number, minutes }, award, now) => {
    const open = openDelivery(work);
    if (number !== open.number) return notInspectable(work);
    const refusals = [
      ...refusalsOfMinutes(minutes),
      ...(minutes <= open.minutes
        ? []
        : [refusal('ACCEPTED_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: open.minutes })]),
    ];
    if (refusals.length > 0) return refuseAll(refusals);
    const [{ claimId, claimant }, acceptedOn] = [work, notBefore(open.deliveredOn, dateInTokyo(now))];
    return step<Performance>(
      accepted(work, minutes, acceptedOn, award),
      tell(claimant, claimId, 'delivery.accepted', { claimId, number, minutes, acceptedOn }),
    );
  }),
  on('reject', ['DELIVERED'], ['PERFORMING'], (work, { number, reason, cause }, _award, now) => {
    const open = openDelivery(work);
    if (number !== open.number) return notInspectable(work);
    const refusals = refusalsOfText(reason, 'reason', noteLength);
    if (refusals.length > 0) return refuseAll(refusals);
    const [{ claimId, claimant }, rejectedOn] = [work, notBefore(open.deliveredOn, dateInTokyo(now))];
    const said = { claimId, number, reason, cause, rejectedOn };
    return step(rejected(work, said), tell(claimant, claimId, 'delivery.rejected', said));
  }),

  // At both. A version for just what is accepted is done by it, and one for more than that is not.
  on('amended', ['PERFORMING', 'INSPECTED'], ['PERFORMING', 'INSPECTED'], (work, _event, award) => {
    const status = statusOfAccepted(award, work.acceptedMinutes);
    return step<Performing | Inspected>(status === work.status ? work : { ...work, status });
  }),
];

/** Which refusal answers a deed that the state has no row for. */
const refusalOf: Readonly<Record<(ClaimantDeed | PublisherDeed)['type'], RefusalCode>> = {
  start: 'WORK_NOT_STARTABLE',
  deliver: 'WORK_NOT_DELIVERABLE',
  accept: 'DELIVERY_NOT_INSPECTABLE',
  reject: 'DELIVERY_NOT_INSPECTABLE',
};
const atClaimants = ['start', 'deliver', 'delivery.accepted', 'delivery.rejected', 'delivery.returned'];

/**
 * What becomes of an award in force at one of its towns: a deed that does not fit is refused, a message that does not fit, or is not from
 * the other town, changes nothing.
 */
export function perform(
  work: Performance | None,
  event: PerformanceEvent,
  award: AwardNow,
  town: MunicipalityCode,
  now: Instant,
  table: typeof performanceTransitions = performanceTransitions,
): Decision<Step<Performance | None>> {
  const isClaimants = event.type === 'amended' ? town === award.claimant : atClaimants.includes(event.type);
  const [here, there] = isClaimants ? [award.claimant, award.publisher] : [award.publisher, award.claimant];
  const mayHappen = town === here && (!('from' in event) || event.from === there);
  const row = mayHappen ? rowFor(table, work, event) : undefined;
  if (row !== undefined) return row.step(work, event, award, now);
  return event.type in refusalOf
    ? refuse(refusalOf[event.type as keyof typeof refusalOf], { field: 'claimId', status: work.status })
    : accept({ state: work, outgoing: [] });
}

function refusalsToStart({ inForce, terms }: AwardNow, now: Instant): Refusal[] {
  if (!inForce || terms === undefined) return [refusal('AWARD_NOT_IN_FORCE', { field: 'claimId' })];
  const { earliest } = terms;
  return dateInTokyo(now) >= earliest ? [] : [refusal('START_TOO_EARLY', { field: 'claimId', earliest })];
}

interface Quantity {
  readonly minutes: number;
  readonly reworkMinutes: number;
}

function refusalsOfDelivery(
  work: Performing | Inspected,
  { minutes, reworkMinutes }: Quantity,
  award: AwardNow,
): Refusal[] {
  if (!award.inForce || award.terms === undefined) return [refusal('AWARD_NOT_IN_FORCE', { field: 'claimId' })];
  const [left, reworkLeft] = [award.terms.minutes - work.acceptedMinutes, work.reworkPayableMinutes];
  // All is inspected, unless the award has grown since.
  if (work.status === 'INSPECTED' && left <= 0)
    return [refusal('WORK_NOT_DELIVERABLE', { field: 'claimId', status: work.status })];
  return [
    ...refusalsOfMinutes(minutes),
    ...(minutes <= left
      ? []
      : [refusal('DELIVERED_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost: Math.max(0, left) })]),
    ...(reworkMinutes >= 0 && reworkMinutes <= reworkLeft
      ? []
      : [refusal('REWORK_MINUTES_EXCEEDED', { field: 'reworkMinutes', asked: reworkMinutes, atMost: reworkLeft })]),
  ];
}

function obstacleToDelivery(
  work: Performing | Inspected,
  { number, minutes, reworkMinutes, note, deliveredOn, termsHash }: TradeMessages['work.delivered'],
  award: AwardNow,
): string | undefined {
  const isWhole = isMinutes(minutes) && Number.isSafeInteger(reworkMinutes) && typeof note === 'string';
  if (!isWhole || !isDate(deliveredOn) || number !== work.deliveries.length + 1) return 'DELIVERY_UNREADABLE';
  if (termsHash !== award.termsHash) return 'TERMS_CHANGED';
  return refusalsOfDelivery(work, { minutes, reworkMinutes }, award)[0]?.code;
}

function started({ claimId, claimant, publisher }: AwardNow, startedOn: IsoDate): Performing {
  const nothing = { deliveries: [], acceptedMinutes: 0, reworkPayableMinutes: 0, returnedFor: null };
  return { status: 'PERFORMING', claimId, claimant, publisher, startedOn, ...nothing };
}

function delivered(
  work: Performing | Inspected,
  { number, minutes, reworkMinutes, note, deliveredOn }: TradeMessages['work.delivered'],
  { terms, termsHash }: AwardNow,
): Delivered {
  if (terms === undefined) throw new Error(`delivered without an award: ${work.claimId}`);
  const priced: PricedTerms = { termsHash, minutes: terms.minutes, priceYen: terms.priceYen };
  const delivery = { number, minutes, reworkMinutes, note, deliveredOn, terms: priced, verdict: null };
  return { ...work, status: 'DELIVERED', deliveries: [...work.deliveries, delivery], returnedFor: null };
}

/** Whether something is left to do of the award as it is now, which may have changed since the last delivery. */
function statusOfAccepted({ terms }: AwardNow, acceptedMinutes: number): 'PERFORMING' | 'INSPECTED' {
  return terms !== undefined && acceptedMinutes >= terms.minutes ? 'INSPECTED' : 'PERFORMING';
}

function accepted(work: Delivered, minutes: number, acceptedOn: IsoDate, award: AwardNow): Performing | Inspected {
  const { terms, reworkMinutes } = openDelivery(work);
  const verdict: Verdict = {
    ...{ outcome: 'ACCEPTED', minutes, on: acceptedOn },
    workYen: priceOfAccepted(terms, work.acceptedMinutes, minutes),
    reworkYen: priceOfRework(terms, reworkMinutes),
  };
  const acceptedMinutes = work.acceptedMinutes + minutes;
  return {
    ...work,
    status: statusOfAccepted(award, acceptedMinutes),
    deliveries: judged(work, verdict),
    acceptedMinutes,
    reworkPayableMinutes: work.reworkPayableMinutes - reworkMinutes,
  };
}

function rejected(
  work: Delivered,
  { reason, cause, rejectedOn }: Pick<TradeMessages['delivery.rejected'], 'reason' | 'cause' | 'rejectedOn'>,
): Performing {
  const paid = reworkIsPaid(cause) ? openDelivery(work).minutes : 0;
  return {
    ...work,
    status: 'PERFORMING',
    deliveries: judged(work, { outcome: 'REJECTED', reason, cause, on: rejectedOn }),
    reworkPayableMinutes: work.reworkPayableMinutes + paid,
  };
}

function judged({ deliveries }: Delivered, verdict: Verdict): Delivery[] {
  return deliveries.map((each) => (each.verdict === null ? { ...each, verdict } : each));
}

function notInspectable({ status }: Performance): Decision<never> {
  return refuse('DELIVERY_NOT_INSPECTABLE', { field: 'number', status });
}

/** Clocks of two towns may lie a little apart: nothing is inspected before it was delivered. */
function notBefore(first: IsoDate, day: IsoDate): IsoDate {
  return day < first ? first : day;
}

function isMinutes(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function isDate(value: unknown): value is IsoDate {
  return typeof value === 'string' && parseIsoDate(value).ok;
}

/** A day on which a delivery can have been inspected. */
function isDateFrom({ deliveredOn }: Delivery, day: unknown): day is IsoDate {
  return isDate(day) && day >= deliveredOn;
}
