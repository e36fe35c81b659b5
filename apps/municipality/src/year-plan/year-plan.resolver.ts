import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { municipalityGraph } from '#graph/municipality.graph';
import { answer } from '#graph/results';
import { MunicipalityCodeScalar } from '#graph/scalars';
import { Asking, type AskingTown } from '../towns/asking.graph.js';
import { draftGraph } from '../trading/draft.graph.js';
import { Trading } from '../trading/trading.service.js';
import {
  DismissYearPlanNoticeInput,
  DismissYearPlanNoticePayload,
  DismissYearPlanNoticeResult,
  DraftFromYearPlanInput,
  DraftFromYearPlanPayload,
  DraftFromYearPlanResult,
  YearPlanNoticeGraph,
  type DismissYearPlanNoticeAnswer,
  type DraftFromYearPlanAnswer,
} from './year-plan.graph.js';
import { YearPlanDrafts, type Notice } from './year-plan.service.js';

/** From a move of a year plan to a draft at its publisher's and a notice at the town that would do it. */
@Resolver(() => YearPlanNoticeGraph)
export class YearPlanNoticeResolver {
  constructor(
    private readonly drafts: YearPlanDrafts,
    private readonly trading: Trading,
  ) {}

  @Query(() => [YearPlanNoticeGraph], {
    description:
      'What peers draft for the town from year plans, the newest first; the last 200 that are not dismissed.',
  })
  async yearPlanNotices(
    @Asking() { town, language }: AskingTown,
    @Args('municipality', { type: () => MunicipalityCodeScalar, description: 'The town; that of the token.' })
    _municipality: MunicipalityCode,
  ): Promise<YearPlanNoticeGraph[]> {
    return (await this.drafts.notices(town)).map((notice) => noticeGraph(notice, language));
  }

  @Mutation(() => DraftFromYearPlanResult, {
    description:
      'Drafts the slice of a surplus order that a year plan would have another town do, and lets that town know. Nothing is published; the same move again gives the same draft.',
  })
  async draftFromYearPlan(
    @Asking() { town, language, authorization }: AskingTown,
    @Args('input', { type: () => DraftFromYearPlanInput, description: 'The move.' }) input: DraftFromYearPlanInput,
  ): Promise<DraftFromYearPlanAnswer> {
    const decision = await this.drafts.draft(town, input, authorization);
    if (!decision.ok) return answer(decision, language, () => new DraftFromYearPlanPayload());
    const draft = await this.trading.draftById(town, decision.value.draftId);
    return Object.assign(new DraftFromYearPlanPayload(), { draft: draft === undefined ? null : draftGraph(draft) });
  }

  @Mutation(() => DismissYearPlanNoticeResult, {
    description: 'Takes a notice off the list. Its sender is told nothing.',
  })
  async dismissYearPlanNotice(
    @Asking() { town, language }: AskingTown,
    @Args('input', { type: () => DismissYearPlanNoticeInput, description: 'The notice.' })
    input: DismissYearPlanNoticeInput,
  ): Promise<DismissYearPlanNoticeAnswer> {
    const decision = await this.drafts.dismiss(town, input);
    return answer(decision, language, (value) => Object.assign(new DismissYearPlanNoticePayload(), value));
  }
}

function noticeGraph(notice: Notice, language: Language): YearPlanNoticeGraph {
  const { id, from, planId, surplusOrderId, title, month, minutes, days, reason, receivedAt } = notice;
  return {
    ...{ id, planId, surplusOrderId, title, month, minutes, days, from: municipalityGraph(from) },
    reason: reason?.[language] ?? null,
    receivedAt: receivedAt.getTime() as Instant,
  };
}
