import type { Migration } from '#mongo/migrations';

/**
 * Workers get a kind, a clearance and a plan of their time. Until now all were people with flexible minutes in every week, and every one
 * has signed confidentiality; personal data takes a decision that nobody has made yet.
 */
export const workerAvailability: Migration = {
  id: '2026-11-24-worker-availability',
  async up(database) {
    const workers = database.collection<{ _id: string; weeklyMinutes?: number }>('workers');
    for await (const { _id, weeklyMinutes } of workers.find({ pattern: { $exists: false } })) {
      await workers.updateOne(
        { _id },
        {
          $set: {
            kind: 'PERSON',
            clearance: 'CONFIDENTIAL',
            pattern: { kind: 'TOTAL', minutes: weeklyMinutes ?? 0 },
            days: [],
            pauses: [],
          },
          $unset: { weeklyMinutes: '' },
        },
      );
    }
  },
};
