import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant, IsoDate } from '#domain/calendar/date';
import type { SkillCode } from '#domain/skills/catalogue';
import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { abandon, inTransaction } from '#mongo/transaction';
import { seeded } from '#testkit/bulletin-history';
import { CommitmentStore, type CommitmentRecord } from '../../apps/municipality/src/capacity/commitment.store.js';
import { migrateTown } from '../../apps/municipality/src/migrations/town-database.migration.js';
import { startDatabase, type Database as RunningDatabase } from '../../tools/src/database/database.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { root } from '../support/federation.js';

// Goal: what a town's process knows of its commitments without reading them is what stands in the database, whoever wrote last and whatever
// was undone. Method: two connections to one database, as two processes have them, take turns by a seed and are compared with it each time.

describe('commitments that need not be read', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-commitments-'));
  let running: RunningDatabase;
  const processes: Database[] = [];

  beforeAll(async () => {
    running = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    for (let n = 0; n < 2; n++) processes.push(databaseOf(await connectMongo(running.uri), 'town'));
    await migrateTown(processes[0] as Database);
  }, 120_000);
  afterAll(async () => {
    for (const { base } of processes) await base.disconnect();
    await running.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('are those of the database, in both processes and after every change', async () => {
    const next = seeded(20_261_124);
    const random = (below: number): number => Math.floor(next() * below);
    const lots = ['lot 0', 'lot 1', 'lot 2', 'lot 3'];
    for (let step = 0; step < 120; step++) {
      const database = processes[random(2)] as Database;
      const store = new CommitmentStore(database);
      const lot = lots[random(lots.length)] as string;
      const changes: (() => Promise<unknown>)[] = [
        () => store.insert(commitment(`${random(1_000)} ${step}`, lot, 1 + random(600), at(random(100)))),
        () => store.insert(commitment(`${random(1_000)} ${step}`, lot, 1 + random(600), null)),
        () => store.narrowOfPurpose(lot, 1 + random(300), at(random(100))),
        () => store.changeOfPurpose(lot, { kind: 'FIRM', expiresAt: null, minutes: 1 + random(600) }),
        () => store.removeOfPurpose(lot),
        () => store.removeExpiredHolds(at(random(30))),
      ];
      const isUndone = random(4) === 0;
      await inTransaction(database, async () => {
        for (let n = random(2); n >= 0; n--) {
          await store.guard();
          expect(await store.all()).toEqual(await stored(database));
          await changes[random(changes.length)]?.();
          expect(await store.all()).toEqual(await stored(database));
        }
        return isUndone ? abandon(undefined) : undefined;
      });
    }
  });

  it('are read once, and then by nobody who follows himself', async () => {
    const [database] = processes as [Database];
    const store = new CommitmentStore(database);
    const asked: string[] = [];
    const look = async (): Promise<void> => {
      await inTransaction(database, async () => {
        await store.guard();
        await store.all();
      });
    };
    await look();
    database.base.set('debug', (collection: string, method: string) => asked.push(`${collection} ${method}`));
    try {
      await look();
    } finally {
      database.base.set('debug', false);
    }
    expect(asked.filter((each) => each.startsWith('commitments'))).toEqual([]);
    expect(asked).toContain('capacity_version updateOne');
  });

  it('cannot be changed without the guard', async () => {
    const store = new CommitmentStore(processes[0] as Database);
    await expect(
      inTransaction(processes[0] as Database, () => store.insert(commitment('unguarded', 'lot 0', 60, null))),
    ).rejects.toThrow('without the guard');
    expect((await stored(processes[0] as Database)).map(({ _id }) => _id)).not.toContain('unguarded');
  });
});

/** As they stand, and inside a transaction as it has left them. */
function stored(database: Database): Promise<CommitmentRecord[]> {
  return database.model<CommitmentRecord>('commitments').find().sort({ _id: 1 }).lean<CommitmentRecord[]>().exec();
}

function commitment(_id: string, purposeId: string, minutes: number, expires: Instant | null): CommitmentRecord {
  return {
    ...{ _id, kind: expires === null ? 'FIRM' : 'HOLD', purpose: 'LOT', purposeId, minutes },
    ...{ skill: 'data-entry' as SkillCode, level: 1, dataClass: 'INTERNAL', licences: [] },
    ...{ earliest: '2026-12-01' as IsoDate, due: '2026-12-31' as IsoDate },
    ...{ expiresAt: expires === null ? null : new Date(expires), madeAt: new Date(0) },
  };
}

function at(second: number): Instant {
  return (Date.UTC(2026, 11, 1) + second * 1_000) as Instant;
}
