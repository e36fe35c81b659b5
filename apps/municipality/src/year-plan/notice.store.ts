import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlanNotice } from '#domain/planning/notice';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { noticeShape, type NoticeRecord } from './notice.model.js';

/** A notice with who sent it, and when it came. */
export type ReceivedNotice = PlanNotice & { readonly from: MunicipalityCode; readonly receivedAt: Date };

export class NoticeStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, noticeShape);
  }

  /** Keeps a notice; one of the same id makes way. */
  async keep({ id, ...rest }: ReceivedNotice): Promise<void> {
    await this.model.updateOne({ _id: id }, { $set: rest }, { upsert: true });
  }

  /** The notices that came last, newest first. */
  async newest(limit: number): Promise<ReceivedNotice[]> {
    const found = this.model.find().sort({ receivedAt: -1 }).limit(limit);
    return (await found.lean<NoticeRecord[]>().exec()).map(({ _id, from, ...rest }) => ({
      ...{ id: _id, from: from as MunicipalityCode },
      ...rest,
    }));
  }

  /** False where there was none. */
  async remove(id: string): Promise<boolean> {
    return (await this.model.deleteOne({ _id: id })).deletedCount === 1;
  }
}
