import { Schema } from 'mongoose';
import type { Database } from './connect.js';
import { leaseShape, withLease } from './lease.js';
import { modelIn, prepare, storedShape, type AnyShape } from './model.js';

/** One change of stored data, on raw collections: the models of its day may have changed since. */
export interface Migration {
  /** Date and purpose, for example `2026-11-23-version-counters`; migrations run in the order of their ids. */
  readonly id: string;
  /** Must be safe to run again: it is, when the process dies half-way. */
  up(database: Database): Promise<void>;
}

interface AppliedMigration {
  _id: string;
  appliedAt: Date;
}

const appliedShape = storedShape<AppliedMigration>(
  'migrations',
  new Schema<AppliedMigration>(
    { _id: { type: String }, appliedAt: { type: Date, required: true } },
    { versionKey: false },
  ),
);

const leaseMs = 60_000;

/**
 * Brings a database to the shape of this version: runs the migrations it has not had, then makes collections and indexes. One process
 * at a time; others wait for it.
 * @throws when the database has had migrations that this version does not know: it belongs to a newer one.
 */
export async function bringUpToDate(
  database: Database,
  settings: {
    readonly migrations: readonly Migration[];
    readonly shapes: readonly AnyShape[];
    readonly holder: string;
  },
): Promise<void> {
  await prepare(database, [leaseShape, appliedShape]);
  const lease = () => ({ name: 'migrations', holder: settings.holder, milliseconds: leaseMs, now: Date.now() });
  const deadline = Date.now() + 2 * leaseMs;
  while (!(await withLease(database, lease(), () => apply(database, settings)))) {
    if (Date.now() > deadline) throw new Error(`another process has been migrating ${database.name} for too long`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function apply(
  database: Database,
  { migrations, shapes }: { migrations: readonly Migration[]; shapes: readonly AnyShape[] },
): Promise<void> {
  const applied = modelIn(database, appliedShape);
  const done = new Set((await applied.find().lean().exec()).map(({ _id }) => _id));
  const known = new Set(migrations.map(({ id }) => id));
  const newer = [...done].filter((id) => !known.has(id));
  if (newer.length > 0)
    throw new Error(`${database.name} has had migrations of a newer version of Yui: ${newer.join(', ')}`);
  for (const migration of [...migrations].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (done.has(migration.id)) continue;
    await migration.up(database);
    await applied.create([{ _id: migration.id, appliedAt: new Date() }]);
  }
  await prepare(database, shapes);
}
