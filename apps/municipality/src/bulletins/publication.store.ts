import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import type { PublicationState } from '#domain/bulletins/publication-state';
import type { Instant } from '#domain/calendar/date';
import type { IsoMonth } from '#domain/calendar/month';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import {
  offeredMonthShape,
  publicationBasisShape,
  publicationMonthShape,
  publicationShape,
  type OfferedMonthRecord,
  type PublicationBasisRecord,
  type PublicationMonthRecord,
  type PublicationRecord,
} from './publication.model.js';

/** A bulletin that has been issued, with the town's signature. */
export interface IssuedBulletin {
  readonly bulletin: CapacityBulletin;
  readonly signed: string;
  readonly stamp: string;
  /** How far coordination has been told, and when. */
  readonly broadcast: number;
  readonly broadcastAt: Instant | undefined;
}

export class PublicationStore {
  private readonly newestModel;
  private readonly months;
  private readonly bases;
  private readonly offeredMonths;

  constructor(database: Database) {
    this.newestModel = modelIn(database, publicationShape);
    this.months = modelIn(database, publicationMonthShape);
    this.bases = modelIn(database, publicationBasisShape);
    this.offeredMonths = modelIn(database, offeredMonthShape);
  }

  /** The newest bulletin; undefined before the first one. */
  async newest(): Promise<IssuedBulletin | undefined> {
    const record = await this.newestModel.findById('capacity').lean<PublicationRecord>().exec();
    if (record === null || record.bulletin === null || record.signed === null) return undefined;
    const { bulletin, signed, stamp, broadcast, broadcastAt } = record;
    return {
      bulletin,
      signed,
      stamp,
      broadcast,
      broadcastAt: (broadcastAt?.getTime() ?? undefined) as Instant | undefined,
    };
  }

  /** Takes the next number. Whoever issues a bulletin begins with this, so that two at once conflict and one of them looks again. */
  async takeNumber(): Promise<number> {
    await this.newestModel.updateOne(
      { _id: 'capacity' },
      { $inc: { number: 1 }, $setOnInsert: { nextBasis: 1, broadcast: 0 } },
      { upsert: true },
    );
    const record = await this.newestModel.findById('capacity', { number: 1 }).lean<PublicationRecord>().exec();
    return record?.number ?? 0;
  }

  async state(): Promise<PublicationState> {
    const newest = await this.newestModel
      .findById('capacity', { nextBasis: 1, under: 1 })
      .lean<PublicationRecord>()
      .exec();
    const bases = await this.bases.find().sort({ _id: 1 }).lean<PublicationBasisRecord[]>().exec();
    const months = await this.months.find().sort({ _id: 1 }).lean<PublicationMonthRecord[]>().exec();
    return {
      nextBasis: newest?.nextBasis ?? 1,
      bases: bases.map(({ _id, workers }) => ({ number: _id, workers })),
      cells: months.flatMap(({ cells }) => cells),
      told: months.flatMap(({ told }) => told),
      under: newest?.under ?? undefined,
    };
  }

  /** Keeps a bulletin and what must be remembered of it. Must be called in the transaction that took its number. */
  async keep(
    issued: Pick<IssuedBulletin, 'bulletin' | 'signed' | 'stamp'>,
    before: PublicationState,
    after: PublicationState,
  ): Promise<void> {
    await this.newestModel.updateOne(
      { _id: 'capacity' },
      { $set: { ...issued, nextBasis: after.nextBasis, under: after.under ?? null } },
    );
    const known = new Set(before.bases.map(({ number }) => number));
    const added = after.bases.filter(({ number }) => !known.has(number));
    if (added.length > 0) await this.bases.create(added.map(({ number, workers }) => ({ _id: number, workers })));
    await this.bases.deleteMany({ _id: { $nin: after.bases.map(({ number }) => number) } });
    const [old, now] = [byMonth(before), byMonth(after)];
    for (const [month, part] of now) {
      // Most bulletins change few months, and a month of a large town is a long record.
      if (JSON.stringify(old.get(month)) !== JSON.stringify(part))
        await this.months.updateOne({ _id: month }, { $set: part }, { upsert: true });
    }
    await this.months.deleteMany({ _id: { $nin: [...now.keys()] } });
  }

  /** Minutes offered by month, as the town has told them. */
  async offered(): Promise<ReadonlyMap<IsoMonth, number>> {
    const months = await this.offeredMonths.find().lean<OfferedMonthRecord[]>().exec();
    return new Map(months.map(({ _id, minutes }) => [_id, minutes]));
  }

  async keepOffered(offered: ReadonlyMap<IsoMonth, number>): Promise<void> {
    const known = await this.offered();
    for (const [month, minutes] of offered) {
      if (known.get(month) !== minutes)
        await this.offeredMonths.updateOne({ _id: month }, { $set: { minutes } }, { upsert: true });
    }
  }

  async markBroadcast(number: number, now: Instant): Promise<void> {
    await this.newestModel.updateOne(
      { _id: 'capacity' },
      { $max: { broadcast: number }, $set: { broadcastAt: new Date(now) } },
    );
  }
}

type MonthPart = Pick<PublicationState, 'cells' | 'told'>;

function byMonth({ cells, told }: PublicationState): Map<IsoMonth, MonthPart> {
  const months = new Set([...cells, ...told].map(({ month }) => month));
  return new Map(
    [...months].map((month) => [
      month,
      { cells: cells.filter((each) => each.month === month), told: told.filter((each) => each.month === month) },
    ]),
  );
}
