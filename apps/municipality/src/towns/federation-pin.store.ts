import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { federationPinShape, type FederationPinRecord } from './federation-pin.model.js';

export class FederationPinStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, federationPinShape);
  }

  find(): Promise<FederationPinRecord | null> {
    return this.model.findById('pin').lean<FederationPinRecord>().exec();
  }

  /** Keeps a document unless a newer one is kept. */
  async keep(pin: Omit<FederationPinRecord, '_id'>): Promise<void> {
    const replaced = await this.model.updateOne({ _id: 'pin', version: { $lt: pin.version } }, { $set: pin });
    if (replaced.matchedCount === 0)
      await this.model.updateOne({ _id: 'pin' }, { $setOnInsert: pin }, { upsert: true });
  }
}
