import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { clientShape, type ClientRecord } from './client.model.js';

export class ClientStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, clientShape);
  }

  /** Takes a client down unless it is known. */
  async ensure({ _id, name }: ClientRecord): Promise<void> {
    await this.model.updateOne({ _id }, { $setOnInsert: { name } }, { upsert: true });
  }

  async ofIds(ids: readonly string[]): Promise<ClientRecord[]> {
    return this.model
      .find({ _id: { $in: [...ids] } })
      .lean<ClientRecord[]>()
      .exec();
  }
}
