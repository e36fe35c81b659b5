import type { Amendment } from '#domain/trade/amendment';
import type { AwardTerms } from '#domain/trade/claim';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { CounterTerms } from '#domain/trade/offer';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { textOf, wrongVersions, type AgreedAmendments } from './amending.js';
import { hashOf, signatureOf } from './signing.js';
import type { Move, Town } from './town.js';

// What must hold, told from the databases alone and without the code under test.

const open = ['SUBMITTED', 'COUNTERED'];
const live = ['POSTED', 'PARTLY_AWARDED', 'FULLY_AWARDED'];

/** What the claimant's people have agreed to, by claim: an award on anything else is none. */
export type Agreed = ReadonlyMap<string, CounterTerms>;

/** What is wrong at this moment; empty when all is well. */
export function wrongNow(towns: readonly Town[], agreed: Agreed, amended: AgreedAmendments): string[] {
  const wrong: string[] = [];
  for (const town of towns) {
    if (town.published.size > 0) wrong.push(...wrongAtPublisher(town), ...wrongStatements(town, towns));
    wrong.push(...wrongAtClaimant(town, agreed, amended));
    for (const claim of town.claimed.values()) {
      const other = partnerOf(towns, claim);
      wrong.push(...wrongBetween(claim, other), ...wrongVersions(claim, other));
      const publisher = towns.find(({ code }) => code === claim.publisher);
      if (!isUnderWay(town, claim) && publisher !== undefined && !isUnderWay(publisher, claim))
        wrong.push(...wrongInSilence(claim, other, town.hasGivenUp(claim.id) || publisher.hasGivenUp(claim.id)));
    }
  }
  return wrong;
}

/** What is wrong once everything has been delivered and all time has passed. */
export function wrongAtTheEnd(towns: readonly Town[]): string[] {
  const wrong: string[] = [];
  for (const town of towns) {
    for (const queue of town.outbox.values()) if (queue.length > 0) wrong.push(`${town.code}: a message never arrived`);
    for (const order of town.published.values()) {
      if (['POSTED', 'PARTLY_AWARDED'].includes(order.status))
        wrong.push(`${order.id} is never decided: ${order.status}`);
      for (const other of towns)
        if (other !== town && JSON.stringify(other.copies.get(order.id)) !== JSON.stringify(order))
          wrong.push(`${other.code} does not know how ${order.id} stands`);
    }
    let sold = 0;
    for (const claim of town.received.values()) if (claim.status === 'CONFIRMED') sold += claim.terms.minutes;
    if (town.published.size > 0 && town.lot.open + sold !== town.lot.minutes)
      wrong.push(`hours stranded in the lot: ${town.lot.open} open, ${sold} sold of ${town.lot.minutes}`);
    for (const claim of town.claimed.values()) {
      const other = partnerOf(towns, claim);
      if (!(town.hasGivenUp(claim.id) && isUnheard(claim, other))) wrong.push(...wrongPair(claim, other));
    }
    for (const [id, { until }] of town.commitments)
      if (until !== undefined) wrong.push(`${town.code} holds capacity for ${id} for ever`);
  }
  return wrong;
}

/** Whether a change came at a moment, and from a state, that allow it. */
export function wrongMove({ side, before, after, now, left }: Move, minSliceMinutes: number): string[] {
  const [from, to] = [before.status, after.status];
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${after.id}: ${what} at the ${side}'s (${from} → ${to})`);
  if (before.status === 'AWARDED') {
    const { confirmBy, hardExpiry } = before.terms;
    if (side === 'publisher' && to === 'LAPSED' && now < hardExpiry) say('lapsed before its hard expiry');
    if (side === 'publisher' && to === 'CONFIRMED' && now >= hardExpiry) say('in force after its hard expiry');
    if (side === 'claimant' && to === 'CONFIRMED' && now >= confirmBy) say('confirmed after its time');
  }
  if ((before.status === 'SUBMITTED' || before.status === 'COUNTERED') && side === 'publisher') {
    if (to === 'LAPSED' && now < before.lapsesAt) say('lapsed before its time');
    if (to === 'AWARDED' && now >= before.lapsesAt) say('awarded after its time');
    if (to === 'AWARDED' && before.offer.by === 'PUBLISHER') say('awarded while an offer waits for the claimant');
    if (after.status === 'AWARDED' && after.terms.minutes < Math.min(minSliceMinutes, left))
      say('awarded less than the smallest slice');
  }
  if (['DECLINED', 'LAPSED', 'WITHDRAWN', 'TERMINATED'].includes(from) && !isOver(to)) say('came back to life');
  if (before.status === 'CONFIRMED' && after.status === 'CONFIRMED')
    wrong.push(...wrongAmendment(before, after, side, now));
  return wrong;
}

