import type { Instant } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { outgoingMessageShape, type OutgoingMessageRecord } from './outgoing-message.model.js';

export type { OutgoingMessageRecord };

export class OutgoingMessageStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, outgoingMessageShape);
  }

  async insert(record: OutgoingMessageRecord): Promise<void> {
    await this.model.create([record]);
  }

  async lastSeq(processId: string, to: string): Promise<number> {
    const last = await this.model.findOne({ processId, to }).sort({ seq: -1 }).lean<OutgoingMessageRecord>().exec();
    return last?.seq ?? 0;
  }

  /** Messages not delivered yet, oldest first. */
  pending(limit: number): Promise<OutgoingMessageRecord[]> {
    return this.model
      .find({ state: 'PENDING' })
      .sort({ writtenAt: 1, seq: 1 })
      .limit(limit)
      .lean<OutgoingMessageRecord[]>()
      .exec();
  }

  async markDelivered(id: string, now: Instant): Promise<void> {
    await this.model.updateOne(
      { _id: id },
      { $set: { state: 'DELIVERED', deliveredAt: new Date(now), lastFault: null } },
    );
  }

  async postpone(id: string, until: Instant, fault: string): Promise<void> {
    await this.model.updateOne(
      { _id: id, state: 'PENDING' },
      { $set: { nextAttemptAt: new Date(until), lastFault: fault }, $inc: { attempts: 1 } },
    );
  }

  async park(id: string, fault: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { state: 'PARKED', lastFault: fault } });
  }
}
