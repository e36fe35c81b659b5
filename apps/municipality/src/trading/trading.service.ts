import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeClaimId, makeId } from '#domain/municipality/ids';
import type { Progress } from '#domain/performance/order-progress';
import { accept, decide, refuse, refuseAll, type Decision } from '#domain/refusals/decision';
import type { CancellationCharge } from '#domain/trade/cancellation';
import { refusalsToAward, termsOfAward } from '#domain/trade/claim';
import { completeContent, type SurplusOrderDraft } from '#domain/trade/draft';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { awardTermsSignature } from '#messages/evidence-file';
import { hashOf, sign } from '#messages/signing';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { ClaimStore, type ClaimRecord } from './claim.store.js';
import { TradeDesk, type WhenAmended } from './desk.service.js';
import { DraftStore } from './draft.store.js';
import { Drafts, type DraftInput, type ProposedDraft } from './drafts.service.js';
import { Gate, type Publishing } from './gate.service.js';
import { statementOf, SurplusOrderStore } from './surplus-order.store.js';
import type { SurplusOrderQuery, SurplusOrderRecord } from './surplus-order.store.js';

export type Claim = Omit<ClaimRecord, '_id'> & { readonly id: string };
/** A surplus order as its publisher keeps it. */
export type PublishedSurplusOrder = SurplusOrder & { readonly cursor: string; readonly lotId: string | null };

export type PublishInput = Publishing & { readonly idempotencyKey: string };

/** Type of the signature over the terms of an award (I-4). */
export const termsSignature = awardTermsSignature;

