import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { capacityBulletinShape, type CapacityBulletinRecord } from './capacity-bulletin.model.js';
import { outdatedMarkShape } from './outdated-mark.model.js';

/** Which bulletin of a town is kept, and whether the town has said since that it is overtaken. */
export type HeldBulletin = Pick<CapacityBulletin, 'municipality' | 'number' | 'issuedAt' | 'expiresAt'> & {
  readonly isOutdated: boolean;
};

export class CapacityBulletinStore {
  private readonly bulletins;
  private readonly marks;

  constructor(database: Database) {
    this.bulletins = modelIn(database, capacityBulletinShape);
    this.marks = modelIn(database, outdatedMarkShape);
  }

  /** Which bulletins of these towns are kept; without their rows, which are long. */
  async held(towns: readonly MunicipalityCode[]): Promise<HeldBulletin[]> {
    const filter = { _id: { $in: [...towns] } };
    const [records, marks] = await Promise.all([
      this.bulletins.find(filter, { number: 1, issuedAt: 1, expiresAt: 1 }).lean().exec(),
      this.marks.find(filter).lean().exec(),
    ]);
    const overtaken = new Map(marks.map(({ _id, number }) => [_id, number]));
    return records.map(({ _id: municipality, number, issuedAt, expiresAt }) => ({
      ...{ municipality, number, issuedAt, expiresAt },
      isOutdated: number <= (overtaken.get(municipality) ?? 0),
    }));
  }

  /** The kept bulletins of these towns. */
  async bulletinsOf(towns: readonly MunicipalityCode[]): Promise<CapacityBulletin[]> {
    if (towns.length === 0) return [];
    const records = await this.bulletins
      .find({ _id: { $in: [...towns] } }, { signed: 0 })
      .lean<Omit<CapacityBulletinRecord, 'signed'>[]>()
      .exec();
    return records.map(({ _id: municipality, ...rest }) => ({ municipality, ...rest }));
  }

  /**
   * Keeps a bulletin unless one of the same town is kept that is as new and still holds; says whether it did. An expired one makes way
   * whatever its number, so that a town that had to begin its count anew is heard again.
   */
  async keep({ municipality, ...bulletin }: CapacityBulletin, signed: string, now: Instant): Promise<boolean> {
    const _id = municipality;
    // Written also where there are none, so that none of the bulletin before stay.
    const { rows, jointRows = [], ...rest } = bulletin;
    const record = { ...rest, rows: [...rows], jointRows: [...jointRows], signed };
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
