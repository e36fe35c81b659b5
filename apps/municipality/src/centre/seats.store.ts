import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { seatsShape, type SeatsRecord } from './seats.model.js';

export type { SeatsRecord };

export class SeatsStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, seatsShape);
  }

  all(): Promise<SeatsRecord[]> {
    return this.model.find().sort({ _id: 1 }).lean<SeatsRecord[]>().exec();
  }

  async set({ _id, ...rest }: SeatsRecord): Promise<void> {
    await this.model.updateOne({ _id }, { $set: rest }, { upsert: true });
  }
}
