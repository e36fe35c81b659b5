import { Injectable } from '@nestjs/common';
import { memberOf } from '#domain/federation/federation';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeClaimId, makeId } from '#domain/municipality/ids';
import { decide, refuse, type Decision } from '#domain/refusals/decision';
import { refusalsToAward, refusalsToClaim, refusalsToConfirm, termsOfAward } from '#domain/trade/claim';
import { addresseesOf, refusalsToPublish, type PublishingFacts } from '#domain/trade/publishing';
import { awardsEnd, cursorOf, holdEnds, statusByAwards, type SurplusOrder } from '#domain/trade/surplus-order';
import { lowestLevel } from '#domain/skills/levels';
import { hashOf, sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Capacity } from '../capacity/capacity.service.js';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Orders } from '../orders/orders.service.js';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { ClaimStore, submittedClaim, type ClaimRecord } from './claim.store.js';
import type { TradeMessages } from './messages.js';
import { SurplusOrderStore, type SurplusOrderQuery, type SurplusOrderRecord } from './surplus-order.store.js';

export type Claim = Omit<ClaimRecord, '_id'> & { readonly id: string };
/** A surplus order as its publisher keeps it. */
export type PublishedSurplusOrder = SurplusOrder & { readonly cursor: string; readonly lotId: string | null };

export interface PublishInput {
  readonly lotId: string;
  readonly minutes: number;
  readonly claimBy: IsoDate;
  readonly priceYen: number;
  readonly minSliceMinutes: number;
  readonly addressees?: readonly MunicipalityCode[] | null | undefined;
  readonly idempotencyKey: string;
}

/** Type of the signature over the terms of an award (I-4). */
export const termsSignature = 'yui-award-terms';