/** 取引: surplus orders, claims and awards between this town and its peers. */
@Injectable()
export class Trading {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly gate: Gate,
    private readonly desk: TradeDesk,
    private readonly post: Post,
    private readonly drafts: Drafts,
  ) {}

  /** Publishes minutes of a lot to peers. */
  async publish(town: Town, input: PublishInput): Promise<Decision<{ id: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'publishSurplusOrder', input }, () =>
      this.publishAs(town, makeId(town.code, 'surplus', newLocalId()), input),
    );
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /**
   * Takes down what the town might publish, as a draft that a person can change, publish or throw away; nobody else hears of it. Another slice
   * makes one of what it proposes: only the lot has to be settled, and what is left out is open.
   * @param origin what it is made from, a move of a year plan say; kept with the draft and shown
   */
  draft(town: Town, input: DraftInput, origin?: string): Promise<Decision<{ draftId: string }>> {
    return this.drafts.draft(town, input, origin);
  }

  /** The same for another slice's transaction, under an id that stands for what it proposes. @returns whether there was no such draft yet */
  draftAs(town: Town, draft: ProposedDraft): Promise<boolean> {
    return this.drafts.draftAs(town, draft);
  }

  draftById(town: Town, id: string): Promise<SurplusOrderDraft | undefined> {
    return this.drafts.find(town, id);
  }

  /** Publishes a draft as it stands, under its id; there is no draft of it any more. */
  async publishDraft(
    town: Town,
    input: { draftId: string; idempotencyKey: string },
  ): Promise<Decision<{ id: string }>> {
    const decision = await this.idempotency.once(town, { operation: 'publishSurplusOrderDraft', input }, async () => {
      const store = new DraftStore(town.database);
      const draft = await store.find(input.draftId);
      if (draft === undefined) return refuse('DRAFT_UNKNOWN', { field: 'draftId' });
      const { obstacles } = await this.gate.checkDraft(town, draft);
      if (obstacles.length > 0) return refuseAll(obstacles);
      const content = completeContent(draft);
      if (!content.ok) return content;
      const split = await this.split(town, draft.splitFrom, content.value.minutes);
      if (!split.ok) return split;
      if (!(await store.remove(draft.id))) throw new Error(`draft ${draft.id} changed inside a transaction`);
      return this.publishAs(town, draft.id, { lotId: draft.lotId, ...content.value });
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
      const known = await this.gate.known(town, input.surplusOrderId);
      if (!known.ok) return known;
      const id = makeClaimId(town.code, known.value.publisher, newLocalId());
      const done = await this.desk.submit(town, known.value, { id, minutes: input.minutes });
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
      const found = await new ClaimStore(town.database).findWithOrder(input.claimId);
      if (found?.claim.publisher !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
      const { claim, order: record } = found;
      const { minutes } = input;
      const [order, now] = [statementOf(record), this.clock.now()];
      const obstacles = this.gate.againstDealing(town, order, claim.claimant, 'claimId');
      const permitted = decide([...refusalsToAward(order, claimOf(claim), minutes, now), ...obstacles], () => ({
        claimId: claim._id,
      }));
      if (!permitted.ok) return permitted;
      const terms = termsOfAward(order, claimOf(claim), minutes, now);
      const termsHash = hashOf(terms);
      const signature = await sign({ termsHash }, town.key, termsSignature);
      const event = { type: 'award', minutes, terms, termsHash, signature } as const;
      const done = await this.desk.onOrder(town, record, claim, event);
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
      const found = await new ClaimStore(town.database).findWithOrder(claimId);
      if (found?.claim.claimant !== town.code) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
      const { claim } = found;
      const order = statementOf(found.order);
      const signature = await sign({ termsHash: claim.termsHash ?? '' }, town.key, termsSignature);
      const lotId = makeId(town.code, 'lot', newLocalId());
      const obstacles = this.gate.againstDealing(town, order, town.code, 'claimId');
      const done = await this.desk.onClaim(town, order, claim, { type: 'confirm', signature, lotId, obstacles });
      return done.ok ? accept({ claimId }) : done;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** Notes how far the work on an award in force is; its surplus order follows. Joins the caller's transaction. */
  async noteProgress(town: Town, claimId: string, progress: Progress, doneMinutes?: number): Promise<void> {
    const claims = new ClaimStore(town.database);
    await claims.setProgress(claimId, progress, doneMinutes);
    const claim = await claims.find(claimId);
    if (claim?.publisher === town.code) await this.desk.followWork(town, claim.surplusOrderId);
  }

  /** What cancelled awards cost, owed by this town or to it. */
  async cancellationCharges(town: Town): Promise<CancellationCharge[]> {
    const records = await new ClaimStore(town.database).cancelled();
    return records.flatMap(({ _id, claimant, publisher, cancelledOn: on, owedYen }) =>
      on === null || owedYen === null ? [] : [{ claimId: _id, claimant, publisher, on, owedYen }],
    );
  }

  /** @param act does what follows when another version of an award comes into force; it joins that transaction */
  whenAmended(act: WhenAmended): void {
    this.desk.whenAmended(act);
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

  /** What this town has published and not awarded in full, as it is told to peers. */
  async open(town: Town): Promise<SurplusOrder[]> {
    return (await new SurplusOrderStore(town.database).open(town.code)).map(statementOf);
  }

  async claimsOf(town: Town, surplusOrderIds: readonly string[]): Promise<Claim[]> {
    return (await new ClaimStore(town.database).ofSurplusOrders(surplusOrderIds)).map(claimOf);
  }

  /** Claims between the town and a peer that ended by a cancellation. */
  async terminatedWith(town: Town, peer: MunicipalityCode): Promise<string[]> {
    const claims = await new ClaimStore(town.database).between(town.code, peer);
    return claims.flatMap(({ _id, status }) => (status === 'TERMINATED' ? [_id] : []));
  }

  /** Awards in force to which the town is a party. */
  async inForce(town: Town): Promise<Claim[]> {
    return (await new ClaimStore(town.database).inForce()).map(claimOf);
  }

  /** Has a surplus order give up minutes for another of the same lot, if it still stands. Joins the caller's transaction. */
  private async split(town: Town, surplusOrderId: string | null, minutes: number): Promise<Decision<unknown>> {
    const split = await this.gate.toSplit(town, surplusOrderId, minutes);
    if (!split.ok || split.value === 0 || surplusOrderId === null) return split;
    return this.desk.orderDoes(town, surplusOrderId, { type: 'split', minutes });
  }

  /** Publishes minutes of a lot under an id. Joins the caller's transaction. */
  private async publishAs(town: Town, id: string, asked: Publishing): Promise<Decision<{ id: string }>> {
    const permitted = await this.gate.toPublish(town, asked);
    if (!permitted.ok) return permitted;
    const { lot, addressees } = permitted.value;
    const { title, skill, level, licences, dataClass } = lot;
    const { earliest, due } = asked.days ?? lot;
    const { minutes, claimBy, priceYen, minSliceMinutes } = asked;
    const done = await this.desk.publish(
      town,
      {
        ...{ id, publisher: town.code, addressees },
        ...{ title, skill, level, licences, earliest, due, dataClass, minutes, claimBy, priceYen, minSliceMinutes },
      },
      lot.id,
    );
    return done.ok ? accept({ id }) : done;
  }
}

function claimOf({ _id, ...rest }: ClaimRecord): Claim {
  return { id: _id, ...rest };
}

function surplusOrderOf({ _id, awardsEndAt: _, addressees, ...rest }: SurplusOrderRecord): PublishedSurplusOrder {
  return { id: _id, addressees: addressees as MunicipalityCode[], ...rest };
}
