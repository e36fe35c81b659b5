import type { LoanStatus } from '#domain/loans/loan';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { loanShape, type LoanRecord } from './loan.model.js';

export type { LoanRecord };

export class LoanStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, loanShape);
  }

  async insert(record: LoanRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<LoanRecord | null> {
    return this.model.findById(id).lean<LoanRecord>().exec();
  }

  /** The town's loans on both sides, newest first. */
  page(first: number): Promise<LoanRecord[]> {
    return this.model.find().sort({ since: -1, _id: 1 }).limit(first).lean<LoanRecord[]>().exec();
  }

  /** Those that are agreed or have been, and not called off: of this side. */
  agreed(side: LoanRecord['side']): Promise<LoanRecord[]> {
    const statuses: LoanStatus[] = ['AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED', 'RETURNED', 'SETTLED'];
    return this.model
      .find({ side, status: { $in: statuses } })
      .lean<LoanRecord[]>()
      .exec();
  }

  /** Those that a peer borrows, lends, or is asked for. */
  withPeer(peer: MunicipalityCode): Promise<LoanRecord[]> {
    const parts = [{ borrower: peer }, { 'state.lender': peer }, { 'state.asked': peer }];
    return this.model.find({ $or: parts }).lean<LoanRecord[]>().exec();
  }

  /** Those that time can still change. */
  moving(): Promise<LoanRecord[]> {
    const statuses: LoanStatus[] = ['REQUESTED', 'OFFERED', 'AGREED', 'ACTIVE', 'EXTENDED', 'RECALLED'];
    return this.model
      .find({ status: { $in: statuses } })
      .lean<LoanRecord[]>()
      .exec();
  }

  /** Moves a loan on from a status; false when it is no longer in it. */
  async move({ _id, status }: LoanRecord, state: LoanRecord['state']): Promise<boolean> {
    const moved = await this.model.updateOne({ _id, status }, { $set: { status: state.status, state } });
    return moved.matchedCount === 1;
  }
}
