import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { addDays, type Instant } from '#domain/calendar/date';
import { weekOf } from '#domain/calendar/week';
import { anyone } from '#domain/capacity/town-capacity';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Capacity } from '../../apps/municipality/src/capacity/capacity.service.js';
import { MunicipalityModule } from '../../apps/municipality/src/municipality.module.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { startDatabase, type Database } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { isReady, waitUntil } from '../../tools/src/start/wait-until.js';
import { freshKey, root } from '../support/federation.js';

// Goal: with two processes up for one town, holds whose time has passed lapse once a minute, in one of them; when that one is killed, the
// other takes over within its minute.
// Method: two real processes over one database, each with its own scheduler. The test turns their clocks and says when their minute
// strikes (`turned-time.mjs`), hours ahead of a service of its own that makes the holds and reads what is free, and whose scheduler
// therefore finds nothing to do. A run of the job shows in an expired hold that is gone; a strike without a run, in one that is still
// there although everything has been done.

const code = '203246' as MunicipalityCode;
const skill = 'data-entry' as SkillCode;
const minutes = 600;
const second = 1_000;
const dataDir = mkdtempSync(join(tmpdir(), 'yui-schedulers-'));

/** A process of the town, as `npm start` runs it, whose time the test turns. */
class TownProcess {
  private process: ChildProcess | undefined;
  private readonly log: string;

  constructor(name: string) {
    this.log = join(dataDir, `${name}.log`);
  }

  async start(): Promise<void> {
    const port = await freePort();
    const log = openSync(this.log, 'a');
    const turnedTime = pathToFileURL(join(root, 'test/faults/turned-time.mjs')).href;
    this.process = spawn(
      process.execPath,
      ['--import', turnedTime, 'dist/apps/municipality/src/main.js', '--towns', code, '--port', String(port)],
      { cwd: root, env: { ...process.env, YUI_LOG_LEVEL: 'info' }, stdio: ['ignore', log, log, 'ipc'] },
    );
    closeSync(log);
    await waitUntil('the municipality', () => isReady(`http://127.0.0.1:${port}`));
  }

  /** It is `now`, and the minute strikes; resolves when all that is done in it is done. */
  async strikes(now: number): Promise<void> {
    const process = this.process as ChildProcess;
    const done = once(process, 'message');
    process.send(now);
    // Holds lapse; deadlines of claims pass; loans begin and end; checkpoints are sent; work follows old amendments.
    expect(await done).toEqual([{ struck: 5 }, undefined]);
  }

  /** How often its job has made holds lapse, as its log says; the log is written a moment after what it tells of. */
  get runs(): number {
    return readFileSync(this.log, 'utf8').split('1 holds lapsed').length - 1;
  }

  get faults(): string[] {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"level":"error"') || line.includes('"level":"fatal"'));
  }

  async kill(): Promise<void> {
    const running = this.process;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  }
}

describe('two schedulers of one town', () => {
  const [one, other] = [new TownProcess('one'), new TownProcess('other')];
  let database: Database;
  let service: INestApplicationContext;
  let town: Town;
  let start = 0;

  const at = <T>(type: new (...args: never[]) => T): T => service.get(type, { strict: false });
  const free = async (): Promise<number> => {
    const week = weekOf(addDays(at(Clock).today(), 28));
    return (await at(Capacity).figures(town, { skill }, { from: week, to: week })).freeMinutes;
  };
  /** Takes all the time of a week until so many milliseconds after the start. */
  const hold = async (until: number): Promise<void> => {
    const day = addDays(at(Clock).today(), 28);
    const wanted = {
      ...anyone(skill),
      skill,
      kind: 'HOLD' as const,
      purpose: 'CLAIM' as const,
      purposeId: freshKey(),
      minutes,
      earliest: day,
      due: day,
      expiresAt: (start + until) as Instant,
    };
    expect(await inTransaction(town.database, () => at(Capacity).commit(town, wanted))).toMatchObject({ ok: true });
    expect(await free()).toBe(0);
  };

  beforeAll(async () => {
    database = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    const nowhere = 'http://127.0.0.1:1';
    const addresses = { tateshina: nowhere, shiojiri: nowhere, neighbours: nowhere, coordination: nowhere };
    Object.assign(process.env, {
      MONGODB_URI: database.uri,
      YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
      YUI_KEYS_DIR: join(dataDir, 'keys'),
      YUI_ISSUER: nowhere,
    });
    service = await NestFactory.createApplicationContext(MunicipalityModule.hosting([code]), {
      logger: false,
      abortOnError: false,
    });
    town = at(Towns).find(code) as Town;
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: minutes };
    expect(await at(Workforce).registerWorker(town, { ...worker, idempotencyKey: freshKey() })).toMatchObject({
      ok: true,
    });
    await Promise.all([one.start(), other.start()]);
    start = Date.now();
  }, 120_000);
  afterAll(async () => {
    await Promise.all([one.kill(), other.kill()]);
    await service.close();
    await database.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    start += 3_600 * second; // An hour later: whatever the test before has leased is free again.
  });

  it('a hold whose time has passed lapses, in one of them and once a minute', async () => {
    const before = [one.runs, other.runs];
    await hold(30 * second);
    await one.strikes(start);
    await other.strikes(start + 20 * second);
    expect(await free()).toBe(0); // Its time has not passed.
    await one.strikes(start + 60 * second);
    expect(await free()).toBe(minutes);

    await hold(70 * second);
    await other.strikes(start + 80 * second);
    expect(await free()).toBe(0); // The time has passed, but the job has run in this minute.
    await one.strikes(start + 120 * second);
    expect(await free()).toBe(minutes);
    await waitUntil('the log', () =>
      Promise.resolve(one.runs + other.runs === Number(before[0]) + Number(before[1]) + 2),
    );
    expect([one.runs, other.runs]).toEqual([(before[0] as number) + 2, before[1]]);
  });

  it('one run does it where both strike at the same moment', async () => {
    const before = one.runs + other.runs;
    for (let round = 1; round <= 5; round++) {
      const now = start + round * 60 * second;
      await hold(round * 60 * second);
      await Promise.all([one.strikes(now), other.strikes(now)]);
      expect(await free()).toBe(minutes);
    }
    await waitUntil('the log', () => Promise.resolve(one.runs + other.runs >= before + 5));
    expect(one.runs + other.runs).toBe(before + 5);
    expect([...one.faults, ...other.faults]).toEqual([]);
  });

  it('when the one that does it is killed, the other takes over within its minute', async () => {
    const before = other.runs;
    await one.strikes(start);
    await hold(10 * second);
    await other.strikes(start + 20 * second);
    expect(await free()).toBe(0); // The first still counts as the one that does it.
    await one.kill(); // It would have struck again at 60 s.
    await other.strikes(start + 80 * second);
    expect(await free()).toBe(minutes);
    await waitUntil('the log', () => Promise.resolve(other.runs > before));
    expect(other.runs).toBe(before + 1);
    expect(other.faults).toEqual([]);
  });
});
