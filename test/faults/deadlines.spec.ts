import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { addDays, type Instant, type IsoDate } from '#domain/calendar/date';
import { weekOf } from '#domain/calendar/week';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SkillCode } from '#domain/skills/catalogue';
import { inTransaction } from '#mongo/transaction';
import { Clock } from '#service/clock';
import { Capacity } from '../../apps/municipality/src/capacity/capacity.service.js';
import { MunicipalityModule } from '../../apps/municipality/src/municipality.module.js';
import { Orders } from '../../apps/municipality/src/orders/orders.service.js';
import { Post } from '../../apps/municipality/src/post/post.service.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { IncomingTrade } from '../../apps/municipality/src/trading/incoming.service.js';
import { Trading } from '../../apps/municipality/src/trading/trading.service.js';
import { Workforce } from '../../apps/municipality/src/workforce/workforce.service.js';
import { startDatabase, type Database } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { demand } from '../support/decisions.js';
import { freshKey, root } from '../support/federation.js';

// Goal: time that passes without an answer strands no hour and sells none twice: undecided claims lapse, unconfirmed awards are offered
// again, and a confirmation that comes too late is undone on both sides.
// Method: two towns in one process with a clock that can be turned, the real database and the real peer door. The jobs' work is called
// by hand, at the time the test says it is.

const [publisherCode, claimantCode] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];
const hour = 3_600_000;
const day = 24 * hour;
const skill = 'data-entry' as SkillCode;

