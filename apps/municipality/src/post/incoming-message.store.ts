import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { incomingMessageShape, type IncomingMessageRecord } from './incoming-message.model.js';
import { newestByProcess } from './newest-by-process.js';

export type { IncomingMessageRecord };

export class IncomingMessageStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, incomingMessageShape);
  }

  find(id: string): Promise<IncomingMessageRecord | null> {
    return this.model.findById(id).lean<IncomingMessageRecord>().exec();
  }

  /** Messages of a peer's process from a number on, in their order. */
  numbered(processId: string, from: string, first: number, limit: number): Promise<IncomingMessageRecord[]> {
    return this.model
      .find({ processId, from, seq: { $gte: first } })
      .sort({ seq: 1 })
      .limit(limit)
      .lean<IncomingMessageRecord[]>()
      .exec();
  }

  /** The number of the newest message from a peer, by process. */
  async lastNumbers(from: string): Promise<Map<string, number>> {
    const found = await this.model.aggregate<{ _id: string; last: number }>(newestByProcess('from', from)).exec();
    return new Map(found.map(({ _id, last }) => [_id, last]));
  }

  async insert(record: IncomingMessageRecord): Promise<void> {
    await this.model.create([record]);
  }

  async setReceipt(id: string, receipt: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { receipt } });
  }
}
