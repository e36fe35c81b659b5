import type { IsoMonth } from '../calendar/month.js';
import { nameOfCommodity, type Commodity, type PlanInstance, type PlannedWork } from './instance.js';

/** What a plan sends from one town to another in a month, all lots of a kind together: the unit that a coordinator talks about. */
export interface PlanMove extends Commodity {
  readonly month: IsoMonth;
  /** The town whose lots they are … */
  readonly home: string;
  /** … and the town that does these minutes of them. */
  readonly town: string;
  readonly lots: readonly string[];
  readonly minutes: number;
}

/** Every move of a plan, the largest first. */
export function movesOf({ lots }: Pick<PlanInstance, 'lots'>, works: readonly PlannedWork[]): PlanMove[] {
  const lotOf = new Map(lots.map((lot) => [lot.id, lot]));
  const moves = new Map<string, PlanMove & { lots: string[]; minutes: number }>();
  for (const { lot: id, town, month, minutes } of works) {
    const lot = lotOf.get(id);
    if (lot === undefined || lot.town === town) continue;
    const name = [month, lot.town, town, nameOfCommodity(lot)].join(' ');
    const known = moves.get(name);
    if (known === undefined) {
      const { skill, level, dataClass, licences } = lot;
      moves.set(name, { ...{ month, home: lot.town, town, skill, level, dataClass, licences }, lots: [id], minutes });
    } else {
      if (!known.lots.includes(id)) known.lots.push(id);
      known.minutes += minutes;
    }
  }
  return [...moves.values()].sort((a, b) => b.minutes - a.minutes);
}
