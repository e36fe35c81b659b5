import { addDays, parseIsoDate, type IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { publisherOfClaimId, townOfId } from '../municipality/ids.js';
import type { AwardTerms } from '../trade/claim.js';
import type { CounterTerms } from '../trade/offer.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import type { Said } from './end.js';

/** So much more than any word of the claim was published, as far as these messages tell: what remained is not in them. */
const plenty = 1_000_000;
const [firstDay, lastDay] = ['2000-01-01', '9999-01-01'] as unknown as [IsoDate, IsoDate];

/**
 * The surplus order of a claim as far as the claim's own messages tell of it, and for the rest the one that forbids least: work and days of
 * the award, a price that makes the cheapest offer its published share, minutes without end, no last day for claims. It was stated in
 * messages of another process.
 */
export function orderToldBy(claimId: string, messages: readonly Said[]): SurplusOrder {
  const first = messages.find(({ type, genuine }) => type === 'claim.awarded' && genuine);
  const award = first === undefined ? undefined : termsIn(first);
  const counters = messages.filter(({ type }) => type === 'claim.countered');
  const proposed = messages.filter(({ type }) => type === 'amendment.proposed');
  // Without a counter-offer the award is on the published terms; else they lie somewhere around all that was offered.
  const asPublished = award !== undefined && counters.length === 0;
  const offers = [
    ...(award === undefined ? [] : [award]),
    ...(asPublished ? [] : [...counters, ...proposed].flatMap(offerIn)),
  ].filter(isOffer);
  const around = asPublished ? 0 : 1;
  const cheapest = [...offers].sort((a, b) => a.priceYen / a.minutes - b.priceYen / b.minutes)[0];
  const submitted = messages.find(({ type }) => type === 'claim.submitted')?.payload['surplusOrderId'];
  const { minutes = 1, priceYen = 1 } = cheapest ?? {};
  const days = (of: 'earliest' | 'due'): IsoDate[] => offers.map((offer) => offer[of]).sort();
  return {
    id: typeof submitted === 'string' ? submitted : (award?.surplusOrderId ?? ''),
    publisher: publisherOfClaimId(claimId) as MunicipalityCode,
    ...{ title: award?.title ?? '', skill: award?.skill ?? ('' as SurplusOrder['skill']) },
    ...{ level: award?.level ?? 1, licences: award?.licences ?? [], dataClass: award?.dataClass ?? 'PUBLIC' },
    ...{ minutes: minutes * plenty, priceYen: priceYen * plenty, minSliceMinutes: 1, awardedMinutes: 0 },
    earliest: addDays(days('earliest')[0] ?? firstDay, -around),
    due: addDays(days('due').at(-1) ?? lastDay, around),
    ...{ claimBy: lastDay, status: 'POSTED' },
    addressees: [townOfId(claimId) as MunicipalityCode],
  };
}

/**
 * A surplus order as it was published, with its work, window and share of the price, and for the rest as little in the way: what remained, and
 * until when, depends on the moment. Undefined where its figures are beyond reckoning.
 */
export function asItForbidsLeast(order: SurplusOrder): SurplusOrder | undefined {
  if (!isOffer(order)) return undefined;
  return {
    ...{ ...order, minutes: order.minutes * plenty, priceYen: order.priceYen * plenty },
    ...{ minSliceMinutes: 1, awardedMinutes: 0, claimBy: lastDay, status: 'POSTED' },
  };
}

export function termsIn({ payload }: Said): AwardTerms | undefined {
  const { terms } = payload;
  return typeof terms === 'object' && terms !== null ? (terms as AwardTerms) : undefined;
}

function offerIn({ payload }: Said): CounterTerms[] {
  const offer = payload['offer'] ?? payload['terms'];
  return typeof offer === 'object' && offer !== null ? [offer as CounterTerms] : [];
}

function isOffer({ minutes, priceYen, earliest, due }: CounterTerms): boolean {
  return (
    [minutes * plenty, priceYen * plenty].every((whole) => Number.isSafeInteger(whole) && whole > 0) &&
    [earliest, due].every((day) => typeof day === 'string' && parseIsoDate(day).ok)
  );
}
