import type { Instant } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import { townOfId } from '../municipality/ids.js';
import { perform, type AwardNow, type PerformanceEvent } from '../performance/machine.js';
import { refusalsToCancel, refusalsToShrink } from '../performance/order-progress.js';
import { doneMinutes, type Performance } from '../performance/performance.js';
import type { RefusalCode } from '../refusals/catalogue.js';
import { accept, refusal, refuseAll, type Decision, type Refusal } from '../refusals/decision.js';
import { keepsToAward, refusalsOfMore, refusalsToAmend, versionOf } from '../trade/amendment.js';
import { refusalsToAward, refusalsToClaim, termsKeepToOffer, type Party } from '../trade/claim.js';
import type { ClaimAtClaimant, ClaimAtPublisher } from '../trade/claim-state.js';
import { atClaimant, type ClaimantEvent } from '../trade/claimant.js';
import type { None } from '../trade/machine.js';
import { refusalsToCounter, type CounterTerms } from '../trade/offer.js';
import type { Outgoing } from '../trade/outgoing.js';
import { atPublisher, sentMinutes, type PublisherEvent } from '../trade/publisher.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import { termsIn } from './claim-order.js';
import type { End, Said, Stepped, Told } from './end.js';
import { asPublished, type Stand } from './stated-order.js';

/** A claim, and the work on its award, as one of its towns keeps them. */
interface Kept<C> {
  readonly claim: C | None;
  readonly work: Performance | None;
}
type AtClaimant = Kept<ClaimAtClaimant>;
type AtPublisher = Kept<ClaimAtPublisher>;

const nothing: None = { status: 'NONE' };

/** What is known of the surplus order of a claim, which forbids least wherever nothing is. */
export interface KnownOrder {
  readonly order: SurplusOrder;
  /** The same, as amendments are held against it. */
  readonly amending: SurplusOrder;
  /**
   * How it may have stood as a town said something, with the minutes that the deed took of it; undefined where none of its statements are
   * shown.
   */
  readonly stands: (said: Said, taking?: number) => readonly Stand[] | undefined;
}

