import type { MunicipalityCode } from '#domain/municipality/code';
import type { DraftContent, SurplusOrderDraft } from '#domain/trade/draft';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { draftShape, type DraftRecord } from './draft.model.js';

export class DraftStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, draftShape);
  }

  async insert({ id, ...rest }: SurplusOrderDraft, changedAt: Date): Promise<void> {
    await this.model.create([{ _id: id, ...rest, addressees: kept(rest), changedAt }]);
  }

  async find(id: string): Promise<SurplusOrderDraft | undefined> {
    const record = await this.model.findById(id).lean<DraftRecord>().exec();
    return record === null ? undefined : draftIn(record);
  }

  /** The drafts changed last, newest first. */
  async newest(limit: number): Promise<SurplusOrderDraft[]> {
    const found = this.model.find().sort({ changedAt: -1 }).limit(limit);
    return (await found.lean<DraftRecord[]>().exec()).map(draftIn);
  }

  /** Gives a draft another content; false where there is none. */
  async change(id: string, content: DraftContent, changedAt: Date): Promise<boolean> {
    const change = { ...content, addressees: kept(content), changedAt };
    return (await this.model.updateOne({ _id: id }, { $set: change })).matchedCount === 1;
  }

  /** False where there was none. */
  async remove(id: string): Promise<boolean> {
    return (await this.model.deleteOne({ _id: id })).deletedCount === 1;
  }
}

function kept({ addressees }: Pick<DraftContent, 'addressees'>): string[] | null {
  return addressees === null ? null : [...addressees];
}

/** A draft of before there were days and orders to split from has neither. */
function draftIn({ _id, changedAt: _, addressees, days, splitFrom, ...rest }: DraftRecord): SurplusOrderDraft {
  const later = { days: days ?? null, splitFrom: splitFrom ?? null };
  return { id: _id, ...rest, ...later, addressees: addressees as MunicipalityCode[] | null };
}
