import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { perform, type AwardNow, type PerformanceEvent } from '#domain/performance/machine';
import { doneMinutes, type Performance } from '#domain/performance/performance';
import type { ReworkCause } from '#domain/performance/rework-cause';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { tidyText } from '#domain/text/text';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import type { Town } from '../towns/towns.service.js';
import { Trading, type Claim } from '../trading/trading.service.js';
import { PerformanceStore } from './performance.store.js';

interface AboutClaim {
  readonly claimId: string;
  readonly idempotencyKey: string;
}

/** Does what follows in another slice when all of an award is inspected. Joins the transaction in which it is. */
export type WhenInspected = (town: Town, work: Performance) => Promise<void>;

/** 履行: work on awards in force, its delivery and its inspection. */
@Injectable()
export class Performances {
  private readonly afterInspection: WhenInspected[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly trading: Trading,
    private readonly post: Post,
  ) {}

  whenInspected(act: WhenInspected): void {
    this.afterInspection.push(act);
  }

  /** The claimant begins. */
  start(town: Town, input: AboutClaim): Promise<Decision<{ claimId: string }>> {
    return this.once(town, 'startWork', input, { type: 'start' });
  }

  /** The claimant hands in minutes of the award, with those it spent on paid rework. */
  deliver(
    town: Town,
    input: AboutClaim & { minutes: number; reworkMinutes?: number | null; note?: string | null },
  ): Promise<Decision<{ claimId: string }>> {
    const { minutes, reworkMinutes, note } = input;
    const event = { type: 'deliver', minutes, reworkMinutes: reworkMinutes ?? 0, note: tidyText(note ?? '') } as const;
    return this.once(town, 'deliverWork', input, event);
  }

  /** The publisher accepts all or part of a delivery. */
  accept(town: Town, input: AboutClaim & { number: number; minutes: number }): Promise<Decision<{ claimId: string }>> {
    const { number, minutes } = input;
    return this.once(town, 'acceptDelivery', input, { type: 'accept', number, minutes });
  }

  /** The publisher rejects a delivery; the cause decides who pays for doing it again. */
  reject(
    town: Town,
    input: AboutClaim & { number: number; reason: string; cause: ReworkCause },
  ): Promise<Decision<{ claimId: string }>> {
    const { number, reason, cause } = input;
    return this.once(town, 'rejectDelivery', input, { type: 'reject', number, reason: tidyText(reason), cause });
  }

  /** Something happens to an award of which this town is a party. Joins the caller's transaction. */
  async happens(town: Town, claimId: string, event: PerformanceEvent): Promise<Decision<undefined>> {
    const claim = await this.trading.claimById(town, claimId);
    if (claim === undefined) return refuse('CLAIM_UNKNOWN', { field: 'claimId' });
    const store = new PerformanceStore(town.database);
    const known = await store.find(claimId);
    const before = known?.work ?? ({ status: 'NONE' } as const);
    const decision = perform(before, event, awardNow(claim), town.code, this.clock.now());
    if (!decision.ok) return decision;
    const { state, outgoing } = decision.value;
    if (state !== before && state.status !== 'NONE') {
      if (known === undefined) await store.insert(state);
      else if (!(await store.change(state, known.version)))
        throw new Error(`the work on ${claimId} changed inside a transaction`);
      await this.trading.noteProgress(town, claimId, state.status, doneMinutes(state));
      if (state.status === 'INSPECTED') for (const act of this.afterInspection) await act(town, state);
    }
    for (const one of outgoing)
      if (one.do === 'tell')
        await this.post.write(town, { processId: one.processId, to: one.to, type: one.type, payload: one.payload });
    return accept(undefined);
  }

  async hasUnseenAmendments(town: Town): Promise<boolean> {
    return (await new PerformanceStore(town.database).amendedUnseen()).length > 0;
  }

  /** Lets follow from amendments what did not when they came into force: as it would now. */
  async followAmendments(town: Town): Promise<void> {
    const store = new PerformanceStore(town.database);
    const unseen = await store.amendedUnseen();
    for (const claimId of unseen)
      await inTransaction(town.database, async () => {
        await this.happens(town, claimId, { type: 'amended' });
        await store.markSeen(claimId);
      });
    if (unseen.length > 0) await this.post.hurry(town);
  }

  /** What has become of an award; undefined where work on it has not begun. */
  async ofClaim(town: Town, claimId: string): Promise<Performance | undefined> {
    return (await new PerformanceStore(town.database).find(claimId))?.work;
  }

  /** All work of either of two towns for the other. */
  between(town: Town, peer: MunicipalityCode): Promise<Performance[]> {
    return new PerformanceStore(town.database).between(town.code, peer);
  }

  /** The towns for which this one has worked, or which have worked for it. */
  peers(town: Town): Promise<MunicipalityCode[]> {
    return new PerformanceStore(town.database).peersOf(town.code);
  }

  private async once(
    town: Town,
    operation: string,
    input: AboutClaim,
    event: PerformanceEvent,
  ): Promise<Decision<{ claimId: string }>> {
    const { claimId } = input;
    const decision = await this.idempotency.once(town, { operation, input }, async () => {
      const done = await this.happens(town, claimId, event);
      return done.ok ? accept({ claimId }) : done;
    });
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }
}

function awardNow({ id, claimant, publisher, status, receiptPending, terms, termsHash }: Claim): AwardNow {
  return {
    ...{ claimId: id, claimant, publisher, termsHash: termsHash ?? '', terms: terms ?? undefined },
    inForce: status === 'CONFIRMED' && !receiptPending,
  };
}
