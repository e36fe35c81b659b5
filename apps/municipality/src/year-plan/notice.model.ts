import { Schema } from 'mongoose';
import type { PlanNotice } from '#domain/planning/notice';
import { storedShape } from '#mongo/model';

/** A notice as the town that it is for keeps it. */
export type NoticeRecord = Omit<PlanNotice, 'id'> & { _id: string; from: string; receivedAt: Date };

const schema = new Schema<NoticeRecord>(
  {
    _id: { type: String },
    from: { type: String, required: true },
    planId: { type: String, required: true },
    surplusOrderId: { type: String, required: true },
    month: { type: String, required: true },
    minutes: { type: Number, required: true },
    days: { type: Schema.Types.Mixed, required: true },
    reason: { type: Schema.Types.Mixed, default: null },
    receivedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
// Serves: NoticeStore.newest (the town's list).
schema.index({ receivedAt: -1 });

/** 計画の知らせ: what peers are drafting for this town. */
export const noticeShape = storedShape<NoticeRecord>('year_plan_notices', schema);
