import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Federation, Member } from '#domain/federation/federation';
import { connectMongo, databaseOf, ping, type Database } from '#mongo/connect';
import { optionalSetting, requiredSetting } from '#service/config';
import { askForWorkload, type WorkloadBulletin } from './ask-town.js';
import { migrateReadModel } from './intake.migration.js';
import { WorkloadBulletinStore } from './workload-bulletin.store.js';

/** The federation document; undefined when only the schema is asked for. */
export const FEDERATION = Symbol('federation document');

/** What is known of the towns' workload: fresh from those that answered, and the last word of those that did not. */
export interface Heard {
  readonly bulletins: readonly Omit<WorkloadBulletin, 'signed'>[];
  readonly silent: readonly Member[];
}

/**
 * Takes in what towns tell everyone. Owns nothing: each answer of a town replaces the copy kept of it, and a lost database fills again
 * with the next question.
 */
@Injectable()
export class Intake implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('intake');
  private connection: Database | undefined;
  private database: Database | undefined;

  constructor(@Inject(FEDERATION) private readonly federation: Federation | undefined) {}

  async onModuleInit(): Promise<void> {
    if (this.federation === undefined) return;
    this.connection = await connectMongo(requiredSetting('MONGODB_URI', 'address of the MongoDB replica set'));
    this.database = databaseOf(this.connection, `${optionalSetting('YUI_DB_PREFIX', 'yui')}_coordination`);
    await migrateReadModel(this.database);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  /** Rejects when the database does not answer. */
  async ready(): Promise<void> {
    if (this.connection !== undefined) await ping(this.connection);
  }

  /** Asks every town at once; of those that are silent, their last word counts. */
  async workload(fiscalYear: number, authorization: string): Promise<Heard> {
    if (this.federation === undefined || this.database === undefined) throw new Error('no federation document');
    const store = new WorkloadBulletinStore(this.database);
    const { members } = this.federation;
    const answers = await Promise.all(members.map((town) => this.ask(town, fiscalYear, authorization)));
    const fresh = answers.filter((answer) => answer !== undefined);
    for (const bulletin of fresh) await store.keep({ _id: `${bulletin.municipality}-${fiscalYear}`, ...bulletin });
    const answered = new Set(fresh.map(({ municipality }) => municipality));
    const silent = members.filter(({ code }) => !answered.has(code));
    const lastWords =
      silent.length === 0
        ? []
        : (await store.ofYear(fiscalYear)).filter(({ municipality }) => !answered.has(municipality));
    const known = new Map([...fresh, ...lastWords].map((bulletin) => [bulletin.municipality, bulletin]));
    return { bulletins: members.flatMap(({ code }) => known.get(code) ?? []), silent };
  }

  private async ask(town: Member, fiscalYear: number, authorization: string): Promise<WorkloadBulletin | undefined> {
    try {
      return await askForWorkload(town, fiscalYear, authorization);
    } catch (fault) {
      this.log.warn(
        `${town.code} did not tell its workload: ${fault instanceof Error ? fault.message : String(fault)}`,
      );
      return undefined;
    }
  }
}
