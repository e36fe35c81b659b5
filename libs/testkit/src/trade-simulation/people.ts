import { addDays, type Instant } from '#domain/calendar/date';
import { makeClaimId } from '#domain/municipality/ids';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import { termsOfAward } from '#domain/trade/claim';
import type { CounterTerms } from '#domain/trade/offer';
import { tell } from '#domain/trade/outgoing';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import type { Random } from '../../../../demo/src/random.js';
import { amendmentActs, amendmentLies, amends, type AgreedAmendments } from './amending.js';
import type { Fate } from './post.js';
import { hashOf, signatureOf } from './signing.js';
import type { Town } from './town.js';

// What people, and towns that repeat themselves or lie, do to one surplus order. They try everything in every state.

/** How often people at each end choose what; the numbers weigh against each other. */
export interface Temper {
  readonly award: number;
  readonly counter: number;
  readonly decline: number;
  readonly end: number;
  readonly withdraw: number;
  readonly accept: number;
  readonly counterBack: number;
  readonly confirm: number;
  readonly amend: number;
}

export interface Scene {
  readonly random: Random;
  readonly temper: Temper;
  readonly agreed: Map<string, CounterTerms>;
  readonly agreedAmendments: AgreedAmendments;
}

/** Somebody at the publisher's does something about a claim or a whole surplus order. */
export function publisherActs(town: Town, scene: Scene, time: number, fate: Fate): void {
  const { random, temper } = scene;
  const now = town.now(time);
  const { award, counter, decline } = temper;
  // Who has seen a claim lapse gives up more easily.
  const lapsed = [...town.received.values()].some(({ status }) => status === 'LAPSED');
  // So does who waits for a word about an amendment: the end may cross it.
  const waits = [...town.received.values()].some(
    (claim) => claim.status === 'CONFIRMED' && claim.amendment?.publisherSignature !== undefined,
  );
  const { amend } = temper;
  const end = lapsed ? 3 * temper.end + 2 : waits ? 3 * temper.end + 0.3 : temper.end;
  const choice = chosen(random, { award, counter, decline, amend, end });
  if (choice === 'end') {
    const order = someOrder(town.published, random);
    if (order === undefined) return;
    const event =
      random.next() < (order.awardedMinutes > 0 ? 0.35 : 0.15)
        ? ({ type: 'withdraw' } as const)
        : ({ type: 'cancel', reason: 'y' } as const);
    town.transact(fate, () => town.orderDoes(order.id, event, now));
    return;
  }
  const claim = anyOf(random, [...town.received.values()]);
  const order = claim && town.published.get(claim.surplusOrderId);
  if (claim === undefined || order === undefined) return;
  if (choice === 'amend') return amendsSome(town, [...town.received.values()], scene, time, fate);
  town.transact(fate, () => {
    if (choice === 'decline')
      return town.publisherDoes(claim.id, { type: 'decline', reason: `z${random.between(1, 9)}` }, order, now);
    if (choice === 'counter')
      return town.publisherDoes(claim.id, { type: 'counter', offer: someOffer(random, order, claim) }, order, now);
    const { minutes: most } = claim.offer;
    const minutes = random.pick([most, most, most, 600, order.minutes - order.awardedMinutes, 100]);
    const terms = termsOfAward(order, claim, minutes, now);
    const termsHash = hashOf(terms);
    const signature = signatureOf(town.code, termsHash);
    return town.publisherDoes(claim.id, { type: 'award', minutes, terms, termsHash, signature }, order, now);
  });
}

