import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { Clock } from '#service/clock';
import { MunicipalityModule } from '../../apps/municipality/src/municipality.module.js';
import { PostJobs } from '../../apps/municipality/src/post/post.jobs.js';
import { Towns, type Town } from '../../apps/municipality/src/towns/towns.service.js';
import { startDatabase } from '../../tools/src/database/database.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { root } from './federation.js';

/** Two towns in one process, with a clock that can be turned, a real database and the real peer door. */
export interface TwoTowns {
  readonly one: Town;
  readonly other: Town;
  readonly dataDir: string;
  at<T>(type: new (...args: never[]) => T): T;
  /** Milliseconds by which the towns' clock is ahead. */
  turnClock(milliseconds: number): void;
  /** Runs `body` while a town's peers find another door where that town's should be; answers what came to it. */
  away(
    code: MunicipalityCode,
    answer: (body: string) => { status: number; body: unknown } | 'nothing',
    body: () => Promise<void>,
  ): Promise<string[]>;
  close(): Promise<void>;
}

export async function startTwoTowns(codes: readonly [string, string]): Promise<TwoTowns> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-two-'));
  const database = await startDatabase({ root, dataDir, port: await freePort(), say: () => undefined });
  const port = await freePort();
  const here = `http://127.0.0.1:${port}`;
  const addresses = { tateshina: here, shiojiri: here, neighbours: here, coordination: here };
  Object.assign(process.env, {
    MONGODB_URI: database.uri,
    YUI_FEDERATION: await writeFederation(dataDir, addresses, Date.now() as Instant),
    YUI_KEYS_DIR: join(dataDir, 'keys'),
  });
  const app = await NestFactory.create<NestExpressApplication>(
    MunicipalityModule.hosting(codes as readonly string[] as MunicipalityCode[]),
    { logger: false, abortOnError: false },
  );
  let late = 0;
  const at: TwoTowns['at'] = (type) => app.get(type, { strict: false });
  at(Clock).now = () => (Date.now() + late) as Instant;
  // A run that never ends: what the job would do each second, the test does when it says so.
  Object.assign(at(PostJobs), { running: true });
  await app.listen(port, '127.0.0.1');
  const [one, other] = codes.map((code) => at(Towns).find(code)) as [Town, Town];
  return {
    one,
    other,
    dataDir,
    at,
    turnClock: (milliseconds) => (late = milliseconds),
    away: async (code, answer, body) => {
      const heard: string[] = [];
      const server = createServer((request, response) => {
        let text = '';
        request.on('data', (part) => (text += String(part)));
        request.on('end', () => {
          heard.push(text);
          const said = answer(text);
          if (said === 'nothing') request.socket.destroy();
          else response.writeHead(said.status, { 'content-type': 'application/json' }).end(JSON.stringify(said.body));
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const member = at(Towns).federation.members.find((each) => each.code === code) as { endpoint: string };
      const { endpoint } = member;
      member.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        await body();
      } finally {
        member.endpoint = endpoint;
        server.closeAllConnections();
        server.close();
      }
      return heard;
    },
    close: async () => {
      await app.close();
      await database.child?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
