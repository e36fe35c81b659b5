import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { incomingMessageShape, type IncomingMessageRecord } from './incoming-message.model.js';

export class IncomingMessageStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, incomingMessageShape);
  }

  async has(id: string): Promise<boolean> {
    return (await this.model.exists({ _id: id })) !== null;
  }

  async lastSeq(processId: string, from: string): Promise<number> {
    const last = await this.model.findOne({ processId, from }).sort({ seq: -1 }).lean<IncomingMessageRecord>().exec();
    return last?.seq ?? 0;
  }

  async insert(record: IncomingMessageRecord): Promise<void> {
    await this.model.create([record]);
  }
}