/** A version follows the one before; who answers an amendment does so in time. */
function wrongAmendment(
  before: { readonly terms: AwardTerms; readonly termsHash: string; readonly amendment?: Amendment },
  after: { readonly terms: AwardTerms; readonly termsHash: string; readonly amendment?: Amendment },
  side: Move['side'],
  now: Move['now'],
): string[] {
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${after.terms.claimId}: ${what} at the ${side}'s`);
  if (before.termsHash !== after.termsHash) {
    const { amendment } = before;
    if (after.terms.amendment?.replaces !== before.termsHash) say('a version that follows another one came into force');
    if (amendment?.termsHash !== after.termsHash) say('a version came into force that was not proposed');
    const until = amendment?.by === 'CLAIMANT' ? amendment.terms.hardExpiry : amendment?.terms.confirmBy;
    if (side === 'claimant' && until !== undefined && now >= until) say('an amendment came into force after its time');
  }
  const signed = after.amendment?.by === 'CLAIMANT' && after.amendment.publisherSignature !== undefined;
  if (side === 'publisher' && signed && before.amendment?.publisherSignature === undefined)
    if (now >= (after.amendment?.terms.confirmBy ?? 0)) say('an amendment was signed after its time');
  return wrong;
}

function isOver(status: string): boolean {
  return ['DECLINED', 'LAPSED', 'WITHDRAWN', 'TERMINATED'].includes(status);
}

function wrongAtPublisher(town: Town): string[] {
  const wrong: string[] = [];
  const takenOf = new Map<string, number>();
  let [taken, sent] = [0, 0];
  for (const claim of town.received.values()) {
    if (claim.status !== 'AWARDED' && claim.status !== 'CONFIRMED') continue;
    const minutes = takes(claim);
    taken += minutes;
    takenOf.set(claim.surplusOrderId, (takenOf.get(claim.surplusOrderId) ?? 0) + minutes);
    if (claim.publisherSignature !== signatureOf(claim.publisher, hashOf(claim.terms)))
      wrong.push(`${claim.id}: awarded without the publisher's signature over its terms`);
    if (claim.status !== 'CONFIRMED') continue;
    sent += claim.terms.minutes;
    if (claim.claimantSignature !== signatureOf(claim.claimant, hashOf(claim.terms)))
      wrong.push(`${claim.id}: in force without the claimant's signature over its terms`);
  }
  const { lot } = town;
  let allocated = 0;
  for (const order of town.published.values()) {
    const claimed = takenOf.get(order.id) ?? 0;
    if (!live.includes(order.status)) {
      if (claimed > 0) wrong.push(`${claimed} minutes awarded of ${order.id}, which is over`);
      continue;
    }
    allocated += order.minutes;
    if (order.minutes < 1) wrong.push(`${order.id} offers nothing`);
    if (order.awardedMinutes !== claimed)
      wrong.push(`${order.id}: ${order.awardedMinutes} awarded, claims take ${claimed}`);
    if (order.awardedMinutes > order.minutes) wrong.push(`${order.id} is oversold`);
    if (order.status !== statusOf(order)) wrong.push(`${order.id} is ${order.status} with ${order.awardedMinutes}`);
  }
  // Whatever the surplus orders say of themselves: all together they cannot award more than there is.
  if (taken > lot.minutes) wrong.push(`lot: ${taken} awarded of ${lot.minutes}`);
  if (lot.open < 0 || lot.open + allocated !== lot.minutes)
    wrong.push(`lot: ${lot.open} open, ${allocated} published of ${lot.minutes}`);
  if (lot.sent !== sent) wrong.push(`lot: ${lot.sent} sent, ${sent} in force`);
  return wrong;
}

/** Who is addressed knows how a surplus order stands, or a word about it is under way: else two could offer it the same minutes. */
function wrongStatements(town: Town, towns: readonly Town[]): string[] {
  const wrong: string[] = [];
  for (const order of town.published.values())
    for (const other of towns) {
      if (other === town || !order.addressees.includes(other.code) || town.isSaying(order.id, other.code)) continue;
      const copy = other.copies.get(order.id);
      if (copy !== order && JSON.stringify(copy) !== JSON.stringify(order))
        wrong.push(`${other.code} does not know how ${order.id} stands, and nobody says so`);
    }
  return wrong;
}

/** With an amendment that it has signed, a publisher keeps the minutes of the larger version. */
function takes(claim: Extract<ClaimAtPublisher, { status: 'AWARDED' | 'CONFIRMED' }>): number {
  const signed = claim.status === 'CONFIRMED' && claim.amendment?.publisherSignature ? claim.amendment : undefined;
  return Math.max(claim.terms.minutes, signed?.terms.minutes ?? 0);
}

