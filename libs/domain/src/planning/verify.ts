import { dataClassFits } from '../orders/data-class.js';
import { grouped } from './grouped.js';
import type { PlanInstance, PlanLot, PlannedWork, PlanTown } from './instance.js';
import type { PlanRule } from './verify-rule.js';
import { supplyFaults } from './verify-supply.js';

// Written from the rules and not from the program: a fault in the one is not repeated in the other.

/** A rule that a plan breaks, and where: the lot, or the town and month. */
export interface PlanFault {
  readonly rule: PlanRule;
  readonly at: string;
}

/** Every rule of the instance that the planned work breaks; empty when it may be done. */
export function planFaults(instance: PlanInstance, works: readonly PlannedWork[]): PlanFault[] {
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const towns = new Map(instance.towns.map((town) => [town.code, town]));
  const isKnown = ({ lot, town, month }: PlannedWork): boolean =>
    lots.has(lot) && towns.has(town) && instance.months.includes(month);
  const known = works.filter(isKnown);
  const ofTown = grouped(
    instance.agreements.flatMap((agreement) => agreement.between.map((town) => ({ town, agreement }))),
    ({ town }) => town,
  );
  const faults: PlanFault[] = works
    .filter((work) => !isKnown(work))
    .map(({ lot, town, month }) => ({ rule: 'NAME', at: `${lot} ${town} ${month}` }));
  for (const [id, own] of grouped(known, ({ lot }) => lot)) {
    const lot = lots.get(id) as PlanLot;
    const agreements = (ofTown.get(lot.town) ?? []).map(({ agreement }) => agreement);
    faults.push(...lotFaults(instance.months, agreements, lot, own, towns));
  }
  for (const [place, own] of grouped(known, ({ town, month }) => `${town} ${month}`)) {
    const [{ town: code, month }] = own as [PlannedWork];
    const work = own.map(({ lot, minutes }) => ({ lot: lots.get(lot) as PlanLot, minutes }));
    const town = towns.get(code) as PlanTown;
    faults.push(...supplyFaults(town, instance.months.indexOf(month), work).map((rule) => ({ rule, at: place })));
  }
  return faults;
}

/** @param agreements those of the lot's town. */
function lotFaults(
  months: PlanInstance['months'],
  agreements: PlanInstance['agreements'],
  lot: PlanLot,
  works: readonly PlannedWork[],
  towns: ReadonlyMap<string, PlanTown>,
): PlanFault[] {
  const all = sum(works);
  const away = works.filter(({ town }) => town !== lot.town);
  const byMonth = grouped(works, ({ month }) => month);
  const received = [...grouped(away, ({ town }) => town).values()].map(sum);
  const inWindow = months.filter((month) => lot.from <= month && month <= lot.to);
  const isLawful = ({ town, month }: PlannedWork): boolean =>
    agreements.some(
      ({ between, skills, from, to }) =>
        between.includes(town) && from <= month && month <= to && (skills === null || skills.includes(lot.skill)),
    );
  const isCleared = ({ town }: PlannedWork): boolean =>
    dataClassFits(lot.dataClass, towns.get(town)?.highestDataClass ?? 'PUBLIC');
  const broken: [PlanRule, boolean][] = [
    ['MINUTES', works.some(({ minutes }) => !Number.isSafeInteger(minutes) || minutes < 1) || all > lot.minutes],
    ['WINDOW', works.some(({ month }) => month < lot.from || lot.to < month)],
    // Whole minutes cannot keep to a share exactly: a minute for each month of the window is let pass.
    [
      'PACE',
      (lot.mostShare < 1 && [...byMonth.values()].some((each) => sum(each) > Math.ceil(lot.mostShare * lot.minutes))) ||
        (inWindow.length > 1 &&
          inWindow.some((month) => sum(byMonth.get(month) ?? []) < lot.leastShare * all - inWindow.length)),
    ],
    ['CONSENT', away.length > 0 && !lot.mayMove],
    ['AGREEMENT', !away.every(isLawful)],
    ['ADDRESSEE', !away.every(({ town }) => lot.addressees?.includes(town) ?? true)],
    ['CLEARANCE', !away.every(isCleared)],
    ['WHOLE', lot.isWhole && (all !== lot.minutes || new Set(works.map(({ town }) => town)).size !== 1)],
    ['SLICE', received.some((minutes) => minutes < lot.minSliceMinutes)],
    ['TOWNS', received.length > lot.mostTowns],
  ];
  return broken.filter(([, is]) => is).map(([rule]) => ({ rule, at: lot.id }));
}

function sum(works: readonly PlannedWork[]): number {
  return works.reduce((total, { minutes }) => total + minutes, 0);
}
