import { Injectable } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeId } from '#domain/municipality/ids';
import { accept, refuse, type Decision, type Refusal } from '#domain/refusals/decision';
import { draftContent, type SurplusOrderDraft, type WantedDraft } from '#domain/trade/draft';
import { Clock } from '#service/clock';
import { newLocalId } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Orders } from '../orders/orders.service.js';
import type { Town } from '../towns/towns.service.js';
import { DraftStore } from './draft.store.js';
import { Gate } from './gate.service.js';

/** What somebody thinks of publishing; only the lot has to be settled. */
export type DraftInput = WantedDraft & { readonly lotId: string; readonly idempotencyKey: string };

/** What another slice thinks that the town could publish. */
export type ProposedDraft = WantedDraft & Pick<SurplusOrderDraft, 'id' | 'lotId' | 'splitFrom' | 'origin'>;

const mostDrafts = 200;

/**
 * 余剰案件の下書き: what a town thinks of publishing. Nothing here writes a message, or takes minutes of a lot; a draft becomes a surplus order
 * by `Trading.publishDraft`.
 */
@Injectable()
export class Drafts {
  constructor(
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly orders: Orders,
    private readonly gate: Gate,
  ) {}

  /** @param origin what it is made from, a move of a year plan say; null where a person writes it */
  draft(town: Town, input: DraftInput, origin: string | null = null): Promise<Decision<{ draftId: string }>> {
    const request = { operation: 'draftSurplusOrder', input: { ...input, origin } };
    return this.idempotency.once(town, request, async () => {
      const { lotId } = input;
      if ((await this.orders.lot(town, lotId)) === undefined) return refuse('LOT_UNKNOWN', { field: 'lotId' });
      const draftId = makeId(town.code, 'surplus', newLocalId());
      const draft = { id: draftId, publisher: town.code, lotId, origin, splitFrom: null, ...draftContent(input) };
      await new DraftStore(town.database).insert(draft, this.now());
      return accept({ draftId });
    });
  }

  /**
   * Takes down what another slice proposes, under an id of its choice, once: the same id again changes nothing. Joins the caller's transaction.
   * @returns whether there was none yet
   */
  async draftAs(town: Town, { id, lotId, origin, splitFrom, ...wanted }: ProposedDraft): Promise<boolean> {
    const store = new DraftStore(town.database);
    if ((await store.find(id)) !== undefined) return false;
    const draft = { id, publisher: town.code, lotId, origin, splitFrom, ...draftContent(wanted) };
    await store.insert(draft, this.now());
    return true;
  }

  /** Gives a draft another content, all of it: what is left out is open again. */
  change(
    town: Town,
    input: WantedDraft & { readonly draftId: string; readonly idempotencyKey: string },
  ): Promise<Decision<{ draftId: string }>> {
    return this.idempotency.once(town, { operation: 'changeSurplusOrderDraft', input }, async () => {
      const { draftId } = input;
      const changed = await new DraftStore(town.database).change(draftId, draftContent(input), this.now());
      return changed ? accept({ draftId }) : refuse('DRAFT_UNKNOWN', { field: 'draftId' });
    });
  }

  /** Throws a draft away. */
  discard(
    town: Town,
    input: { readonly draftId: string; readonly idempotencyKey: string },
  ): Promise<Decision<{ draftId: string }>> {
    return this.idempotency.once(town, { operation: 'discardSurplusOrderDraft', input }, async () => {
      const { draftId } = input;
      const removed = await new DraftStore(town.database).remove(draftId);
      return removed ? accept({ draftId }) : refuse('DRAFT_UNKNOWN', { field: 'draftId' });
    });
  }

  find(town: Town, id: string): Promise<SurplusOrderDraft | undefined> {
    return new DraftStore(town.database).find(id);
  }

  /** The town's drafts, the one changed last first, up to 200. */
  newest(town: Town): Promise<SurplusOrderDraft[]> {
    return new DraftStore(town.database).newest(mostDrafts);
  }

  /** Everything that stands in the way of publishing a draft today, what it leaves open included, and who would receive it. */
  check(
    town: Town,
    draft: SurplusOrderDraft,
  ): Promise<{ obstacles: readonly Refusal[]; addressees: readonly MunicipalityCode[] }> {
    return this.gate.checkDraft(town, draft);
  }

  private now(): Date {
    return new Date(this.clock.now());
  }
}
