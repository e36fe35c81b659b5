import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { capacityBulletinShape, type CapacityBulletinRecord } from './capacity-bulletin.model.js';
import { outdatedMarkShape } from './outdated-mark.model.js';

/** A bulletin that is kept, and whether its town has said since that it is overtaken. */
export interface HeldBulletin {
  readonly bulletin: CapacityBulletin;
  readonly isOutdated: boolean;
}

export class CapacityBulletinStore {
  private readonly bulletins;
  private readonly marks;

  constructor(database: Database) {
    this.bulletins = modelIn(database, capacityBulletinShape);
    this.marks = modelIn(database, outdatedMarkShape);
  }

  /** The kept bulletins of these towns. */
  async of(towns: readonly MunicipalityCode[]): Promise<HeldBulletin[]> {
    const filter = { _id: { $in: [...towns] } };
    const [records, marks] = await Promise.all([
      this.bulletins.find(filter, { signed: 0 }).lean<Omit<CapacityBulletinRecord, 'signed'>[]>().exec(),
      this.marks.find(filter).lean().exec(),
    ]);
    const overtaken = new Map(marks.map(({ _id, number }) => [_id, number]));
    return records.map(({ _id: municipality, ...rest }) => ({
      bulletin: { municipality, ...rest },
      isOutdated: rest.number <= (overtaken.get(municipality) ?? 0),
    }));
  }

  /**
   * Keeps a bulletin unless one of the same town is kept that is as new and still holds; says whether it did. An expired one makes way
   * whatever its number, so that a town that had to begin its count anew is heard again.
   */
  async keep({ municipality, ...bulletin }: CapacityBulletin, signed: string, now: Instant): Promise<boolean> {
    const _id = municipality;
    const record = { ...bulletin, rows: [...bulletin.rows], signed };
    const replaced = await this.bulletins.updateOne(
      { _id, $or: [{ number: { $lt: bulletin.number } }, { expiresAt: { $lte: now } }] },
      { $set: record },
    );
    if (replaced.matchedCount > 0) return true;
    const added = await this.bulletins.updateOne({ _id }, { $setOnInsert: record }, { upsert: true });
    return added.upsertedCount > 0;
  }

  /** Notes that a town's bulletins up to a number are overtaken. */
  async markOutdated(municipality: MunicipalityCode, number: number): Promise<void> {
    await this.marks.updateOne({ _id: municipality }, { $max: { number } }, { upsert: true });
  }
}
