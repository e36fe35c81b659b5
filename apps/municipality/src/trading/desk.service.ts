import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import {
  refusalsToCancel,
  refusalsToShrink,
  statusByProgress,
  type ClaimProgress,
} from '#domain/performance/order-progress';
import { accept, decide, refuse, type Decision, type Refusal } from '#domain/refusals/decision';
import type { AwardTerms } from '#domain/trade/claim';
import { atClaimant, type ClaimantEvent } from '#domain/trade/claimant';
import type { ClaimAtClaimant, ClaimAtPublisher } from '#domain/trade/claim-state';
import { endOfMessage } from '#domain/trade/message-end';
import { state as stated, type ClaimedWork, type Outgoing } from '#domain/trade/outgoing';
import { ofOrder, type OrderEvent } from '#domain/trade/published-order';
import { atPublisher, sentMinutes, type PublisherEvent } from '#domain/trade/publisher';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { workOfTerms } from '#domain/trade/terms-work';
import { Clock } from '#service/clock';
import { Capacity } from '../capacity/capacity.service.js';
import { Orders } from '../orders/orders.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { changeTo, claimAtClaimant, claimAtPublisher, recordOf } from './claim-record.js';
import { ClaimStore, type ClaimRecord } from './claim.store.js';
import { Gate } from './gate.service.js';
import { orderRecordOf, statementOf, SurplusOrderStore, type SurplusOrderRecord } from './surplus-order.store.js';

const none = { status: 'NONE' } as const;

/** Does what follows an amendment in another slice. Joins the transaction in which it comes into force. */
export type WhenAmended = (town: Town, claimId: string) => Promise<void>;

/**
 * Applies one event to a claim or a surplus order: reads what is known, lets the protocol core decide, writes the new state and carries out
 * what follows. Joins the caller's transaction; a refusal has to end it without writing.
 */
@Injectable()
export class TradeDesk {
  private readonly afterAmendment: WhenAmended[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly capacity: Capacity,
    private readonly post: Post,
    private readonly gate: Gate,
  ) {}

  whenAmended(act: WhenAmended): void {
    this.afterAmendment.push(act);
  }

