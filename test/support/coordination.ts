import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { JWK } from 'jose';
import type { Caller, Role } from '#access/caller';
import { addDays, type Instant } from '#domain/calendar/date';
import { lastDayOf, type IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Language } from '#domain/refusals/catalogue';
import { signingKey } from '#messages/keys';
import { sign } from '#messages/signing';
import type { Database } from '#mongo/connect';
import { Clock } from '#service/clock';
import { CoordinationModule } from '../../apps/coordination/src/coordination.module.js';
import { Intake } from '../../apps/coordination/src/intake/intake.service.js';
import { makeComparison } from '../../apps/coordination/src/year-plan/plan-comparing.js';
import { explainRevision } from '../../apps/coordination/src/year-plan/plan-explaining.js';
import { prepareInput } from '../../apps/coordination/src/year-plan/plan-input.js';
import { makePlan, type Around, type MadePlan } from '../../apps/coordination/src/year-plan/plan-making.js';
import { driftOf, reviseStanding } from '../../apps/coordination/src/year-plan/plan-revising.js';
import { PlanThread, type MakingPlan } from '../../apps/coordination/src/year-plan/plan-thread.service.js';
import { startDatabase } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { root } from './federation.js';

/** The coordination service in this process, over a database of its own, of a federation of which no town is up. */
export interface CoordinationAlone {
  at<T>(type: new (...args: never[]) => T): T;
  /** Hands in a town's bulletin: free minutes of these skills, and of all together, in a month. */
  tellCapacity(town: string, month: IsoMonth, free: Readonly<Record<string, number>>): Promise<void>;
  /** Hands in a town's list of surplus orders. */
  tellSurplusOrders(town: string, month: IsoMonth, orders: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

const hourMs = 3_600_000;

export async function startCoordinationAlone(): Promise<CoordinationAlone> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-coordination-'));
  const running = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
  const nowhere = 'http://127.0.0.1:1';
  const addresses = { tateshina: nowhere, shiojiri: nowhere, neighbours: nowhere, coordination: nowhere };
  Object.assign(process.env, {
    MONGODB_URI: running.uri,
    YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
  });
  const service = await NestFactory.createApplicationContext(CoordinationModule.of(true), {
    logger: false,
    abortOnError: false,
  });
  const at: CoordinationAlone['at'] = (type) => service.get(type, { strict: false });
  solveHere(at(PlanThread), at(Intake).database as Database);
  const key = (town: string): ReturnType<typeof signingKey> =>
    signingKey(JSON.parse(readFileSync(join(dataDir, 'keys', `${town}.private.jwk.json`), 'utf8')) as JWK);
  const issued = (): { issuedAt: number; expiresAt: number } => ({
    issuedAt: Date.now(),
    expiresAt: Date.now() + hourMs,
  });
  return {
    at,
    async tellCapacity(town, month, free) {
      const all = Object.values(free).reduce((sum, minutes) => sum + minutes, 0);
      const rows = [
        ...Object.entries(free).map(([skill, freeMinutes]) => ({
          month,
          skill,
          level: 1,
          freeMinutes,
          dataClass: 'INTERNAL',
        })),
        { month, skill: null, level: 1, freeMinutes: all, dataClass: 'PUBLIC' },
      ];
      const bulletin = { municipality: town, number: 1, ...issued(), from: month, to: month, rows };
      await at(Intake).receive(await sign(bulletin, await key(town), 'yui-capacity-bulletin'));
    },
    async tellSurplusOrders(town, month, orders) {
      const usual = {
        ...{ publisher: town, title: '台帳の入力', skill: 'data-entry', level: 1, licences: [], awardedMinutes: 0 },
        ...{ earliest: `${month}-01`, due: lastDayOf(month), claimBy: addDays(new Clock().today(), 14) },
        ...{ minSliceMinutes: 600, dataClass: 'INTERNAL', status: 'POSTED' },
      };
      const list = { municipality: town, ...issued(), orders: orders.map((order) => ({ ...usual, ...order })) };
      await at(Intake).receiveSurplusOrders(await sign(list, await key(town), 'yui-surplus-list'));
    },
    async close() {
      await service.close();
      await running.child?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What runs in a thread elsewhere runs here: threads need what is built. */
export function solveHere(thread: PlanThread, database: Database): void {
  const here = (tell: Around['tell'], begin: (around: Around) => Promise<MadePlan>): MakingPlan => {
    let isStopAsked = false;
    const stop = (): void => void (isStopAsked = true);
    return { made: begin({ isStopAsked: () => isStopAsked, tell }), stop, kill: stop };
  };
  thread.prepare = (wanted) => prepareInput(database, wanted);
  thread.revise = (wanted) => reviseStanding(database, wanted);
  thread.explain = (wanted) => explainRevision(database, wanted);
  thread.drift = (wanted) => driftOf(database, wanted);
  thread.make = (wanted, tell) => here(tell, (around) => makePlan(database, wanted, around));
  thread.compare = (wanted, tell) => here(tell, (around) => makeComparison(database, wanted, around));
}

/** Somebody who asks coordination in English. */
export function asking(
  role: Role,
  municipality?: string,
): { readonly caller: Caller; readonly language: Language; readonly authorization: string } {
  const caller: Caller = {
    ...{ subject: 'somebody', roles: [role] },
    ...(municipality === undefined ? {} : { municipality: municipality as MunicipalityCode }),
  };
  return { caller, language: 'EN', authorization: 'Bearer nobody' };
}
