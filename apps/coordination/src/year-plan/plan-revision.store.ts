import type { Database } from '#mongo/connect';
import { isDuplicateKey } from '#mongo/faults';
import { modelIn } from '#mongo/model';
import { planRevisionShape, type PlanRevisionRecord, type RevisedMove } from './plan-revision.model.js';

export type { PlanRevisionRecord, RevisedMove };

export class PlanRevisionStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, planRevisionShape);
  }

  /** Of these plans, in their order. */
  ofPlans(plans: readonly string[]): Promise<PlanRevisionRecord[]> {
    return this.model
      .find({ planId: { $in: [...plans] } })
      .sort({ planId: 1, number: 1 })
      .lean<PlanRevisionRecord[]>()
      .exec();
  }

  /** How many a plan has. */
  count(planId: string): Promise<number> {
    return this.model.countDocuments({ planId }).exec();
  }

  /** Adds the next revision of a plan; false where another process has been quicker. */
  async add(revision: PlanRevisionRecord): Promise<boolean> {
    try {
      await this.model.create([revision]);
      return true;
    } catch (fault) {
      if (isDuplicateKey(fault, revision._id)) return false;
      throw fault;
    }
  }
}
