import type { IsoDate } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { lotShape, type LotRecord } from './lot.model.js';

export type { LotRecord };

export class LotStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, lotShape);
  }

  async insert(record: LotRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<LotRecord | null> {
    return this.model.findById(id).lean<LotRecord>().exec();
  }

  ofOrders(orderIds: readonly string[]): Promise<LotRecord[]> {
    return this.model
      .find({ orderId: { $in: [...orderIds] } })
      .sort({ _id: 1 })
      .lean<LotRecord[]>()
      .exec();
  }

  dueFrom(date: IsoDate): Promise<LotRecord[]> {
    return this.model
      .find({ due: { $gte: date } })
      .lean<LotRecord[]>()
      .exec();
  }

  /** Takes minutes from what is open; false when fewer are left, whoever took them. */
  async allocate(id: string, minutes: number): Promise<boolean> {
    const taken = await this.model.updateOne(
      { _id: id, openMinutes: { $gte: minutes } },
      { $inc: { openMinutes: -minutes } },
    );
    return taken.matchedCount === 1;
  }

  async giveBack(id: string, minutes: number): Promise<void> {
    await this.model.updateOne({ _id: id }, { $inc: { openMinutes: minutes } });
  }

  async addOwn(id: string, minutes: number): Promise<void> {
    await this.model.updateOne({ _id: id }, { $inc: { ownMinutes: minutes } });
  }

  async addSent(id: string, minutes: number): Promise<void> {
    await this.model.updateOne({ _id: id }, { $inc: { sentMinutes: minutes } });
  }

  /** Changes a lot that came from a claim; never the town's own. */
  async changeAwarded(
    id: string,
    change: Pick<LotRecord, 'minutes' | 'ownMinutes' | 'earliest' | 'due'>,
  ): Promise<void> {
    await this.model.updateOne({ _id: id, claimId: { $ne: null } }, { $set: change });
  }

  /** Removes a lot that came from a claim; never the town's own. */
  async removeAwarded(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id, claimId: { $ne: null } });
  }
}
