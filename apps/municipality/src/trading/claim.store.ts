import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Progress } from '#domain/performance/order-progress';
import type { ClaimStatus } from '#domain/trade/claim';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { claimShape, type ClaimRecord } from './claim.model.js';
import { surplusOrderCollection, type SurplusOrderRecord } from './surplus-order.store.js';

export type { ClaimRecord };

export class ClaimStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, claimShape);
  }

  async insert(record: ClaimRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<ClaimRecord | null> {
    return this.model.findById(id).lean<ClaimRecord>().exec();
  }

  /**
   * A claim with what it is a claim on, by one command: whoever decides about the one needs both.
   * @throws when the surplus order has gone.
   */
  async findWithOrder(id: string): Promise<{ claim: ClaimRecord; order: SurplusOrderRecord } | null> {
    const [found] = await this.model
      .aggregate<ClaimRecord & { orders: SurplusOrderRecord[] }>([
        { $match: { _id: id } },
        { $lookup: { from: surplusOrderCollection, localField: 'surplusOrderId', foreignField: '_id', as: 'orders' } },
      ])
      .exec();
    if (found === undefined) return null;
    const { orders, ...claim } = found;
    const [order] = orders;
    if (order === undefined) throw new Error(`claim ${id} on ${claim.surplusOrderId}, which has gone`);
    return { claim, order };
  }

  ofSurplusOrders(ids: readonly string[]): Promise<ClaimRecord[]> {
    return this.model
      .find({ surplusOrderId: { $in: [...ids] } })
      .sort({ submittedAt: 1, _id: 1 })
      .lean<ClaimRecord[]>()
      .exec();
  }

  /** Claims to which both towns are parties. */
  between(one: MunicipalityCode, other: MunicipalityCode): Promise<ClaimRecord[]> {
    const parties = [
      { claimant: one, publisher: other },
      { claimant: other, publisher: one },
    ];
    return this.model.find({ $or: parties }).lean<ClaimRecord[]>().exec();
  }

  inForce(): Promise<ClaimRecord[]> {
    return this.model
      .find({ status: { $in: ['CONFIRMED', 'PERFORMING', 'DELIVERED', 'INSPECTED', 'SETTLED'] } })
      .lean<ClaimRecord[]>()
      .exec();
  }

  /** Awards cancelled at a price. */
  cancelled(): Promise<ClaimRecord[]> {
    return this.model
      .find({ status: 'TERMINATED', owedYen: { $gt: 0 } })
      .lean<ClaimRecord[]>()
      .exec();
  }

  /** Claims in one of these states whose time has passed. */
  due(statuses: readonly ClaimStatus[], now: Instant): Promise<ClaimRecord[]> {
    return this.model
      .find({ status: { $in: [...statuses] }, lapsesAt: { $lte: new Date(now) } })
      .lean<ClaimRecord[]>()
      .exec();
  }

  /** Says how far the work on an award in force is. */
  async setProgress(id: string, progress: Progress, doneMinutes?: number): Promise<void> {
    await this.model.updateOne(
      { _id: id, status: 'CONFIRMED' },
      { $set: { progress, ...(doneMinutes === undefined ? {} : { doneMinutes }) } },
    );
  }

  /** Claims of this town's, in force, with an amendment whose time has passed. */
  amendmentsDue(claimant: MunicipalityCode, now: Instant): Promise<ClaimRecord[]> {
    return this.model
      .find({ claimant, amendmentEndsAt: { $ne: null, $lte: new Date(now) } })
      .lean<ClaimRecord[]>()
      .exec();
  }

  /** Moves a claim on from a status; false when it is no longer in it. */
  async move(id: string, from: ClaimStatus, change: Partial<Omit<ClaimRecord, '_id'>>): Promise<boolean> {
    const moved = await this.model.updateOne({ _id: id, status: from }, { $set: change });
    return moved.matchedCount === 1;
  }
}
