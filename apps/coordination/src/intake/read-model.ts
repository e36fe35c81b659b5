import { isFresh } from '#domain/bulletins/received';
import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { SurplusOrder } from '#domain/trade/surplus-order';
import { connectMongo, databaseOf, type Database } from '#mongo/connect';
import { optionalSetting, requiredSetting } from '#service/config';
import type { WorkloadBulletin } from './ask-town.js';
import { CapacityBulletinStore } from './capacity-bulletin.store.js';
import { SurplusListStore } from './surplus-list.store.js';
import { WorkloadBulletinStore } from './workload-bulletin.store.js';

/** Connects to the database of what towns have told. A thread that works with it has a connection of its own. */
export async function connectReadModel(): Promise<{ readonly connection: Database; readonly database: Database }> {
  const connection = await connectMongo(requiredSetting('MONGODB_URI', 'address of the MongoDB replica set'));
  return { connection, database: databaseOf(connection, `${optionalSetting('YUI_DB_PREFIX', 'yui')}_coordination`) };
}

/** What towns have handed in and still holds. Nobody is asked; to read it all takes long enough to do so in a thread. */
export class KeptWords {
  constructor(
    private readonly database: Database,
    private readonly towns: readonly MunicipalityCode[],
    private readonly now: Instant,
  ) {}

  /** Bulletins of free capacity that have not expired. */
  async bulletins(): Promise<CapacityBulletin[]> {
    const kept = await new CapacityBulletinStore(this.database).bulletinsOf(this.towns);
    return kept.filter((bulletin) => isFresh(bulletin, this.now));
  }

  /** Surplus orders by lists that have not expired, and the towns of which there is such a list. */
  async surplusOrders(): Promise<{
    readonly orders: readonly SurplusOrder[];
    readonly told: readonly MunicipalityCode[];
  }> {
    const lists = (await new SurplusListStore(this.database).ofTowns(this.towns)).filter((list) =>
      isFresh(list, this.now),
    );
    return { orders: lists.flatMap(({ orders }) => orders), told: lists.map(({ municipality }) => municipality) };
  }

  /** The last word of each town about its workload of a fiscal year. */
  async workload(fiscalYear: number): Promise<Omit<WorkloadBulletin, 'signed'>[]> {
    const kept = await new WorkloadBulletinStore(this.database).ofYear(fiscalYear);
    return kept.filter(({ municipality }) => this.towns.includes(municipality));
  }
}
