import { addDays, endOfDayInTokyo, type Instant } from '#domain/calendar/date';
import { perform, type PerformanceEvent } from '#domain/performance/machine';
import { refusalsToCancel, refusalsToShrink } from '#domain/performance/order-progress';
import { doneMinutes, type Performance } from '#domain/performance/performance';
import { refusal } from '#domain/refusals/decision';
import { amendedTerms } from '#domain/trade/amendment';
import { termsOfAward } from '#domain/trade/claim';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import { atClaimant, type ClaimantEvent } from '#domain/trade/claimant';
import type { None } from '#domain/trade/machine';
import { state, type Outgoing } from '#domain/trade/outgoing';
import { ofOrder } from '#domain/trade/published-order';
import { atPublisher, sentMinutes, type PublisherEvent } from '#domain/trade/publisher';
import { isOpen, remainingMinutes, withAwarded, type SurplusOrder } from '#domain/trade/surplus-order';
import { History } from './history.js';
import { claimant, date, id, none, order as published, publisher, start } from './trade-walk.js';

/** What two honest towns can do about one claim. `there`: at the claimant's. */
export const claimSteps = [
  ...['counter there', 'counter', 'accept counter there', 'withdraw there', 'decline', 'award', 'confirm there', 'end'],
  ...['propose there', 'propose', 'agree there', 'agree', 'refuse there', 'refuse', 'take back there', 'take back'],
  ...['start there', 'deliver there', 'deliver rework there', 'accept work', 'accept all', 'reject work'],
  ...['time there', 'time', 'hear', 'hear there', 'a second', 'an hour', 'a day', 'a week', 'a month', 'no time there'],
  ...['others take', 'others take all', 'others give back', 'time of order', 'hear order there'],
] as const;
export type ClaimStep = (typeof claimSteps)[number];

const hour = 3_600_000;
const waits: Readonly<Partial<Record<ClaimStep, number>>> = {
  ...{ 'a second': 1_000, 'an hour': hour, 'a day': 24 * hour, 'a week': 7 * 24 * hour, 'a month': 30 * 24 * hour },
};

/**
 * Two towns with the real reducers and one claim between them, which keep what they said: of the claim, and of its surplus order, of which other
 * towns take minutes too.
 */
export class ClaimHistory {
  private readonly records = { count: 0 };
  readonly history = new History(this.records);
  readonly statements = new History(this.records);
  here: ClaimAtPublisher | None = none;
  there: ClaimAtClaimant | None = none;
  private order = published;
  /** As the claimant has heard of it last. */
  private heard = published;
  private takenByOthers = 0;
  private readonly work: Record<'here' | 'there', Performance | None> = { here: none, there: none };
  private readonly underWay: Record<'here' | 'there' | 'order', number[]> = { here: [], there: [], order: [] };
  private now = start;
  private hasTime = true;

  /**
   * @param skewMs by how much the claimant's clock is ahead.
   * @param losesReceipts whether no message of which a receipt has come is shown with it.
   * @param pauseMs between two steps that are no wait.
   */
  constructor(
    private readonly skewMs = 0,
    private readonly losesReceipts = false,
    private readonly pauseMs = 7_000,
  ) {
    this.tell('here', state(published));
    this.hearOrder();
  }