describe('deadlines', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-clock-'));
  let database: Database;
  let app: NestExpressApplication;
  let publisher: Town;
  let claimant: Town;
  let late = 0;

  const at = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });
  const passDeadlines = async (): Promise<void> => {
    for (const town of [publisher, claimant]) await at(IncomingTrade).passDeadlines(town);
    for (const town of [claimant, publisher]) await at(Post).hurry(town); // Answers to what has just arrived.
  };
  const claimAt = (town: Town, id: string): ReturnType<Trading['claimById']> => at(Trading).claimById(town, id);
  const freeAtClaimant = async (): Promise<number> => {
    const week = weekOf(addDays(at(Clock).today(), 60));
    return (await at(Capacity).figures(claimant, { skill }, { from: week, to: week })).freeMinutes;
  };
  /** Makes room at the claimant for the next test. */
  const giveBack = (lotId: string | null | undefined): Promise<void> =>
    inTransaction(claimant.database, () => at(Capacity).release(claimant, lotId ?? ''));

  beforeAll(async () => {
    database = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
    const port = await freePort();
    const here = `http://127.0.0.1:${port}`;
    const addresses = { tateshina: here, shiojiri: here, neighbours: here, coordination: here };
    Object.assign(process.env, {
      MONGODB_URI: database.uri,
      YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
      YUI_KEYS_DIR: join(dataDir, 'keys'),
    });
    app = await NestFactory.create<NestExpressApplication>(MunicipalityModule.hosting([publisherCode, claimantCode]), {
      logger: false,
      abortOnError: false,
    });
    at(Clock).now = () => (Date.now() + late) as Instant;
    await app.listen(port, '127.0.0.1');
    [publisher, claimant] = [publisherCode, claimantCode].map((code) => at(Towns).find(code)) as [Town, Town];
    const worker = { displayName: '試験 一郎', skills: [{ code: skill, level: 2 }], weeklyMinutes: 600 };
    demand(await at(Workforce).registerWorker(claimant, { ...worker, idempotencyKey: freshKey() }));
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await database.child?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    late = 0;
  });

  /** A lot of 600 minutes in the week that lies 60 days ahead, published whole, and claimed whole. */
  const claimed = async (): Promise<{ lotId: string; surplusOrderId: string; claimId: string }> => {
    const today = at(Clock).today();
    const work = addDays(today, 60);
    const { id: orderId } = demand(
      await at(Orders).createOrder(publisher, {
        clientName: '株式会社テスト商事',
        title: '台帳',
        recommissionConsent: 'ALLOWED',
        idempotencyKey: freshKey(),
      }),
    );
    const lot = {
      orderId,
      title: '入力',
      skill,
      minutes: 600,
      earliest: work,
      due: work,
      dataClass: 'INTERNAL' as const,
    };
    const { id: lotId } = demand(await at(Orders).addLot(publisher, { ...lot, idempotencyKey: freshKey() }));
    const terms = {
      minutes: 600,
      claimBy: addDays(today, 7) as IsoDate,
      priceYen: 12_000,
      minSliceMinutes: 60,
      addressees: [claimantCode],
    };
    const { id: surplusOrderId } = demand(
      await at(Trading).publish(publisher, { lotId, ...terms, idempotencyKey: freshKey() }),
    );
    const { id: claimId } = demand(
      await at(Trading).claim(claimant, { surplusOrderId, minutes: 600, idempotencyKey: freshKey() }),
    );
    return { lotId, surplusOrderId, claimId };
  };
  const openMinutes = async (lotId: string): Promise<number | undefined> =>
    (await at(Orders).lot(publisher, lotId))?.lot.openMinutes;

  it('a message is sent as long as what it asks for can come true: a claim while it is held, an award until nobody could confirm it', async () => {
    const { surplusOrderId, claimId } = await claimed();
    demand(await at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    demand(await at(Trading).confirm(claimant, { claimId, idempotencyKey: freshKey() }));
    await at(Post).hurry(publisher);
    const ends = async (town: Town, processId: string): Promise<Record<string, number>> => {
      const sent = await town.database.collection('outgoing_messages').find({ processId }).toArray();
      return Object.fromEntries(sent.map(({ type, expiresAt }) => [String(type), (expiresAt as Date).getTime()]));
    };
    const claim = await claimAt(claimant, claimId);
    const { claimBy = '' as IsoDate } = (await at(Trading).surplusOrder(claimant, surplusOrderId)) ?? {};
    const endOf = (date: IsoDate, days: number): number => Date.parse(`${addDays(date, days + 1)}T00:00:00+09:00`);
    expect((await ends(claimant, claimId))['claim.submitted']).toBe(endOf(claimBy, 4));
    expect((await ends(publisher, claimId))['claim.awarded']).toBe(claim?.terms?.hardExpiry);
    expect((await ends(claimant, claimId))['award.confirmed']).toBeGreaterThan(Date.now() + 89 * day);
    expect((await ends(publisher, claimId))['award.in-force']).toBeGreaterThan(Date.now() + 89 * day);
    await giveBack(claim?.lotId);
  });

  it('an undecided claim lapses, its hold is free, and the work goes back to its lot', async () => {
    const { lotId, surplusOrderId, claimId } = await claimed();
    expect([await freeAtClaimant(), await openMinutes(lotId)]).toEqual([0, 0]);
    late = 9 * day;
    await passDeadlines();
    expect((await claimAt(claimant, claimId))?.status).toBe('SUBMITTED'); // Claims have ended; awards have not.
    late = 13 * day;
    await passDeadlines();
    expect((await claimAt(publisher, claimId))?.status).toBe('LAPSED');
    expect((await claimAt(claimant, claimId))?.status).toBe('LAPSED');
    expect((await at(Trading).surplusOrder(publisher, surplusOrderId))?.status).toBe('EXPIRED');
    expect((await at(Trading).surplusOrder(claimant, surplusOrderId))?.status).toBe('EXPIRED');
    late = 0;
    expect([await freeAtClaimant(), await openMinutes(lotId)]).toEqual([600, 600]);
  });

  it('an award nobody confirms is offered again after its hard expiry, and only then', async () => {
    const { surplusOrderId, claimId } = await claimed();
    demand(await at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    late = 73 * hour;
    const tooLate = await at(Trading).confirm(claimant, { claimId, idempotencyKey: freshKey() });
    expect(tooLate).toMatchObject({ ok: false, refusals: [{ code: 'CONFIRMATION_TOO_LATE' }] });
    await passDeadlines();
    expect((await at(Trading).surplusOrder(publisher, surplusOrderId))?.status).toBe('FULLY_AWARDED'); // A signature may be under way.
    late = 97 * hour;
    await passDeadlines();
    expect(await at(Trading).surplusOrder(publisher, surplusOrderId)).toMatchObject({
      status: 'POSTED',
      awardedMinutes: 0,
    });
    expect((await claimAt(claimant, claimId))?.status).toBe('LAPSED');
    late = 0;
    expect(await freeAtClaimant()).toBe(600);
  });

  it('a confirmation that was delayed but comes before the hard expiry is in force', async () => {
    const { claimId, lotId } = await claimed();
    demand(await at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    await away(publisherCode, async () => {
      demand(await at(Trading).confirm(claimant, { claimId, idempotencyKey: freshKey() }));
      expect(await claimAt(claimant, claimId)).toMatchObject({ status: 'CONFIRMED', receiptPending: true });
    });
    late = 90 * hour;
    await at(Post).hurry(claimant);
    await at(Post).hurry(publisher);
    expect(await claimAt(publisher, claimId)).toMatchObject({ status: 'CONFIRMED' });
    expect(await claimAt(claimant, claimId)).toMatchObject({ status: 'CONFIRMED', receiptPending: false });
    expect((await at(Orders).lot(publisher, lotId))?.lot.sentMinutes).toBe(600);
    late = 0;
    expect(await freeAtClaimant()).toBe(0);
    await giveBack((await claimAt(claimant, claimId))?.lotId);
  });

  it('a confirmation that comes after it is undone on both sides: the minutes are free here and on offer there', async () => {
    const { surplusOrderId, claimId } = await claimed();
    demand(await at(Trading).award(publisher, { claimId, minutes: 600, idempotencyKey: freshKey() }));
    await away(publisherCode, async () => {
      demand(await at(Trading).confirm(claimant, { claimId, idempotencyKey: freshKey() }));
    });
    const lotId = (await claimAt(claimant, claimId))?.lotId ?? '';
    expect(await at(Orders).lot(claimant, lotId)).toBeDefined();
    late = 97 * hour;
    await passDeadlines();
    await passDeadlines();
    expect((await claimAt(publisher, claimId))?.status).toBe('LAPSED');
    expect(await claimAt(claimant, claimId)).toMatchObject({ status: 'LAPSED', receiptPending: false });
    expect(await at(Trading).surplusOrder(publisher, surplusOrderId)).toMatchObject({
      status: 'POSTED',
      awardedMinutes: 0,
    });
    expect(await at(Orders).lot(claimant, lotId)).toBeUndefined();
    late = 0;
    expect(await freeAtClaimant()).toBe(600);
  });

  /** Runs `body` while a town cannot be reached by its peers. */
  async function away(code: MunicipalityCode, body: () => Promise<void>): Promise<void> {
    const member = at(Towns).federation.members.find((each) => each.code === code) as { endpoint: string };
    const { endpoint } = member;
    member.endpoint = 'http://127.0.0.1:1';
    try {
      await body();
    } finally {
      member.endpoint = endpoint;
    }
  }
});
