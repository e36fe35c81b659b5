import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Federation } from '#domain/federation/federation';
import { memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { connectMongo, databaseOf, ping, type Database } from '#mongo/connect';
import { ConfigurationError, optionalSetting, requiredSetting } from '#service/config';
import { readFederation } from '#service/federation-file';
import { migrateTown } from '../migrations/town-database.migration.js';
import { readSigningKey } from './settings.js';
import type { Town } from './town.js';

export type { Town };

/** The codes of the towns that this process hosts. */
export const HOSTED_CODES = Symbol('codes of the hosted towns');

/** Which towns live here, and the federation they belong to. */
@Injectable()
export class Towns implements OnModuleInit, OnApplicationShutdown {
  private readonly towns = new Map<MunicipalityCode, Town>();
  private connection: Database | undefined;
  private document: Federation | undefined;

  constructor(@Inject(HOSTED_CODES) private readonly codes: readonly MunicipalityCode[]) {}

  async onModuleInit(): Promise<void> {
    if (this.codes.length === 0) return; // Only the schema is asked for; no town, no database.
    this.document = readFederation();
    const prefix = optionalSetting('YUI_DB_PREFIX', 'yui');
    this.connection = await connectMongo(requiredSetting('MONGODB_URI', 'address of the MongoDB replica set'));
    for (const code of this.codes) {
      if (memberOf(this.document, code) === undefined) {
        throw new ConfigurationError(`${code} is no member of the federation document; add it or do not host it.`);
      }
      const database = databaseOf(this.connection, `${prefix}_${code}`);
      await migrateTown(database);
      this.towns.set(code, { code, database, key: await readSigningKey(code) });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  get federation(): Federation {
    if (this.document === undefined) throw new Error('no federation document: this process hosts no town');
    return this.document;
  }

  hosted(): readonly Town[] {
    return [...this.towns.values()];
  }

  /** The town if it lives here. */
  find(code: string | undefined): Town | undefined {
    return this.towns.get(code as MunicipalityCode);
  }

  /** Rejects when the database does not answer. */
  async ready(): Promise<void> {
    if (this.connection !== undefined) await ping(this.connection);
  }
}
