import type { Database } from '#mongo/connect';
import { isDuplicateKey } from '#mongo/faults';
import { modelIn } from '#mongo/model';
import { revisionReasonsShape, type RevisionReasonsRecord } from './revision-reasons.model.js';

export type { RevisionReasonsRecord };

export class RevisionReasonsStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, revisionReasonsShape);
  }

  /** Of the revisions of these plans, in their order. */
  ofPlans(plans: readonly string[]): Promise<RevisionReasonsRecord[]> {
    return this.model
      .find({ planId: { $in: [...plans] } })
      .sort({ planId: 1, number: 1 })
      .lean<RevisionReasonsRecord[]>()
      .exec();
  }

  /** Which revisions of a plan have been explained. */
  async numbersOf(planId: string): Promise<number[]> {
    const found = await this.model.find({ planId }, { number: 1 }).lean<Pick<RevisionReasonsRecord, 'number'>[]>();
    return found.map(({ number }) => number);
  }

  /** Keeps the reasons of a revision, unless another process has been quicker. */
  async add(reasons: RevisionReasonsRecord): Promise<void> {
    try {
      await this.model.create([reasons]);
    } catch (fault) {
      if (!isDuplicateKey(fault, reasons._id)) throw fault;
    }
  }
}
