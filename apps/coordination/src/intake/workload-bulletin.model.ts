import { Schema } from 'mongoose';
import type { MonthlyWorkload } from '#domain/capacity/workload';
import type { MunicipalityCode } from '#domain/municipality/code';
import { storedShape } from '#mongo/model';

export interface WorkloadBulletinRecord {
  /** `<municipality>-<fiscal year>`: the newest replaces the one before. */
  _id: string;
  municipality: MunicipalityCode;
  fiscalYear: number;
  asOf: number;
  months: MonthlyWorkload[];
  /** The bulletin as the town signed it. */
  signed: string;
}

const schema = new Schema<WorkloadBulletinRecord>(
  {
    _id: { type: String },
    municipality: { type: String, required: true },
    fiscalYear: { type: Number, required: true },
    asOf: { type: Number, required: true },
    months: { type: Schema.Types.Mixed, required: true },
    signed: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
);
// Serves: WorkloadBulletinStore.ofYear.
schema.index({ fiscalYear: 1 });

/** The newest word of each town about its workload: a copy of what the town can say again at any time. */
export const workloadBulletinShape = storedShape<WorkloadBulletinRecord>('workload_bulletins', schema);
