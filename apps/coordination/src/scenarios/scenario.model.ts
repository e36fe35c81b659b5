import { Schema } from 'mongoose';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { PlanChange } from '#domain/planning/changes';
import { storedShape } from '#mongo/model';

/** シナリオ. What is imagined of a fiscal year. Nothing live is changed by it. */
export interface ScenarioRecord {
  _id: string;
  name: string;
  fiscalYear: number;
  /** Made one after the other. Lots of `MORE_LOTS` carry what their client pays for a minute. */
  changes: PlanChange[];
  /** The town of the coordinator who made it; null: of none. */
  owner: MunicipalityCode | null;
  isForAll: boolean;
  sharedWith: MunicipalityCode[];
  madeAt: Date;
  changedAt: Date;
  /** When the database may forget it. */
  keptUntil: Date;
}

const schema = new Schema<ScenarioRecord>(
  {
    _id: { type: String },
    name: { type: String, required: true },
    fiscalYear: { type: Number, required: true },
    changes: { type: Schema.Types.Mixed, required: true },
    owner: { type: String, default: null },
    isForAll: { type: Boolean, required: true },
    sharedWith: { type: [String], required: true },
    madeAt: { type: Date, required: true },
    changedAt: { type: Date, required: true },
    keptUntil: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: ScenarioStore.count (the limit of a town).
schema.index({ owner: 1 });
// Serves: nothing is read by it; the server removes drafts that nobody has touched for long.
schema.index({ keptUntil: 1 }, { expireAfterSeconds: 0 });

export const scenarioShape = storedShape<ScenarioRecord>('scenarios', schema);
