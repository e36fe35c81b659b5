import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MunicipalityCode } from '#domain/municipality/code';
import { connectMongo, databaseOf, type Database } from '#mongo/connect';

/** Runs `body` with a town's database: the one MONGODB_URI names, else that of the Yui running in the data folder. */
export async function withTownDatabase<T>(
  dataDir: string,
  code: MunicipalityCode,
  body: (database: Database) => Promise<T>,
): Promise<T> {
  const connection = await connectMongo(process.env['MONGODB_URI'] ?? embedded(dataDir));
  try {
    return await body(databaseOf(connection, `${process.env['YUI_DB_PREFIX'] ?? 'yui'}_${code}`));
  } finally {
    await connection.close();
  }
}

function embedded(dataDir: string): string {
  const file = join(dataDir, 'ports.json');
  const port = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { database?: number }).database
    : undefined;
  if (port === undefined) throw new Error('Name the database in MONGODB_URI, or start Yui with "npm start" first.');
  return `mongodb://127.0.0.1:${port}/?directConnection=true`;
}