  do(step: ClaimStep | 'submit there'): void {
    this.now = (this.now + (step === 'submit there' ? 0 : (waits[step] ?? this.pauseMs))) as Instant;
    const terms = (by: 'CLAIMANT' | 'PUBLISHER', minutes: number | null) => {
      const claim = by === 'CLAIMANT' ? this.there : this.here;
      if (claim.status !== 'CONFIRMED') return undefined;
      const wanted = { minutes, priceYen: minutes === null ? claim.terms.priceYen + 100 : null };
      const at = this.moment(by === 'CLAIMANT' ? 'there' : 'here');
      return amendedTerms(claim, by === 'CLAIMANT' ? this.heard : this.order, by, wanted, at);
    };
    const shrinks = (minutes: number | undefined, end: 'here' | 'there') =>
      refusalsToShrink(minutes ?? Infinity, this.done(end));
    switch (step) {
      case 'submit there':
        return this.claimantDoes({ type: 'submit', id, claimant, minutes: 1_200 });
      case 'counter there':
        return this.claimantDoes({ type: 'counter', offer: { priceYen: 30_000, minutes: 1_200 } });
      case 'counter':
        return this.publisherDoes({ type: 'counter', offer: { priceYen: 26_000, due: date('2027-08-20') } });
      case 'accept counter there':
        return this.claimantDoes({ type: 'accept-counter' });
      case 'withdraw there':
        return this.claimantDoes({ type: 'withdraw' });
      case 'decline':
        return this.publisherDoes({ type: 'decline', reason: '人手が足りました' });
      case 'award': {
        if (!('offer' in this.here)) return;
        const [minutes, at] = [600, this.moment('here')];
        const awarded = termsOfAward(this.order, this.here, minutes, at);
        const termsHash = hashOf(awarded);
        return this.publisherDoes({ type: 'award', minutes, terms: awarded, termsHash, signature: 'publisher' });
      }
      case 'confirm there':
        return this.claimantDoes({ type: 'confirm', signature: 'claimant', lotId: 'lot' });
      case 'end': {
        const progress = this.work.here.status === 'NONE' ? null : this.work.here.status;
        if (refusalsToCancel([{ minutesInForce: sentMinutes(this.here), progress }]).length > 0) return;
        return this.publisherDoes({ type: 'order-ended', reason: '発注の取消し' });
      }
      case 'propose there': {
        const proposed = terms('CLAIMANT', null);
        if (proposed === undefined || shrinks(proposed.minutes, 'there').length > 0) return;
        return this.claimantDoes({ type: 'propose-amendment', terms: proposed, termsHash: hashOf(proposed) });
      }
      case 'propose': {
        const proposed = terms('PUBLISHER', 900 - (this.done('here') % 7));
        if (proposed === undefined || shrinks(proposed.minutes, 'here').length > 0) return;
        const termsHash = hashOf(proposed);
        return this.publisherDoes({ type: 'propose-amendment', terms: proposed, termsHash, signature: 'publisher' });
      }
      case 'agree there': {
        const open = this.there.status === 'CONFIRMED' ? this.there.amendment?.terms : undefined;
        const obstacles = shrinks(open?.minutes, 'there');
        return this.claimantDoes({ type: 'accept-amendment', signature: 'claimant', obstacles });
      }
      case 'agree':
        return this.publisherDoes({ type: 'accept-amendment', signature: 'publisher' });
      case 'refuse there':
        return this.claimantDoes({ type: 'decline-amendment', reason: '今月は無理です' });
      case 'refuse':
        return this.publisherDoes({ type: 'decline-amendment', reason: '予算がありません' });
      case 'take back there':
        return this.claimantDoes({ type: 'withdraw-amendment' });
      case 'take back':
        return this.publisherDoes({ type: 'withdraw-amendment' });
      case 'start there':
        return this.works('there', { type: 'start' });
      case 'deliver there':
        return this.works('there', { type: 'deliver', minutes: this.left(), reworkMinutes: 0, note: '' });
      case 'deliver rework there':
        return this.works('there', { type: 'deliver', minutes: 200, reworkMinutes: 30, note: '直しました' });
      case 'accept work':
        return this.works('here', { type: 'accept', ...this.last(), minutes: 150 });
      case 'accept all':
        return this.works('here', { type: 'accept', ...this.last() });
      case 'reject work':
        return this.works('here', { type: 'reject', number: this.last().number, reason: '様式', cause: 'CLIENT' });
      case 'time there':
        return this.claimantDoes({ type: 'time' });
      case 'time':
        return this.publisherDoes({ type: 'time' });
      case 'hear':
      case 'hear there':
        return this.hear(step === 'hear' ? 'here' : 'there');
      case 'others take':
        return this.othersTake(Math.min(600, remainingMinutes(this.order)));
      case 'others take all':
        return this.othersTake(remainingMinutes(this.order));
      case 'others give back':
        return this.othersTake(-this.takenByOthers);
      case 'time of order': {
        const decision = ofOrder({ order: this.order, claims: [] }, { type: 'time' }, this.moment('here'));
        if (!decision.ok || decision.value.state.order.status === 'NONE') return;
        this.order = decision.value.state.order;
        return this.tell('here', decision.value.outgoing);
      }
      case 'hear order there':
        return this.hearOrder();
      case 'no time there':
        this.hasTime = !this.hasTime;
        return;
      default:
        return;
    }
  }

  private othersTake(minutes: number): void {
    const isOpenNow = minutes < 0 || isOpen(this.order.status);
    if (minutes === 0 || !isOpenNow) return;
    this.takenByOthers += minutes;
    this.order = withAwarded(this.order, this.order.awardedMinutes + minutes);
    this.tell('here', state(this.order));
  }

