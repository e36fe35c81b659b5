import { lastDayOf, monthOfDate, type IsoMonth } from '#domain/calendar/month';
import { dateInTokyo, type Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { AwardNow, PerformanceEvent } from '#domain/performance/machine';
import { doneMinutes, type Performance } from '#domain/performance/performance';
import type { Refusal } from '#domain/refusals/decision';
import { adjustmentsIn, linesOfAdjustments, type Adjustment } from '#domain/settlement/adjustment';
import { isClosed, type Settlement, type SettlementEvent } from '#domain/settlement/machine';
import { linesOfWork, parseSettlementId, settlementOf, statementOf } from '#domain/settlement/statement';
import type { SettlementKey, Statement } from '#domain/settlement/statement';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import type { None } from '#domain/trade/machine';
import type { Outgoing, Tell } from '#domain/trade/outgoing';
import type { ClaimantEvent } from '#domain/trade/claimant';
import type { OrderEvent } from '#domain/trade/published-order';
import type { PublisherEvent } from '#domain/trade/publisher';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { count } from '../branches.js';
import type { Fate } from '../post.js';
import { hashOf, signatureOf } from '../signing.js';
import { Town } from '../town.js';

/** A change of work or of a settlement, with the moment by the town's clock. */
export interface WorkMove {
  readonly town: WorkTown;
  readonly before: Performance | None;
  readonly after: Performance;
  /** The award as it stood at that moment. */
  readonly claim: ClaimAtClaimant | ClaimAtPublisher;
  readonly now: Instant;
}
export interface SettlementMove {
  readonly town: WorkTown;
  readonly before: Settlement | None;
  readonly after: Settlement;
  /** The other months of the pair at that moment. */
  readonly others: readonly Settlement[];
  /** The work of either for the other at that moment. */
  readonly works: readonly Performance[];
  readonly now: Instant;
}

type Closed = Extract<Settlement, { readonly statement: Statement }>;
const none: None = { status: 'NONE' };
const atClaimants = ['start', 'deliver', 'delivery.accepted', 'delivery.rejected', 'delivery.returned'];

/** A town whose awards are worked on, delivered, inspected and settled. */
export class WorkTown extends Town {
  readonly works = new Map<string, Performance>();
  readonly settlements = new Map<string, Settlement>();
  readonly workMoves: WorkMove[] = [];
  readonly settlementMoves: SettlementMove[] = [];

  workDoes(claimId: string, event: PerformanceEvent, now: Instant): boolean {
    const claim = this.claimOf(claimId);
    if (claim === undefined) return false;
    const before = this.works.get(claimId) ?? none;
    const decision = this.protocol.perform(before, event, awardNow(claim), this.code, now);
    const isClaimants = claim.claimant === this.code;
    if (isClaimants === atClaimants.includes(event.type)) {
      const acted = decision.ok && (decision.value.state !== before || decision.value.outgoing.length > 0);
      count(this.branches, `${isClaimants ? 'worker' : 'inspector'} ${before.status} ${event.type}`, acted);
    }
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE')
      this.pending.push(() => {
        this.works.set(claimId, state);
        this.workMoves.push({ town: this, before, after: state, claim, now });
      });
    return this.say(outgoing, now);
  }

  override claimantDoes(claimId: string, event: ClaimantEvent, order: SurplusOrder, now: Instant): boolean {
    const done = super.claimantDoes(claimId, event, order, now);
    if (event.type === 'accept-amendment' || event.type === 'amendment.accepted') this.amends(claimId, now);
    return done;
  }

  override publisherDoes(claimId: string, event: PublisherEvent, order: SurplusOrder, now: Instant): boolean {
    const done = super.publisherDoes(claimId, event, order, now);
    if (event.type === 'amendment.in-force') this.amends(claimId, now);
    return done;
  }

  /** As the service: a version that comes into force may end the work on the award, or go on with it, in the same transaction. */
  private amends(claimId: string, now: Instant): void {
    const before = this.claimOf(claimId);
    this.pending.push(() => {
      const claim = this.claimOf(claimId);
      const [was, is] = [before, claim].map((each) => (each?.status === 'CONFIRMED' ? each.termsHash : undefined));
      if (claim === undefined || is === undefined || is === was) return;
      const work = this.works.get(claimId) ?? none;
      const decision = this.protocol.perform(work, { type: 'amended' }, awardNow(claim), this.code, now);
      const after = decision.ok ? decision.value.state : work;
      const side = claim.claimant === this.code ? 'worker' : 'inspector';
      count(this.branches, `${side} ${work.status} amended`, after !== work);
      if (after === work || after.status === 'NONE') return;
      this.works.set(claimId, after);
      this.workMoves.push({ town: this, before: work, after, claim, now });
    });
  }

  settlementDoes(key: SettlementKey, event: SettlementEvent, now: Instant): boolean {
    const before = this.settlements.get(key.id) ?? none;
    const others = this.between(key).filter(({ id }) => id !== key.id);
    const works = this.worksWith(key);
    const context = { key, ...this.protocol.otherMonths(others, key.period) };
    const decision = this.protocol.settle(before, event, context, this.code, now);
    const acted = decision.ok && (decision.value.state !== before || decision.value.outgoing.length > 0);
    count(this.branches, `${this.code === key.stater ? 'stater' : 'other'} ${before.status} ${event.type}`, acted);
    if (!decision.ok) return false;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE')
      this.pending.push(() => {
        this.settlements.set(key.id, state);
        this.settlementMoves.push({ town: this, before, after: state, others, works, now });
      });
    return this.say(outgoing, now);
  }

  /** The statement of a settlement by this town's own account; undefined where its adjustments cannot be reckoned. */
  reckons(key: SettlementKey, version: number, adjustments: readonly Adjustment[]): Statement | undefined {
    const lines = linesOfWork(this.worksWith(key));
    const settled = this.closedBefore(key).flatMap(({ statement }) => statement.lines);
    const due = this.protocol.linesDue(lines, key.period, new Set(settled.map(({ id }) => id)));
    const corrections = linesOfAdjustments(
      key,
      adjustments,
      lines.filter(({ on }) => monthOfDate(on) <= key.period),
      settled.filter(({ kind }) => kind === 'ADJUSTMENT'),
    );
    return corrections.ok ? statementOf(key, version, [...due, ...corrections.value]) : undefined;
  }

  ownHash(key: SettlementKey, { version, lines }: Statement): string | undefined {
    const own = this.reckons(key, version, adjustmentsIn(lines));
    return own && hashOf(own);
  }

  worksWith({ stater, other }: Pick<SettlementKey, 'stater' | 'other'>): Performance[] {
    const pair = [stater, other];
    return [...this.works.values()].filter(
      ({ claimant, publisher }) => pair.includes(claimant) && pair.includes(publisher),
    );
  }

  claimOf(claimId: string): ClaimAtClaimant | ClaimAtPublisher | undefined {
    return this.claimed.get(claimId) ?? this.received.get(claimId);
  }

  /** As the service: a surplus order on which somebody works is not cancelled. */
  override orderDoes(id: string, event: OrderEvent, now: Instant): boolean {
    const progress = [...this.received.values()].map((claim) => ({
      minutesInForce: claim.status === 'CONFIRMED' ? claim.terms.minutes : 0,
      progress: this.works.get(claim.id)?.status ?? null,
    }));
    return (
      (event.type !== 'cancel' || this.protocol.refusalsToCancel(progress).length === 0) &&
      super.orderDoes(id, event, now)
    );
  }

  /** As the service: no version is for fewer minutes than are handed in. */
  override against(claim: ClaimAtClaimant, minutes: number): Refusal[] {
    const work = this.works.get(claim.id);
    const done = work === undefined ? 0 : doneMinutes(work);
    return [...super.against(claim, minutes), ...this.protocol.refusalsToShrink(minutes, done)];
  }

  override passDeadlines(fate: Fate, now: Instant): void {
    super.passDeadlines(fate, now);
    const months = new Map<string, SettlementKey>();
    for (const { claimant, publisher, deliveries } of this.works.values())
      for (const { verdict } of deliveries)
        if (verdict?.outcome === 'ACCEPTED') {
          const key = settlementOf(claimant, publisher, monthOfDate(verdict.on));
          months.set(key.id, key);
        }
    for (const key of months.values()) this.transact(fate, () => this.settlementDoes(key, { type: 'cut-off' }, now));
  }

  protected override act(from: MunicipalityCode, tell: Tell, now: Instant): void {
    const { type, payload } = tell;
    if (type.startsWith('work.') || type.startsWith('delivery.'))
      this.workDoes((payload as { claimId: string }).claimId, { type, from, payload } as PerformanceEvent, now);
    else if (type.startsWith('settlement.')) this.hearsSettlement(from, tell, now);
    else super.act(from, tell, now);
  }

  private hearsSettlement(from: MunicipalityCode, { type, payload }: Tell, now: Instant): void {
    const { statement, statementHash, signature, settlementId } = payload as unknown as SettlementWords;
    const key = parseSettlementId(statement?.settlementId ?? settlementId ?? '', this.code);
    if (!key.ok) return;
    const genuine =
      signature === undefined ||
      (signature === signatureOf(from, statementHash) &&
        (statement === undefined || hashOf(statement) === statementHash));
    this.settlementDoes(key.value, { type, from, payload, genuine } as unknown as SettlementEvent, now);
  }

  private say(outgoing: readonly Outgoing[], now: Instant): boolean {
    for (const one of outgoing) if (one.do === 'tell') this.tell(one, now);
    return true;
  }

  private closedBefore(key: SettlementKey): Closed[] {
    return this.between(key).filter((each): each is Closed => isClosed(each) && each.id !== key.id);
  }

  private between({ stater, other }: SettlementKey): Settlement[] {
    return [...this.settlements.values()]
      .filter((each) => each.stater === stater && each.other === other)
      .sort((a, b) => (a.period < b.period ? -1 : 1));
  }
}

interface SettlementWords {
  readonly statement?: Statement;
  readonly settlementId?: string;
  readonly statementHash: string;
  readonly signature?: string;
}

function awardNow(claim: ClaimAtClaimant | ClaimAtPublisher): AwardNow {
  const { id: claimId, claimant, publisher } = claim;
  const isPending = 'receiptPending' in claim && claim.receiptPending;
  const terms = 'terms' in claim ? claim.terms : undefined;
  const termsHash = 'termsHash' in claim ? claim.termsHash : '';
  return { claimId, claimant, publisher, inForce: claim.status === 'CONFIRMED' && !isPending, terms, termsHash };
}

/** The month before that of a moment: the last one that can be over. */
export function monthBefore(now: Instant): IsoMonth {
  const today = dateInTokyo(now);
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return (month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`) as IsoMonth;
}

export function isMonthOver(month: IsoMonth, now: Instant): boolean {
  return dateInTokyo(now) > lastDayOf(month);
}
