import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { addDays, type Instant } from '#domain/calendar/date';
import { weekOf } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Clock } from '#service/clock';
import { Availability } from '../../apps/municipality/src/capacity/availability.service.js';
import { MunicipalityModule } from '../../apps/municipality/src/municipality.module.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { startDatabase, type Database } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';

// Goal: a worker who gives hours back while those hours are being promised is never overlooked (I-2): either the promise is refused, or
// the town hears what it lacks.
// Method: two services of the same town over one database, as two processes would be; one commits, the other takes the hours away, at
// the same moment, week after week.

const code = '203246' as MunicipalityCode;
const rounds = 12;

describe('lowering availability while it is being committed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-lowering-'));
  let database: Database;
  let services: INestApplicationContext[] = [];
  const at = <T>(which: number, type: new (...args: never[]) => T): T =>
    (services[which] as INestApplicationContext).get(type, { strict: false });
  const town = (which: number): Town => at(which, Towns).find(code) as Town;

  beforeAll(async () => {
    database = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    const nowhere = 'http://127.0.0.1:1';
    const addresses = { tateshina: nowhere, shiojiri: nowhere, neighbours: nowhere, coordination: nowhere };
    Object.assign(process.env, {
      MONGODB_URI: database.uri,
      YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
      YUI_KEYS_DIR: join(dataDir, 'keys'),
    });
    const start = (): Promise<INestApplicationContext> =>
      NestFactory.createApplicationContext(MunicipalityModule.hosting([code]), { logger: false, abortOnError: false });
    services = [await start(), await start()];
  }, 120_000);
  afterAll(async () => {
    for (const service of services) await service.close();
    await database.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('refuses the promise or names the shortfall', async () => {
    const { id: workerId } = demand(
      await at(0, Workforce).registerWorker(town(0), {
        displayName: '試験 花子',
        skills: [{ code: 'design', level: 2 }],
        weeklyMinutes: 600,
        idempotencyKey: freshKey(),
      }),
    );
    const { id: orderId } = demand(
      await at(0, Orders).createOrder(town(0), {
        clientName: '株式会社テスト商事',
        title: 'チラシ',
        recommissionConsent: 'NONE',
        idempotencyKey: freshKey(),
      }),
    );
    for (let round = 0; round < rounds; round++) {
      const day = addDays(at(0, Clock).today(), 28 + 7 * round);
      const { id: lotId } = demand(
        await at(0, Orders).addLot(town(0), {
          orderId,
          title: 'チラシ',
          skill: 'design',
          minutes: 600,
          earliest: day,
          due: day,
          dataClass: 'PUBLIC',
          idempotencyKey: freshKey(),
        }),
      );
      const [promise, given] = await Promise.all([
        at(0, Orders).commitCapacity(town(0), { lotId, minutes: 600, idempotencyKey: freshKey() }),
        at(1, Availability).giveBackHours(town(1), {
          workerId,
          week: weekOf(day),
          minutes: 600,
          idempotencyKey: freshKey(),
        }),
      ]);
      const lacking = demand(given).shortfalls.some(({ purposeId }) => purposeId === lotId);
      expect(lacking).toBe(promise.ok);
    }
  }, 120_000);
});
