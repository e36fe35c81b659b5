import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { refusal, type Refusal } from '#domain/refusals/decision';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { ClaimantEvent } from '#domain/trade/claimant';
import type { None } from '#domain/trade/machine';
import type { Outgoing, Tell } from '#domain/trade/outgoing';
import type { OrderEvent } from '#domain/trade/published-order';
import type { PublisherEvent } from '#domain/trade/publisher';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { count, type Branches } from './branches.js';
import { Post, type Fate } from './post.js';
import type { Protocol } from './protocol.js';
import { hashOf, signatureOf } from './signing.js';

/** What takes a town's capacity for a claim: until a moment, or for good. */
export interface Commitment {
  readonly minutes: number;
  readonly until: Instant | undefined;
}

/** A change of a claim, with the moment by the town's clock. */
export interface Move {
  readonly side: 'claimant' | 'publisher';
  readonly before: ClaimAtClaimant | ClaimAtPublisher | None;
  readonly after: ClaimAtClaimant | ClaimAtPublisher;
  readonly now: Instant;
  /** Minutes of the surplus order that were left before. */
  readonly left: number;
}

/** A change of a surplus order as a whole, with the claims on it at that moment. */
export interface OrderMove {
  readonly by: OrderEvent['type'];
  readonly before: SurplusOrder | None;
  readonly after: SurplusOrder;
  readonly claims: readonly ClaimAtPublisher[];
}

const none: None = { status: 'NONE' };

/** A town that trades: its surplus orders and claims, and the real reducers over them. */
export class Town extends Post<Tell> {
  readonly claimed = new Map<string, ClaimAtClaimant>();
  readonly received = new Map<string, ClaimAtPublisher>();
  readonly published = new Map<string, SurplusOrder>();
  readonly copies = new Map<string, SurplusOrder>();
  readonly commitments = new Map<string, Commitment>();
  readonly awardedLots = new Map<string, number>();
  readonly moves: Move[] = [];
  readonly orderMoves: OrderMove[] = [];
  /** Versions that it has said, with its true signature, to be in force when they were not. */
  readonly bluffs = new Set<string>();
  readonly lot = { minutes: 2_400, open: 2_400, sent: 0 };
  /** Minutes that go back to the lot in the open transaction. */
  private givenBack = 0;

  constructor(
    code: MunicipalityCode,
    readonly capacityMinutes: number,
    protocol: Protocol,
    branches: Branches,
  ) {
    super(code, protocol, branches);
  }

  override transact(fate: Fate, body: () => boolean): boolean {
    this.givenBack = 0;
    return super.transact(fate, body);
  }

  claimantDoes(claimId: string, event: ClaimantEvent, order: SurplusOrder, now: Instant): boolean {
    const before = this.claimed.get(claimId) ?? none;
    const decision = this.protocol.atClaimant(before, event, { order }, now);
    const acted = decision.ok && (decision.value.state !== before || decision.value.outgoing.length > 0);
    count(this.branches, `claimant ${before.status} ${event.type}`, acted);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE')
      this.pending.push(() => {
        this.claimed.set(claimId, state);
        this.moves.push({ side: 'claimant', before, after: state, now, left: 0 });
      });
    return outgoing.every((one) => this.carryOut(one, order, now));
  }

  publisherDoes(claimId: string, event: PublisherEvent, order: SurplusOrder, now: Instant): boolean {
    const before = { order, claim: this.received.get(claimId) ?? none };
    const decision = this.protocol.atPublisher(before, event, now);
    const changed = decision.ok && (decision.value.state.claim !== before.claim || decision.value.outgoing.length > 0);
    count(this.branches, `publisher ${before.claim.status} ${event.type}`, changed);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    const { claim } = state;
    this.pending.push(() => {
      this.published.set(order.id, state.order);
      if (claim === before.claim || claim.status === 'NONE') return;
      this.received.set(claimId, claim);
      const left = order.minutes - order.awardedMinutes;
      this.moves.push({ side: 'publisher', before: before.claim, after: claim, now, left });
    });
    return outgoing.every((one) => this.carryOut(one, order, now));
  }

  orderDoes(id: string, event: OrderEvent, now: Instant): boolean {
    const order = this.published.get(id) ?? none;
    const claims = [...this.received.values()].filter(({ surplusOrderId }) => surplusOrderId === id);
    const decision = this.protocol.ofOrder({ order, claims }, event, now);
    const acted = decision.ok && (decision.value.state.order !== order || decision.value.outgoing.length > 0);
    const isAll = event.type === 'split' && order.status !== 'NONE' && event.minutes === order.minutes;
    count(this.branches, `order ${order.status} ${isAll ? 'split-all' : event.type}`, acted);
    if (event.type === 'split')
      for (const claim of claims) count(this.branches, `publisher ${claim.status} order-split`, false);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (event.type === 'withdraw' || event.type === 'cancel')
      for (const [index, claim] of claims.entries())
        count(this.branches, `publisher ${claim.status} order-ended`, state.claims[index] !== claim);
    this.pending.push(() => {
      const { order: after } = state;
      if (after.status !== 'NONE' && after !== order) {
        this.published.set(id, after);
        this.orderMoves.push({ by: event.type, before: order, after, claims });
      }
      for (const [index, claim] of state.claims.entries()) {
        const before = claims[index];
        if (before === undefined || claim === before) continue;
        this.received.set(claim.id, claim);
        this.moves.push({ side: 'publisher', before, after: claim, now, left: 0 });
      }
    });
    const about = state.order.status === 'NONE' ? undefined : state.order;
    return outgoing.every((one) => this.carryOut(one, about, now));
  }

