import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { supplyVersionShape } from './supply-version.model.js';

export class SupplyVersionStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, supplyVersionShape);
  }

  async read(): Promise<number> {
    return (await this.model.findById('supply').lean().exec())?.version ?? 0;
  }

  async bump(): Promise<void> {
    await this.model.updateOne({ _id: 'supply' }, { $inc: { version: 1 } }, { upsert: true });
  }
}
