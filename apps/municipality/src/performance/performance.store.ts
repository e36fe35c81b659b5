import type { MunicipalityCode } from '#domain/municipality/code';
import type { Performance } from '#domain/performance/performance';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { performanceShape, type PerformanceRecord } from './performance.model.js';

export class PerformanceStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, performanceShape);
  }

  /** What is known of the work on a claim, and the version of that. */
  async find(claimId: string): Promise<{ work: Performance; version: number } | undefined> {
    const record = await this.model.findById(claimId).lean<PerformanceRecord>().exec();
    return record === null ? undefined : { work: workOf(record), version: record.version };
  }

  async insert({ claimId, ...rest }: Performance): Promise<void> {
    await this.model.create([{ _id: claimId, ...rest, version: 1 }]);
  }

  /** Keeps a change; false when somebody else has changed it since that version. */
  async change({ claimId, ...rest }: Performance, version: number): Promise<boolean> {
    const changed = await this.model.updateOne({ _id: claimId, version }, { $set: { ...rest, version: version + 1 } });
    return changed.matchedCount === 1;
  }

  /** All work of either of two towns for the other, in the order of the claims' ids. */
  async between(one: MunicipalityCode, other: MunicipalityCode): Promise<Performance[]> {
    const records = await this.model
      .find({ claimant: { $in: [one, other] }, publisher: { $in: [one, other] } })
      .sort({ _id: 1 })
      .lean<PerformanceRecord[]>()
      .exec();
    return records.map(workOf);
  }

  /** Claims whose award was amended when nothing followed from that for the work. */
  async amendedUnseen(): Promise<string[]> {
    const records = await this.model.find({ amendedUnseen: true }, { _id: 1 }).lean<PerformanceRecord[]>().exec();
    return records.map(({ _id }) => _id);
  }

  async markSeen(claimId: string): Promise<void> {
    await this.model.updateOne({ _id: claimId }, { $unset: { amendedUnseen: 1 } });
  }

  /** The towns for which this one has worked, or which have worked for it. */
  async peersOf(town: MunicipalityCode): Promise<MunicipalityCode[]> {
    const records = await this.model.find({}, { claimant: 1, publisher: 1 }).lean<PerformanceRecord[]>().exec();
    return [...new Set(records.flatMap(({ claimant, publisher }) => [claimant, publisher]))]
      .filter((code) => code !== town)
      .sort();
  }
}

function workOf({ _id, version: _, amendedUnseen: __, ...rest }: PerformanceRecord): Performance {
  return { claimId: _id, ...rest } as Performance;
}
