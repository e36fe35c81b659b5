import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import type { TownsOfPlan } from '#planner/plan-towns';
import {
  planBalanceShape,
  planUnservedShape,
  type PlanBalanceRecord,
  type PlanUnservedRecord,
} from './plan-towns.model.js';
import type { PlannedOrder, YearPlanRecord } from './year-plan.model.js';

export type { PlanBalanceRecord, PlanUnservedRecord };

/** Lots left undone that are kept of a plan, the dearest. */
const mostUnserved = 5_000;

/** What plans are to their towns. */
export class PlanTownsStore {
  private readonly balanceRows;
  private readonly unservedRows;

  constructor(database: Database) {
    this.balanceRows = modelIn(database, planBalanceShape);
    this.unservedRows = modelIn(database, planUnservedShape);
  }

  /** Keeps what a plan is to its towns as long as the plan. */
  async insert(
    { _id: planId, keptUntil }: Pick<YearPlanRecord, '_id' | 'keptUntil'>,
    orders: readonly PlannedOrder[],
    { balances, unserved }: TownsOfPlan,
  ): Promise<void> {
    const orderOf = new Map(orders.map((order) => [order.id, order]));
    await this.balanceRows.insertMany(
      (balances ?? []).map((balance): PlanBalanceRecord => {
        const town = balance.town as MunicipalityCode;
        return { _id: `${planId} ${town}`, planId, town, balance, keptUntil };
      }),
    );
    await this.unservedRows.insertMany(
      unserved.lots.slice(0, mostUnserved).map((lot, rank): PlanUnservedRecord => {
        const { title = '', addressees = [] } = orderOf.get(lot.lot) ?? {};
        const order = { orderId: lot.lot, title, town: lot.town as MunicipalityCode, addressees };
        return { _id: `${planId} ${rank}`, planId, rank, ...order, lot, keptUntil };
      }),
    );
  }

  async forget(planId: string): Promise<void> {
    await this.balanceRows.deleteMany({ planId });
    await this.unservedRows.deleteMany({ planId });
  }

  /** Up to `limit` balances behind the town `after`, by town. @param town only of this one. */
  balances(
    planId: string,
    town: MunicipalityCode | 'ALL',
    limit: number,
    after: string | undefined,
  ): Promise<PlanBalanceRecord[]> {
    const filter = {
      ...{ planId, ...(town === 'ALL' ? {} : { town }) },
      ...(after === undefined ? {} : { _id: { $gt: `${planId} ${after}` } }),
    };
    return this.balanceRows.find(filter).sort({ _id: 1 }).limit(limit).lean<PlanBalanceRecord[]>().exec();
  }

  countBalances(planId: string, town: MunicipalityCode | 'ALL'): Promise<number> {
    return this.balanceRows.countDocuments({ planId, ...(town === 'ALL' ? {} : { town }) }).exec();
  }

  /** Up to `limit` lots left undone behind the rank `after`, the dearest first. @param town only what it has published or is addressed to it. */
  unserved(
    planId: string,
    town: MunicipalityCode | 'ALL',
    limit: number,
    after: number | undefined,
  ): Promise<PlanUnservedRecord[]> {
    const filter = { ...orderFilter(planId, town), ...(after === undefined ? {} : { rank: { $gt: after } }) };
    return this.unservedRows.find(filter).sort({ rank: 1 }).limit(limit).lean<PlanUnservedRecord[]>().exec();
  }

  countUnserved(planId: string, town: MunicipalityCode | 'ALL'): Promise<number> {
    return this.unservedRows.countDocuments(orderFilter(planId, town)).exec();
  }
}

function orderFilter(planId: string, town: MunicipalityCode | 'ALL'): object {
  return { planId, ...(town === 'ALL' ? {} : { $or: [{ town }, { addressees: town }] }) };
}
