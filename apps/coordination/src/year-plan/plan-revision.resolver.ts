import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Caller } from '#access/caller';
import type { Instant } from '#domain/calendar/date';
import type { Language } from '#domain/refusals/catalogue';
import { municipalityGraph } from '#graph/municipality.graph';
import { Asking, type AskingCoordination } from '../graph/asking.graph.js';
import { maySeeOrder } from './may-see-order.js';
import { DriftedOrderGraph, PlanRevisionGraph } from './plan-revision.graph.js';
import { YearPlanGraph } from './year-plan.graph.js';
import type { PlanHalt } from './year-plan-status.js';
import { YearPlans, type YearPlan } from './year-plan.service.js';

const halts: Record<PlanHalt, Record<Language, string>> = {
  TOO_MANY: {
    JA: '計画の後に届いた新しい余剰案件が多すぎます。残りは、次に作り直す計画に入ります。',
    EN: 'Too many new surplus orders have come since it was made; the rest are taken in by the next plan.',
  },
  FAILED: {
    JA: '新しい余剰案件を計画に入れる処理が途中で失敗しました。計画はそのままです。残りは、次に作り直す計画に入ります。',
    EN: 'What takes new surplus orders into it has failed; it stays as it is, and the rest are taken in by the next plan.',
  },
  FORGOTTEN: {
    JA: '計画の元になった数字がもうありません。新しい余剰案件は、次に作り直す計画に入ります。',
    EN: 'What it was made from is no longer kept; new surplus orders are taken in by the next plan.',
  },
};

/** What surplus orders have done to a plan since it was made. */
@Resolver(() => YearPlanGraph)
export class PlanRevisionResolver {
  constructor(private readonly plans: YearPlans) {}

  @ResolveField(() => [DriftedOrderGraph], {
    nullable: true,
    description:
      'Where the plan and the surplus orders differ by the last word of the towns; null unless it is the plan that stands. A coordinator sees all; a town its own orders, and those addressed to it.',
  })
  async drift(
    @Parent() { id }: YearPlanGraph,
    @Asking() { caller }: AskingCoordination,
  ): Promise<DriftedOrderGraph[] | null> {
    const drifted = await this.plans.drift(id);
    return (
      drifted
        ?.filter(({ order, publisher }) => maySeeOrder([publisher, ...order.addressees], caller))
        .map(({ order, publisher, drift }) => ({
          ...{ order: { id: order.id, title: order.title }, publisher: municipalityGraph(publisher), drift },
        })) ?? null
    );
  }
}

/** What of a plan's graph its revisions say. */
export function revisionsGraph(
  { revisions, halted }: Pick<YearPlan, 'revisions' | 'halted'>,
  caller: Caller,
  language: Language,
): Pick<YearPlanGraph, 'revision' | 'revisedAt' | 'revisions' | 'revisionsEnded'> {
  const last = revisions.at(-1);
  return {
    revision: last?.number ?? 0,
    revisedAt: (last?.madeAt.getTime() ?? null) as Instant | null,
    revisionsEnded: halted === undefined ? null : halts[halted][language],
    revisions: revisions.map(({ number, madeAt, order, lot, works, moves, churnMinutes }): PlanRevisionGraph => ({
      ...{ number, madeAt: madeAt.getTime() as Instant, demandMinutes: lot.minutes, churnMinutes },
      order: maySeeOrder([lot.town, ...order.addressees], caller) ? { id: order.id, title: order.title } : null,
      servedMinutes: works.reduce((sum, work) => sum + (work.lot === lot.id ? work.minutes : 0), 0),
      moves: moves
        .filter(({ from, to, addressees }) => maySeeOrder([from, to, ...addressees], caller))
        .map(({ orderId, title, from, to, month, minutes, minutesBefore }) => ({
          ...{ order: { id: orderId, title }, from: municipalityGraph(from), to: municipalityGraph(to) },
          ...{ month, minutes, minutesBefore },
        })),
    })),
  };
}
