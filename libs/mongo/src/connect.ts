import mongoose, { type Connection } from 'mongoose';

// Every operation inside a transaction joins it by itself: a forgotten session would write outside and survive the abort.
mongoose.set('transactionAsyncLocalStorage', true);
// A filter on a field that no schema knows would match everything.
mongoose.set('strictQuery', 'throw');

/** Acknowledged means: on the journal of a majority. Named here and not left to a server's default. */
const durable = { w: 'majority', journal: true } as const;

/**
 * Connects to MongoDB and makes sure that it can do transactions.
 * @throws when the server cannot be reached within 10 s or is not a replica set.
 */
export async function connectMongo(uri: string): Promise<Connection> {
  const connection = await mongoose
    .createConnection(uri, {
      writeConcern: durable,
      readConcern: { level: 'majority' },
      retryWrites: true,
      serverSelectionTimeoutMS: 10_000,
      autoIndex: false, // Indexes are made when a town is opened, where a failure is seen.
      autoCreate: false,
      maxPoolSize: 20,
    })
    .asPromise();
  const hello = await connection.db?.admin().command({ hello: 1 });
  if (hello?.['setName'] === undefined) {
    await connection.close();
    throw new Error('The MongoDB server is not a replica set, so it has no transactions: start it with --replSet.');
  }
  return connection;
}

/** One database of a connection; all of them share its sockets. */
export function databaseOf(connection: Connection, name: string): Connection {
  return connection.useDb(name, { useCache: true });
}

/** Whether the database answers; for readiness. */
export async function ping(connection: Connection): Promise<void> {
  if (connection.db === undefined) throw new Error('not connected');
  await connection.db.admin().command({ ping: 1 });
}

/** One town's (or the read model's) own database. */
export type Database = Connection;