/** Somebody at a claimant's does something; what they agree to is noted from their side. */
export function claimantActs(town: Town, scene: Scene, time: number, fate: Fate): void {
  const { random, temper, agreed } = scene;
  const now = town.now(time);
  const mine = [...town.claimed.values()];
  // Where there is more than one surplus order there is more to claim.
  const most = town.copies.size > 1 ? 5 : 3;
  if (mine.length === 0 || (mine.length < most && random.next() < 0.2)) {
    const order = someOrder(town.copies, random);
    if (order === undefined) return;
    const id = makeClaimId(town.code, order.publisher, String(mine.length));
    const minutes = random.pick([600, 900, 1_200, order.minutes - order.awardedMinutes, order.minutes]);
    town.transact(fate, () => town.claimantDoes(id, { type: 'submit', id, claimant: town.code, minutes }, order, now));
    const { earliest, due } = order;
    const priceYen = Math.floor((order.priceYen * minutes) / order.minutes);
    if (town.claimed.has(id)) agreed.set(id, { minutes, priceYen, earliest, due });
    return;
  }
  const claim = anyOf(random, mine) as ClaimAtClaimant;
  const order = town.copies.get(claim.surplusOrderId) as SurplusOrder;
  const { withdraw, accept, counterBack: counter, confirm } = temper;
  const choice = chosen(random, { withdraw, counter, accept, confirm, amend: temper.amend });
  if (choice === 'amend') return amendsSome(town, mine, scene, time, fate);
  const offer = choice === 'counter' ? someOffer(random, order, claim) : claim.offer;
  town.transact(fate, () => {
    if (choice === 'withdraw') return town.claimantDoes(claim.id, { type: 'withdraw' }, order, now);
    if (choice === 'counter') return town.claimantDoes(claim.id, { type: 'counter', offer }, order, now);
    if (choice === 'accept') return town.claimantDoes(claim.id, { type: 'accept-counter' }, order, now);
    const signature = signatureOf(town.code, 'termsHash' in claim ? claim.termsHash : '');
    return town.claimantDoes(claim.id, { type: 'confirm', signature, lotId: `lot of ${claim.id}` }, order, now);
  });
  const { minutes, priceYen, earliest, due } = offer;
  if ((choice === 'counter' || choice === 'accept') && town.claimed.get(claim.id) !== claim)
    agreed.set(claim.id, { minutes, priceYen, earliest, due });
}

/** Somebody does something about an amendment, mostly where there is something to amend or to answer. */
function amendsSome(
  town: Town,
  claims: readonly (ClaimAtClaimant | ClaimAtPublisher)[],
  { random, agreedAmendments: agreed }: Scene,
  time: number,
  fate: Fate,
): void {
  const confirmed = claims.filter(({ status }) => status === 'CONFIRMED');
  const claim = anyOf(random, confirmed.length > 0 && random.next() < 0.8 ? confirmed : claims);
  if (claim === undefined) return;
  const open = claim.status === 'CONFIRMED' ? claim.amendment : undefined;
  const sensible = open === undefined ? ('propose' as const) : ('accept-amendment' as const);
  const act = claim.status === 'CONFIRMED' && random.next() < 0.6 ? sensible : random.pick(amendmentActs);
  amends(town, claim, act, { random, agreed, time, fate });
}

/** A town says again, as if for the first time, what it has said about a claim before. */
export function repeats(town: Town, random: Random, now: Instant): void {
  // A second proposal of an amendment matters most, and is rarest.
  const proposals = town.said.filter(({ tell: { type } }) => type === 'amendment.proposed');
  const before = anyOf(random, proposals.length > 0 && random.next() < 0.8 ? proposals : town.said);
  if (before === undefined || before.tell.type === 'surplus-order.stated') return;
  if (town.hasGivenUp(before.tell.processId)) return; // People who have given a word up do not say it again.
  town.transact('WELL', () => {
    town.tell(before.tell, now);
    return true;
  });
}

