import type { JointSkills } from '#domain/skills/joint-skills';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import { jointSkillsShape, type JointSkillsRecord } from './joint-skills.model.js';

export class JointSkillsStore {
  private readonly model;

  constructor(database: Database) {
    this.model = modelIn(database, jointSkillsShape);
  }

  async all(): Promise<JointSkills[]> {
    const records = await this.model.find().sort({ _id: 1 }).lean<JointSkillsRecord[]>().exec();
    return records.map(({ _id }) => _id);
  }

  /** In place of those that were there. */
  async set(told: readonly JointSkills[]): Promise<void> {
    await this.model.deleteMany({ _id: { $nin: [...told] } });
    for (const _id of told) await this.model.updateOne({ _id }, { $setOnInsert: { _id } }, { upsert: true });
  }
}
