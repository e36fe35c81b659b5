import { combinedCosts } from '../linear-program.js';
import { kilometresThatDouble, usualPartner, usualPartners } from '../model.js';
import type { PlanTerms } from '../terms.js';
import { mostInMonth, type Parts, type SupplyRows } from './parts.js';

/**
 * A program as flat lists: make ∑ worth × column large, each column from 0 to `most`, each row at most so much. By columns (CSC): a column
 * counts as it is in its `rows`, and times its `weight` in one row more, `weighed`, where that is not −1.
 */
export interface FlatProgram {
  readonly worth: Float64Array;
  readonly most: Float64Array;
  readonly starts: Int32Array;
  readonly rows: Int32Array;
  readonly weighed: Int32Array;
  readonly weight: Float64Array;
  readonly atMost: Float64Array;
}

/**
 * The relaxed program over all parts: rows of supply first, then of each lot its minutes, its pace, and how many towns receive of it. Of the
 * last, what a town does as a share of what it could do stands for "receives": the sum of the shares is at most the number of towns. A minute
 * is worth a little less where it travels and a little more where it stands in the published plan: so these decide among equals.
 */
export function relaxedProgram(terms: PlanTerms, supply: SupplyRows, parts: Parts): FlatProgram {
  const { lots } = terms.instance;
  const atMost = Array.from(supply.atMost);
  const rows = new Int32Array(parts.rows.length + 2 * parts.count);
  const [starts, worth] = [new Int32Array(parts.count + 1), worths(terms, parts)];
  const [weighed, weight] = [new Int32Array(parts.count).fill(-1), new Float64Array(parts.count)];
  let end = 0;
  lots.forEach((lot, at) => {
    const [first, last] = [parts.ofLot[at] as number, parts.ofLot[at + 1] as number];
    if (first === last) return;
    const { town: home, from, to } = terms.place(at);
    const all = atMost.push(lot.minutes) - 1;
    const pace = atMost.length;
    const inMonth = mostInMonth(lot);
    if (inMonth < lot.minutes) for (let month = from; month <= to; month++) atMost.push(inMonth);
    // One town does a whole lot, be it its own; of the others the own town does not count.
    const could = couldDo(parts, first, last, lot.isWhole ? -1 : home, lot.minutes);
    const most = lot.isWhole ? 1 : lot.mostTowns;
    const isBinding = could.size > most;
    // Scaled so that its entries are like those of the other rows: a first-order method feels the difference.
    const scale = [...could.values()].reduce((sum, each) => sum + each, 0) / Math.max(1, could.size);
    const receiving = isBinding ? atMost.push(most * scale) - 1 : -1;
    for (let part = first; part < last; part++) {
      for (let entry = parts.rowsOf[part] as number; entry < (parts.rowsOf[part + 1] as number); entry++)
        rows[end++] = parts.rows[entry] as number;
      rows[end++] = all;
      if (inMonth < lot.minutes) rows[end++] = pace + (parts.month[part] as number) - from;
      const counted = could.get(parts.town[part] as number);
      if (isBinding && counted !== undefined) {
        weighed[part] = receiving;
        weight[part] = scale / counted;
      }
      starts[part + 1] = end;
    }
  });
  return {
    ...{ worth, most: parts.most, starts, rows: rows.slice(0, end), weighed, weight },
    atMost: Float64Array.from(atMost),
  };
}

/** What each town but one could do of a lot over all months, at most all of it. */
function couldDo(parts: Parts, first: number, last: number, but: number, minutes: number): Map<number, number> {
  const could = new Map<number, number>();
  for (let part = first; part < last; part++) {
    const town = parts.town[part] as number;
    if (town !== but) could.set(town, Math.min(minutes, (could.get(town) ?? 0) + (parts.most[part] as number)));
  }
  return could;
}

/** What a minute of each part is worth in yen, with what nearness and the published plan count. */
function worths(terms: PlanTerms, parts: Parts): Float64Array {
  const partners = usualPartners(terms);
  const published = new Set(terms.instance.published.map(({ lot, town, month }) => `${lot} ${town} ${month}`));
  return Float64Array.from({ length: parts.count }, (_, part) => {
    const [at, town, month] = [parts.lot[part] as number, parts.town[part] as number, parts.month[part] as number];
    const { id, yenPerMinute, certainty } = terms.lot(at);
    const home = terms.place(at).town;
    let worth = yenPerMinute * certainty;
    if (town !== home) {
      const far = 1 + terms.kilometres(town, home) / kilometresThatDouble;
      worth -= combinedCosts.NEARNESS * (partners.has(`${home} ${town}`) ? far * usualPartner : far);
    }
    if (published.size > 0 && published.has(`${id} ${terms.town(town).code} ${terms.instance.months[month] ?? ''}`))
      worth += combinedCosts.CHANGE;
    return worth;
  });
}
