import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftReader } from '#domain/planning/audience';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { readableBy } from '#mongo/readable-by';
import { scenarioShape, type ScenarioRecord } from './scenario.model.js';

export type { ScenarioRecord };

export class ScenarioStore {
  private readonly scenarios;

  constructor(database: Database) {
    this.scenarios = modelIn(database, scenarioShape);
  }

  find(id: string): Promise<ScenarioRecord | null> {
    return this.scenarios.findById(id).lean<ScenarioRecord>().exec();
  }

  async insert(record: ScenarioRecord): Promise<void> {
    await this.scenarios.create([record]);
  }

  async replace({ _id, ...rest }: ScenarioRecord): Promise<void> {
    await this.scenarios.updateOne({ _id }, { $set: rest });
  }

  async remove(id: string): Promise<void> {
    await this.scenarios.deleteOne({ _id: id });
  }

  /** How many a town has. */
  count(owner: MunicipalityCode | null): Promise<number> {
    return this.scenarios.countDocuments({ owner }).exec();
  }

  /** Up to `limit` scenarios behind the id `after` that somebody may see, the newest first. */
  page(reader: DraftReader, limit: number, after: string | undefined): Promise<ScenarioRecord[]> {
    const filter = { ...readableBy(reader), ...(after === undefined ? {} : { _id: { $lt: after } }) };
    return this.scenarios.find(filter).sort({ _id: -1 }).limit(limit).lean<ScenarioRecord[]>().exec();
  }

  countReadable(reader: DraftReader): Promise<number> {
    return this.scenarios.countDocuments(readableBy(reader)).exec();
  }
}