/** The claimant's end of a claim. */
export function claimantEnd(claimId: string, known: KnownOrder): End<AtClaimant> {
  const { stands } = known;
  const does = (kept: AtClaimant, event: ClaimantEvent, now: Instant): Decision<Stepped<AtClaimant>> => {
    const decision = atClaimant(kept.claim, event, { order: orderFor(event, known) }, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    return accept({
      state: state === kept.claim ? kept : { ...kept, claim: state },
      tells: tellsOf(claimId, outgoing),
    });
  };
  const works = worksFor<AtClaimant>(claimId, (kept) => awardOf(claimId, known.order, kept.claim));
  return {
    none: { claim: nothing, work: nothing },
    deeds(kept, said, now, anew) {
      const { type, payload, from } = said;
      const text = (field: string): string => String(payload[field]);
      const signature = text('signature');
      switch (type) {
        case 'claim.submitted': {
          const minutes = Number(payload['minutes']);
          const decision = does(kept, { type: 'submit', id: claimId, claimant: from, minutes }, now);
          return [asPublished(decision, stands(said), (published) => refusalsToClaim(published, minutes, from, now))];
        }
        case 'claim.withdrawn':
          return [does(kept, { type: 'withdraw' }, now)];
        case 'claim.countered': {
          const decision = does(kept, { type: 'counter', offer: payload['offer'] as object }, now);
          return [asPublished(decision, stands(said), (published) => refusalsOfOffer(published, kept, said, now))];
        }
        case 'counter.accepted':
          return [does(kept, { type: 'accept-counter' }, now)];
        case 'award.confirmed':
          return inTime(kept.claim.status === 'AWARDED' ? kept.claim.terms : undefined, now, anew, (when) =>
            does(kept, { type: 'confirm', signature, lotId: claimId }, when),
          );
        case 'amendment.proposed': {
          const terms = termsIn(said);
          if (terms === undefined) return [];
          const event = { type: 'propose-amendment', terms, termsHash: text('termsHash') } as const;
          const decision = lawful(objectionsToProposal(known, kept, said, 'CLAIMANT', now), () =>
            does(kept, event, now),
          );
          return [asPublished(decision, stands(said), (published) => refusalsOfProposal(published, kept, said))];
        }
        case 'amendment.in-force': {
          const open = kept.claim.status === 'CONFIRMED' ? kept.claim.amendment?.terms : undefined;
          const shrinks = open === undefined ? [] : refusalsToShrink(open.minutes, done(kept.work));
          return inTime(open, now, anew, (when) =>
            lawful(shrinks, () => does(kept, { type: 'accept-amendment', signature }, when)),
          );
        }
        case 'amendment.declined':
          return [does(kept, { type: 'decline-amendment', reason: text('reason') }, now)];
        case 'amendment.withdrawn':
          return [does(kept, { type: 'withdraw-amendment' }, now)];
        case 'work.started':
          return [works(kept, { type: 'start' }, from, now)];
        case 'work.delivered': {
          const { minutes, reworkMinutes } = payload as { minutes: number; reworkMinutes: number };
          return [works(kept, { type: 'deliver', minutes, reworkMinutes, note: text('note') }, from, now)];
        }
        default:
          return [];
      }
    },
    hears(kept, said, now, next) {
      if (isAboutWork(said)) return stepOf(kept, works(kept, messageOf(said), said.to, now));
      return stepOf(kept, does(kept, { ...messageOf(said), ...answerTo(said, next) } as ClaimantEvent, now));
    },
    clock: (kept, now) => stepOf(kept, does(kept, { type: 'time' }, now)),
    name: ({ claim, work }) => {
      const isPending = claim.status === 'CONFIRMED' && claim.receiptPending;
      return nameOf(claim, work, isPending ? 'CONFIRMED_PENDING' : claim.status);
    },
  };
}

/** The publisher's end of a claim. */
export function publisherEnd(claimId: string, known: KnownOrder): End<AtPublisher> {
  const { stands } = known;
  const does = (kept: AtPublisher, event: PublisherEvent, now: Instant): Decision<Stepped<AtPublisher>> => {
    const decision = atPublisher({ order: orderFor(event, known), claim: kept.claim }, event, now);
    if (!decision.ok) return decision;
    const { claim } = decision.value.state;
    const tells = tellsOf(claimId, decision.value.outgoing);
    return accept({ state: claim === kept.claim ? kept : { ...kept, claim }, tells });
  };
  const works = worksFor<AtPublisher>(claimId, (kept) => awardOf(claimId, known.order, kept.claim));
  return {
    none: { claim: nothing, work: nothing },
    deeds(kept, said, now, anew) {
      const { type, payload, from } = said;
      const text = (field: string): string => String(payload[field]);
      const signature = text('signature');
      const number = Number(payload['number']);
      const terms = termsIn(said);
      switch (type) {
        case 'claim.declined':
          return [does(kept, { type: 'decline', reason: text('reason') }, now)];
        case 'claim.countered': {
          const decision = does(kept, { type: 'counter', offer: payload['offer'] as object }, now);
          return [asPublished(decision, stands(said), (published) => refusalsOfOffer(published, kept, said, now))];
        }
        case 'claim.awarded': {
          if (terms === undefined) return [];
          const { minutes } = terms;
          const event = { type: 'award', minutes, terms, termsHash: text('termsHash'), signature } as const;
          const decision = does(kept, event, now);
          // Its own rules come first: they say more.
          const published = asPublished(decision, stands(said, minutes), (stated) =>
            'offer' in kept.claim ? refusalsToAward(stated, kept.claim, minutes, now) : [],
          );
          return [published.ok ? lawful(objectionsToAward(known, kept, said), () => published) : published];
        }
        case 'award.terminated': {
          const progress = kept.work.status === 'NONE' ? null : kept.work.status;
          const begun = refusalsToCancel([{ minutesInForce: sentMinutes(kept.claim), progress }]);
          return [lawful(begun, () => does(kept, { type: 'order-ended', reason: text('reason') }, now))];
        }
        case 'amendment.proposed': {
          if (terms === undefined) return [];
          const event = { type: 'propose-amendment', terms, termsHash: text('termsHash'), signature } as const;
          const decision = lawful(objectionsToProposal(known, kept, said, 'PUBLISHER', now), () =>
            does(kept, event, now),
          );
          return [asPublished(decision, stands(said), (published) => refusalsOfProposal(published, kept, said))];
        }
        case 'amendment.accepted': {
          const { claim } = kept;
          const open = claim.status === 'CONFIRMED' ? claim.amendment?.terms : undefined;
          return inTime(open, now, anew, (when) =>
            asPublished(does(kept, { type: 'accept-amendment', signature }, when), stands(said), (published) =>
              claim.status === 'CONFIRMED' && open !== undefined ? refusalsOfMore(published, claim, open.minutes) : [],
            ),
          );
        }
        case 'amendment.declined':
          return [does(kept, { type: 'decline-amendment', reason: text('reason') }, now)];
        case 'amendment.withdrawn':
          return [does(kept, { type: 'withdraw-amendment' }, now)];
        case 'delivery.accepted':
          return [works(kept, { type: 'accept', number, minutes: Number(payload['minutes']) }, from, now)];
        case 'delivery.rejected': {
          const cause = payload['cause'] as 'CLAIMANT';
          return [works(kept, { type: 'reject', number, reason: text('reason'), cause }, from, now)];
        }
        default:
          return [];
      }
    },
    hears(kept, said, now) {
      if (isAboutWork(said)) return stepOf(kept, works(kept, messageOf(said), said.to, now));
      return stepOf(kept, does(kept, messageOf(said), now));
    },
    clock: (kept, now) => stepOf(kept, does(kept, { type: 'time' }, now)),
    name: ({ claim, work }) => nameOf(claim, work, claim.status),
  };
}

/** A deed that is bounded by the time for an answer; sealed anew, its message may bear a date up to the hard expiry. */
export function inTime<S>(
  terms: { readonly confirmBy?: Instant; readonly agreeBy?: Instant; readonly hardExpiry: Instant } | undefined,
  now: Instant,
  anew: boolean,
  deed: (now: Instant) => Decision<Stepped<S>>,
): Decision<Stepped<S>>[] {
  const strict = deed(now);
  const endsAt = terms?.confirmBy ?? terms?.agreeBy;
  if (strict.ok || !anew || terms === undefined || endsAt === undefined || now < endsAt || now >= terms.hardExpiry)
    return [strict];
  const before = deed((endsAt - 1) as Instant);
  return [before.ok ? accept({ ...before.value, late: true }) : strict];
}

/** A deed, unless rules besides those of its machine stand in the way. */
export function lawful<S>(refusals: readonly Refusal[], deed: () => Decision<Stepped<S>>): Decision<Stepped<S>> {
  return refusals.length > 0 ? refuseAll(refusals) : deed();
}

/** What a step leads to; a message changes nothing where the rules do not take it. */
export function stepOf<S>(state: S, decision: Decision<Stepped<S>>): Stepped<S> {
  return decision.ok ? decision.value : { state, tells: [] };
}

/** A message as the machines hear it. */
export function messageOf<E>({ type, from, payload, genuine }: Said): E {
  return { type, from, payload, genuine } as E;
}

/** The claimant's answer to a publisher's yes: only it knew whether its workers still had the time. */
function answerTo({ type, payload }: Said, next: Said | undefined): object {
  if (type !== 'amendment.accepted') return {};
  const isAnswer = next !== undefined && next.payload['termsHash'] === payload['termsHash'];
  const obstacles =
    isAnswer && next.type === 'amendment.lapsed' ? [refusal(next.payload['reason'] as RefusalCode, { field: '' })] : [];
  return { countersignature: isAnswer ? next.payload['signature'] : '', obstacles };
}

function objectionsToAward({ order }: KnownOrder, { claim }: AtPublisher, said: Said): Refusal[] {
  const terms = termsIn(said);
  if (terms === undefined || !('offer' in claim)) return [];
  // The days and the share of the price that lie on the table, no more; the work that was published.
  return termsKeepToOffer(terms, claim, order) && terms.amendment === undefined
    ? []
    : [refusal('CLAIM_NOT_AWARDABLE', { field: 'terms', status: claim.status })];
}

function objectionsToProposal(
  { amending }: KnownOrder,
  { claim, work }: AtClaimant | AtPublisher,
  said: Said,
  by: Party,
  now: Instant,
): Refusal[] {
  const terms = termsIn(said);
  if (terms === undefined || claim.status !== 'CONFIRMED') return [];
  return keepsToAward(amending, claim, terms, by, now)
    ? refusalsToShrink(terms.minutes, done(work))
    : [refusal('CLAIM_NOT_AMENDABLE', { field: 'terms', status: claim.status })];
}

function orderFor({ type }: { readonly type: string }, { order, amending }: KnownOrder): SurplusOrder {
  return type.includes('amendment') ? amending : order;
}

function refusalsOfOffer(
  order: SurplusOrder,
  { claim }: AtClaimant | AtPublisher,
  said: Said,
  now: Instant,
): Refusal[] {
  return 'offer' in claim ? refusalsToCounter(order, said.payload['offer'] as CounterTerms, claim.offer, now) : [];
}

function refusalsOfProposal(order: SurplusOrder, { claim }: AtClaimant | AtPublisher, said: Said): Refusal[] {
  const terms = termsIn(said);
  return terms === undefined || claim.status !== 'CONFIRMED' ? [] : refusalsToAmend(order, claim, terms);
}

function done(work: Performance | None): number {
  return work.status === 'NONE' ? 0 : doneMinutes(work);
}

const aboutWork = ['work.started', 'work.delivered', 'delivery.accepted', 'delivery.rejected', 'delivery.returned'];

function isAboutWork({ type }: Said): boolean {
  return aboutWork.includes(type);
}

function worksFor<K extends AtClaimant | AtPublisher>(
  claimId: string,
  award: (kept: K) => AwardNow,
): (kept: K, event: PerformanceEvent, town: MunicipalityCode, now: Instant) => Decision<Stepped<K>> {
  return (kept, event, town, now) => {
    const decision = perform(kept.work, event, award(kept), town, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    return accept({ state: state === kept.work ? kept : { ...kept, work: state }, tells: tellsOf(claimId, outgoing) });
  };
}

function awardOf(claimId: string, order: SurplusOrder, claim: ClaimAtClaimant | ClaimAtPublisher | None): AwardNow {
  const signed = 'terms' in claim ? claim : undefined;
  return {
    ...{ claimId, publisher: order.publisher, claimant: townOfId(claimId) as MunicipalityCode },
    inForce: claim.status === 'CONFIRMED' && !('receiptPending' in claim && claim.receiptPending),
    ...{ terms: signed?.terms, termsHash: signed !== undefined && 'termsHash' in signed ? signed.termsHash : '' },
  };
}

function tellsOf(claimId: string, outgoing: readonly Outgoing[]): Told[] {
  return outgoing.flatMap((one) =>
    one.do === 'tell' && one.processId === claimId ? [{ to: one.to, type: one.type, payload: one.payload }] : [],
  );
}

function nameOf(claim: ClaimAtClaimant | ClaimAtPublisher | None, work: Performance | None, status: string): string {
  const version = 'terms' in claim && claim.terms !== undefined ? versionOf(claim.terms) : 1;
  const open = claim.status === 'CONFIRMED' && claim.amendment !== undefined ? ['amendment open'] : [];
  const ofWork = work.status === 'NONE' || claim.status !== 'CONFIRMED' ? [] : [work.status];
  return [status, ...(version > 1 ? [`version ${version}`] : []), ...open, ...ofWork].join(', ');
}
