import { refusalsOfPattern, type NewPattern } from '../availability/pattern.js';
import type { DataClass } from '../orders/data-class.js';
import { refusal, type Refusal } from '../refusals/decision.js';
import { refusalsOfText } from '../text/text.js';
import { isSkill } from './catalogue.js';
import { refusalsOfLevel } from './levels.js';
import type { WorkerKind } from './worker-kind.js';

const displayNameLength = 60;

/**
 * The class of data a worker may handle where the town says nothing: everyone signs confidentiality when they are registered. Personal
 * data takes a decision of the town.
 */
export const ordinaryClearance: DataClass = 'CONFIDENTIAL';

export interface NewWorker extends NewPattern {
  readonly displayName: string;
  readonly skills: readonly { readonly code: string; readonly level: number }[];
  /** The highest class of data they may handle; {@link ordinaryClearance} where it is left out. */
  readonly clearance?: DataClass | null | undefined;
}

/** What a town may change of a worker; what is left out stays. */
export type WorkerChanges = {
  readonly [K in 'displayName' | 'skills' | 'clearance']?: NewWorker[K] | null | undefined;
};

/** Why a worker cannot be registered; empty when they can. */
export function refusalsToRegister(worker: NewWorker, kind: WorkerKind = 'PERSON'): Refusal[] {
  return [...refusalsToUpdate(worker), ...refusalsOfPattern(worker, kind)];
}

/** Why a worker cannot be changed so; empty when they can. */
export function refusalsToUpdate({ displayName, skills }: WorkerChanges): Refusal[] {
  return [
    ...(typeof displayName === 'string' ? refusalsOfText(displayName, 'displayName', displayNameLength) : []),
    ...(skills ? refusalsOfSkills(skills) : []),
  ];
}

/** Why skills cannot be said of somebody; empty when they can. */
export function refusalsOfSkills(skills: NewWorker['skills'], list = 'skills'): Refusal[] {
  if (skills.length === 0) return [refusal('SKILLS_EMPTY', { field: list })];
  const seen = new Set<string>();
  return skills.flatMap(({ code, level }, index) => {
    const field = `${list}.${index}`;
    const found = [
      ...(isSkill(code) ? [] : [refusal('SKILL_UNKNOWN', { field: `${field}.code`, given: code })]),
      ...(seen.has(code) ? [refusal('SKILL_TWICE', { field: `${field}.code`, given: code })] : []),
      ...refusalsOfLevel(level, `${field}.level`),
    ];
    seen.add(code);
    return found;
  });
}
