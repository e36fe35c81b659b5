import { Schema, type Connection } from 'mongoose';
import { modelIn, storedShape } from './model.js';

interface LeaseRecord {
  _id: string;
  holder: string;
  until: Date;
}

/** One row for each job that only one process may run at a time. */
export const leaseShape = storedShape<LeaseRecord>(
  'leases',
  new Schema<LeaseRecord>({
    _id: { type: String },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  }),
);

/**
 * Runs `body` if no other holder has the lease `name` in this database; otherwise does nothing and answers false. A holder that
 * dies loses the lease after `milliseconds`, so `body` must take less, and must be safe to run twice all the same.
 *
 * With `keep` the holder does not give the lease back: for a job that should run once in a period however many processes are up, whose
 * timers do not strike together. Others take over when the holder has missed a period.
 */
export async function withLease(
  database: Connection,
  lease: {
    readonly name: string;
    readonly holder: string;
    readonly milliseconds: number;
    readonly now: number;
    readonly keep?: boolean;
  },
  body: () => Promise<void>,
): Promise<boolean> {
  const leases = modelIn(database, leaseShape);
  const until = new Date(lease.now + lease.milliseconds);
  const free = { $or: [{ until: { $lte: new Date(lease.now) } }, { holder: lease.holder }] };
  const taken = await leases.updateOne({ _id: lease.name, ...free }, { $set: { holder: lease.holder, until } });
  if (taken.matchedCount === 0) {
    // Nobody had it yet, or somebody has it now: the unique _id decides.
    const made = await leases.updateOne(
      { _id: lease.name },
      { $setOnInsert: { holder: lease.holder, until } },
      { upsert: true },
    );
    if (made.upsertedCount === 0) return false;
  }
  try {
    await body();
  } finally {
    if (lease.keep !== true)
      await leases.updateOne({ _id: lease.name, holder: lease.holder }, { $set: { until: new Date(lease.now) } });
  }
  return true;
}
