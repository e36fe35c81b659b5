import { monthsBetween, type IsoMonth } from '../calendar/month.js';
import { dataClassFits } from '../orders/data-class.js';
import type { PlanAgreement, PlanInstance, PlanLot, PlanTown } from './instance.js';

/**
 * The towns with targets that add up to the work there is: of each lot, the same in each month of its window, every town that may do it has
 * the share that its time for that work has in everyone's. So no town is worse off for being small or far, and none is owed work that it
 * cannot do. Never more than its ceiling over all skills.
 */
export function withFairTargets({
  months,
  towns,
  lots,
  agreements,
}: Pick<PlanInstance, 'months' | 'towns' | 'lots' | 'agreements'>): PlanTown[] {
  const targets = new Map(towns.map(({ code }) => [code, months.map(() => 0)]));
  const agreementsOf = new Map<string, PlanAgreement[]>();
  for (const agreement of agreements)
    for (const code of agreement.between) agreementsOf.set(code, [...(agreementsOf.get(code) ?? []), agreement]);
  for (const lot of lots) {
    const window = monthsBetween(lot.from, lot.to);
    for (const month of window) {
      const at = months.indexOf(month);
      const able = towns
        .filter((town) => town.code === lot.town || mayReceive(town, lot, month, agreementsOf.get(lot.town) ?? []))
        .map((town) => ({ target: targets.get(town.code), free: freeFor(town, lot, at) }));
      const all = able.reduce((sum, { free }) => sum + free, 0);
      if (all === 0) continue;
      for (const { target, free } of able)
        if (target !== undefined) target[at] = (target[at] ?? 0) + ((lot.minutes / window.length) * free) / all;
    }
  }
  return towns.map((town) => {
    const most = town.ceilings.find(({ skill, dataClass }) => skill === null && dataClass === 'PUBLIC')?.minutes;
    const targetMinutes = (targets.get(town.code) ?? []).map((minutes, at) => {
      return Math.floor(Math.min(minutes, most?.[at] ?? 0));
    });
    return { ...town, targetMinutes };
  });
}

function mayReceive(
  { code, highestDataClass }: PlanTown,
  lot: PlanLot,
  month: IsoMonth,
  agreements: readonly PlanAgreement[],
): boolean {
  return (
    (lot.addressees?.includes(code) ?? true) &&
    dataClassFits(lot.dataClass, highestDataClass) &&
    agreements.some(
      ({ between, skills, from, to }) =>
        between.includes(code) && from <= month && month <= to && (skills === null || skills.includes(lot.skill)),
    )
  );
}

/** What a town has promised of exactly this work in a month; nothing where it takes a seat, of which nobody tells. */
function freeFor({ ceilings }: PlanTown, { skill, level, dataClass, licences }: PlanLot, at: number): number {
  const own = ceilings.find(
    (ceiling) => ceiling.skill === skill && ceiling.level === level && ceiling.dataClass === dataClass,
  );
  return licences.length > 0 ? 0 : (own?.minutes[at] ?? 0);
}
