import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { Child, type ChildSettings } from '../start/child.js';
import { waitUntil } from '../start/wait-until.js';
import { findDatabase, type DatabaseKind } from './find-database.js';

export interface Database {
  readonly uri: string;
  /** In words, for the person who starts Yui. */
  readonly description: string;
  /** The process, where Yui runs it itself. */
  readonly child?: Child;
}

const descriptions: Record<Exclude<DatabaseKind['kind'], 'given'>, string> = {
  mongod: 'mongod',
  'secantusd-rs': 'secantusd-rs from the PATH',
  secantusdb: 'SecantusDB, the embedded database',
};

/** Finds and starts the database, and waits until it answers as a replica set (transactions need one). */
export async function startDatabase(settings: {
  readonly root: string;
  readonly dataDir: string;
  readonly port: number;
  readonly say: (line: string) => void;
  readonly onDeath?: ChildSettings['onDeath'];
}): Promise<Database> {
  const { root, dataDir, port, say } = settings;
  const found = await findDatabase(root, say);
  if (found.kind === 'given') {
    await waitUntil('The database at MONGODB_URI', () => answers(found.uri), 15_000);
    return { uri: found.uri, description: 'the one MONGODB_URI names' };
  }
  const storage = join(dataDir, 'database');
  mkdirSync(storage, { recursive: true });
  const args =
    found.kind === 'mongod'
      ? ['--replSet', 'yui', '--bind_ip', '127.0.0.1', '--port', String(port), '--dbpath', storage]
      : ['--host', '127.0.0.1', '--port', String(port), '--storage-path', storage, '--sync-on-commit'];
  const child = new Child({
    name: 'database',
    command: found.program,
    args,
    cwd: root,
    logFile: join(dataDir, 'logs', 'database.log'),
    ...(settings.onDeath === undefined ? {} : { onDeath: settings.onDeath }),
  });
  child.start();
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  try {
    if (found.kind === 'mongod') await initiate(uri, port);
    await waitUntil('The database', () => answers(uri));
  } catch (fault) {
    await child.stop();
    throw fault;
  }
  return { uri, description: descriptions[found.kind], child };
}

/** Whether a server answers as a member of a replica set that takes writes. */
async function answers(uri: string): Promise<boolean> {
  return withConnection(uri, async (connection) => {
    const hello = await connection.db?.admin().command({ hello: 1 });
    return hello?.['setName'] !== undefined && hello['isWritablePrimary'] === true;
  });
}

/** Makes a fresh mongod a replica set of one. */
async function initiate(uri: string, port: number): Promise<void> {
  await waitUntil('mongod', () =>
    withConnection(uri, async (connection) => {
      try {
        await connection.db
          ?.admin()
          .command({ replSetInitiate: { _id: 'yui', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
      } catch (fault) {
        if ((fault as { codeName?: string }).codeName !== 'AlreadyInitialized') throw fault;
      }
      return true;
    }),
  );
}

async function withConnection<T>(uri: string, body: (connection: mongoose.Connection) => Promise<T>): Promise<T> {
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 1_000 }).asPromise();
  try {
    return await body(connection);
  } finally {
    await connection.close();
  }
}
