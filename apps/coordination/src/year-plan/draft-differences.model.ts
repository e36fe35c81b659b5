import { Schema } from 'mongoose';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import { storedShape } from '#mongo/model';

/** What a draft of a comparison does otherwise than the unchanged year. */
export interface DraftDifferenceRecord {
  /** `<comparison> <draft> <rank>`. */
  _id: string;
  comparisonId: string;
  /** The position of the draft; the unchanged year is 0. */
  draft: number;
  /** The largest first, from 0. */
  rank: number;
  /** null: work that is imagined. */
  order: { id: string; title: string } | null;
  /** Who may see the order besides its publisher. */
  addressees: MunicipalityCode[];
  from: MunicipalityCode;
  /** The same as `from` where it does the work itself. */
  to: MunicipalityCode;
  month: IsoMonth;
  skill: SkillCode;
  minutesBefore: number;
  minutesAfter: number;
  /** When the database may forget it: with its comparison. */
  keptUntil: Date;
}

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<DraftDifferenceRecord>(
  {
    _id: { type: String },
    comparisonId: text,
    draft: number,
    rank: number,
    order: { type: Schema.Types.Mixed, default: null },
    addressees: { type: [String], required: true },
    from: text,
    to: text,
    month: text,
    skill: text,
    minutesBefore: number,
    minutesAfter: number,
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: DraftDifferenceStore.page, count, forget.
schema.index({ comparisonId: 1, draft: 1, rank: 1 });
// Serves: nothing is read by it; the server removes what belongs to old comparisons.
schema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

export const draftDifferenceShape = storedShape<DraftDifferenceRecord>('year_plan_draft_differences', schema);