/** 取引: surplus orders, claims and awards between this town and its peers. */
@Injectable()
export class Trading {
  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly idempotency: Idempotency,
    private readonly orders: Orders,
    private readonly capacity: Capacity,
    private readonly post: Post,
  ) {}

  /** Publishes minutes of a lot to peers. */
  async publish(town: Town, input: PublishInput): Promise<Decision<{ id: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'publishSurplusOrder', input }, async () => {
      const found = await this.orders.lot(town, input.lotId);
      if (found === undefined) return refuse('LOT_UNKNOWN', { field: 'lotId' });
      const { lot, consent } = found;
      const facts: PublishingFacts = {
        publisher: town.code,
        federation: this.towns.federation,
        today: this.clock.today(),
        awarded: lot.claimId !== null,
        consent: consent ?? 'ALLOWED', // Awarded work has no client here; it is refused for that, not for lack of consent.
        openMinutes: lot.openMinutes,
        due: lot.due,
        dataClass: lot.dataClass,
        minutes: input.minutes,
        claimBy: input.claimBy,
        priceYen: input.priceYen,
        minSliceMinutes: input.minSliceMinutes,
        addressees: input.addressees ?? null,
      };
      const permitted = decide(refusalsToPublish(facts), () => ({ id: makeId(town.code, 'surplus', newLocalId()) }));
      if (!permitted.ok) return permitted;
      const allocated = await this.orders.allocate(town, lot, input.minutes);
      if (!allocated.ok) return allocated;
      const { id } = permitted.value;
      const record: SurplusOrderRecord = {
        _id: id,
        publisher: town.code,
        lotId: lot.id,
        title: lot.title,
        skill: lot.skill,
        level: lot.level,
        licences: lot.licences,
        minutes: input.minutes,
        awardedMinutes: 0,
        earliest: lot.earliest,
        due: lot.due,
        claimBy: input.claimBy,
        priceYen: input.priceYen,
        minSliceMinutes: input.minSliceMinutes,
        dataClass: lot.dataClass,
        addressees: addresseesOf(facts),
        status: 'POSTED',
        cursor: cursorOf({ id, claimBy: input.claimBy }),
        awardsEndAt: new Date(awardsEnd(input)),
      };
      await new SurplusOrderStore(town.database).insert(record);
      await this.state(town, record);
      return permitted;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** Offers to take minutes of a peer's surplus order; this town's capacity is held for it from now on. */
  async claim(
    town: Town,
    input: { surplusOrderId: string; minutes: number; idempotencyKey: string },
  ): Promise<Decision<{ id: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'claimSurplusOrder', input }, async () => {
      const record = await new SurplusOrderStore(town.database).find(input.surplusOrderId);
      if (record === null) return refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrderId' });
      const order = surplusOrderOf(record);
      const permitted = decide(refusalsToClaim(order, input.minutes, town.code, this.clock.now()), () => ({
        id: makeClaimId(town.code, order.publisher, newLocalId()),
      }));
      if (!permitted.ok) return permitted;
      const { id } = permitted.value;
      const lapsesAt = holdEnds(order);
      const held = await this.capacity.commit(town, {
        kind: 'HOLD',
        purpose: 'CLAIM',
        purposeId: id,
        skill: order.skill,
        level: order.level,
        dataClass: order.dataClass,
        licences: order.licences,
        minutes: input.minutes,
        earliest: order.earliest,
        due: order.due,
        expiresAt: lapsesAt,
      });
      if (!held.ok) return held;
      await new ClaimStore(town.database).insert(
        submittedClaim({
          _id: id,
          surplusOrderId: order.id,
          claimant: town.code,
          publisher: order.publisher,
          minutes: input.minutes,
          submittedAt: new Date(this.clock.now()),
          lapsesAt: new Date(lapsesAt),
        }),
      );
      await this.tell(town, order.publisher, id, 'claim.submitted', {
        claimId: id,
        surplusOrderId: order.id,
        minutes: input.minutes,
      });
      return permitted;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** The publisher accepts all or part of a claim, and signs the terms. */
  async award(
    town: Town,
    input: { claimId: string; minutes: number; idempotencyKey: string },
  ): Promise<Decision<{ claimId: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'awardClaim', input }, async () => {
      const claims = new ClaimStore(town.database);
      const claim = await claims.find(input.claimId);
      if (claim === null || claim.publisher !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
      const surplusOrders = new SurplusOrderStore(town.database);
      const record = await surplusOrders.find(claim.surplusOrderId);
      if (record === null) throw new Error(`claim ${claim._id} on a surplus order that has gone`);
      const order = surplusOrderOf(record);
      const now = this.clock.now();
      const permitted = decide(refusalsToAward(order, claimOf(claim), input.minutes, now), () => ({
        claimId: claim._id,
      }));
      if (!permitted.ok) return permitted;

      const terms = termsOfAward(order, claimOf(claim), input.minutes, now);
      const termsHash = hashOf(terms);
      const signature = await sign({ termsHash }, town.key, termsSignature);
      const awarded = { minutes: order.minutes, awardedMinutes: order.awardedMinutes + input.minutes };
      const changed = { ...awarded, status: statusByAwards(awarded) };
      if (!(await surplusOrders.changeAwards(record, changed)))
        throw new Error('the surplus order changed inside a transaction');
      await claims.move(claim._id, 'SUBMITTED', {
        status: 'AWARDED',
        minutes: input.minutes,
        terms,
        termsHash,
        publisherSignature: signature,
        lapsesAt: new Date(terms.hardExpiry),
      });
      await this.tell(town, claim.claimant, claim._id, 'claim.awarded', { terms, termsHash, signature });
      await this.state(town, { ...record, ...changed });
      return permitted;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** The claimant signs the same terms; its capacity is firm from now on. */
  async confirm(
    town: Town,
    input: { claimId: string; idempotencyKey: string },
  ): Promise<Decision<{ claimId: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'confirmAward', input }, async () => {
      const claims = new ClaimStore(town.database);
      const claim = await claims.find(input.claimId);
      if (claim === null || claim.claimant !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
      const { status, terms, termsHash } = claim;
      const permitted = decide(refusalsToConfirm({ status, terms: terms ?? undefined }, this.clock.now()), () => ({
        claimId: claim._id,
      }));
      if (!permitted.ok) return permitted;
      if (terms === null || termsHash === null) throw new Error(`award ${claim._id} without terms`);
      const lotId = await this.orders.addAwardedLot(town, {
        claimId: claim._id,
        title: terms.title,
        skill: terms.skill,
        level: terms.level ?? lowestLevel, // Terms signed before levels were told leave it out.
        licences: terms.licences ?? [],
        minutes: terms.minutes,
        earliest: terms.earliest,
        due: terms.due,
        dataClass: terms.dataClass,
      });
      if (!(await this.capacity.makeFirm(town, claim._id, lotId))) throw new Error(`award ${claim._id} without a hold`);
      const signature = await sign({ termsHash }, town.key, termsSignature);
      await claims.move(claim._id, 'AWARDED', {
        status: 'CONFIRMED',
        claimantSignature: signature,
        receiptPending: true,
        lotId,
      });
      await this.tell(town, claim.publisher, claim._id, 'award.confirmed', {
        claimId: claim._id,
        termsHash,
        signature,
      });
      return permitted;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** A claim, for one of its two parties. */
  async claimById(town: Town, id: string): Promise<Claim | undefined> {
    const record = await new ClaimStore(town.database).find(id);
    return record === null ? undefined : claimOf(record);
  }

  async surplusOrder(town: Town, id: string): Promise<PublishedSurplusOrder | undefined> {
    const record = await new SurplusOrderStore(town.database).find(id);
    return record === null ? undefined : surplusOrderOf(record);
  }

  /** A page of what this town has published, and how much there is in all. */
  async published(
    town: Town,
    query: Omit<SurplusOrderQuery, 'publisher'>,
    first: number,
    after: string | undefined,
  ): Promise<{ surplusOrders: PublishedSurplusOrder[]; more: boolean; total: number }> {
    const store = new SurplusOrderStore(town.database);
    const ofTown = { ...query, publisher: town.code };
    const [found, total] = await Promise.all([store.page(ofTown, first + 1, after), store.count(ofTown)]);
    return { surplusOrders: found.slice(0, first).map(surplusOrderOf), more: found.length > first, total };
  }

  async claimsOf(town: Town, surplusOrderIds: readonly string[]): Promise<Claim[]> {
    return (await new ClaimStore(town.database).ofSurplusOrders(surplusOrderIds)).map(claimOf);
  }

  /** Awards in force to which the town is a party. */
  async inForce(town: Town): Promise<Claim[]> {
    return (await new ClaimStore(town.database).inForce()).map(claimOf);
  }

  /** Tells every addressee how a surplus order stands. Joins the caller's transaction. */
  async state(town: Town, record: SurplusOrderRecord): Promise<void> {
    const { lotId: _, cursor: __, ...surplusOrder } = surplusOrderOf(record);
    for (const addressee of surplusOrder.addressees) {
      await this.tell(town, addressee, record._id, 'surplus-order.stated', { surplusOrder });
    }
  }

  /** Writes a message of a process to a peer. Joins the caller's transaction. */
  tell<T extends keyof TradeMessages>(
    town: Town,
    to: MunicipalityCode,
    processId: string,
    type: T,
    payload: TradeMessages[T],
  ): Promise<void> {
    return this.post.write(town, { processId, to, type, payload });
  }

  /** The public keys of a member; empty for a stranger, so that nothing of theirs verifies. */
  keysOf(code: MunicipalityCode): NonNullable<ReturnType<typeof memberOf>>['publicKeys'] {
    return memberOf(this.towns.federation, code)?.publicKeys ?? [];
  }
}

export function claimOf({ _id, ...rest }: ClaimRecord): Claim {
  return { id: _id, ...rest };
}

export function surplusOrderOf({
  _id,
  awardsEndAt: _,
  addressees,
  ...rest
}: SurplusOrderRecord): PublishedSurplusOrder {
  return { id: _id, addressees: addressees as MunicipalityCode[], ...rest };
}
