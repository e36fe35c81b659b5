import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { answerShape, type AnswerRecord } from './answer.model.js';

export class AnswerStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, answerShape);
  }

  find(key: string): Promise<AnswerRecord | null> {
    return this.model.findById(key).lean<AnswerRecord>().exec();
  }

  async insert(record: AnswerRecord): Promise<void> {
    await this.model.create([record]);
  }
}