function wrongAtClaimant(town: Town, agreed: Agreed, amended: AgreedAmendments): string[] {
  const wrong: string[] = [];
  const expected = new Set<string>();
  let [sum, lots] = [0, 0];
  for (const { minutes } of town.commitments.values()) sum += minutes;
  if (sum > town.capacityMinutes) wrong.push(`${town.code} has sold ${sum} of ${town.capacityMinutes} minutes`);
  for (const claim of town.claimed.values()) {
    const key = claim.status === 'CONFIRMED' ? claim.lotId : claim.id;
    const commitment = town.commitments.get(key);
    if (commitment !== undefined) expected.add(key);
    if (open.includes(claim.status)) {
      // A hold may have lapsed with its time; the claim follows. It is for what this town offers.
      if (commitment?.minutes !== agreed.get(claim.id)?.minutes && commitment !== undefined)
        wrong.push(`${claim.id}: holds ${commitment.minutes} for ${agreed.get(claim.id)?.minutes}`);
    } else if (claim.status === 'AWARDED') {
      if (commitment !== undefined && commitment.minutes !== claim.terms.minutes)
        wrong.push(`${claim.id}: holds ${commitment.minutes} for an award of ${claim.terms.minutes}`);
    } else if (claim.status === 'CONFIRMED') {
      lots += 1;
      if (commitment?.minutes !== claim.terms.minutes || commitment.until !== undefined)
        wrong.push(`${claim.id}: confirmed, and its capacity is not firm`);
      if (town.awardedLots.get(claim.lotId) !== claim.terms.minutes)
        wrong.push(`${claim.id}: confirmed without its lot`);
    } else if (commitment !== undefined) wrong.push(`${claim.id} is ${claim.status} and still takes capacity`);
    if (claim.status === 'AWARDED' || claim.status === 'CONFIRMED') wrong.push(...wrongTerms(claim, agreed, amended));
  }
  for (const id of town.commitments.keys()) if (!expected.has(id)) wrong.push(`capacity taken for nothing: ${id}`);
  if (town.awardedLots.size !== lots) wrong.push(`${town.awardedLots.size} lots for ${lots} confirmed awards`);
  return wrong;
}

function wrongTerms(
  claim: Extract<ClaimAtClaimant, { status: 'AWARDED' | 'CONFIRMED' }>,
  agreed: Agreed,
  amended: AgreedAmendments,
): string[] {
  const { terms, termsHash, publisherSignature } = claim;
  const offer = agreed.get(claim.id);
  if (offer === undefined) return [`${claim.id}: awarded, and nobody had offered it`];
  const fits =
    (terms.amendment !== undefined && amended.get(claim.id)?.has(textOf(terms)) === true) ||
    (terms.amendment === undefined && fitsOffer(terms, offer));
  return [
    ...(fits ? [] : [`${claim.id}: awarded on terms that nobody had offered`]),
    ...(termsHash === hashOf(terms) && publisherSignature === signatureOf(claim.publisher, termsHash)
      ? []
      : [`${claim.id}: taken without the publisher's signature over its terms`]),
  ];
}

function fitsOffer(terms: AwardTerms, offer: CounterTerms): boolean {
  return (
    terms.minutes <= offer.minutes &&
    terms.priceYen >= Math.floor((offer.priceYen * terms.minutes) / offer.minutes) &&
    terms.earliest === offer.earliest &&
    terms.due === offer.due
  );
}

/** What either end may not believe of the other at any moment. */
function wrongBetween(claim: ClaimAtClaimant, other: ClaimAtPublisher | undefined): string[] {
  const wrong: string[] = [];
  const at = other?.status ?? 'NONE';
  const say = (what: string): void => void wrong.push(`${claim.id}: ${what} (${claim.status} there ${at})`);
  if (claim.status === 'CONFIRMED') {
    const sameHash = other !== undefined && 'termsHash' in other && other.termsHash === claim.termsHash;
    if (at === 'AWARDED' ? !sameHash : !['CONFIRMED', 'LAPSED', 'TERMINATED'].includes(at))
      say('confirmed what was not awarded');
    if (!claim.receiptPending && at !== 'CONFIRMED' && !(other?.status === 'TERMINATED' && other.wasInForce))
      say('in force at one end only, and not pending');
  } else if (at === 'CONFIRMED') say('in force at the publisher, given up by the claimant');
  if (claim.status === 'AWARDED' && !['AWARDED', 'LAPSED', 'TERMINATED'].includes(at)) say('awarded at one end only');
  // Only the publisher ends an award, or the claimant by withdrawing.
  if (['LAPSED', 'DECLINED', 'TERMINATED'].includes(claim.status) && 'terms' in claim && at === 'AWARDED')
    say('the claimant has ended an award that its publisher stands by');
  return wrong;
}

