import type { Migration } from '#mongo/migrations';

/** The counters that guard capacity start at 0, so that the first writers conflict on a document instead of on its making. */
export const versionCounters: Migration = {
  id: '2026-11-23-version-counters',
  async up(database) {
    for (const [collection, id] of [
      ['capacity_version', 'capacity'],
      ['supply_version', 'supply'],
    ] as const) {
      const counters = database.collection<{ _id: string; version: number }>(collection);
      await counters.updateOne({ _id: id }, { $setOnInsert: { version: 0 } }, { upsert: true });
    }
  },
};
