import { Injectable } from '@nestjs/common';
import type { IsoDate } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeClaimId, makeId } from '#domain/municipality/ids';
import { accept, decide, refuse, type Decision } from '#domain/refusals/decision';
import { refusalsToAward, termsOfAward } from '#domain/trade/claim';
import { addresseesOf, refusalsToPublish, type PublishingFacts } from '#domain/trade/publishing';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { awardTermsSignature } from '#messages/evidence-file';
import { hashOf, sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Orders } from '../orders/orders.service.js';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { ClaimStore, type ClaimRecord } from './claim.store.js';
import { statementOf, TradeDesk } from './desk.service.js';
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
export const termsSignature = awardTermsSignature;

/** 取引: surplus orders, claims and awards between this town and its peers. */
@Injectable()
export class Trading {
  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly idempotency: Idempotency,
    private readonly orders: Orders,
    private readonly desk: TradeDesk,
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
      const { title, skill, level, licences, earliest, due, dataClass } = lot;
      const { minutes, claimBy, priceYen, minSliceMinutes } = input;
      const done = await this.desk.publish(
        town,
        {
          ...{ id: permitted.value.id, publisher: town.code, addressees: addresseesOf(facts) },
          ...{ title, skill, level, licences, earliest, due, dataClass, minutes, claimBy, priceYen, minSliceMinutes },
        },
        lot.id,
      );
      if (!done.ok) return done;
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
      const id = makeClaimId(town.code, record.publisher, newLocalId());
      const done = await this.desk.submit(town, statementOf(record), { id, minutes: input.minutes });
      return done.ok ? accept({ id }) : done;
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
      const { minutes } = input;
      const [order, now] = [statementOf(record), this.clock.now()];
      const permitted = decide(refusalsToAward(order, claimOf(claim), minutes, now), () => ({ claimId: claim._id }));
      if (!permitted.ok) return permitted;
      const terms = termsOfAward(order, claimOf(claim), minutes, now);
      const termsHash = hashOf(terms);
      const signature = await sign({ termsHash }, town.key, termsSignature);
      const event = { type: 'award', minutes, terms, termsHash, signature } as const;
      const done = await this.desk.publisherDoes(town, claim._id, event);
      return done.ok ? permitted : done;
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
      const { claimId } = input;
      const termsHash = (await new ClaimStore(town.database).find(claimId))?.termsHash ?? '';
      const signature = await sign({ termsHash }, town.key, termsSignature);
      const lotId = makeId(town.code, 'lot', newLocalId());
      const done = await this.desk.claimantDoes(town, claimId, { type: 'confirm', signature, lotId });
      return done.ok ? accept({ claimId }) : done;
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
}

function claimOf({ _id, ...rest }: ClaimRecord): Claim {
  return { id: _id, ...rest };
}

function surplusOrderOf({ _id, awardsEndAt: _, addressees, ...rest }: SurplusOrderRecord): PublishedSurplusOrder {
  return { id: _id, addressees: addressees as MunicipalityCode[], ...rest };
}