/**
 * Both ends, when no word is under way between them: the same, but for what a clock has ended at one of them (I-14), or has yet to end where
 * a word came too late and was given up.
 */
function wrongInSilence(claim: ClaimAtClaimant, other: ClaimAtPublisher | undefined, givenUp: boolean): string[] {
  const at = other?.status ?? 'NONE';
  if (givenUp && (isUnheard(claim, other) || ([...open, 'LAPSED'].includes(claim.status) && isUndecided(at))))
    return [];
  const byClock = [claim.status, at].includes('LAPSED') && [...open, 'AWARDED', 'LAPSED'].includes(claim.status);
  if (claim.status !== at)
    return byClock ? [] : [`${claim.id}: ${claim.status} here and ${at} there, and nobody says so`];
  // What lay on the table of a claim that is over does not matter: an offer may have crossed its end.
  const isOver = !['CONFIRMED', 'AWARDED', ...open].includes(claim.status);
  const sameAmendment =
    claim.status !== 'CONFIRMED' ||
    other?.status !== 'CONFIRMED' ||
    (claim.termsHash === other.termsHash && claim.amendment?.termsHash === other.amendment?.termsHash);
  const signed = other?.status === 'CONFIRMED' && other.amendment?.by === 'CLAIMANT' ? other.amendment : undefined;
  if (signed?.publisherSignature !== undefined)
    return [`${claim.id}: an amendment is signed by the publisher, and nobody says so`];
  if (!sameAmendment) return [`${claim.id}: both ends know of different amendments, and nobody says so`];
  const told =
    claim.status === 'CONFIRMED' ? !claim.receiptPending : isOver || claim.offer.number === other?.offer.number;
  return told ? [] : [`${claim.id}: both ends are ${at} about different things, and nobody says so`];
}

function isUndecided(status: string): boolean {
  return [...open, 'NONE', 'AWARDED', 'LAPSED'].includes(status);
}

/** A claim that came too late and was given up: its publisher never knew it, and it is over. */
function isUnheard(claim: ClaimAtClaimant, other: ClaimAtPublisher | undefined): boolean {
  return other === undefined && ['LAPSED', 'WITHDRAWN'].includes(claim.status);
}

function isUnderWay(town: Town, { id, claimant, publisher }: ClaimAtClaimant): boolean {
  return town.isSaying(id, town.code === claimant ? publisher : claimant);
}

/** Both ends, when there is nothing left to say. */
function wrongPair(claim: ClaimAtClaimant, other: ClaimAtPublisher | undefined): string[] {
  const wrong: string[] = [];
  if (other?.status !== claim.status) wrong.push(`${claim.id} ends ${claim.status} here and ${other?.status} there`);
  if ([...open, 'AWARDED'].includes(claim.status)) wrong.push(`${claim.id} is never decided: ${claim.status}`);
  if (claim.status === 'CONFIRMED') {
    if (claim.receiptPending) wrong.push(`${claim.id} is pending for ever`);
    const signed = other?.status === 'CONFIRMED' ? other : undefined;
    if (signed?.termsHash !== claim.termsHash || signed.claimantSignature !== claim.claimantSignature)
      wrong.push(`${claim.id}: both ends hold different evidence`);
    if (claim.amendment !== undefined || signed?.amendment !== undefined)
      wrong.push(`${claim.id}: an amendment is never decided`);
  }
  if (claim.status === 'TERMINATED' && other?.status === 'TERMINATED')
    if (claim.owedYen !== other.owedYen || claim.reason !== other.reason)
      wrong.push(`${claim.id}: ${claim.owedYen} yen owed here, ${other.owedYen} there`);
  if (claim.status === 'TERMINATED' && other?.status === 'TERMINATED' && claim.wasInForce)
    if (JSON.stringify(claim.terms) !== JSON.stringify(other.terms))
      wrong.push(`${claim.id}: terminated on different versions`);
  if (claim.status === 'DECLINED' && other?.status === 'DECLINED' && claim.reason !== other.reason)
    wrong.push(`${claim.id}: declined for different reasons`);
  return wrong;
}

function partnerOf(towns: readonly Town[], claim: ClaimAtClaimant): ClaimAtPublisher | undefined {
  return towns.find(({ code }) => code === claim.publisher)?.received.get(claim.id);
}

function statusOf({ minutes, awardedMinutes }: SurplusOrder): string {
  if (awardedMinutes === 0) return 'POSTED';
  return awardedMinutes < minutes ? 'PARTLY_AWARDED' : 'FULLY_AWARDED';
}
