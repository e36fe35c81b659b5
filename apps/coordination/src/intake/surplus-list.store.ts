import type { MunicipalityCode } from '#domain/municipality/code';
import type { SurplusList } from '#domain/trade/surplus-list';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { surplusListShape, type SurplusListRecord } from './surplus-list.model.js';

export class SurplusListStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, surplusListShape);
  }

  async ofTowns(towns: readonly MunicipalityCode[]): Promise<SurplusList[]> {
    const records = await this.model
      .find({ _id: { $in: [...towns] } })
      .sort({ _id: 1 })
      .lean<SurplusListRecord[]>()
      .exec();
    return records.map(({ _id: municipality, ...rest }) => ({ municipality, ...rest }));
  }

  /** When each list was issued. */
  async moments(): Promise<ReadonlyMap<MunicipalityCode, number>> {
    const records = await this.model
      .find({}, { issuedAt: 1 })
      .lean<Pick<SurplusListRecord, '_id' | 'issuedAt'>[]>()
      .exec();
    return new Map(records.map(({ _id, issuedAt }) => [_id, issuedAt]));
  }

  /** Keeps a list unless a newer one of the same town is kept already; says whether it did. */
  async keep({ municipality: _id, orders, ...rest }: SurplusList): Promise<boolean> {
    const record = { ...rest, orders: [...orders] };
    const replaced = await this.model.updateOne({ _id, issuedAt: { $lt: rest.issuedAt } }, { $set: record });
    if (replaced.matchedCount > 0) return true;
    const added = await this.model.updateOne({ _id }, { $setOnInsert: record }, { upsert: true });
    return added.upsertedCount > 0;
  }
}
