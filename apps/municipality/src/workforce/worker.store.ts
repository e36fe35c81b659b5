import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { workerShape, type WorkerRecord } from './worker.model.js';

export type { WorkerRecord };

export class WorkerStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, workerShape);
  }

  async insert(record: WorkerRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<WorkerRecord | null> {
    return this.model.findById(id).lean<WorkerRecord>().exec();
  }

  /** Everyone, in the order of their ids. */
  all(): Promise<WorkerRecord[]> {
    return this.model.find().sort({ _id: 1 }).lean<WorkerRecord[]>().exec();
  }

  /** Up to `first` workers whose id comes after `after`. */
  page(first: number, after: string | undefined): Promise<WorkerRecord[]> {
    const filter = after === undefined ? {} : { _id: { $gt: after } };
    return this.model.find(filter).sort({ _id: 1 }).limit(first).lean<WorkerRecord[]>().exec();
  }

  async change(
    id: string,
    changes: Partial<Pick<WorkerRecord, 'displayName' | 'skills' | 'clearance'>>,
  ): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: changes });
  }

  async setPlan(
    id: string,
    { pattern, exceptions, days, pauses }: Pick<WorkerRecord, 'pattern' | 'exceptions' | 'days' | 'pauses'>,
  ): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: { pattern, exceptions, days, pauses } });
  }

  count(): Promise<number> {
    return this.model.countDocuments().exec();
  }
}
