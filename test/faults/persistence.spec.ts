import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo, Schema } from 'mongoose';
import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { bringUpToDate, type Migration } from '#mongo/migrations';
import { modelIn, storedShape } from '#mongo/model';
import { abandon, afterCommit, AtItsEnd, inTransaction, inTurnTogether } from '#mongo/transaction';
import { workRequirements } from '../../apps/municipality/src/migrations/2026-11-24-work-requirements.migration.js';
import { workerAvailability } from '../../apps/municipality/src/migrations/2026-11-24-worker-availability.migration.js';
import { startDatabase, type Database as RunningDatabase } from '../../tools/src/database/database.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { root } from '../support/federation.js';

// Goal: what the services build on holds on the real database: transactions, leases, migrations.

interface Note {
  _id: string;
  count: number;
}
const noteShape = storedShape<Note>(
  'notes',
  new Schema<Note>({ _id: { type: String }, count: { type: Number, required: true } }, { versionKey: false }),
);

describe('persistence', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-mongo-'));
  let running: RunningDatabase;
  let connection: Database;
  let names = 0;
  const freshDatabase = (): Database => databaseOf(connection, `persistence_${++names}`);
  const prepared = async (): Promise<{ database: Database; notes: ReturnType<typeof modelIn<Note>> }> => {
    const database = freshDatabase();
    await bringUpToDate(database, { migrations: [], shapes: [noteShape], holder: 'test' });
    return { database, notes: modelIn(database, noteShape) };
  };

  beforeAll(async () => {
    running = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    connection = await connectMongo(running.uri);
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    await running.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('a transaction writes all or nothing, without being handed a session', async () => {
    const { database, notes } = await prepared();
    await expect(
      inTransaction(database, async () => {
        await notes.create([{ _id: 'a', count: 1 }]);
        throw new Error('in the middle');
      }),
    ).rejects.toThrow('in the middle');
    expect(await notes.countDocuments()).toBe(0);
  });

  it('a transaction inside another one joins it; abandoning leaves nothing and answers', async () => {
    const { database, notes } = await prepared();
    const answer = await inTransaction(database, async () => {
      await inTransaction(database, async () => notes.create([{ _id: 'inner', count: 1 }]));
      return abandon('refused');
    });
    expect([answer, await notes.countDocuments()]).toEqual(['refused', 0]);
  });

  it('what a transaction gathers is written by one command at its end, in order, and never where it is abandoned', async () => {
    const { database, notes } = await prepared();
    const written: string[][] = [];
    const gathering = new AtItsEnd<Note>(async (_, items) => {
      written.push(items.map(({ _id }) => _id));
      await notes.insertMany([...items]);
    });
    await inTransaction(database, async () => {
      await gathering.add(database, { _id: 'first', count: 1 });
      await inTransaction(database, () =>
        gathering.add(database, { _id: 'second', count: 2 }, { _id: 'third', count: 3 }),
      );
      expect(gathering.gathered(database).map(({ _id }) => _id)).toEqual(['first', 'second', 'third']);
      expect(await notes.countDocuments()).toBe(0);
    });
    await inTransaction(database, async () => {
      await gathering.add(database, { _id: 'refused', count: 4 });
      return abandon('refused');
    });
    await gathering.add(database, { _id: 'alone', count: 5 });
    expect(written).toEqual([['first', 'second', 'third'], ['alone']]);
    expect(gathering.gathered(database)).toEqual([]);
    expect(await notes.countDocuments()).toBe(4);
  });

  it('tasks that wait for their turn together share a transaction; one that fails or is abandoned takes none with it', async () => {
    const { database, notes } = await prepared();
    let transactions = 0;
    const gathering = new AtItsEnd<Note>(async (_, items) => {
      transactions++;
      await notes.insertMany([...items]);
    });
    const write = (_id: string): Promise<string> =>
      inTurnTogether(database, async () => {
        await gathering.add(database, { _id, count: 1 });
        if (_id.startsWith('failed')) throw new Error(_id);
        return _id.startsWith('abandoned') ? abandon('refused') : _id;
      });
    const atOnce = (ids: readonly string[]): Promise<unknown[]> =>
      Promise.all(ids.map((id) => write(id).catch((fault: Error) => `threw ${fault.message}`)));

    expect(await atOnce(['a', 'b', 'c', 'd'])).toEqual(['a', 'b', 'c', 'd']);
    expect(transactions).toBe(1);
    expect(await atOnce(['e', 'failed', 'f'])).toEqual(['e', 'threw failed', 'f']);
    expect(await atOnce(['g', 'abandoned', 'h'])).toEqual(['g', 'refused', 'h']);
    const left = await notes.find().sort({ _id: 1 }).lean<Note[]>();
    expect(left.map(({ _id }) => _id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  it('of many that read and write the same at once none is lost', async () => {
    const { database, notes } = await prepared();
    await notes.create([{ _id: 'counter', count: 0 }]);
    await Promise.all(
      Array.from({ length: 12 }, () =>
        inTransaction(database, async () => {
          const { count } = (await notes.findById('counter').lean()) as Note;
          await notes.updateOne({ _id: 'counter' }, { $set: { count: count + 1 } });
        }),
      ),
    );
    expect((await notes.findById('counter').lean())?.count).toBe(12);
  });

  it('a lease is held by one at a time, kept by its holder, and lost when it runs out', async () => {
    const { database } = await prepared();
    const now = Date.now();
    const lease = (holder: string, at: number) => ({ name: 'job', holder, milliseconds: 1_000, now: at });
    let inside = 0;
    const taken = await Promise.all(
      ['one', 'two', 'three'].map((holder) =>
        withLease(database, lease(holder, now), async () => {
          inside++;
          await new Promise((resolve) => setTimeout(resolve, 300)); // Longer than the others take to ask.
        }),
      ),
    );
    expect([taken.filter(Boolean).length, inside]).toEqual([1, 1]);

    let release: () => void = () => undefined;
    const died = withLease(
      database,
      lease('dies', now + 10_000),
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await withLease(database, lease('waits', now + 10_500), () => Promise.resolve())).toBe(false);
    expect(await withLease(database, lease('waits', now + 11_001), () => Promise.resolve())).toBe(true);
    release();
    await died;
  });

  it('a lease that is kept lets a job run once in a period, whoever of two processes comes first', async () => {
    const { database } = await prepared();
    const start = Date.now();
    const ran: string[] = [];
    const knock = (holder: string, second: number): Promise<boolean> =>
      withLease(
        database,
        { name: 'kept', holder, milliseconds: 50_000, now: start + 1_000 * second, keep: true },
        async () => void ran.push(`${holder} ${second}`),
      );
    // Two timers of a minute each, half a minute apart; the first process stops after its second run.
    for (const [holder, second] of [
      ['one', 0],
      ['two', 30],
      ['one', 60],
      ['two', 90],
      ['two', 150],
    ] as const)
      await knock(holder, second);
    expect(ran).toEqual(['one 0', 'one 60', 'two 150']);
  });

  it('a lease that is kept is written anew only when a third of its time has passed, and lost all the same', async () => {
    const { database } = await prepared();
    const start = Date.now();
    const knock = (holder: string, second: number): Promise<boolean> =>
      withLease(
        database,
        { name: 'asked often', holder, milliseconds: 15_000, now: start + 1_000 * second, keep: true },
        () => Promise.resolve(),
      );
    const endsAt = async (): Promise<number> => {
      const lease = await database.collection<{ _id: string; until: Date }>('leases').findOne({ _id: 'asked often' });
      return ((lease?.until.getTime() ?? 0) - start) / 1_000;
    };
    const ends: number[] = [];
    for (const second of [0, 1, 4, 6, 7, 12, 11]) {
      expect(await knock('one', second)).toBe(true);
      ends.push(await endsAt());
    }
    // The last one by a clock that was turned back: it may not count on what it has.
    expect(ends).toEqual([15, 15, 15, 21, 21, 27, 26]);
    expect(await knock('two', 25)).toBe(false);
    expect(await knock('two', 26)).toBe(true);
    expect(await knock('one', 27)).toBe(false);
  });

  it('what is to be done after a commit is done once, after it, and not when it is abandoned', async () => {
    const { database, notes } = await prepared();
    const seen: number[] = [];
    const look = (): Promise<void> => afterCommit(database, async () => void seen.push(await notes.countDocuments()));
    let attempts = 0;
    await inTransaction(database, async () => {
      attempts++;
      await look();
      await notes.create([{ _id: `${attempts}`, count: 1 }]);
      expect(seen).toEqual([]);
      if (attempts === 1) {
        const conflict = new mongo.MongoServerError({ message: 'as if somebody else had written first' });
        conflict.addErrorLabel('TransientTransactionError');
        throw conflict;
      }
    });
    expect([attempts, seen]).toEqual([2, [1]]);
    await inTransaction(database, async () => {
      await look();
      return abandon('refused');
    });
    expect(seen).toEqual([1]);
    await look(); // Nothing is open: at once.
    expect(seen).toEqual([1, 1]);
  });

  it('migrations run once, in order, and again only where they were not finished', async () => {
    const database = freshDatabase();
    const ran: string[] = [];
    const migration = (id: string, fails = false): Migration => ({
      id,
      up: () => {
        ran.push(id);
        return fails ? Promise.reject(new Error('half-way')) : Promise.resolve();
      },
    });
    const settings = (migrations: Migration[]) => ({ migrations, shapes: [noteShape], holder: 'test' });
    await expect(
      bringUpToDate(database, settings([migration('2026-02'), migration('2026-01'), migration('2026-03', true)])),
    ).rejects.toThrow('half-way');
    await bringUpToDate(database, settings([migration('2026-01'), migration('2026-02'), migration('2026-03')]));
    await bringUpToDate(database, settings([migration('2026-01'), migration('2026-02'), migration('2026-03')]));
    expect(ran).toEqual(['2026-01', '2026-02', '2026-03', '2026-03']);
    await expect(bringUpToDate(database, settings([migration('2026-01')]))).rejects.toThrow(
      'has had migrations of a newer version of Yui: 2026-02, 2026-03',
    );
  });

  it('workers of the first version become people with flexible minutes who may handle confidential data', async () => {
    const database = freshDatabase();
    const workers = database.collection<{ _id: string }>('workers');
    const common = { displayName: '試験 花子', skills: [{ code: 'design', level: 2 }] };
    const exceptions = [{ week: '2027-W05', minutes: 0 }];
    await workers.insertOne({ _id: 'old', ...common, weeklyMinutes: 600, exceptions } as never);
    const now = {
      kind: 'SUPPORT_OFFICE',
      clearance: 'PERSONAL',
      pattern: { kind: 'DAYS', minutes: [60, 0, 0, 0, 0, 0, 0], worksOnHolidays: true },
      days: [],
      pauses: [],
    };
    await workers.insertOne({ _id: 'new', ...common, exceptions: [], ...now } as never);
    await workerAvailability.up(database);
    await workerAvailability.up(database); // It may have died half-way.
    expect(await workers.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'new', ...common, exceptions: [], ...now },
      {
        _id: 'old',
        ...common,
        exceptions,
        kind: 'PERSON',
        clearance: 'CONFIDENTIAL',
        pattern: { kind: 'TOTAL', minutes: 600 },
        days: [],
        pauses: [],
      },
    ]);
  });

  it('work that was committed before it said what it asks for asks for anyone, with the data of what it is for', async () => {
    const database = freshDatabase();
    const put = (name: string, ...records: { _id: string; [field: string]: unknown }[]) =>
      database.collection<{ _id: string }>(name).insertMany(records);
    await put('lots', { _id: 'lot', dataClass: 'CONFIDENTIAL' });
    await put('surplus_orders', { _id: 'surplus', dataClass: 'INTERNAL' });
    await put('claims', { _id: 'claim', surplusOrderId: 'surplus' });
    await put(
      'commitments',
      { _id: 'a', purpose: 'LOT', purposeId: 'lot' },
      { _id: 'b', purpose: 'CLAIM', purposeId: 'claim' },
      { _id: 'c', purpose: 'LOT', purposeId: 'lot', level: 3, licences: ['adobe-cc'], dataClass: 'PERSONAL' },
    );
    await workRequirements.up(database);
    await workRequirements.up(database); // It may have died half-way.
    const found = await database.collection<{ _id: string }>('commitments').find().sort({ _id: 1 }).toArray();
    expect(found).toMatchObject([
      { _id: 'a', level: 1, licences: [], dataClass: 'CONFIDENTIAL' },
      { _id: 'b', level: 1, licences: [], dataClass: 'INTERNAL' },
      { _id: 'c', level: 3, licences: ['adobe-cc'], dataClass: 'PERSONAL' },
    ]);
    for (const name of ['lots', 'surplus_orders'])
      expect(await database.collection(name).findOne()).toMatchObject({ level: 1, licences: [] });
  });

  it('two processes that start at once migrate once', async () => {
    const database = freshDatabase();
    let ran = 0;
    const settings = (holder: string) => ({
      migrations: [
        { id: '2026-01', up: () => new Promise<void>((resolve) => setTimeout(() => resolve(void ran++), 100)) },
      ],
      shapes: [noteShape],
      holder,
    });
    await Promise.all([bringUpToDate(database, settings('one')), bringUpToDate(database, settings('two'))]);
    expect(ran).toBe(1);
  });
});
