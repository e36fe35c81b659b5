import type { PlanInstance, PlannedWork, PlanTown } from './instance.js';

/** What a plan comes to, to be compared with what was claimed of it. Minutes and yen. */
export interface PlanFigures {
  /** Worth of the work planned, each lot weighed by its certainty. */
  readonly servedYen: number;
  readonly servedMinutes: number;
  readonly askedMinutes: number;
  readonly movedMinutes: number;
  /** Share of a year's target that the worst-off town lacks. */
  readonly worstShortage: number;
  /** Coefficient of variation of a town's minutes over the months, averaged over the towns that have work. */
  readonly variation: number;
}

/** Recomputes what a plan comes to. */
export function planFigures(instance: PlanInstance, works: readonly PlannedWork[]): PlanFigures {
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const done = new Map<string, number>();
  const figures = { servedYen: 0, servedMinutes: 0, movedMinutes: 0 };
  for (const { lot: id, town, month, minutes } of works) {
    const lot = lots.get(id);
    if (lot === undefined) continue;
    figures.servedYen += minutes * lot.yenPerMinute * lot.certainty;
    figures.servedMinutes += minutes;
    if (lot.town !== town) figures.movedMinutes += minutes;
    done.set(`${town} ${month}`, (done.get(`${town} ${month}`) ?? 0) + minutes);
  }
  const minutesOf = ({ code }: PlanTown): number[] => instance.months.map((month) => done.get(`${code} ${month}`) ?? 0);
  const lacks = instance.towns.map((town) => {
    const target = town.targetMinutes.reduce((all, each) => all + each, 0);
    const lack = minutesOf(town).reduce((all, each, at) => all + Math.max(0, (town.targetMinutes[at] ?? 0) - each), 0);
    return target === 0 ? 0 : lack / target;
  });
  const variations = instance.towns.map(minutesOf).flatMap((minutes) => {
    const mean = minutes.reduce((all, each) => all + each, 0) / Math.max(1, minutes.length);
    const square = minutes.reduce((all, each) => all + (each - mean) ** 2, 0) / Math.max(1, minutes.length);
    return mean === 0 ? [] : [Math.sqrt(square) / mean];
  });
  return {
    ...figures,
    askedMinutes: instance.lots.reduce((all, { minutes }) => all + minutes, 0),
    worstShortage: Math.max(0, ...lacks),
    variation: variations.reduce((all, each) => all + each, 0) / Math.max(1, variations.length),
  };
}
