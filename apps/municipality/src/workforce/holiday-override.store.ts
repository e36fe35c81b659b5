import type { HolidayOverride } from '#domain/availability/holidays';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { holidayOverrideShape, type HolidayOverrideRecord } from './holiday-override.model.js';

export class HolidayOverrideStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, holidayOverrideShape);
  }

  async all(): Promise<HolidayOverride[]> {
    const records = await this.model.find().sort({ _id: 1 }).lean<HolidayOverrideRecord[]>().exec();
    return records.map(({ _id, holiday, name }) => ({ date: _id, holiday, name }));
  }

  async set({ date, holiday, name }: HolidayOverride): Promise<void> {
    await this.model.updateOne({ _id: date }, { $set: { holiday, name } }, { upsert: true });
  }
}
