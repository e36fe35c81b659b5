import { townBalances } from '#domain/planning/balances';
import type { PlanInstance } from '#domain/planning/instance';
import { sayUnserved } from '#domain/planning/say-change';
import { sayReason, sayTown } from '#domain/planning/say-reason';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Language } from '#domain/refusals/catalogue';
import { startPlanning } from '#planner/start-planning';
import { explainMoves, explainUnserved } from '#planner/start-task';

/** What may be told of a plan beside its figures. */
export interface Telling {
  readonly language: Language;
  readonly seconds: number;
}

/** Why the largest moves are in a plan. */
export async function tellMoves(
  instance: PlanInstance,
  plan: YearPlan,
  count: number,
  telling: Telling,
): Promise<void> {
  const reasons = await explainMoves(instance, plan, telling).answer;
  for (const each of reasons.slice(0, count)) console.log(sayReason(each, telling.language));
}

/** What would serve the dearest lots that a plan leaves undone. */
export async function tellUnserved(
  instance: PlanInstance,
  plan: YearPlan,
  count: number,
  telling: Telling,
): Promise<void> {
  const { lots, untried } = await explainUnserved(instance, plan, telling).answer;
  for (const each of lots.slice(0, count)) console.log(sayUnserved(each, telling.language));
  if (untried > 0) console.log(`${untried} changes were not tried in ${telling.seconds} s.`);
}

/** What each town gives and gains, beside a plan without any sharing. */
export async function tellTowns(instance: PlanInstance, plan: YearPlan, telling: Telling): Promise<void> {
  const apart = { ...instance, agreements: [] };
  const alone = await startPlanning(apart, { timeLimitMs: telling.seconds * 1_000 }).plan;
  const hours = (minutes: number): string => String(Math.round(minutes / 60)).padStart(8);
  const yen = (amount: number | null): string => (amount === null ? '–' : String(amount)).padStart(10);
  console.log(
    [
      ...['  gives h', 'takes h', '   done h before', 'after', '  served yen before', 'after'],
      ...['  yen/worker before', 'after', '  town'],
    ].join(' '),
  );
  for (const { town, outMinutes, inMinutes, before, after } of townBalances(instance, plan.works, alone.works))
    console.log(
      [
        ...[hours(inMinutes), hours(outMinutes), hours(before.doneMinutes), hours(after.doneMinutes)],
        ...[yen(before.servedYen), yen(after.servedYen), yen(before.yenPerWorker), yen(after.yenPerWorker)],
        `  ${sayTown(town, telling.language)}`,
      ].join(' '),
    );
}
