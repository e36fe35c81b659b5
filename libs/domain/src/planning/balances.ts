import { workerMinutes } from './changes.js';
import type { PlanInstance, PlannedWork, PlanTown } from './instance.js';

/** What a plan comes to for one town. Minutes and yen of the whole year; yen are of the client's price, weighed by certainty. */
export interface TownFigures {
  /** Of its own lots: minutes done, and what they are worth to its clients. */
  readonly servedMinutes: number;
  readonly servedYen: number;
  /** Minutes that its people do, for itself or for others, and the yen of them: its people's wages come out of these. */
  readonly doneMinutes: number;
  readonly doneYen: number;
  /** `doneYen` for each worker of 5 hours on 16 days a month that its supply comes to; null where it tells no supply. */
  readonly yenPerWorker: number | null;
  /** Minutes below its targets. */
  readonly shortMinutes: number;
}

/** What a town gives, gains, and had without sharing. */
export interface TownBalance {
  readonly town: string;
  /** Minutes of its lots that others do, and of others' lots that it does; with their yen. */
  readonly outMinutes: number;
  readonly outYen: number;
  readonly inMinutes: number;
  readonly inYen: number;
  /** By a plan without any sharing, and by the plan. */
  readonly before: TownFigures;
  readonly after: TownFigures;
}

/**
 * What each town gives and gains, so that none is asked to be generous blindly.
 * @param works of the plan. @param alone of a plan of the same instance without agreements.
 */
export function townBalances(
  instance: PlanInstance,
  works: readonly PlannedWork[],
  alone: readonly PlannedWork[],
): TownBalance[] {
  const [before, after] = [townFigures(instance, alone), townFigures(instance, works)];
  const moved = movedByTown(instance, works);
  return instance.towns.map(({ code }) => ({
    town: code,
    ...(moved.get(code) ?? { outMinutes: 0, outYen: 0, inMinutes: 0, inYen: 0 }),
    before: before.get(code) as TownFigures,
    after: after.get(code) as TownFigures,
  }));
}

/** What a plan comes to for each town, by its code. */
export function townFigures(instance: PlanInstance, works: readonly PlannedWork[]): ReadonlyMap<string, TownFigures> {
  const lots = new Map(instance.lots.map((lot) => [lot.id, lot]));
  const sums = new Map(
    instance.towns.map(({ code }) => [
      code,
      { servedMinutes: 0, servedYen: 0, doneMinutes: 0, doneYen: 0, byMonth: instance.months.map(() => 0) },
    ]),
  );
  for (const { lot: id, town, month, minutes } of works) {
    const lot = lots.get(id);
    const [home, done] = [sums.get(lot?.town ?? ''), sums.get(town)];
    if (lot === undefined || home === undefined || done === undefined) continue;
    const yen = minutes * lot.yenPerMinute * lot.certainty;
    const at = instance.months.indexOf(month);
    home.servedMinutes += minutes;
    home.servedYen += yen;
    done.doneMinutes += minutes;
    done.doneYen += yen;
    done.byMonth[at] = (done.byMonth[at] ?? 0) + minutes;
  }
  return new Map(
    instance.towns.map((town) => {
      const { byMonth, servedYen, doneYen, ...minutes } = sums.get(town.code) ?? {
        ...{ servedMinutes: 0, servedYen: 0, doneMinutes: 0, doneYen: 0, byMonth: [] },
      };
      const workers = workersOf(town, instance.months.length);
      const shortMinutes = town.targetMinutes.reduce(
        (sum, target, at) => sum + Math.max(0, target - (byMonth[at] ?? 0)),
        0,
      );
      return [
        town.code,
        {
          ...{ ...minutes, shortMinutes, servedYen: Math.round(servedYen), doneYen: Math.round(doneYen) },
          yenPerWorker: workers === null ? null : Math.round(doneYen / workers),
        },
      ];
    }),
  );
}

/** Workers of 5 hours on 16 days that a town's supply comes to on the average; null where it tells none. */
export function workersOf({ groups, ceilings }: PlanTown, months: number): number | null {
  const all = groups.length > 0 ? groups : ceilings.filter(({ skill }) => skill === null).slice(0, 1);
  const minutes = all.reduce((sum, each) => sum + each.minutes.reduce((year, month) => year + month, 0), 0);
  return minutes === 0 ? null : minutes / (months * workerMinutes);
}

function movedByTown(
  { lots }: PlanInstance,
  works: readonly PlannedWork[],
): ReadonlyMap<string, Pick<TownBalance, 'outMinutes' | 'outYen' | 'inMinutes' | 'inYen'>> {
  const lotOf = new Map(lots.map((lot) => [lot.id, lot]));
  const moved = new Map<string, { outMinutes: number; outYen: number; inMinutes: number; inYen: number }>();
  const of = (town: string): { outMinutes: number; outYen: number; inMinutes: number; inYen: number } => {
    const known = moved.get(town) ?? { outMinutes: 0, outYen: 0, inMinutes: 0, inYen: 0 };
    moved.set(town, known);
    return known;
  };
  for (const { lot: id, town, minutes } of works) {
    const lot = lotOf.get(id);
    if (lot === undefined || lot.town === town) continue;
    const yen = minutes * lot.yenPerMinute * lot.certainty;
    of(lot.town).outMinutes += minutes;
    of(lot.town).outYen += yen;
    of(town).inMinutes += minutes;
    of(town).inYen += yen;
  }
  return new Map(
    [...moved].map(([town, { outYen, inYen, ...minutes }]) => [
      town,
      { ...minutes, outYen: Math.round(outYen), inYen: Math.round(inYen) },
    ]),
  );
}
