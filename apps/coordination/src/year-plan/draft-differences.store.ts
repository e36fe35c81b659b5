import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftDifference } from '#domain/planning/draft-differences';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { draftDifferenceShape, type DraftDifferenceRecord } from './draft-differences.model.js';
import type { PlannedOrder, YearPlanRecord } from './year-plan.model.js';

export type { DraftDifferenceRecord };

/** A draft of a comparison, by its position. */
export interface DraftAt {
  readonly comparisonId: string;
  readonly draft: number;
}

/** Differences that are kept of a draft, the largest: beyond these nobody reads on. */
export const mostDifferences = 1_000;

/** What drafts do otherwise than the unchanged year. */
export class DraftDifferenceStore {
  private readonly rows;

  constructor(database: Database) {
    this.rows = modelIn(database, draftDifferenceShape);
  }

  /** Keeps what the drafts of a comparison do differently as long as the comparison. @param drafts by their positions, largest first each. */
  async insert(
    { _id: comparisonId, keptUntil }: Pick<YearPlanRecord, '_id' | 'keptUntil'>,
    orders: readonly PlannedOrder[],
    drafts: readonly (readonly DraftDifference[])[],
  ): Promise<void> {
    const orderOf = new Map(orders.map((order) => [order.id, order]));
    const records = drafts.flatMap((differences, draft) =>
      differences.slice(0, mostDifferences).map((each, rank): DraftDifferenceRecord => {
        const { lot, skill, month, minutesBefore, minutesAfter } = each;
        const order = orderOf.get(lot);
        return {
          ...{ _id: `${comparisonId} ${draft} ${rank}`, comparisonId, draft, rank },
          order: order === undefined ? null : { id: order.id, title: order.title },
          addressees: order?.addressees ?? [],
          ...{ from: each.home as MunicipalityCode, to: each.town as MunicipalityCode },
          ...{ month, skill, minutesBefore, minutesAfter, keptUntil },
        };
      }),
    );
    if (records.length > 0) await this.rows.insertMany(records);
  }

  async forget(comparisonId: string): Promise<void> {
    await this.rows.deleteMany({ comparisonId });
  }

  /** Up to `limit` differences behind the rank `after`, the largest first. @param town only what it may see. */
  page(
    at: DraftAt,
    town: MunicipalityCode | 'ALL',
    limit: number,
    after: number | undefined,
  ): Promise<DraftDifferenceRecord[]> {
    const filter = { ...seenBy(at, town), ...(after === undefined ? {} : { rank: { $gt: after } }) };
    return this.rows.find(filter).sort({ rank: 1 }).limit(limit).lean<DraftDifferenceRecord[]>().exec();
  }

  count(at: DraftAt, town: MunicipalityCode | 'ALL'): Promise<number> {
    return this.rows.countDocuments(seenBy(at, town)).exec();
  }
}

/** What an order is about is for its publisher, its addressees and whoever would do it. */
function seenBy({ comparisonId, draft }: DraftAt, town: MunicipalityCode | 'ALL'): object {
  const concerned = [{ from: town }, { to: town }, { addressees: town }];
  return { comparisonId, draft, ...(town === 'ALL' ? {} : { $or: concerned }) };
}
