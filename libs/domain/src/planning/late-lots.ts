import type { IsoDate } from '../calendar/date.js';
import type { MunicipalityCode } from '../municipality/code.js';
import type { SurplusOrder } from '../trade/surplus-order.js';
import type { PlanInstance, PlanLot } from './instance.js';
import { refusalsOfInstance } from './refusals.js';
import { lotOf } from './year-instance.js';
import { peersOf } from './year-targets.js';

// What has become of the surplus orders since a year was planned from them.

/** A surplus order that can still be claimed, as a lot of a plan's year. */
export interface OpenLot {
  readonly lot: PlanLot;
  readonly order: SurplusOrder;
}

/** The surplus orders that can be claimed on a day and done in the months of a plan, by its towns and agreements. */
export function openLots(
  { months, towns, agreements }: Pick<PlanInstance, 'months' | 'towns' | 'agreements'>,
  orders: readonly SurplusOrder[],
  today: IsoDate,
): OpenLot[] {
  const codes = new Set(towns.map(({ code }) => code));
  const peers = peersOf(agreements);
  return orders.flatMap((order) => lotOf(order, months, today, codes, peers).map((lot) => ({ lot, order })));
}

/**
 * Whether a plan can take in a lot by itself: nothing is against it, and the towns' figures for exactly that kind of work are in the plan's
 * instance, which holds those of what was asked for when it was made.
 */
export function canBeTakenIn(instance: PlanInstance, lot: PlanLot): boolean {
  const { skill, level, dataClass } = lot;
  const isKnownKind = instance.towns.some(({ ceilings }) =>
    ceilings.some((each) => each.skill === skill && each.level === level && each.dataClass === dataClass),
  );
  return isKnownKind && refusalsOfInstance({ ...instance, lots: [lot], published: [] }).length === 0;
}

/**
 * How a plan and the surplus orders differ: it does not know an order; other minutes of it remain than it has planned with; it plans with one
 * that can no longer be claimed.
 */
export const planDrifts = ['NOT_PLANNED', 'CHANGED', 'CLOSED'] as const;
export type PlanDrift = (typeof planDrifts)[number];

/**
 * Where a plan and the surplus orders differ.
 * @param known the lots of the plan.
 * @param told the towns of which there is a list; of the others nothing is said to be closed.
 */
export function driftsOf(
  known: readonly PlanLot[],
  open: readonly PlanLot[],
  told: ReadonlySet<MunicipalityCode>,
): { readonly lot: PlanLot; readonly drift: PlanDrift }[] {
  const [knownById, openById] = [byId(known), byId(open)];
  const drifts: { readonly lot: PlanLot; readonly drift: PlanDrift }[] = [];
  for (const lot of open) {
    const planned = knownById.get(lot.id);
    if (planned === undefined) drifts.push({ lot, drift: 'NOT_PLANNED' });
    else if (planned.minutes !== lot.minutes) drifts.push({ lot, drift: 'CHANGED' });
  }
  for (const lot of known)
    if (!openById.has(lot.id) && told.has(lot.town as MunicipalityCode)) drifts.push({ lot, drift: 'CLOSED' });
  return drifts;
}

function byId(lots: readonly PlanLot[]): ReadonlyMap<string, PlanLot> {
  return new Map(lots.map((lot) => [lot.id, lot]));
}
