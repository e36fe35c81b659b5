import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { memberOf, signingKeyAt } from '#domain/federation/federation';
import { differences } from '#domain/federation/membership';
import type { MunicipalityCode } from '#domain/municipality/code';
import { openFederation, type OpenedFederation } from '#messages/federation-document';
import type { SigningKey } from '#messages/keys';
import { connectMongo, databaseOf, ping, type Database } from '#mongo/connect';
import { withLease } from '#mongo/lease';
import { Clock } from '#service/clock';
import { ConfigurationError, optionalSetting, requiredSetting } from '#service/config';
import { FederationFile } from '#service/federation-file';
import { processId } from '#service/process-id';
import { migrateTown } from '../migrations/town-database.migration.js';
import { FederationPinStore } from './federation-pin.store.js';
import { readSigningKeys } from './settings.js';
import type { Town } from './town.js';

export type { Town };

/** The codes of the towns that this process hosts. */
export const HOSTED_CODES = Symbol('codes of the hosted towns');

/** A job as the leases of its town know it. */
export interface TownJob {
  readonly name: string;
  /** It must be done by then, or another process may begin it. */
  readonly milliseconds: number;
  /** Once in a period, however many processes are up; see `withLease`. */
  readonly keep?: boolean;
  /** Asked first where it often finds nothing to do: to take the lease and give it back is two durable writes. */
  readonly isDue?: (town: Town) => Promise<boolean>;
}

/** Which towns live here, and the federation they belong to. */
@Injectable()
export class Towns implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('towns');
  private readonly towns = new Map<MunicipalityCode, Town>();
  private readonly keys = new Map<MunicipalityCode, ReadonlyMap<string, SigningKey>>();
  private connection: Database | undefined;
  private file: FederationFile<OpenedFederation> | undefined;

  constructor(
    @Inject(HOSTED_CODES) private readonly codes: readonly MunicipalityCode[],
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.codes.length === 0) return; // Only the schema is asked for; no town, no database.
    const prefix = optionalSetting('YUI_DB_PREFIX', 'yui');
    requiredSetting('YUI_FEDERATION', 'path of the federation document');
    this.connection = await connectMongo(requiredSetting('MONGODB_URI', 'address of the MongoDB replica set'));
    for (const code of this.codes) {
      const database = databaseOf(this.connection, `${prefix}_${code}`);
      await migrateTown(database);
      this.towns.set(code, this.hostedTown(code, database));
    }
    this.file = await FederationFile.open<OpenedFederation>(
      (text, pinned) => openFederation(text, { now: this.clock.now(), pinned }),
      { pinned: await this.newestPin(), onChange: (after, before) => this.takeOver(after, before) },
    );
    await this.pin(this.federation);
    await this.readKeys();
    for (const code of this.codes) {
      if (memberOf(this.federation, code) === undefined) {
        throw new ConfigurationError(`${code} is no member of the federation document; add it or do not host it.`);
      }
      if (this.keyOf(code) === undefined)
        throw new ConfigurationError(
          `None of the private keys of ${code} in YUI_KEYS_DIR counts by the federation document.`,
        );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  /** The federation document in use; a newer file is taken over while everything runs. */
  get federation(): OpenedFederation {
    if (this.file === undefined) throw new Error('no federation document: this process hosts no town');
    return this.file.inUse; // Looked at by a job: a request may be inside a transaction, which a new pin must not join.
  }

  /** Takes over the file of the federation document if it has changed. */
  async lookAtFederation(): Promise<void> {
    await this.file?.look();
  }

  hosted(): readonly Town[] {
    return [...this.towns.values()];
  }

  /**
   * Runs a job for one town that lives here after the other, where no other process is at it. What fails in one town is logged and keeps
   * no other from its turn; the job's next strike tries again.
   */
  async inTurn({ name, isDue, ...lease }: TownJob, log: Logger, body: (town: Town) => Promise<void>): Promise<void> {
    for (const town of this.hosted()) {
      try {
        if (isDue !== undefined && !(await isDue(town))) continue;
        const held = { name, ...lease, holder: processId, now: this.clock.now() };
        await withLease(town.database, held, () => body(town));
      } catch (fault) {
        log.error(`${town.code}: ${name}`, fault);
      }
    }
  }

  /** The town if it lives here. */
  find(code: string | undefined): Town | undefined {
    return this.towns.get(code as MunicipalityCode);
  }

  /** Rejects when the database does not answer. */
  async ready(): Promise<void> {
    if (this.connection !== undefined) await ping(this.connection);
  }

  private hostedTown(code: MunicipalityCode, database: Database): Town {
    const current = (): SigningKey => {
      const key = this.keyOf(code);
      if (key === undefined) throw new Error(`${code} has no private key that counts by the federation document`);
      return key;
    };
    return {
      code,
      database,
      get key() {
        return current();
      },
    };
  }

  /** The key a town signs with now. */
  private keyOf(code: MunicipalityCode): SigningKey | undefined {
    const held = this.keys.get(code) ?? new Map<string, SigningKey>();
    const member = memberOf(this.federation, code);
    return held.get(signingKeyAt(member, new Set(held.keys()), this.clock.now())?.kid ?? '');
  }

  private async readKeys(): Promise<void> {
    for (const code of this.codes) this.keys.set(code, await readSigningKeys(code));
  }

  /** What any of the towns here has believed last. */
  private async newestPin(): Promise<OpenedFederation | undefined> {
    const pins = await Promise.all(this.hosted().map(({ database }) => new FederationPinStore(database).find()));
    const known = pins.flatMap((pin) => pin ?? []).sort((a, b) => b.version - a.version);
    let pinned: OpenedFederation | undefined;
    for (const { text, counted } of known)
      pinned ??= await openFederation(text, { now: this.clock.now(), pinned: { counted } });
    return pinned;
  }

  private async takeOver(after: OpenedFederation, before: OpenedFederation): Promise<void> {
    await this.readKeys(); // A key that has been made meanwhile.
    await this.pin(after);
    for (const line of differences(before, after)) this.log.log(`federation: ${line}`);
  }

  private async pin({ version, counted, document }: OpenedFederation): Promise<void> {
    const pin = {
      version,
      counted: [...counted],
      text: JSON.stringify(document),
      pinnedAt: new Date(this.clock.now()),
    };
    for (const { database } of this.hosted()) await new FederationPinStore(database).keep(pin);
  }
}