/** A town says what is not true, or is not its to say, and signs as well as it can. Nobody may believe it. */
export function lies(
  town: Town,
  victim: Town,
  claim: ClaimAtClaimant | ClaimAtPublisher,
  { random }: Scene,
  time: number,
): void {
  const { id: claimId, surplusOrderId, offer } = claim;
  const isParty = town.code === claim.publisher || town.code === claim.claimant;
  const termsHash = 'termsHash' in claim ? claim.termsHash : 'no hash';
  const false_ = {
    ...('terms' in claim && claim.terms ? claim.terms : {}),
    claimId,
    minutes: offer.minutes,
    priceYen: 1,
  };
  const terms = false_ as unknown as Parameters<typeof hashOf>[0];
  const hash = hashOf(terms);
  const order = victim.copies.get(surplusOrderId) ?? victim.published.get(surplusOrderId);
  const fitting = order === undefined ? terms : termsOfAward(order, claim, offer.minutes, victim.now(time));
  const about = (type: Parameters<typeof tell>[2], payload: object): ReturnType<typeof tell> =>
    tell(victim.code, claimId, type, payload as never);
  const [toClaimant, toPublisher] = [victim.code === claim.claimant, victim.code === claim.publisher];
  const wrongInItself = [
    ...(toClaimant
      ? [
          about('claim.awarded', { terms, termsHash: hash, signature: signatureOf(town.code, hash) }),
          about('claim.awarded', { terms, termsHash, signature: signatureOf(town.code, termsHash) }),
          about('claim.awarded', { terms: fitting, termsHash: hashOf(fitting), signature: 'nobody' }),
          about('award.in-force', { claimId, termsHash: hash }),
          about('award.in-force', { claimId, termsHash: 'no hash' }),
        ]
      : []),
    ...(toPublisher
      ? [
          about('award.confirmed', { claimId, termsHash, signature: signatureOf(town.code, 'something else') }),
          about('award.confirmed', { claimId, termsHash: hash, signature: signatureOf(town.code, hash) }),
          about('counter.accepted', { claimId, number: offer.number + 7 }),
        ]
      : []),
    about('claim.countered', { claimId, number: offer.number + 1, offer: { ...offer, priceYen: 1 } }),
    about('claim.countered', { claimId, number: offer.number + 7, offer }),
  ];
  const notItsToSay = toClaimant
    ? [
        about('claim.declined', { claimId, reason: 'x' }),
        about('award.lapsed', { claimId }),
        about('award.terminated', { claimId, termsHash, on: offer.earliest, reason: 'x' }),
        about('award.in-force', { claimId, termsHash }),
        about('claim.countered', { claimId, number: offer.number + 1, offer }),
      ]
    : [
        about('claim.submitted', { claimId, surplusOrderId, minutes: 600 }),
        about('claim.withdrawn', { claimId }),
        // Nobody else ever says that of an award in force.
        ...(claim.status === 'CONFIRMED' ? [about('claim.withdrawn', { claimId })] : []),
        about('counter.accepted', { claimId, number: offer.number }),
        about('award.confirmed', { claimId, termsHash, signature: signatureOf(claim.claimant, termsHash) }),
        about('claim.countered', { claimId, number: offer.number + 1, offer }),
      ];
  const harmless = isParty || random.next() < 0.2;
  const amending = amendmentLies(town, claim, { isClaimant: toClaimant, code: victim.code }, harmless);
  const isPending = claim.status === 'CONFIRMED' && 'receiptPending' in claim && claim.receiptPending;
  // The moment of a false receipt is short: whoever could give one then mostly does.
  const falseReceipt =
    isPending && toClaimant && isParty && random.next() < 0.7
      ? about('award.in-force', { claimId, termsHash: hash })
      : undefined;
  // So is that of a false yes to an offer.
  const falseYes =
    claim.status === 'COUNTERED' && toPublisher && isParty && random.next() < 0.4
      ? about('counter.accepted', { claimId, number: offer.number + 7 })
      : undefined;
  const aboutAmendments = random.next() < (isPending ? 0.02 : claim.status === 'CONFIRMED' ? 0.52 : 0.5);
  const lie =
    falseReceipt ?? falseYes ?? anyOf(random, aboutAmendments ? amending : harmless ? wrongInItself : notItsToSay);
  if (lie?.type === 'amendment.in-force' && lie.payload.signature === signatureOf(town.code, lie.payload.termsHash))
    town.bluffs.add(lie.payload.termsHash);
  town.transact('WELL', () => {
    if (lie !== undefined) town.tell(lie, town.now(time));
    return true;
  });
}

function someOffer(random: Random, order: SurplusOrder, claim: ClaimAtClaimant | ClaimAtPublisher): CounterTerms {
  const minutes = random.pick([claim.offer.minutes, claim.offer.minutes, claim.offer.minutes, 600, 900, 50]);
  const share = Math.floor((order.priceYen * minutes) / order.minutes);
  return {
    minutes,
    priceYen: share + random.pick([1, 1_000, 2_000, 3_500, 500, -1]),
    earliest: addDays(order.earliest, random.pick([0, 0, 1, 2, 3, -1])),
    due: addDays(order.due, random.pick([0, 0, -3, -5])),
  };
}

/** One of the surplus orders that a town knows of. */
export function someOrder(orders: ReadonlyMap<string, SurplusOrder>, random: Random): SurplusOrder | undefined {
  return anyOf(random, [...orders.values()]);
}

export function anyOf<T>(random: Random, from: readonly T[]): T | undefined {
  return from[random.between(0, from.length - 1)];
}

/** One of the keys, by weight. */
function chosen<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][];
  let roll = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [key, weight] of entries) if ((roll -= weight) < 0) return key;
  return (entries[0] as [K, number])[0];
}
