import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Instant } from '#domain/calendar/date';
import { startDatabase, type Database } from '../database/database.js';
import { demoClientId } from '../issuer/demo-client.js';
import { issuerSecrets } from '../issuer/secrets.js';
import { Child } from './child.js';
import { hosts, writeFederation } from './demo-federation.js';
import { freePort } from './free-port.js';
import { demoToken, type TokenRequest } from './token.js';
import { isReady, waitUntil } from './wait-until.js';

export interface FederationSettings {
  /** The checkout whose built services run. */
  readonly root: string;
  readonly dataDir: string;
  /** Where the gateway listens; 0 picks a free port. */
  readonly gatewayPort: number;
  /** A database that runs already; otherwise one is found and started in the data folder. */
  readonly databaseUri?: string;
  /** Databases are named `<prefix>_<town>`. */
  readonly databasePrefix?: string;
  /** Whether a new data folder gets the demo towns' workers and orders. */
  readonly seed: boolean;
  readonly say: (line: string) => void;
  readonly onDeath?: (name: string, how: string, lastLines: readonly string[]) => void;
}

/** A running federation: real processes, each stoppable by name. */
export interface RunningFederation {
  readonly gateway: string;
  readonly issuer: string;
  readonly databaseUri: string;
  readonly databaseDescription: string;
  readonly databasePrefix: string;
  /** By name: `database`, `issuer`, `tateshina`, `shiojiri`, `neighbours`, `coordination`, `gateway`. */
  readonly processes: ReadonlyMap<string, Child>;
  /** Address of a process. */
  address(name: string): string;
  token(request: TokenRequest): Promise<string>;
  /** Stops everything, the gateway first and the database last. */
  stop(): Promise<void>;
}

const seededMark = 'seeded';

/** Starts the whole federation and waits until every part of it is ready. Stops what it has started when something fails. */
export async function startFederation(settings: FederationSettings): Promise<RunningFederation> {
  const { root, dataDir, say } = settings;
  mkdirSync(dataDir, { recursive: true });
  const ports = await choosePorts(dataDir, settings.gatewayPort);
  const addressOf = (name: string): string => `http://127.0.0.1:${ports[name]}`;
  const started: Child[] = [];
  const stop = async (): Promise<void> => {
    for (const child of started.splice(0).reverse()) await child.stop();
  };
  try {
    const database = await databaseFor(settings, ports['database'] ?? 0);
    if (database.child !== undefined) started.push(database.child);
    say(`database: ${database.description}`);

    const secrets = await issuerSecrets(dataDir);
    const federation = await writeFederation(
      dataDir,
      {
        tateshina: addressOf('tateshina'),
        shiojiri: addressOf('shiojiri'),
        neighbours: addressOf('neighbours'),
        coordination: addressOf('coordination'),
      },
      Date.now() as Instant,
    );
    const databasePrefix = settings.databasePrefix ?? 'yui';
    const env = {
      NODE_ENV: 'development',
      MONGODB_URI: database.uri,
      YUI_DB_PREFIX: databasePrefix,
      YUI_FEDERATION: federation,
      YUI_KEYS_DIR: join(dataDir, 'keys'),
      YUI_ISSUER: addressOf('issuer'),
      YUI_AUDIENCE: 'yui',
      YUI_SUPERGRAPH: join(root, 'dist/supergraph.graphql'),
    };
    if (settings.seed) seed(root, dataDir, env, say);

    const launch = (name: string, args: readonly string[], extra: Readonly<Record<string, string>> = {}): Child => {
      const child = new Child({
        name,
        command: process.execPath,
        args,
        cwd: root,
        env: { ...env, ...extra },
        logFile: join(dataDir, 'logs', `${name}.log`),
        ...(settings.onDeath === undefined ? {} : { onDeath: settings.onDeath }),
      });
      started.push(child);
      child.start();
      return child;
    };
    const port = (name: string): string[] => ['--port', String(ports[name])];
    launch('issuer', ['dist/tools/src/issuer/main.js', ...port('issuer'), '--data', dataDir]);
    await waitUntil('issuer', () => isReady(addressOf('issuer')));
    for (const { name, towns } of hosts)
      launch(name, ['dist/apps/municipality/src/main.js', '--towns', towns.join(','), ...port(name)]);
    launch('coordination', ['dist/apps/coordination/src/main.js', ...port('coordination')]);
    launch('gateway', ['dist/apps/gateway/src/main.js', ...port('gateway')], {
      YUI_DEMO_CLIENT: `${demoClientId}:${secrets.clientSecret}`,
    });
    await Promise.all(
      [...hosts.map(({ name }) => name), 'coordination', 'gateway'].map(async (name) => {
        await waitUntil(name, () => isReady(addressOf(name)));
        say(`${name}: ready`);
      }),
    );
    return {
      gateway: addressOf('gateway'),
      issuer: addressOf('issuer'),
      databaseUri: database.uri,
      databaseDescription: database.description,
      databasePrefix,
      processes: new Map(started.map((child) => [child.name, child])),
      address: addressOf,
      token: (request) => demoToken(addressOf('issuer'), secrets.clientSecret, request),
      stop,
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function databaseFor(
  { root, dataDir, databaseUri, say, onDeath }: FederationSettings,
  port: number,
): Promise<Database> {
  if (databaseUri !== undefined) return { uri: databaseUri, description: 'one that runs already' };
  return startDatabase({ root, dataDir, port, say, ...(onDeath === undefined ? {} : { onDeath }) });
}

/** Each process's port of the last run where it is still free, so that addresses stay. */
async function choosePorts(dataDir: string, gatewayPort: number): Promise<Record<string, number>> {
  const file = join(dataDir, 'ports.json');
  const last = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
  const ports: Record<string, number> = gatewayPort === 0 ? {} : { gateway: gatewayPort };
  for (const name of ['gateway', 'database', 'issuer', ...hosts.map((host) => host.name), 'coordination']) {
    if (ports[name] !== undefined) continue;
    let port = await freePort(last[name]);
    while (Object.values(ports).includes(port)) port = await freePort(); // Free, but promised to another of ours.
    ports[name] = port;
  }
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

/** Fills new databases with the demo. A seeding that was interrupted begins again from nothing. */
function seed(root: string, dataDir: string, env: Readonly<Record<string, string>>, say: (line: string) => void): void {
  const mark = join(dataDir, seededMark);
  if (existsSync(mark)) return;
  say('seeding the demo towns …');
  const done = spawnSync(process.execPath, ['dist/demo/src/seed.js'], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`The demo could not be seeded:\n${done.stdout}${done.stderr}`);
  writeFileSync(mark, new Date().toISOString());
}

/** Removes everything that Yui has put into a data folder, and nothing else. */
export function clearDataFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  for (const name of [
    'database',
    'logs',
    'keys',
    'federation.json',
    'issuer.secrets.json',
    'ports.json',
    'running.json',
    seededMark,
  ]) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
