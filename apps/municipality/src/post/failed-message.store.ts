import type { Instant } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { failedMessageShape, type FailedMessageRecord } from './failed-message.model.js';

export type { FailedMessageRecord };

export class FailedMessageStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, failedMessageShape);
  }

  /** Counts a failure; answers how many there have been. */
  async note(failed: Omit<FailedMessageRecord, 'failures' | 'parkedAt'>): Promise<number> {
    const { _id, firstAt, ...rest } = failed;
    const noted = await this.model
      .findOneAndUpdate(
        { _id },
        { $set: rest, $inc: { failures: 1 }, $setOnInsert: { firstAt, parkedAt: null } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<FailedMessageRecord>()
      .exec();
    return noted?.failures ?? 1;
  }

  async park(id: string, now: Instant): Promise<void> {
    await this.model.updateOne({ _id: id, parkedAt: null }, { $set: { parkedAt: new Date(now) } });
  }

  find(id: string): Promise<FailedMessageRecord | null> {
    return this.model.findById(id).lean<FailedMessageRecord>().exec();
  }

  /** Whether every message was taken in without a fault, or has been since. */
  async isEmpty(): Promise<boolean> {
    return (await this.model.findOne({}, { _id: 1 }).lean().exec()) === null;
  }

  findParked(id: string): Promise<FailedMessageRecord | null> {
    return this.model
      .findOne({ _id: id, parkedAt: { $ne: null } })
      .lean<FailedMessageRecord>()
      .exec();
  }

  /** What a person has to look at, oldest first. */
  parked(limit: number): Promise<FailedMessageRecord[]> {
    return this.model
      .find({ parkedAt: { $ne: null } })
      .sort({ parkedAt: 1 })
      .limit(limit)
      .lean<FailedMessageRecord[]>()
      .exec();
  }

  parkedFrom(from: string): Promise<number> {
    return this.model.countDocuments({ parkedAt: { $ne: null }, from }).exec();
  }

  /** It is tried anew, as if it had never failed. */
  async release(id: string): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { parkedAt: null, failures: 0 } });
  }

  /** It has been taken in. */
  async forget(id: string): Promise<void> {
    await this.model.deleteOne({ _id: id });
  }
}
