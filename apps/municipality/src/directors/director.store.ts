import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { directorShape, type DirectorRecord } from './director.model.js';

export type { DirectorRecord };

export class DirectorStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, directorShape);
  }

  async insert(record: DirectorRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<DirectorRecord | null> {
    return this.model.findById(id).lean<DirectorRecord>().exec();
  }

  /** Everyone, in the order of their ids. */
  all(): Promise<DirectorRecord[]> {
    return this.model.find().sort({ _id: 1 }).lean<DirectorRecord[]>().exec();
  }

  async change(id: string, change: Partial<Omit<DirectorRecord, '_id'>>): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: change });
  }
}
