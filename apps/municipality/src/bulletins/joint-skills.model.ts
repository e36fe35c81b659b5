import { Schema } from 'mongoose';
import type { JointSkills } from '#domain/skills/joint-skills';
import { storedShape } from '#mongo/model';

export interface JointSkillsRecord {
  /** The skills, in the order of their codes. */
  _id: JointSkills;
}

/** The skills that the town tells together in its bulletins. */
export const jointSkillsShape = storedShape<JointSkillsRecord>(
  'joint_skills',
  new Schema<JointSkillsRecord>({ _id: { type: String } }, { versionKey: false }),
);
