import type { IsoDate, Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { kindsSpokenOf } from '#domain/planning/changes';
import { publicDrafts } from '#domain/planning/public-drafts';
import { refusalsOfInstance } from '#domain/planning/refusals';
import type { Scenario } from '#domain/planning/scenarios';
import { yearInstance, type YearFacts } from '#domain/planning/year-instance';
import type { Refusal } from '#domain/refusals/decision';
import type { Database } from '#mongo/connect';
import { KeptWords } from '../intake/intake.service.js';
import { YearPlanStore, type MissingInPlan, type PlanInputRecord } from './year-plan.store.js';

/** A plan that is wanted, or what-if drafts in place of one. */
export interface WantedPlan {
  readonly planId: string;
  readonly fiscalYear: number;
  /** What is imagined, where drafts are planned side by side; null for a plan. */
  readonly scenarios: readonly Scenario[] | null;
  /** Its members take part; the agreements among all. */
  readonly federation: Pick<Federation, 'members' | 'agreements'>;
  readonly now: Instant;
  readonly today: IsoDate;
}

/** What a plan is made from, in figures. */
export interface PreparedPlan {
  /** Why it cannot be made; nothing is stored then. */
  readonly refusals: readonly Refusal[];
  readonly demandMinutes: number;
  readonly missing: MissingInPlan[];
}

/**
 * Reads what the towns have told, makes the instance of the year from it and stores that for whoever makes the plan. At 77 towns that takes
 * half a second of work without a pause, so it is for a thread of its own.
 */
export async function prepareInput(database: Database, wanted: WantedPlan): Promise<PreparedPlan> {
  const { facts, missing } = await yearFacts(database, wanted);
  const changes = (wanted.scenarios ?? []).flatMap((scenario) => scenario.changes);
  const instance = yearInstance({ ...facts, alsoKnown: kindsSpokenOf(changes) });
  const drafts = publicDrafts(instance, wanted.scenarios ?? []);
  const refusals = [...refusalsOfInstance(instance), ...(drafts.ok ? [] : drafts.refusals)];
  if (refusals.length === 0) await new YearPlanStore(database).insertInput(inputOf(wanted, facts, instance));
  return { refusals, missing, demandMinutes: instance.lots.reduce((sum, { minutes }) => sum + minutes, 0) };
}

async function yearFacts(
  database: Database,
  { fiscalYear, federation, now, today }: WantedPlan,
): Promise<{ readonly facts: YearFacts; readonly missing: MissingInPlan[] }> {
  const towns = federation.members.map(({ code }) => code);
  const kept = new KeptWords(database, towns, now);
  const [bulletins, surplus, workload, standing] = await Promise.all([
    kept.bulletins(),
    kept.surplusOrders(),
    kept.workload(fiscalYear),
    new YearPlanStore(database).standing(fiscalYear),
  ]);
  const [told, listed] = [new Set(bulletins.map(({ municipality }) => municipality)), new Set(surplus.told)];
  const missingOf = (municipality: MunicipalityCode): MissingInPlan => ({
    ...{ municipality, capacity: !told.has(municipality), surplusOrders: !listed.has(municipality) },
  });
  return {
    facts: {
      ...{ fiscalYear, today, federation, bulletins, surplusOrders: surplus.orders, workload },
      published: standing?.outcome?.works ?? [],
    },
    missing: towns.map(missingOf).filter((each) => each.capacity || each.surplusOrders),
  };
}

function inputOf(
  { planId, now, scenarios }: WantedPlan,
  facts: YearFacts,
  instance: PlanInputRecord['instance'],
): PlanInputRecord {
  return {
    ...{ _id: planId, instance, scenarios: scenarios && [...scenarios], madeAt: new Date(now) },
    workload: facts.workload.map(({ municipality, months }) => ({ municipality, months })),
    orders: facts.surplusOrders.map(({ id, title, addressees, priceYen, minutes }) => ({
      ...{ id, title, addressees: [...addressees], yenPerMinute: priceYen / minutes },
    })),
  };
}
