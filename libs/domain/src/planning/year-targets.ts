import { monthsBetween, type IsoMonth } from '../calendar/month.js';
import { dataClassFits } from '../orders/data-class.js';
import type { PlanAgreement, PlanInstance, PlanLot, PlanTown } from './instance.js';
import { isAddressedTo } from './rules.js';

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
  const townOf = new Map(towns.map((town) => [town.code, town]));
  const peers = peersOf(agreements);
  const freeOf = freeIn(towns);
  for (const lot of lots) {
    const window = monthsBetween(lot.from, lot.to);
    const cell = `${lot.skill} ${lot.level} ${lot.dataClass}`;
    // Of seats nobody tells, so of work that takes one nobody has promised any.
    const known = lot.licences.length > 0 ? [] : [lot.town, ...(peers.get(lot.town)?.keys() ?? [])];
    const there = known.flatMap((code) => townOf.get(code) ?? []).filter((town) => isCleared(town, lot));
    for (const month of window) {
      const at = months.indexOf(month);
      const able = there
        .filter(({ code }) => code === lot.town || covers(peers.get(lot.town)?.get(code) ?? [], lot, month))
        .map(({ code }) => ({ code, free: freeOf(code, cell)?.[at] ?? 0 }));
      const all = able.reduce((sum, { free }) => sum + free, 0);
      if (all === 0) continue;
      for (const { code, free } of able) {
        const target = targets.get(code) ?? [];
        target[at] = (target[at] ?? 0) + ((lot.minutes / window.length) * free) / all;
      }
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

/** Of each town the towns with which it has agreements, and those. */
export function peersOf(
  agreements: readonly PlanAgreement[],
): ReadonlyMap<string, ReadonlyMap<string, readonly PlanAgreement[]>> {
  const peers = new Map<string, Map<string, PlanAgreement[]>>();
  const add = (one: string, other: string, agreement: PlanAgreement): void => {
    const of = peers.get(one) ?? new Map<string, PlanAgreement[]>();
    of.set(other, [...(of.get(other) ?? []), agreement]);
    peers.set(one, of);
  };
  for (const agreement of agreements) {
    const [one, other] = agreement.between;
    add(one, other, agreement);
    add(other, one, agreement);
  }
  return peers;
}

function isCleared({ code, highestDataClass }: PlanTown, lot: PlanLot): boolean {
  return code === lot.town || (isAddressedTo(lot, code) && dataClassFits(lot.dataClass, highestDataClass));
}

function covers(agreements: readonly PlanAgreement[], { skill }: PlanLot, month: IsoMonth): boolean {
  return agreements.some(
    ({ skills, from, to }) => from <= month && month <= to && (skills === null || skills.includes(skill)),
  );
}

/** What each town has promised of exactly a kind of work, by month. */
function freeIn(towns: readonly PlanTown[]): (code: string, cell: string) => readonly number[] | undefined {
  const cells = new Map<string, readonly number[]>(
    towns.flatMap(({ code, ceilings }) =>
      ceilings.map(
        ({ skill, level, dataClass, minutes }) => [`${code} ${skill} ${level} ${dataClass}`, minutes] as const,
      ),
    ),
  );
  return (code, cell) => cells.get(`${code} ${cell}`);
}