  /** A new claim of this town's. */
  async submit(
    town: Town,
    order: SurplusOrder,
    claim: { readonly id: string; readonly minutes: number },
  ): Promise<Decision<undefined>> {
    const now = this.clock.now();
    const obstacles = this.gate.againstClaiming(town, order);
    const event = { type: 'submit', ...claim, claimant: town.code, obstacles } as const;
    const decision = atClaimant(none, event, { order }, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    const done = await this.carryOut(town, order, outgoing);
    if (done.ok && state.status !== 'NONE') await new ClaimStore(town.database).insert(recordOf(state, now));
    return done;
  }

  /** Something happens to a claim of this town's. */
  async claimantDoes(town: Town, claimId: string, event: ClaimantEvent): Promise<Decision<undefined>> {
    const found = await new ClaimStore(town.database).findWithOrder(claimId);
    if (found?.claim.claimant !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
    return this.onClaim(town, statementOf(found.order), found.claim, event);
  }

  /** The same, for who has read the claim and its surplus order in this transaction already. */
  async onClaim(
    town: Town,
    order: SurplusOrder,
    record: ClaimRecord,
    event: ClaimantEvent,
  ): Promise<Decision<undefined>> {
    const before = claimAtClaimant(record);
    const decision = atClaimant(before, event, { order }, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE') await this.move(town, record, changeTo(state));
    const done = await this.carryOut(town, order, outgoing);
    if (done.ok) await this.tellAmended(town, record, state);
    return done;
  }

  /** Something happens to a claim on a surplus order of this town's. */
  async publisherDoes(town: Town, claimId: string, event: PublisherEvent): Promise<Decision<undefined>> {
    const found = await new ClaimStore(town.database).findWithOrder(claimId);
    if (found?.claim.publisher !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
    return this.onOrder(town, found.order, found.claim, event);
  }

  /** Something happens to a claim on a surplus order of this town's, both read in this transaction already; null where it is a new one. */
  async onOrder(
    town: Town,
    orderRecord: SurplusOrderRecord,
    record: ClaimRecord | null,
    event: PublisherEvent,
  ): Promise<Decision<undefined>> {
    const now = this.clock.now();
    const before = { order: statementOf(orderRecord), claim: record === null ? none : claimAtPublisher(record) };
    const decision = atPublisher(before, event, now);
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state.order !== before.order) await this.keep(town, orderRecord, state.order);
    if (state.claim !== before.claim && state.claim.status !== 'NONE') {
      if (record === null) await new ClaimStore(town.database).insert(recordOf(state.claim, now));
      else await this.move(town, record, changeTo(state.claim));
    }
    const done = await this.carryOut(town, state.order, outgoing, orderRecord.lotId);
    if (done.ok && record !== null) await this.tellAmended(town, record, state.claim);
    return done;
  }

  /** A claim on a surplus order of this town's arrives. */
  async claimArrives(
    town: Town,
    from: MunicipalityCode,
    surplusOrderId: string,
    event: Extract<PublisherEvent, { type: 'claim.submitted' }>,
  ): Promise<void> {
    const order = await new SurplusOrderStore(town.database).find(surplusOrderId);
    const { claimId } = event.payload;
    if (order?.publisher !== town.code || !order.addressees.includes(from)) {
      const payload = { claimId, reason: 'SURPLUS_ORDER_UNKNOWN' };
      await this.post.write(town, { processId: claimId, to: from, type: 'claim.declined', payload });
      return;
    }
    // An agreement may have ended since the surplus order went out.
    const obstacles = this.gate.againstDealing(town, statementOf(order), from, 'surplusOrderId');
    await this.onOrder(town, order, await new ClaimStore(town.database).find(claimId), { ...event, obstacles });
  }

  /** A new surplus order, of open minutes of a lot. */
  async publish(
    town: Town,
    order: Extract<OrderEvent, { type: 'post' }>['order'],
    lotId: string,
  ): Promise<Decision<undefined>> {
    const decision = ofOrder({ order: none, claims: [] }, { type: 'post', order }, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state.order.status === 'NONE') throw new Error('a surplus order was posted and is none');
    const done = await this.carryOut(town, state.order, outgoing, lotId);
    if (done.ok) await new SurplusOrderStore(town.database).insert(orderRecordOf(state.order, lotId));
    return done;
  }

  /** Something happens to a surplus order of this town's as a whole. */
  async orderDoes(town: Town, id: string, event: OrderEvent): Promise<Decision<undefined>> {
    const store = new SurplusOrderStore(town.database);
    const record = await store.find(id);
    if (record?.publisher !== town.code) return refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrderId' });
    const records = event.type === 'time' ? [] : await new ClaimStore(town.database).ofSurplusOrders([id]);
    const refusals = event.type === 'cancel' ? refusalsToCancel(records.map(progressOf)) : [];
    if (refusals.length > 0) return decide<undefined>(refusals, () => undefined);
    const before = { order: statementOf(record), claims: records.map(claimAtPublisher) };
    const decision = ofOrder(before, event, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state.order === before.order || state.order.status === 'NONE') return accept(undefined);
    await this.keep(town, record, state.order);
    for (const [index, claim] of state.claims.entries()) {
      const read = records[index];
      if (read !== undefined && claim !== before.claims[index]) await this.move(town, read, changeTo(claim));
    }
    const done = await this.carryOut(town, state.order, outgoing, record.lotId);
    if (event.type === 'time') await this.followWork(town, id);
    return done;
  }

  /** Brings a surplus order of this town's to the state that follows from the work on it, and tells its addressees. */
  async followWork(town: Town, id: string): Promise<void> {
    const record = await this.orderOf(town, id);
    const claims = await new ClaimStore(town.database).ofSurplusOrders([id]);
    const status = statusByProgress(record, claims.map(progressOf));
    if (status === record.status) return;
    const order = { ...statementOf(record), status };
    await this.keep(town, record, order);
    await this.carryOut(town, order, stated(order));
  }

  /** What law and the town's own capacity have against the amendment that lies open on a claim of its; empty where none does. */
  async againstAmendment(town: Town, claimId: string): Promise<Refusal[]> {
    const record = await new ClaimStore(town.database).find(claimId);
    const terms = record?.amendment?.terms;
    return record === null || terms === undefined ? [] : this.againstTerms(town, record, terms);
  }

  /** What law, the work already done, and at the claimant's the town's capacity have against terms in the place of those of a claim. */
  async againstTerms(town: Town, record: ClaimRecord, terms: AwardTerms): Promise<Refusal[]> {
    const order = statementOf(await this.orderOf(town, record.surplusOrderId));
    const ofLaw = [
      ...this.gate.againstDealing(town, order, record.claimant, 'claimId'),
      ...refusalsToShrink(terms.minutes, record.doneMinutes ?? 0),
    ];
    if (record.lotId === null || terms.minutes < 1 || terms.due < terms.earliest) return ofLaw;
    return [
      ...ofLaw,
      ...(await this.capacity.refusalsToReplace(town, firmOf(record.lotId, workOfTerms(terms, order)))),
    ];
  }

  /** Another version of an award is in force than before: whoever goes by its terms is told, once all else is written. */
  private async tellAmended(
    town: Town,
    before: ClaimRecord,
    after: ClaimAtClaimant | ClaimAtPublisher | typeof none,
  ): Promise<void> {
    if (before.status !== 'CONFIRMED' || after.status !== 'CONFIRMED' || before.termsHash === after.termsHash) return;
    for (const act of this.afterAmendment) await act(town, after.id);
  }

  private async carryOut(
    town: Town,
    order: SurplusOrder,
    outgoing: readonly Outgoing[],
    lotId: string | null = null,
  ): Promise<Decision<undefined>> {
    for (const one of outgoing) {
      const done = await this.carryOutOne(town, order, one, lotId);
      if (!done.ok) return done;
    }
    return accept(undefined);
  }

  private async carryOutOne(
    town: Town,
    order: SurplusOrder,
    one: Outgoing,
    lotId: string | null,
  ): Promise<Decision<unknown>> {
    switch (one.do) {
      case 'tell': {
        const { processId, to, type, payload } = one;
        const expiresAt = endOfMessage(one, order, this.clock.now());
        await this.post.write(town, { processId, to, type, payload, expiresAt });
        break;
      }
      case 'hold': {
        const { claimId, work, until, instead } = one;
        if (instead) await this.capacity.release(town, claimId);
        const { title: _, ...wanted } = work;
        return this.capacity.commit(town, {
          ...{ kind: 'HOLD', purpose: 'CLAIM', purposeId: claimId, expiresAt: until },
          ...wanted,
        });
      }
      case 'narrow':
        await this.capacity.narrowHold(town, one.claimId, one.minutes, one.until);
        break;
      case 'firm':
        await this.orders.addAwardedLot(town, one.lotId, { claimId: one.claimId, ...one.work });
        if (!(await this.capacity.makeFirm(town, one.claimId, one.lotId)))
          throw new Error(`award ${one.claimId} without a hold`);
        break;
      case 'refirm': {
        const { lotId: lot, work } = one;
        const done = await this.capacity.replaceFirm(town, firmOf(lot, work));
        if (!done.ok) throw new Error(`an amendment of ${one.claimId} was found to fit, and does not`);
        await this.orders.changeAwardedLot(town, lot, work);
        break;
      }
      case 'release':
        await this.capacity.release(town, one.lotId ?? one.claimId);
        if (one.lotId !== undefined) await this.orders.removeAwardedLot(town, one.lotId);
        break;
      default:
        if (lotId !== null) return this.ofLot(town, one, lotId);
    }
    return accept(undefined);
  }

  private async ofLot(
    town: Town,
    { do: what, minutes }: Extract<Outgoing, { do: 'take' | 'give-back' | 'sent' | 'unsent' }>,
    lotId: string,
  ): Promise<Decision<unknown>> {
    switch (what) {
      case 'take':
        return this.orders.allocate(town, lotId, minutes);
      case 'give-back':
        await this.orders.giveBack(town, lotId, minutes);
        break;
      case 'sent':
        await this.orders.noteSent(town, lotId, minutes);
        break;
      case 'unsent':
        await this.orders.noteSent(town, lotId, -minutes);
    }
    return accept(undefined);
  }

  private async orderOf(town: Town, id: string): Promise<SurplusOrderRecord> {
    const record = await new SurplusOrderStore(town.database).find(id);
    if (record === null) throw new Error(`a claim on ${id}, which has gone`);
    return record;
  }

  private async move(town: Town, record: ClaimRecord, change: ReturnType<typeof changeTo>): Promise<void> {
    if (!(await new ClaimStore(town.database).move(record._id, record.status, change)))
      throw new Error(`claim ${record._id} changed inside a transaction`);
  }

  private async keep(town: Town, read: SurplusOrderRecord, order: SurplusOrder): Promise<void> {
    const { minutes, awardedMinutes, priceYen, status } = order;
    const change = { minutes, awardedMinutes, priceYen, status };
    if (!(await new SurplusOrderStore(town.database).change(read, change)))
      throw new Error(`surplus order ${read._id} changed inside a transaction`);
  }
}

function progressOf(record: ClaimRecord): ClaimProgress {
  return { minutesInForce: sentMinutes(claimAtPublisher(record)), progress: record.progress };
}

/** The commitment of a lot that came from a claim. */
function firmOf(lotId: string, { title: _, ...work }: ClaimedWork): Parameters<Capacity['replaceFirm']>[1] {
  return { kind: 'FIRM', purpose: 'LOT', purposeId: lotId, ...work };
}
