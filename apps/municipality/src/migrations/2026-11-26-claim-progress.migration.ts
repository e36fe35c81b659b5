import type { Migration } from '#mongo/migrations';

/** Claims say how far the work on their award is. No work between towns has been reported so far. */
export const claimProgress: Migration = {
  id: '2026-11-26-claim-progress',
  async up(database) {
    await database.collection('claims').updateMany({ progress: { $exists: false } }, { $set: { progress: null } });
  },
};
