import type { Database } from '#mongo/connect';
import { bringUpToDate } from '#mongo/migrations';
import { processId } from '#service/process-id';
import { draftDifferenceShape } from './draft-differences.model.js';
import { planRevisionShape } from './plan-revision.model.js';
import { planBalanceShape, planUnservedShape } from './plan-towns.model.js';
import { revisionReasonsShape } from './revision-reasons.model.js';
import { planInputShape, planKeyShape, yearPlanShape } from './year-plan.model.js';

/** Makes the collections of the year plans. They hold nothing that could not be computed again. */
export function migrateYearPlans(database: Database): Promise<void> {
  return bringUpToDate(database, {
    migrations: [],
    shapes: [
      ...[yearPlanShape, planInputShape, planKeyShape, planBalanceShape, planUnservedShape],
      ...[planRevisionShape, revisionReasonsShape, draftDifferenceShape],
    ],
    holder: processId,
  });
}
