import { addDays } from '#domain/calendar/date';
import { amendedTerms } from '#domain/trade/amendment';
import type { AwardTerms } from '#domain/trade/claim';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { TradeMessages, TradeMessageType } from '#domain/trade/messages';
import type { CounterTerms } from '#domain/trade/offer';
import { tell, type Tell } from '#domain/trade/outgoing';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import type { Random } from '../../../../demo/src/random.js';
import type { Fate } from './post.js';
import { hashOf, signatureOf } from './signing.js';
import type { Town } from './town.js';

// What people, and towns that lie, do about amendments. They try everything in every state.

type Claim = ClaimAtClaimant | ClaimAtPublisher;

/** Which terms the claimant's people have proposed or agreed to, as text, by claim. */
export type AgreedAmendments = Map<string, Set<string>>;

export const textOf = ({ minutes, priceYen, earliest, due }: CounterTerms): string =>
  [minutes, priceYen, earliest, due].join(' ');

export type AmendmentAct = 'propose' | 'accept-amendment' | 'decline-amendment' | 'withdraw-amendment';
export const amendmentActs: readonly [AmendmentAct, ...AmendmentAct[]] = [
  'propose',
  'accept-amendment',
  'decline-amendment',
  'withdraw-amendment',
];

/** Somebody at either end does something about an amendment of a claim; what the claimant's people agree to is noted. */
export function amends(
  town: Town,
  claim: Claim,
  act: AmendmentAct,
  { random, agreed, time, fate }: { random: Random; agreed: AgreedAmendments; time: number; fate: Fate },
): void {
  const [now, isClaimant] = [town.now(time), town.code === claim.claimant];
  const order = (isClaimant ? town.copies : town.published).get(claim.surplusOrderId);
  if (order === undefined) return;
  const does = (event: object): boolean =>
    isClaimant
      ? town.claimantDoes(claim.id, event as never, order, now)
      : town.publisherDoes(claim.id, event as never, order, now);
  const note = (terms: AwardTerms): void =>
    void agreed.set(claim.id, (agreed.get(claim.id) ?? new Set()).add(textOf(terms)));
  const against = (terms: AwardTerms): unknown =>
    isClaimant ? town.against(claim as ClaimAtClaimant, terms.minutes) : [];
  if (act === 'propose') {
    const terms = proposedTerms(random, order, claim, isClaimant, now);
    const termsHash = hashOf(terms);
    const signature = isClaimant ? {} : { signature: signatureOf(town.code, termsHash) };
    if (isClaimant) note(terms);
    town.transact(fate, () =>
      does({ type: 'propose-amendment', terms, termsHash, ...signature, obstacles: against(terms) }),
    );
    return;
  }
  const open = claim.status === 'CONFIRMED' ? claim.amendment : undefined;
  if (act === 'accept-amendment') {
    if (open !== undefined && isClaimant) note(open.terms);
    const signature = signatureOf(town.code, open?.termsHash ?? '');
    const obstacles = open === undefined ? [] : against(open.terms);
    town.transact(fate, () => does({ type: act, signature, obstacles }));
  } else town.transact(fate, () => does({ type: act, reason: 'w' }));
}

