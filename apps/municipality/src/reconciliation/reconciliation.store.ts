import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { reconciliationShape, type DriftRecord, type ReconciliationRecord } from './reconciliation.model.js';

export type { DriftRecord, ReconciliationRecord };

export class ReconciliationStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, reconciliationShape);
  }

  find(peer: string): Promise<ReconciliationRecord | null> {
    return this.model.findById(peer).lean<ReconciliationRecord>().exec();
  }

  /** Of every peer, by code. */
  all(): Promise<ReconciliationRecord[]> {
    return this.model.find().sort({ _id: 1 }).lean<ReconciliationRecord[]>().exec();
  }

  async keep({ _id, ...rest }: ReconciliationRecord): Promise<void> {
    await this.model.updateOne({ _id }, { $set: rest }, { upsert: true });
  }

  /** The comparison failed; what the last one found stands. */
  async noteFault(peer: string, fault: string): Promise<void> {
    const first = { comparedAt: null, processes: 0, underWay: 0, sentAgain: 0, drifts: [] };
    await this.model.updateOne({ _id: peer }, { $set: { fault }, $setOnInsert: first }, { upsert: true });
  }
}
