import { Injectable, Logger } from '@nestjs/common';
import type { MunicipalityCode } from '#domain/municipality/code';
import { makeId } from '#domain/municipality/ids';
import { draftOfMove, originOfMove, type MoveName, type ToldMove } from '#domain/planning/move-draft';
import { isPlanNotice, type PlanNotice } from '#domain/planning/notice';
import { accept, refuse, type Decision } from '#domain/refusals/decision';
import { wordsOf } from '#domain/text/words-of';
import { isOpen } from '#domain/trade/surplus-order';
import { Clock } from '#service/clock';
import { localIdFor } from '#service/local-id';
import { Idempotency } from '../idempotency/idempotency.service.js';
import { Post } from '../post/post.service.js';
import { Towns, type Town } from '../towns/towns.service.js';
import { Trading } from '../trading/trading.service.js';
import { NoticeStore, type ReceivedNotice } from './notice.store.js';
import { askForMoves } from './plan-door.js';

/** A notice with what the town knows of its surplus order. */
export type Notice = ReceivedNotice & { readonly title: string | null };

interface Keyed {
  readonly idempotencyKey: string;
}

const mostNotices = 200;

/**
 * 計画から下書きへ: what a town makes of the moves of a year plan, at both ends. The publisher of an order drafts the planned slice, and tells the
 * town that would do it; nothing is published, and nobody is bound.
 */
@Injectable()
export class YearPlanDrafts {
  private readonly log = new Logger('year-plan');

  constructor(
    private readonly clock: Clock,
    private readonly towns: Towns,
    private readonly idempotency: Idempotency,
    private readonly trading: Trading,
    private readonly post: Post,
  ) {}

  /**
   * Drafts the slice of a move of an order of this town's, and tells the receiving town. The same move again gives the same draft and says
   * nothing more; once that is thrown away, a new one.
   * @param authorization the token to ask coordination with
   */
  async draft(town: Town, input: MoveName & Keyed, authorization: string): Promise<Decision<{ draftId: string }>> {
    // Asked before the transaction: it must not wait for another service.
    const found = await this.moveOf(input, authorization);
    const decision = await this.idempotency.once(town, { operation: 'draftFromYearPlan', input }, async () =>
      found.ok ? this.draftFrom(town, input, found.value) : found,
    );
    if (decision.ok) await this.post.hurry(town);
    return decision;
  }

  /** Keeps what a peer drafts for this town; what is no notice of the peer's own is not kept. Joins the caller's transaction. */
  async noticeArrives(town: Town, from: MunicipalityCode, processId: string, notice: unknown): Promise<void> {
    if (!isPlanNotice(notice, from) || notice.id !== processId) return;
    const { id, planId, surplusOrderId, month, minutes, days, reason } = notice;
    await new NoticeStore(town.database).keep({
      ...{ id, from, planId, surplusOrderId, month, minutes, days, reason },
      receivedAt: new Date(this.clock.now()),
    });
  }

  /** The notices that are not dismissed, the newest first, up to 200. */
  async notices(town: Town): Promise<Notice[]> {
    const found = await new NoticeStore(town.database).newest(mostNotices);
    return Promise.all(
      found.map(async (notice) => {
        const order = await this.trading.surplusOrder(town, notice.surplusOrderId);
        return { ...notice, title: order?.title ?? null };
      }),
    );
  }

  /** Takes a notice off the list; its sender is told nothing. */
  dismiss(town: Town, input: Keyed & { readonly noticeId: string }): Promise<Decision<{ noticeId: string }>> {
    return this.idempotency.once(town, { operation: 'dismissYearPlanNotice', input }, async () => {
      const { noticeId } = input;
      const removed = await new NoticeStore(town.database).remove(noticeId);
      return removed ? accept({ noticeId }) : refuse('PLAN_NOTICE_UNKNOWN', { field: 'noticeId' });
    });
  }

  private async moveOf(
    { planId, surplusOrderId, to, month }: MoveName,
    authorization: string,
  ): Promise<Decision<ToldMove>> {
    try {
      const { coordination } = this.towns.federation;
      const moves = await askForMoves(coordination.endpoint, planId, authorization);
      if (moves === undefined) return refuse('PLAN_UNKNOWN', { field: 'planId' });
      const move = moves.find(
        (each) => each.surplusOrderId === surplusOrderId && each.to === to && each.month === month,
      );
      return move === undefined ? refuse('PLAN_MOVE_UNKNOWN', { field: 'surplusOrderId' }) : accept(move);
    } catch (fault) {
      this.log.warn(`coordination did not show a plan: ${wordsOf(fault)}`);
      return refuse('COORDINATION_SILENT', {});
    }
  }

  /** Runs in a transaction: draft and message are written together or not at all. */
  private async draftFrom(town: Town, name: MoveName, move: ToldMove): Promise<Decision<{ draftId: string }>> {
    const { planId, surplusOrderId, to, month } = name;
    const order = await this.trading.surplusOrder(town, surplusOrderId);
    if (order?.publisher !== town.code || order.lotId === null)
      return refuse('SURPLUS_ORDER_UNKNOWN', { field: 'surplusOrderId' });
    // One draft for a move, whoever accepts it and how often.
    const origin = originOfMove(name);
    const local = localIdFor(origin);
    const draftId = makeId(town.code, 'surplus', local);
    if ((await this.trading.surplusOrder(town, draftId)) !== undefined)
      return refuse('PLAN_MOVE_PUBLISHED', { field: 'surplusOrderId' });
    if (!isOpen(order.status)) return refuse('SURPLUS_ORDER_CLOSED', { field: 'surplusOrderId', status: order.status });
    if (!order.addressees.includes(to)) return refuse('PLAN_MOVE_UNKNOWN', { field: 'to' });
    const content = draftOfMove(order, move);
    const proposed = { id: draftId, lotId: order.lotId, splitFrom: order.id, origin, ...content };
    if (!(await this.trading.draftAs(town, proposed))) return accept({ draftId });
    const { minutes, days } = content;
    const id = makeId(town.code, 'notice', local);
    const notice: PlanNotice = { id, planId, surplusOrderId, month, minutes, days, reason: move.reason };
    await this.post.write(town, { processId: id, to, type: 'plan.move-accepted', payload: { notice } });
    return accept({ draftId });
  }
}
