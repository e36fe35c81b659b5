import type { MunicipalityCode } from '#domain/municipality/code';
import { canBeTakenIn, driftsOf, type PlanDrift } from '#domain/planning/late-lots';
import type { Database } from '#mongo/connect';
import { PlanRevisionStore, type PlanRevisionRecord } from './plan-revision.store.js';
import { forgetReady, readyPlan, type WantedRevision } from './plan-ready.js';
import type { PlanHalt } from './year-plan-status.js';

/** Where a plan and a surplus order differ. */
export interface DriftedOrder {
  readonly order: PlanRevisionRecord['order'];
  readonly publisher: MunicipalityCode;
  readonly drift: PlanDrift;
}

/** So many new orders a plan takes in: what that loses is measured (docs/year-plan.md). More wait for a plan made anew. */
export const mostRevisions = 40;

/**
 * Takes new surplus orders into a plan that stands, one after the other, and stores what each has changed. Nothing is done where the plan
 * would then have too many: why is answered, else null. For a thread of its own, which keeps the plan ready for the next one.
 * @throws when the solver fails; what has been stored by then holds.
 */
export async function reviseStanding(database: Database, wanted: WantedRevision): Promise<PlanHalt | null> {
  const plan = await readyPlan(database, wanted.planId);
  if (plan === undefined) return 'FORGOTTEN';
  const { open } = await plan.openNow(database, wanted);
  const fresh = open.filter(({ lot }) => !plan.knows(lot.id) && canBeTakenIn(plan.input.instance, lot));
  if (plan.revisionCount + fresh.length > mostRevisions) return 'TOO_MANY';
  try {
    for (const each of fresh) {
      const revision = await plan.takeIn(each, wanted.now);
      if (await new PlanRevisionStore(database).add(revision)) continue;
      forgetReady(wanted.planId); // Another process has revised it meanwhile: what is known here is no longer the plan.
      return await reviseStanding(database, wanted);
    }
  } catch (fault) {
    forgetReady(wanted.planId);
    throw fault;
  }
  return null;
}

/** Where a plan that stands and the surplus orders differ; null where what it was made from is no longer kept. */
export async function driftOf(database: Database, wanted: WantedRevision): Promise<DriftedOrder[] | null> {
  const plan = await readyPlan(database, wanted.planId);
  if (plan === undefined) return null;
  const { open, told } = await plan.openNow(database, wanted);
  const orders = new Map(
    [...plan.orders.values(), ...open.map(({ order }) => order)].map((order) => [order.id, order]),
  );
  return driftsOf(
    plan.lots(),
    open.map(({ lot }) => lot),
    new Set(told),
  ).flatMap(({ lot, drift }) => {
    const order = orders.get(lot.id);
    if (order === undefined) return [];
    const { id, title, addressees } = order;
    return [{ order: { id, title, addressees: [...addressees] }, publisher: lot.town as MunicipalityCode, drift }];
  });
}
