import { dateInTokyo, hoursAfter, parseIsoDate, type Instant } from '../calendar/date.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { refusalsOfMinutes } from '../text/text.js';
import { hoursToConfirm, hoursUntilHardExpiry, type AwardTerms, type Party } from './claim.js';
import type { CounterTerms, WantedTerms } from './offer.js';
import { priceOfPart, remainingMinutes, type SurplusOrder } from './surplus-order.js';

// 変更契約. An award in force is changed by a new version of its terms under which both towns sign. Whoever proposes, the claimant has the last
// word: in one step it takes the time for the new version, signs, and has it in force; the publisher, once it has signed, keeps the minutes of
// both versions until it hears how it ended. So there is one moment, at one town, in which the one version takes the place of the other.

/** Terms that one side has proposed instead of those in force, while nobody knows yet what becomes of them. */
export interface Amendment {
  readonly by: Party;
  readonly terms: AwardTerms;
  readonly termsHash: string;
  /** With the publisher's signature only the claimant's word is missing. */
  readonly publisherSignature?: string;
  /** The publisher takes its own proposal back, and waits for the claimant's word whether it came in time. */
  readonly withdrawn?: boolean;
}

/** Terms under whose hash both have signed. */
export interface SignedTerms {
  readonly terms: AwardTerms;
  readonly termsHash: string;
  readonly publisherSignature: string;
  readonly claimantSignature: string;
}

/** What an award in force has besides its terms. */
export interface Amendable {
  readonly amendment?: Amendment;
  /** The number of the last proposal of each party's. */
  readonly proposals?: Readonly<Record<Party, number>>;
  /** The versions that were in force before, oldest first. */
  readonly earlier?: readonly SignedTerms[];
}

type InForce = Amendable & SignedTerms;

export function versionOf({ amendment }: Pick<AwardTerms, 'amendment'>): number {
  return amendment?.version ?? 1;
}

export function proposalsOf({ proposals }: Amendable): Readonly<Record<Party, number>> {
  return proposals ?? { CLAIMANT: 0, PUBLISHER: 0 };
}

/** Minutes of the surplus order that an award takes: with an amendment that the publisher has signed, those of the larger version. */
export function reservedMinutes({ terms, amendment }: Pick<InForce, 'terms' | 'amendment'>): number {
  const signed = amendment?.publisherSignature === undefined ? 0 : amendment.terms.minutes;
  return Math.max(terms.minutes, signed);
}

/** Whether this is the amendment that lies open there. */
export function isOpenAmendment({ amendment }: Amendable, termsHash: string, by?: Party): boolean {
  return amendment !== undefined && amendment.termsHash === termsHash && (by === undefined || amendment.by === by);
}

/** The terms that a party proposes at `now`: those in force, but for what is wanted otherwise. The price goes with the minutes. */
export function amendedTerms(
  claim: InForce,
  order: Pick<SurplusOrder, 'priceYen' | 'minutes'>,
  by: Party,
  wanted: WantedTerms,
  now: Instant,
): AwardTerms {
  const { terms, termsHash } = claim;
  const minutes = wanted.minutes ?? terms.minutes;
  const share = (): number =>
    minutes < 1 ? terms.priceYen : Math.max(priceOfPart(terms, minutes), priceOfPart(order, minutes));
  return {
    ...terms,
    minutes,
    priceYen: wanted.priceYen ?? (minutes === terms.minutes ? terms.priceYen : share()),
    earliest: wanted.earliest ?? terms.earliest,
    due: wanted.due ?? terms.due,
    confirmBy: hoursAfter(now, hoursToConfirm),
    hardExpiry: hoursAfter(now, hoursUntilHardExpiry),
    amendment: {
      version: versionOf(terms) + 1,
      by,
      number: proposalsOf(claim)[by] + 1,
      replaces: termsHash,
    },
  };
}

/** Why terms cannot take the place of those in force; empty when they can. What is published bounds minutes, days and the least price. */
export function refusalsToAmend(order: SurplusOrder, claim: InForce, wanted: CounterTerms): Refusal[] {
  const { terms } = claim;
  const changes = (['minutes', 'priceYen', 'earliest', 'due'] as const).some((one) => wanted[one] !== terms[one]);
  if (!changes) return [refusal('AMENDMENT_UNCHANGED', { field: 'claimId' })];
  const unusable = refusalsOfMinutes(wanted.minutes);
  return [
    ...(unusable.length > 0 ? unusable : refusalsOfMore(order, claim, wanted.minutes)),
    ...refusalsOfPrice(order, wanted),
    ...refusalsOfDays(order, wanted),
  ];
}

