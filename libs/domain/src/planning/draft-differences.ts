import type { IsoMonth } from '../calendar/month.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { PlanInstance, PlannedWork } from './instance.js';

/** Minutes of a lot in a town and month that two plans plan differently. */
export interface DraftDifference {
  readonly lot: string;
  readonly skill: SkillCode;
  readonly month: IsoMonth;
  /** The town whose lot it is … */
  readonly home: string;
  /** … and the town that does these minutes: the same where it does them itself. */
  readonly town: string;
  readonly minutesBefore: number;
  readonly minutesAfter: number;
}

/** A plan of an instance. */
interface Planned {
  readonly instance: Pick<PlanInstance, 'lots'>;
  readonly works: readonly PlannedWork[];
}

/**
 * What one plan does otherwise than another, lot by lot, town by town and month by month, the largest difference first. Lots may be in one
 * of the two instances only: imagined ones, and those of a town that has left. The minutes after less those before come to what the one
 * plan serves more than the other.
 */
export function draftDifferences(before: Planned, after: Planned): DraftDifference[] {
  const lots = new Map([...before.instance.lots, ...after.instance.lots].map((lot) => [lot.id, lot]));
  const places = new Map<string, { work: PlannedWork; minutesBefore: number; minutesAfter: number }>();
  const count = (works: readonly PlannedWork[], side: 'minutesBefore' | 'minutesAfter'): void => {
    for (const work of works) {
      const name = `${work.lot} ${work.town} ${work.month}`;
      const place = places.get(name) ?? { work, minutesBefore: 0, minutesAfter: 0 };
      place[side] += work.minutes;
      places.set(name, place);
    }
  };
  count(before.works, 'minutesBefore');
  count(after.works, 'minutesAfter');
  return [...places.values()]
    .flatMap(({ work: { lot: id, town, month }, minutesBefore, minutesAfter }): DraftDifference[] => {
      const lot = lots.get(id);
      if (lot === undefined || minutesBefore === minutesAfter) return [];
      return [{ lot: id, skill: lot.skill, month, home: lot.town, town, minutesBefore, minutesAfter }];
    })
    .sort((a, b) => sizeOf(b) - sizeOf(a) || (placeOf(a) < placeOf(b) ? -1 : 1));
}

function sizeOf({ minutesBefore, minutesAfter }: DraftDifference): number {
  return Math.abs(minutesAfter - minutesBefore);
}

/** Orders what differs equally: by month, then lot, then town. */
function placeOf({ month, lot, town }: DraftDifference): string {
  return `${month} ${lot} ${town}`;
}
