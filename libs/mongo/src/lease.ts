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

/** Until when this process holds the leases that it keeps, by database, lease and holder. */
const kept = new Map<string, number>();

/** A clock may also be turned back: then it is asked for again. */
function hasMostOf(until: number | undefined, { now, milliseconds }: { now: number; milliseconds: number }): boolean {
  if (until === undefined) return false;
  const left = until - now;
  return left > (2 / 3) * milliseconds && left <= milliseconds;
}

/**
 * Runs `body` if no other holder has the lease `name` in this database; otherwise does nothing and answers false. A holder that
 * dies loses the lease after `milliseconds`, so `body` must take less, and must be safe to run twice all the same.
 *
 * With `keep` the holder does not give the lease back: for a job that should run once in a period however many processes are up, whose
 * timers do not strike together. Others take over when the holder has missed a period. A holder that strikes again with more than two
 * thirds of its time left has it for sure, and does not write: a lease is a durable write, and some are asked for every second.
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
  const key = `${database.name} ${lease.name} ${lease.holder}`;
  if (lease.keep === true && hasMostOf(kept.get(key), lease)) {
    await body();
    return true;
  }
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
  if (lease.keep === true) kept.set(key, until.getTime());
  else kept.delete(key); // It may be given back below.
  try {
    await body();
  } finally {
    if (lease.keep !== true)
      await leases.updateOne({ _id: lease.name, holder: lease.holder }, { $set: { until: new Date(lease.now) } });
  }
  return true;
}
