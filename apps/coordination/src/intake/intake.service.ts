import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import { isFresh } from '#domain/bulletins/received';
import type { HeardBulletin } from '#domain/bulletins/search';
import type { Federation, Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { wordsOf } from '#domain/text/words-of';
import { openFederation, type OpenedFederation } from '#messages/federation-document';
import { ping, type Database } from '#mongo/connect';
import { Clock } from '#service/clock';
import { FederationFile } from '#service/federation-file';
import { askForCapacity, askForSurplusOrders, askForWorkload, type WorkloadBulletin } from './ask-town.js';
import { CapacityBulletinStore } from './capacity-bulletin.store.js';
import { migrateReadModel } from './intake.migration.js';
import { KeptBulletins } from './kept-bulletins.js';
import { NoBulletin, readBulletin, readOutdatedMark, readSurplusList } from './read-bulletin.js';
import { connectReadModel, KeptWords } from './read-model.js';
import { SurplusListStore } from './surplus-list.store.js';
import { WorkloadBulletinStore } from './workload-bulletin.store.js';

export { connectReadModel, KeptWords, NoBulletin };

/** Whether there is a federation to serve; false when only the schema is asked for. */
export const SERVES = Symbol('serves a federation');

/** What is known of the towns' workload: fresh from those that answered, and the last word of those that did not. */
export interface Heard {
  readonly bulletins: readonly Omit<WorkloadBulletin, 'signed'>[];
  readonly silent: readonly Member[];
}

/** What is known of the towns' free capacity, and which of them were asked and did not answer. */
export interface HeardCapacity {
  readonly heard: readonly HeardBulletin[];
  readonly silent: readonly Member[];
}

/** What became of a bulletin or a list that was handed in. */
export type Reception = 'KEPT' | 'KNOWN' | 'EXPIRED';

/**
 * Takes in what towns tell everyone. Owns nothing: each answer of a town replaces the copy kept of it, and a lost database fills again
 * with the next question.
 */
@Injectable()
export class Intake implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('intake');
  private file: FederationFile<OpenedFederation> | undefined;
  private connection: Database | undefined;
  /** Where the service keeps what it has heard and made of it; undefined where it serves no federation. */
  database: Database | undefined;
  private kept: KeptBulletins | undefined;

  constructor(
    @Inject(SERVES) private readonly serves: boolean,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    if (!this.serves) return;
    this.file = await FederationFile.open<OpenedFederation>((text, pinned) =>
      openFederation(text, { now: this.clock.now(), pinned }),
    );
    ({ connection: this.connection, database: this.database } = await connectReadModel());
    await migrateReadModel(this.database);
    this.kept = new KeptBulletins(new CapacityBulletinStore(this.database));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection?.close();
  }

  /** Rejects when the database does not answer. */
  async ready(): Promise<void> {
    if (this.connection !== undefined) await ping(this.connection);
  }

  /** Asks every town at once, if there is a token to ask with; of those that are silent, their last word counts. */
  async workload(fiscalYear: number, authorization: string | undefined): Promise<Heard> {
    const { federation, database } = this.opened();
    const store = new WorkloadBulletinStore(database);
    const { members } = federation;
    const answers =
      authorization === undefined
        ? []
        : await Promise.all(members.map((town) => this.ask(town, fiscalYear, authorization)));
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

  /** The federation as its document says it is. */
  federation(): Federation {
    return this.opened().federation;
  }

  /** The members of the federation, in the order of its document. */
  members(): readonly Member[] {
    return this.opened().federation.members;
  }

  /**
   * What these towns tell of their free capacity: by the bulletin that is kept where it still holds, else asked of the town itself. Of a
   * town that does not answer, a bulletin that has not expired is still told.
   * @param live asks every town, whatever is kept of it.
   * @param authorization the token to ask with; without one nobody is asked.
   */
  async capacity(towns: readonly Member[], live: boolean, authorization: string | undefined): Promise<HeardCapacity> {
    const now = this.clock.now();
    const unexpired = await this.opened().kept.unexpired(
      towns.map(({ code }) => code),
      now,
    );
    const answers = await Promise.all(
      towns.map(async (town): Promise<{ heard?: HeardBulletin; silent?: Member }> => {
        const known = unexpired.get(town.code);
        const kept: { heard?: HeardBulletin } =
          known === undefined ? {} : { heard: { bulletin: known.bulletin, source: 'BULLETIN' } };
        if (known !== undefined && !known.isOutdated && !live) return kept;
        const told = authorization === undefined ? undefined : await this.askForBulletin(town, authorization);
        return told === undefined ? { ...kept, silent: town } : { heard: { bulletin: told, source: 'LIVE' } };
      }),
    );
    return {
      heard: answers.flatMap(({ heard }) => heard ?? []),
      silent: answers.flatMap(({ silent }) => silent ?? []),
    };
  }

  /**
   * Asks these towns for what they have not told yet, or not so that it still holds, and keeps their answers: whoever reads what is kept
   * (`KeptWords`) then knows as much as is to be known. Their answers are taken in one by one, so that others are served in between.
   */
  async catchUp(towns: readonly Member[], fiscalYear: number, authorization: string): Promise<void> {
    const now = this.clock.now();
    const held = await new CapacityBulletinStore(this.opened().database).held(towns.map(({ code }) => code));
    const isKnown = (town: Member): boolean =>
      held.some((each) => each.municipality === town.code && isFresh(each, now) && !each.isOutdated);
    await Promise.all([
      ...towns.filter((town) => !isKnown(town)).map((town) => this.askForBulletin(town, authorization)),
      ...towns.map((town) => this.askForSurplusList(town, authorization)),
      this.workload(fiscalYear, authorization),
    ]);
  }

  /** Takes in a bulletin that somebody hands in. @throws SignatureInvalid, NoBulletin */
  async receive(signed: string): Promise<Reception> {
    const { federation, database } = this.opened();
    const now = this.clock.now();
    const bulletin = await readBulletin(signed, federation, now);
    if (!isFresh(bulletin, now)) return 'EXPIRED';
    return (await new CapacityBulletinStore(database).keep(bulletin, signed, now)) ? 'KEPT' : 'KNOWN';
  }

  /** Takes in a list of surplus orders that somebody hands in. @throws as {@link receive} */
  async receiveSurplusOrders(signed: string): Promise<Reception> {
    const { federation, database } = this.opened();
    const now = this.clock.now();
    const list = await readSurplusList(signed, federation, now);
    if (!isFresh(list, now)) return 'EXPIRED';
    return (await new SurplusListStore(database).keep(list)) ? 'KEPT' : 'KNOWN';
  }

  /** When each town issued the list of surplus orders that is kept of it. */
  surplusListMoments(): Promise<ReadonlyMap<MunicipalityCode, number>> {
    return new SurplusListStore(this.opened().database).moments();
  }

  /** Takes in a town's word that its bulletins up to a number are overtaken: the next question goes to the town. @throws as {@link receive} */
  async markOutdated(signed: string): Promise<void> {
    const { federation, database } = this.opened();
    const { municipality, number } = await readOutdatedMark(signed, federation, this.clock.now());
    await new CapacityBulletinStore(database).markOutdated(municipality, number);
  }

  private opened(): { readonly federation: Federation; readonly database: Database; readonly kept: KeptBulletins } {
    const { database, kept } = this;
    const federation = this.file?.current();
    if (federation === undefined || database === undefined || kept === undefined)
      throw new Error('no federation document');
    return { federation, database, kept };
  }

  /** A town's own word of this moment, kept for the next question; undefined when it gives none that can be believed. */
  private async askForBulletin(town: Member, authorization: string): Promise<CapacityBulletin | undefined> {
    try {
      const { federation, database } = this.opened();
      const signed = await askForCapacity(town, authorization);
      const now = this.clock.now();
      const bulletin = await readBulletin(signed, federation, now);
      if (bulletin.municipality !== town.code) throw new NoBulletin('it is about another town');
      if (!isFresh(bulletin, now)) throw new NoBulletin('it has expired');
      await new CapacityBulletinStore(database).keep(bulletin, signed, now);
      return bulletin;
    } catch (fault) {
      this.log.warn(`${town.code} did not tell its capacity: ${wordsOf(fault)}`);
      return undefined;
    }
  }

  private async askForSurplusList(town: Member, authorization: string): Promise<void> {
    try {
      await this.receiveSurplusOrders(await askForSurplusOrders(town, authorization));
    } catch (fault) {
      this.log.warn(`${town.code} did not tell its surplus orders: ${wordsOf(fault)}`);
    }
  }

  private async ask(town: Member, fiscalYear: number, authorization: string): Promise<WorkloadBulletin | undefined> {
    try {
      return await askForWorkload(town, fiscalYear, authorization);
    } catch (fault) {
      this.log.warn(`${town.code} did not tell its workload: ${wordsOf(fault)}`);
      return undefined;
    }
  }
}