/** Why the surplus order does not have the minutes that an award would grow to; empty when it has. */
export function refusalsOfMore(order: SurplusOrder, claim: InForce, minutes: number): Refusal[] {
  const atMost = claim.terms.minutes + remainingMinutes(order);
  return minutes <= claim.terms.minutes || minutes <= atMost
    ? []
    : [refusal('REMAINING_MINUTES_EXCEEDED', { field: 'minutes', asked: minutes, atMost })];
}

/** Whether terms from a peer are a proposal that an honest town could have made; how much is left is asked when it is accepted. */
export function keepsToAward(
  order: SurplusOrder,
  claim: InForce,
  proposed: AwardTerms,
  by: Party,
  now: Instant,
): boolean {
  const { minutes, priceYen, earliest, due, confirmBy, hardExpiry, amendment } = proposed;
  const { terms } = claim;
  const same = (
    ['claimId', 'surplusOrderId', 'publisher', 'claimant', 'title', 'skill', 'level', 'dataClass'] as const
  ).every((one) => proposed[one] === terms[one]);
  return (
    same &&
    [...(proposed.licences ?? [])].sort().join() === [...(terms.licences ?? [])].sort().join() &&
    Number.isSafeInteger(minutes) &&
    Number.isSafeInteger(priceYen) &&
    minutes <= order.minutes &&
    [earliest, due].every((date) => typeof date === 'string' && parseIsoDate(date).ok) &&
    refusalsToAmend({ ...order, awardedMinutes: 0 }, claim, { minutes, priceYen, earliest, due }).length === 0 &&
    now < confirmBy &&
    confirmBy < hardExpiry &&
    amendment?.by === by &&
    amendment.replaces === claim.termsHash &&
    amendment.version === versionOf(terms) + 1 &&
    Number.isSafeInteger(amendment.number)
  );
}

/** Why it is too late to agree to an amendment; empty while it is not. */
export function refusalsOfAnswerTime({ terms: { confirmBy } }: Amendment, now: Instant): Refusal[] {
  return now < confirmBy
    ? []
    : [refusal('AMENDMENT_TOO_LATE', { field: 'claimId', confirmBy: dateInTokyo(confirmBy) })];
}

/** An award whose amendment is in force from now on. */
export function inForceBy<C extends InForce>(
  claim: C,
  { terms, termsHash }: Amendment,
  publisherSignature: string,
  claimantSignature: string,
): C {
  const { amendment: _, earlier = [], ...rest } = claim;
  const before: SignedTerms = {
    ...{ terms: claim.terms, termsHash: claim.termsHash },
    ...{ publisherSignature: claim.publisherSignature, claimantSignature: claim.claimantSignature },
  };
  const signed: SignedTerms = { terms, termsHash, publisherSignature, claimantSignature };
  return { ...rest, ...signed, earlier: [...earlier, before] } as unknown as C;
}

/** An award without its open amendment. */
export function withoutAmendment<C extends Amendable>(claim: C): C {
  const { amendment: _, ...rest } = claim;
  return rest as unknown as C;
}

function refusalsOfPrice(order: SurplusOrder, { minutes, priceYen }: CounterTerms): Refusal[] {
  const atLeast = minutes >= 1 ? Math.max(1, priceOfPart(order, minutes)) : 1;
  return priceYen >= atLeast
    ? []
    : [refusal('AMENDMENT_PRICE_TOO_LOW', { field: 'priceYen', asked: priceYen, atLeast })];
}

function refusalsOfDays(order: SurplusOrder, { earliest, due }: CounterTerms): Refusal[] {
  if (due < earliest) return [refusal('DUE_BEFORE_EARLIEST', { field: 'due', due, earliest })];
  if (earliest >= order.earliest && due <= order.due) return [];
  const field = earliest < order.earliest ? 'earliest' : 'due';
  return [refusal('COUNTER_OUTSIDE_WINDOW', { field, from: order.earliest, to: order.due })];
}
