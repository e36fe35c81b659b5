import type { Instant } from '#domain/calendar/date';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { capacityVersionShape } from './capacity-version.model.js';
import { commitmentShape, type CommitmentRecord } from './commitment.model.js';

export type { CommitmentRecord };

export class CommitmentStore {
  private readonly model;
  private readonly versions;

  constructor(database: Database) {
    this.model = modelIn(database, commitmentShape);
    this.versions = modelIn(database, capacityVersionShape);
  }

  /** Takes the town's write lock on capacity until the transaction ends. */
  async guard(): Promise<void> {
    await this.versions.updateOne({ _id: 'capacity' }, { $inc: { version: 1 } }, { upsert: true });
  }

  /** Changes whenever something takes capacity, gives it back, or bounds it anew. */
  async version(): Promise<number> {
    return (await this.versions.findById('capacity').lean().exec())?.version ?? 0;
  }

  async insert(record: CommitmentRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<CommitmentRecord | null> {
    return this.model.findById(id).lean<CommitmentRecord>().exec();
  }

  all(): Promise<CommitmentRecord[]> {
    // The driver's first batch holds 101 records, and every other one would be a round trip more.
    return this.model.find().sort({ _id: 1 }).batchSize(1_000).lean<CommitmentRecord[]>().exec();
  }

  ofPurpose(purposeId: string): Promise<CommitmentRecord[]> {
    return this.model.find({ purposeId }).sort({ _id: 1 }).lean<CommitmentRecord[]>().exec();
  }

  /** Makes smaller what holds for a lot or claim take, and lets them lapse at another moment; what takes less than that stays as small. */
  async narrowOfPurpose(purposeId: string, minutes: number, expiresAt: Instant): Promise<void> {
    await this.model.updateMany(
      { purposeId },
      [{ $set: { minutes: { $min: ['$minutes', minutes] }, expiresAt: new Date(expiresAt) } }],
      { updatePipeline: true },
    );
  }

  /** Changes all that was taken for a lot or claim; how many commitments. */
  async changeOfPurpose(purposeId: string, change: Partial<Omit<CommitmentRecord, '_id'>>): Promise<number> {
    return (await this.model.updateMany({ purposeId }, { $set: change })).matchedCount;
  }

  async removeOfPurpose(purposeId: string): Promise<void> {
    await this.model.deleteMany({ purposeId });
  }

  /** Removes holds whose time has passed and says how many there were. */
  async removeExpiredHolds(now: Instant): Promise<number> {
    return (await this.model.deleteMany({ kind: 'HOLD', expiresAt: { $lte: new Date(now) } })).deletedCount;
  }
}
