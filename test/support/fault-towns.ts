import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import mongoose, { type Connection } from 'mongoose';
import type { Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import { DatabaseProxy } from '#testkit/faults/database-proxy';
import { PeerProxy } from '#testkit/faults/peer-proxy';
import { startDatabase, type Database } from '../../tools/src/database/database.js';
import { issuerSecrets } from '../../tools/src/issuer/secrets.js';
import { Child } from '../../tools/src/start/child.js';
import { writeFederation } from '../../tools/src/start/demo-federation.js';
import { readDocument } from '../../tools/src/federation/document-file.js';
import { freePort } from '../../tools/src/start/free-port.js';
import { demoToken } from '../../tools/src/start/token.js';
import { isReady, waitUntil } from '../../tools/src/start/wait-until.js';
import { root } from './federation.js';

const hour = 3_600_000;

/** A town: its process, its database, and a proxy before each door of both. */
export interface FaultTown {
  readonly code: string;
  readonly process: Child;
  readonly database: Child;
  readonly toDatabase: DatabaseProxy;
  readonly peerDoor: PeerProxy;
  /** Its database, read behind the proxy. */
  readonly stored: Connection;
  /** Ends process or database at once, and starts it again. */
  kill(what: 'process' | 'database'): Promise<void>;
  /** Runs a mutation until it is done, with one idempotency key however often; its payload. @throws when it is refused for a minute. */
  does(mutation: string, fields: string, input: object): Promise<Record<string, never>>;
  /** Sets the clock, and lets the minute strike. */
  turnClock(milliseconds: number): void;
  /** Starts a second process on the same database, with a scheduler of its own. */
  double(): Promise<void>;
}

export interface FaultTowns {
  readonly all: readonly FaultTown[];
  readonly federation: Federation;
  /** What was acknowledged to people, by idempotency key. */
  readonly acknowledged: ReadonlyMap<string, string>;
  /** Every town's clock goes on by so many hours, and its minute strikes. */
  passHours(hours: number): void;
  /** The day, so many days ahead of the towns' clock. */
  day(ahead: number): string;
  /** Until no town has anything to send, and everything killed is up again. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Three towns with a process and a database each, whose messages and commits all pass proxies of the test. */
export async function startFaultTowns(): Promise<FaultTowns> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yui-faults-'));
  delete process.env['MONGODB_URI'];
  const codes = { tateshina: '203246', shiojiri: '202151', neighbours: '202177' } as const;
  const closing: (() => Promise<unknown>)[] = [];
  const acknowledged = new Map<string, string>();
  const kills: Promise<void>[] = [];
  let [ahead, keys] = [0, 0];
  const clockFile = (name: string): string => join(dataDir, `${name}.clock`);
  let strikes = 0;
  const setClock = (name: string, milliseconds: number): void =>
    writeFileSync(clockFile(name), `${milliseconds} ${++strikes}`);
  const launch = (name: string, args: readonly string[], env: Readonly<Record<string, string>>): Child => {
    const child = new Child({
      ...{ name, command: process.execPath, cwd: root, logFile: join(dataDir, 'logs', `${name}.log`) },
      args: ['--import', pathToFileURL(join(root, 'test/faults/skewed-clock.mjs')).href, ...args],
      env: { NODE_ENV: 'development', YUI_TEST_CLOCK: clockFile(name), YUI_BULLETIN_INTERVAL: '3600', ...env },
    });
    closing.push(() => child.stop('SIGKILL'));
    child.start();
    return child;
  };
  const close = async (): Promise<void> => {
    for (const end of closing.reverse()) await end();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const [issuerPort, { clientSecret }] = [await freePort(), await issuerSecrets(dataDir)];
    const issuer = `http://127.0.0.1:${issuerPort}`;
    const doors: Record<string, { ports: { town: number }; proxy: PeerProxy; address: string }> = {};
    for (const name of Object.keys(codes)) {
      const ports = { town: await freePort() };
      const proxy = new PeerProxy(() => ports.town);
      doors[name] = { ports, proxy, address: await proxy.start() };
      closing.push(() => proxy.close());
    }
    const addressOf = (name: keyof typeof codes): string => doors[name]?.address ?? '';
    const addresses = {
      ...{ tateshina: addressOf('tateshina'), shiojiri: addressOf('shiojiri'), neighbours: addressOf('neighbours') },
      coordination: 'http://127.0.0.1:1',
    };
    const federationFile = await writeFederation(dataDir, addresses, Date.now() as Instant);
    const federation = await readDocument(federationFile, Date.now() as Instant);
    if (federation === undefined) throw new Error('no federation document');
    setClock('issuer', 0);
    launch('issuer', ['dist/tools/src/issuer/main.js', '--port', String(issuerPort), '--data', dataDir], {});
    await waitUntil('the issuer', () => isReady(issuer));

    const all = await Promise.all(
      Object.entries(codes).map(async ([name, code]): Promise<FaultTown> => {
        setClock(name, 0);
        const port = await freePort();
        const database = await startDatabase({ root, dataDir: join(dataDir, name), port, say: () => undefined });
        const server = databaseProcess(database);
        const toDatabase = new DatabaseProxy(port);
        const uri = `mongodb://127.0.0.1:${await toDatabase.start()}/?directConnection=true`;
        const { ports, proxy } = doors[name] as (typeof doors)[string];
        const args = ['dist/apps/municipality/src/main.js', '--towns', code, '--port', String(ports.town)];
        const env = {
          ...{ MONGODB_URI: uri, YUI_FEDERATION: federationFile, YUI_KEYS_DIR: join(dataDir, 'keys') },
          ...{ YUI_ISSUER: issuer, YUI_AUDIENCE: 'yui' },
        };
        const child = launch(name, args, env);
        const connection = await mongoose.createConnection(database.uri).asPromise();
        closing.push(
          () => connection.close(),
          () => toDatabase.close(),
          () => server.stop('SIGKILL'),
        );
        const address = `http://127.0.0.1:${ports.town}`;
        await waitUntil(name, () => isReady(address));
        const town: FaultTown = {
          ...{ code, process: child, database: server, toDatabase, peerDoor: proxy },
          stored: connection.useDb(`yui_${code}`),
          kill: (what) => {
            const killed = (async (): Promise<void> => {
              const victim = what === 'process' ? child : server;
              await victim.stop('SIGKILL');
              // What it left open the database undoes by itself after its limit of a minute, or when it is told to.
              if (what === 'process') await connection.db?.admin().command({ killAllSessions: [] });
              victim.start();
              await waitUntil(`${name} after its ${what} was killed`, () => isReady(address));
            })();
            kills.push(killed);
            return killed;
          },
          double: async () => {
            const second = await freePort();
            launch(name, [...args.slice(0, -1), String(second)], env);
            await waitUntil(`a second ${name}`, () => isReady(`http://127.0.0.1:${second}`));
          },
          turnClock: (milliseconds) => setClock(name, ahead + milliseconds),
          does: async (mutation, fields, input) => {
            const idempotencyKey = `fault-${code}-${mutation}-${++keys}`;
            const token = await demoToken(issuer, clientSecret, { municipality: code, roles: ['DIRECTOR'] });
            let payload: Record<string, never> | undefined;
            await waitUntil(`${mutation} of ${code}`, async () => {
              const response = await fetch(`${address}/graphql`, {
                method: 'POST',
                headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
                body: JSON.stringify({
                  query: textOf(mutation, fields),
                  variables: { input: { ...input, idempotencyKey } },
                }),
                signal: AbortSignal.timeout(15_000),
              });
              const { data } = (await response.json()) as { data?: Record<string, Record<string, never>> };
              payload = data?.[mutation];
              // What it is about may still be on its way here; a refusal writes nothing and is decided anew.
              if (payload?.['code'] !== undefined) throw new Error(`refused: ${String(payload['code'])}`);
              return payload !== undefined;
            });
            acknowledged.set(idempotencyKey, code);
            return payload as Record<string, never>;
          },
        };
        return town;
      }),
    );
    return {
      ...{ all, federation, acknowledged, close },
      passHours: (hours) => {
        ahead += hours * hour;
        for (const name of ['issuer', ...Object.keys(codes)]) setClock(name, ahead);
      },
      day: (days) => new Date(Date.now() + ahead + days * 24 * hour).toISOString().slice(0, 10),
      settle: async () => {
        await Promise.all(kills.splice(0));
        await waitUntil(
          'everything to arrive',
          async () => {
            const waiting = await Promise.all(
              all.map(({ stored }) =>
                stored.collection('outgoing_messages').countDocuments({ state: { $ne: 'DELIVERED' } }),
              ),
            );
            return waiting.every((count) => count === 0);
          },
          120_000,
        );
      },
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

/** The last lines of what a town's process has logged, for a failing test. */
export function lastWords(town: FaultTown): string {
  return town.process.lastLines(20).join('\n');
}

function databaseProcess({ child }: Database): Child {
  if (child === undefined) throw new Error('the database is not ours to kill');
  return child;
}

function textOf(mutation: string, fields: string): string {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
  return `mutation($input: ${type}Input!) { ${mutation}(input: $input) { ... on ${type}Payload { ${fields} } ... on Refusal { code } } }`;
}