  private hearOrder(): void {
    const index = this.underWay.order.shift();
    const said = index === undefined ? undefined : this.statements.entries[index]?.said;
    if (index === undefined || said === undefined) return;
    this.statements.take(index, this.moment('there'), !this.losesReceipts);
    this.heard = said.payload['surplusOrder'] as SurplusOrder;
  }

  private hear(end: 'here' | 'there'): void {
    const index = this.underWay[end].shift();
    const said = index === undefined ? undefined : this.history.entries[index]?.said;
    if (index === undefined || said === undefined) return;
    this.history.take(index, this.moment(end), !this.losesReceipts);
    const { type, from, payload } = said;
    const message = { type, from, payload, genuine: true };
    if (type.startsWith('work.') || type.startsWith('delivery.'))
      this.works(end, message as unknown as PerformanceEvent);
    else if (end === 'here') this.publisherDoes(message as unknown as PublisherEvent);
    else {
      const open = this.there.status === 'CONFIRMED' ? this.there.amendment?.terms : undefined;
      const obstacles = this.hasTime
        ? refusalsToShrink(open?.minutes ?? Infinity, this.done('there'))
        : [refusal('CAPACITY_EXCEEDED', { field: 'claimId' })];
      this.claimantDoes({ ...message, countersignature: 'claimant', obstacles } as unknown as ClaimantEvent);
    }
  }

  private claimantDoes(event: ClaimantEvent): void {
    const decision = atClaimant(this.there, event, { order: this.heard }, this.moment('there'));
    if (!decision.ok) return;
    this.there = decision.value.state;
    this.tell('there', decision.value.outgoing);
  }

  private publisherDoes(event: PublisherEvent): void {
    const decision = atPublisher({ order: this.order, claim: this.here }, event, this.moment('here'));
    if (!decision.ok) return;
    ({ order: this.order, claim: this.here } = decision.value.state);
    this.tell('here', decision.value.outgoing);
  }

  private works(end: 'here' | 'there', event: PerformanceEvent): void {
    const claim = end === 'here' ? this.here : this.there;
    const award = {
      ...{ claimId: id, claimant, publisher },
      inForce: claim.status === 'CONFIRMED' && !('receiptPending' in claim && claim.receiptPending),
      terms: 'terms' in claim ? claim.terms : undefined,
      termsHash: 'termsHash' in claim ? claim.termsHash : '',
    };
    const town = end === 'here' ? publisher : claimant;
    const decision = perform(this.work[end], event, award, town, this.moment(end));
    if (!decision.ok) return;
    this.work[end] = decision.value.state;
    this.tell(end, decision.value.outgoing);
  }

  private tell(end: 'here' | 'there', outgoing: readonly Outgoing[]): void {
    const from = end === 'here' ? publisher : claimant;
    for (const one of outgoing) {
      if (one.do !== 'tell' || (one.to !== claimant && one.to !== publisher)) continue;
      const { to, type, payload } = one;
      const said = { from, to, type, payload: payload as unknown as Readonly<Record<string, unknown>> };
      const isOfClaim = one.processId === id;
      const index = (isOfClaim ? this.history : this.statements).say({ ...said, issuedAt: this.moment(end) });
      if (isOfClaim) this.underWay[end === 'here' ? 'there' : 'here'].push(index);
      else this.underWay.order.push(index);
    }
  }

  private moment(end: 'here' | 'there'): Instant {
    return end === 'here' ? this.now : ((this.now + this.skewMs) as Instant);
  }

  private left(): number {
    const { there } = this.work;
    const all = 'terms' in this.there ? (this.there.terms?.minutes ?? 0) : 0;
    return Math.max(1, all - (there.status === 'NONE' ? 0 : there.acceptedMinutes));
  }

  private last(): { number: number; minutes: number } {
    const { here } = this.work;
    const delivery = here.status === 'NONE' ? undefined : here.deliveries.at(-1);
    return { number: delivery?.number ?? 1, minutes: delivery?.minutes ?? 1 };
  }

  private done(end: 'here' | 'there'): number {
    const work = this.work[end];
    return work.status === 'NONE' ? 0 : doneMinutes(work);
  }
}

/** Other terms, another hash. */
export function hashOf(terms: object): string {
  return `hash ${JSON.stringify(terms)}`;
}

/** The first moment of a day in Tokyo. */
export function morningOf(day: string): Instant {
  return endOfDayInTokyo(addDays(date(day), -1));
}
