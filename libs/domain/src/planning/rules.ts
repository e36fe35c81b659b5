import { dataClassFits } from '../orders/data-class.js';
import { isIn } from '../skills/joint-skills.js';
import type { Commodity, PlanCeiling, PlanGroup, PlanLot } from './instance.js';

/** Whether everyone in a group may do a commodity. */
export function canDo({ skills, clearance }: Pick<PlanGroup, 'skills' | 'clearance'>, wanted: Commodity): boolean {
  return (
    dataClassFits(wanted.dataClass, clearance) &&
    skills.some(({ code, level }) => code === wanted.skill && level >= wanted.level)
  );
}

/** Whether a lot that may move was offered to a town. */
export function isAddressedTo({ addressees }: Pick<PlanLot, 'addressees'>, town: string): boolean {
  return addressees?.includes(town) ?? true;
}

/** Whether a commodity counts against a published figure. */
export function counts({ skill, level, dataClass }: PlanCeiling, wanted: Commodity): boolean {
  if (!dataClassFits(dataClass, wanted.dataClass)) return false;
  return skill === null || (isIn(wanted.skill, skill) && wanted.level >= level);
}
