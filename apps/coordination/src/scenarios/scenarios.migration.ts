import type { Database } from '#mongo/connect';
import { bringUpToDate } from '#mongo/migrations';
import { processId } from '#service/process-id';
import { scenarioShape } from './scenario.model.js';

/** Makes the collection of the scenarios. */
export function migrateScenarios(database: Database): Promise<void> {
  return bringUpToDate(database, { migrations: [], shapes: [scenarioShape], holder: processId });
}
