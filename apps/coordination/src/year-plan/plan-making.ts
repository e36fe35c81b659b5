import type { MunicipalityCode } from '#domain/municipality/code';
import type { ClientPrices } from '#domain/planning/client-prices';
import { nameOfCommodity } from '#domain/planning/instance';
import type { MoveReason } from '#domain/planning/reason';
import { unevennessOf } from '#domain/planning/unevenness';
import type { YearPlan } from '#domain/planning/year-plan';
import type { Database } from '#mongo/connect';
import { abandon, inTransaction } from '#mongo/transaction';
import type { TownsOfPlan } from '#planner/plan-towns';
import { tasks } from '#planner/tasks';
import { PlanTownsStore } from './plan-towns.store.js';
import { YearPlanStore, type Attempt } from './year-plan.store.js';
import type { MadeYear, PlanInputRecord, PlanOutcome, YearPlanRecord } from './year-plan.store.js';

/** An attempt at a plan, and how long it may take: the plan, after it the reasons, and then what it is to its towns. */
export interface WantedMaking {
  readonly attempt: PlanAttempt;
  readonly planMs: number;
  readonly reasonsMs: number;
  readonly townsMs: number;
}

/** An attempt, and how long what is kept beside its plan is kept. */
type PlanAttempt = Attempt & Pick<YearPlanRecord, 'keptUntil'>;

/** How far a plan is. */
export type Progressed = Partial<Pick<YearPlanRecord, 'phase' | 'incumbentMinutes' | 'boundMinutes'>>;

/** How a plan has ended; what it has come to is stored by then. */
export interface MadePlan {
  readonly status: 'DONE' | 'STOPPED';
  /** Absent where drafts were planned in place of one plan. */
  readonly boundMinutes?: number;
}

/** How whoever makes a plan hears and is heard meanwhile. */
export interface Around {
  readonly isStopAsked: () => boolean;
  readonly tell: (progress: Progressed) => void;
}

/**
 * Makes a plan from what is stored for it, and stores what it has come to. For a thread of its own: it works without a pause.
 * @throws SolveStopped when it is asked to stop, or its time is up, before anything has been found.
 */
export async function makePlan(
  database: Database,
  { attempt, planMs, reasonsMs, townsMs }: WantedMaking,
  { isStopAsked, tell }: Around,
): Promise<MadePlan> {
  const input = await inputFor(database, attempt);
  const before = (limitMs: number): (() => boolean) => timeUp(limitMs, isStopAsked);
  const plan = await tasks.plan(input.instance, {
    shouldStop: before(planMs),
    enter: (phase, _round, known) =>
      tell({
        phase,
        ...(known && { incumbentMinutes: Math.floor(known.incumbentYen), boundMinutes: wholeBound(known.boundYen) }),
      }),
  });
  const boundMinutes = wholeBound(plan.boundYen);
  tell({ phase: 'REASONS', boundMinutes });
  const given = { instance: input.instance, works: plan.works };
  const within = (limitMs: number): Timed => ({ shouldStop: before(limitMs), enter: () => undefined });
  const reasons = isStopAsked() ? [] : await tasks.moveReasons(given, within(reasonsMs));
  tell({ phase: 'TOWNS' });
  const prices = pricesOf(input.orders);
  const towns = isStopAsked() ? null : await tasks.towns({ ...given, prices }, within(townsMs));
  const made = { boundYen: plan.boundYen, prices: [...(plan.proof?.prices ?? [])] };
  await keep(database, attempt, input, { outcome: outcomeOf(input, plan, reasons), made, towns });
  return { status: plan.status === 'COMPLETE' ? 'DONE' : 'STOPPED', boundMinutes };
}

type Timed = Parameters<typeof tasks.plan>[1];

/** What a plan, or drafts, are made from. @throws when it has gone. */
export async function inputFor(database: Database, { _id }: Pick<Attempt, '_id'>): Promise<PlanInputRecord> {
  const input = await new YearPlanStore(database).input(_id);
  if (input === null) throw new Error('what the plan is made from has gone');
  return input;
}

/** From now on: whether the time is up, or somebody wants it to be. */
export function timeUp(limitMs: number, isStopAsked: () => boolean): () => boolean {
  const endsAt = performance.now() + limitMs;
  return () => isStopAsked() || performance.now() >= endsAt;
}

/** What the clients pay for a minute of each order. */
export function pricesOf(orders: PlanInputRecord['orders']): ClientPrices {
  return Object.fromEntries(orders.map(({ id, yenPerMinute }) => [id, yenPerMinute]));
}

/** Keeps a plan, what proves it and what it is to its towns: all or, where the plan is no longer this attempt's, nothing. */
async function keep(
  database: Database,
  attempt: PlanAttempt,
  { orders }: PlanInputRecord,
  {
    outcome,
    made,
    towns,
  }: { readonly outcome: PlanOutcome; readonly made: MadeYear; readonly towns: TownsOfPlan | null },
): Promise<void> {
  await inTransaction(database, async () => {
    if (towns !== null) await new PlanTownsStore(database).insert(attempt, orders, towns);
    // Last, so that whoever takes the plan over, or gives it back, waits for as little as can be.
    if (!(await new YearPlanStore(database).keepOutcome(attempt, { outcome }, made))) abandon(undefined);
  });
}

/** Every minute is worth one yen in these instances; what is left of a minute by rounding is none. */
export function wholeBound(boundYen: number): number {
  return Math.floor(boundYen + 1e-6);
}

function outcomeOf(
  { instance, workload, orders }: PlanInputRecord,
  plan: YearPlan,
  reasons: MoveReason[],
): PlanOutcome {
  const works = [...plan.works];
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const reasonAt = new Map(
    reasons.map(({ move }, at) => [[move.month, move.home, move.town, nameOfCommodity(move)].join(' '), at]),
  );
  return {
    servedMinutes: works.reduce((sum, { minutes }) => sum + minutes, 0),
    unevenness: unevennessOf(instance, works, workload),
    months: [...instance.months],
    works,
    moves: works.flatMap(({ lot: id, town, month, minutes }) => {
      const [lot, order] = [lots.get(id), orderOf.get(id)];
      if (lot === undefined || order === undefined || lot.town === town) return [];
      return [
        {
          ...{ orderId: id, title: order.title, addressees: order.addressees, month, skill: lot.skill, minutes },
          ...{ from: lot.town as MunicipalityCode, to: town as MunicipalityCode },
          reasonAt: reasonAt.get([month, lot.town, town, nameOfCommodity(lot)].join(' ')) ?? null,
        },
      ];
    }),
    reasons,
  };
}
