import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { workloadBulletinShape, type WorkloadBulletinRecord } from './workload-bulletin.model.js';

export class WorkloadBulletinStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, workloadBulletinShape);
  }

  ofYear(fiscalYear: number): Promise<WorkloadBulletinRecord[]> {
    return this.model.find({ fiscalYear }).lean<WorkloadBulletinRecord[]>().exec();
  }

  /** Keeps a bulletin unless a newer one of the same town and year is kept already. */
  async keep({ _id, ...rest }: WorkloadBulletinRecord): Promise<void> {
    const replaced = await this.model.updateOne({ _id, asOf: { $lt: rest.asOf } }, { $set: rest });
    if (replaced.matchedCount === 0) await this.model.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
  }
}
