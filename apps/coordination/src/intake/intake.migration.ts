import type { Database } from '#mongo/connect';
import { bringUpToDate } from '#mongo/migrations';
import { processId } from '#service/process-id';
import { capacityBulletinShape } from './capacity-bulletin.model.js';
import { outdatedMarkShape } from './outdated-mark.model.js';
import { surplusListShape } from './surplus-list.model.js';
import { workloadBulletinShape } from './workload-bulletin.model.js';

/** Brings the read model's database to the shape of this version. It holds nothing that the towns could not tell again. */
export function migrateReadModel(database: Database): Promise<void> {
  return bringUpToDate(database, {
    migrations: [],
    shapes: [workloadBulletinShape, capacityBulletinShape, outdatedMarkShape, surplusListShape],
    holder: processId,
  });
}
