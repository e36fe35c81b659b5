import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { orderShape, type OrderRecord } from './order.model.js';

export type { OrderRecord };

export class OrderStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, orderShape);
  }

  async insert(record: OrderRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<OrderRecord | null> {
    return this.model.findById(id).lean<OrderRecord>().exec();
  }

  page(first: number, after: string | undefined): Promise<OrderRecord[]> {
    const filter = after === undefined ? {} : { _id: { $gt: after } };
    return this.model.find(filter).sort({ _id: 1 }).limit(first).lean<OrderRecord[]>().exec();
  }

  count(): Promise<number> {
    return this.model.countDocuments().exec();
  }

  /** Adds a lot's minutes to the order. */
  async addLotMinutes(id: string, minutes: number): Promise<void> {
    await this.model.updateOne({ _id: id }, { $inc: { lotMinutes: minutes } });
  }
}