/** Words about amendments that a town says and that are not true, or not its to say. */
export function amendmentLies(
  liar: Town,
  claim: Claim,
  victim: { readonly isClaimant: boolean; readonly code: Town['code'] },
  isParty: boolean,
): Tell[] {
  const claimId = claim.id;
  const inForce = 'terms' in claim && claim.terms !== undefined && 'termsHash' in claim ? claim : undefined;
  const open = claim.status === 'CONFIRMED' ? claim.amendment : undefined;
  const termsHash = open?.termsHash ?? inForce?.termsHash ?? 'no hash';
  const about = <T extends TradeMessageType>(type: T, payload: TradeMessages[T]): Tell =>
    tell(victim.code, claimId, type, payload);
  const by = victim.isClaimant ? ('PUBLISHER' as const) : ('CLAIMANT' as const);
  const amendment = { version: 2, by, number: 99, replaces: inForce?.termsHash ?? '' };
  const cheap = { ...(inForce?.terms ?? {}), claimId, priceYen: 1, amendment } as unknown as AwardTerms;
  const mine = (hash: string): string => signatureOf(liar.code, hash);
  const proposed = (terms: AwardTerms, hash: string, signature: string): Tell =>
    about('amendment.proposed', { claimId, terms, termsHash: hash, signature });
  const wrong = [
    // Below the published price; tried more often than the rest, because much else stands in its way.
    ...[1, 2, 3].map(() => proposed(cheap, hashOf(cheap), mine(hashOf(cheap)))),
    proposed(cheap, termsHash, mine(termsHash)), // Not the terms of its hash.
    proposed(open?.terms ?? cheap, hashOf(open?.terms ?? cheap), 'nobody'),
    about('amendment.declined', { claimId, termsHash: 'no hash', reason: 'x' }),
    ...(victim.isClaimant
      ? [
          about('amendment.accepted', { claimId, termsHash, signature: 'nobody' }),
          about('amendment.accepted', { claimId, termsHash: 'no hash', signature: mine('no hash') }),
        ]
      : [
          ...[1, 2, 3].map(() =>
            about('amendment.in-force', { claimId, termsHash, signature: mine('something else') }),
          ),
          about('amendment.in-force', { claimId, termsHash: 'no hash', signature: mine('no hash') }),
          about('amendment.lapsed', { claimId, termsHash: 'no hash', reason: 'x' }),
          ...(open?.by === 'CLAIMANT' && open.publisherSignature === undefined
            ? [about('amendment.in-force', { claimId, termsHash, signature: mine(termsHash) })]
            : []),
        ]),
  ];
  if (isParty) return wrong;
  const theirs = signatureOf(victim.isClaimant ? claim.publisher : claim.claimant, termsHash);
  return [
    proposed(cheap, hashOf(cheap), mine(hashOf(cheap))),
    about('amendment.declined', { claimId, termsHash, reason: 'x' }),
    about('amendment.withdrawn', { claimId, termsHash }),
    ...(victim.isClaimant
      ? [about('amendment.accepted', { claimId, termsHash, signature: theirs })]
      : [
          about('amendment.in-force', { claimId, termsHash, signature: theirs }),
          about('amendment.lapsed', { claimId, termsHash, reason: 'x' }),
        ]),
  ];
}

/** What is wrong between the two ends of an award in force as to its version, whatever is under way. */
export function wrongVersions(claim: ClaimAtClaimant, other: ClaimAtPublisher | undefined): string[] {
  if (claim.status !== 'CONFIRMED' || other?.status !== 'CONFIRMED' || claim.termsHash === other.termsHash) return [];
  // A claimant that lies may have said that its own proposal is in force before it was, and be behind its word.
  if (claim.amendment?.by === 'CLAIMANT' && claim.amendment.termsHash === other.termsHash) return [];
  // The claimant may be ahead by the one version that the publisher has signed and waits for. Nothing else.
  return other.amendment?.termsHash === claim.termsHash && other.amendment.publisherSignature !== undefined
    ? []
    : [`${claim.id}: the two ends stand by different versions`];
}

function proposedTerms(
  random: Random,
  order: SurplusOrder,
  claim: Claim,
  isClaimant: boolean,
  now: number,
): AwardTerms {
  const by = isClaimant ? 'CLAIMANT' : 'PUBLISHER';
  // Also where there is nothing to amend, people may try.
  const confirmed = claim.status === 'CONFIRMED' ? claim : undefined;
  const terms = confirmed?.terms ?? ({ ...claim.offer, claimId: claim.id } as unknown as AwardTerms);
  const base = { ...(confirmed ?? { termsHash: '', publisherSignature: '', claimantSignature: '' }), terms };
  const left = order.minutes - order.awardedMinutes;
  const minutes = random.pick([terms.minutes, terms.minutes, 300, 600, terms.minutes + left, terms.minutes + left + 1]);
  const share = Math.ceil((order.priceYen * minutes) / order.minutes);
  return amendedTerms(
    base,
    order,
    by,
    {
      minutes,
      priceYen: share + random.pick([0, 500, 1_000, 2_000, -5]),
      earliest: addDays(order.earliest, random.pick([0, 0, 1, 2])),
      due: addDays(order.due, random.pick([0, 0, -3, -5])),
    },
    now as Parameters<typeof amendedTerms>[4],
  );
}
