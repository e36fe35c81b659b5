import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { awardsEnd, cursorOf, type SurplusOrder, type SurplusOrderStatus } from '#domain/trade/surplus-order';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { surplusOrderShape, type SurplusOrderRecord } from './surplus-order.model.js';

export type { SurplusOrderRecord };

/** Where they are kept, for what joins them to its own. */
export const surplusOrderCollection = surplusOrderShape.collection;

/** Which of a town's published surplus orders a reader asks for. */
export interface SurplusOrderQuery {
  readonly publisher: MunicipalityCode;
  /** Only those addressed to this town; all where undefined. */
  readonly addressee?: MunicipalityCode | undefined;
  readonly status?: readonly SurplusOrderStatus[] | undefined;
  readonly skill?: string | undefined;
}

export class SurplusOrderStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, surplusOrderShape);
  }

  async insert(record: SurplusOrderRecord): Promise<void> {
    await this.model.create([record]);
  }

  find(id: string): Promise<SurplusOrderRecord | null> {
    return this.model.findById(id).lean<SurplusOrderRecord>().exec();
  }

  ofIds(ids: readonly string[]): Promise<SurplusOrderRecord[]> {
    return this.model
      .find({ _id: { $in: [...ids] } })
      .lean<SurplusOrderRecord[]>()
      .exec();
  }

  /** Up to `limit` surplus orders behind the cursor `after`, in the order of their cursors. */
  page(query: SurplusOrderQuery, limit: number, after: string | undefined): Promise<SurplusOrderRecord[]> {
    const filter = { ...filterOf(query), ...(after === undefined ? {} : { cursor: { $gt: after } }) };
    return this.model.find(filter).sort({ cursor: 1 }).limit(limit).lean<SurplusOrderRecord[]>().exec();
  }

  count(query: SurplusOrderQuery): Promise<number> {
    return this.model.countDocuments(filterOf(query)).exec();
  }

  published(publisher: MunicipalityCode): Promise<SurplusOrderRecord[]> {
    return this.model.find({ publisher }).sort({ cursor: 1 }).lean<SurplusOrderRecord[]>().exec();
  }

  /** Surplus orders that still take claims or awards. */
  open(publisher: MunicipalityCode): Promise<SurplusOrderRecord[]> {
    return this.model
      .find({ publisher, status: { $in: ['POSTED', 'PARTLY_AWARDED'] } })
      .sort({ cursor: 1 })
      .lean<SurplusOrderRecord[]>()
      .exec();
  }

  /** What the town has published to a peer, and the peer to it. */
  between(town: MunicipalityCode, peer: MunicipalityCode): Promise<SurplusOrderRecord[]> {
    const parties = [
      { publisher: town, addressees: peer },
      { publisher: peer, addressees: town },
    ];
    return this.model.find({ $or: parties }).lean<SurplusOrderRecord[]>().exec();
  }

  /** Open surplus orders whose publisher may no longer award. */
  overdue(publisher: MunicipalityCode, now: Instant): Promise<SurplusOrderRecord[]> {
    return this.model
      .find({ publisher, status: { $in: ['POSTED', 'PARTLY_AWARDED'] }, awardsEndAt: { $lte: new Date(now) } })
      .lean<SurplusOrderRecord[]>()
      .exec();
  }

  /** Changes how it stands; false when somebody else has changed it since it was read. */
  async change(
    read: Pick<SurplusOrderRecord, '_id' | 'awardedMinutes' | 'status'>,
    change: Pick<SurplusOrderRecord, 'awardedMinutes' | 'minutes' | 'priceYen' | 'status'>,
  ): Promise<boolean> {
    const { _id, awardedMinutes, status } = read;
    const changed = await this.model.updateOne({ _id, awardedMinutes, status }, { $set: change });
    return changed.matchedCount === 1;
  }

  /** Keeps a publisher's newest word about its surplus order. */
  async keepCopy({ _id, ...rest }: SurplusOrderRecord): Promise<void> {
    await this.model.updateOne({ _id }, { $set: rest }, { upsert: true });
  }
}

/** A surplus order as it is told to peers. */
export function statementOf(record: SurplusOrderRecord): SurplusOrder {
  const { _id: id, addressees, awardsEndAt: _, lotId: __, cursor: ___, ...rest } = record;
  return { id, addressees: addressees as MunicipalityCode[], ...rest };
}

/** A surplus order as it is stored; `lotId` is null in the copy of an addressee, who does not know it. */
export function orderRecordOf(
  { id, addressees, licences, ...rest }: SurplusOrder,
  lotId: string | null,
  decidedBy = awardsEnd(rest),
): SurplusOrderRecord {
  return {
    _id: id,
    ...rest,
    addressees: [...addressees],
    licences: [...licences],
    lotId,
    cursor: cursorOf({ id, claimBy: rest.claimBy }),
    awardsEndAt: new Date(decidedBy),
  };
}

function filterOf({ publisher, addressee, status, skill }: SurplusOrderQuery): Record<string, unknown> {
  return {
    publisher,
    ...(addressee === undefined ? {} : { addressees: addressee }),
    ...(status === undefined ? {} : { status: { $in: [...status] } }),
    ...(skill === undefined ? {} : { skill }),
  };
}