  /** What a deadline changes; each in a transaction of its own, as the job does it. */
  passDeadlines(fate: Fate, now: Instant): void {
    for (const [id, claim] of this.claimed)
      this.transact(fate, () =>
        this.claimantDoes(id, { type: 'time' }, this.copies.get(claim.surplusOrderId) as SurplusOrder, now),
      );
    for (const [id, claim] of this.received)
      this.transact(fate, () =>
        this.publisherDoes(id, { type: 'time' }, this.published.get(claim.surplusOrderId) as SurplusOrder, now),
      );
    for (const id of this.published.keys()) this.transact(fate, () => this.orderDoes(id, { type: 'time' }, now));
    for (const [id, { until }] of this.commitments)
      if (until !== undefined && until <= now) this.commitments.delete(id);
  }

  protected act(from: MunicipalityCode, { type, payload }: Tell, now: Instant): void {
    if (type === 'surplus-order.stated') {
      const { surplusOrder } = payload;
      if (surplusOrder.publisher === from) this.pending.push(() => this.copies.set(surplusOrder.id, surplusOrder));
      return;
    }
    if ('statementHash' in payload) return; // What is settled afterwards is another process.
    const claimId = type === 'claim.awarded' ? payload.terms.claimId : payload.claimId;
    const genuine =
      (!('signature' in payload) || payload.signature === signatureOf(from, payload.termsHash)) &&
      (!('terms' in payload) || hashOf(payload.terms) === payload.termsHash);
    const claim = this.claimed.get(claimId);
    const countersigned = type === 'amendment.accepted' ? this.answerTo(payload.termsHash, claim) : {};
    const event = { type, from, payload, genuine, ...countersigned };
    if (claim !== undefined) {
      this.claimantDoes(claimId, event as ClaimantEvent, this.copies.get(claim.surplusOrderId) as SurplusOrder, now);
      return;
    }
    const id =
      this.received.get(claimId)?.surplusOrderId ?? ('surplusOrderId' in payload ? payload.surplusOrderId : '');
    const order = this.published.get(id);
    if (order !== undefined && (this.received.has(claimId) || type === 'claim.submitted'))
      this.publisherDoes(claimId, event as PublisherEvent, order, now);
  }

  /** What the claimant's service adds to the publisher's yes: its own signature, and whether it has the time. */
  private answerTo(
    termsHash: string,
    claim: ClaimAtClaimant | undefined,
  ): { countersignature: string; obstacles: Refusal[] } {
    const open = claim?.status === 'CONFIRMED' ? claim.amendment : undefined;
    const obstacles = open !== undefined && claim !== undefined ? this.against(claim, open.terms.minutes) : [];
    return { countersignature: signatureOf(this.code, termsHash), obstacles };
  }

  /** What the town's capacity has against a confirmed claim's taking so much instead. */
  against(claim: ClaimAtClaimant, minutes: number): Refusal[] {
    return claim.status === 'CONFIRMED' && !this.room(claim.lotId, minutes) ? [refusal('CAPACITY_EXCEEDED')] : [];
  }

  /** Whether there is time for so much, in the place of what `instead` takes so far. */
  room(instead: string, minutes: number): boolean {
    let others = 0;
    for (const [id, each] of this.commitments) if (id !== instead) others += each.minutes;
    return others + minutes <= this.capacityMinutes;
  }

  /** False where the effect is refused, which undoes the whole. */
  private carryOut(one: Outgoing, order: SurplusOrder | undefined, now: Instant): boolean {
    switch (one.do) {
      case 'tell':
        this.tell(one, now, order && this.protocol.endOfMessage(one, order, now));
        return true;
      case 'hold': {
        if (!this.room(one.claimId, one.work.minutes)) return false;
        this.pending.push(() => this.commitments.set(one.claimId, { minutes: one.work.minutes, until: one.until }));
        return true;
      }
      case 'narrow':
        this.pending.push(() => {
          const held = this.commitments.get(one.claimId);
          if (held !== undefined)
            this.commitments.set(one.claimId, { minutes: Math.min(held.minutes, one.minutes), until: one.until });
        });
        return true;
      case 'firm':
        this.pending.push(() => {
          const held = this.commitments.get(one.claimId);
          this.awardedLots.set(one.lotId, one.work.minutes);
          if (held !== undefined) {
            this.commitments.delete(one.claimId);
            this.commitments.set(one.lotId, { minutes: held.minutes, until: undefined });
          }
        });
        return true;
      case 'refirm':
        this.pending.push(() => {
          this.awardedLots.set(one.lotId, one.work.minutes);
          this.commitments.set(one.lotId, { minutes: one.work.minutes, until: undefined });
        });
        return this.room(one.lotId, one.work.minutes);
      case 'release':
        this.pending.push(() => {
          this.commitments.delete(one.lotId ?? one.claimId);
          if (one.lotId !== undefined) this.awardedLots.delete(one.lotId);
        });
        return true;
      case 'take':
        if (one.minutes > this.lot.open + this.givenBack) return false;
        this.pending.push(() => (this.lot.open -= one.minutes));
        return true;
      case 'give-back':
        this.givenBack += one.minutes;
        this.pending.push(() => (this.lot.open += one.minutes));
        return true;
      default:
        this.pending.push(() => (this.lot.sent += one.do === 'sent' ? one.minutes : -one.minutes));
        return true;
    }
  }
}
