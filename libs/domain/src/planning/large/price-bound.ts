import type { PlanTerms } from '../terms.js';
import { mostInMonth, type Parts, type SupplyRows } from './parts.js';
import { choices, subsets } from '../subsets.js';

/** Choices of receiving towns up to which each is tried. */
const mostTried = 1_000;

/** Bounds by prices on flat lists: what `boundByPrices` says, in one pass over the parts. */
export class PriceBound {
  private order = new Int32Array(64);
  private yen = new Float64Array(64);
  private readonly left: Float64Array;
  private readonly isIn: Uint8Array;

  constructor(
    private readonly terms: PlanTerms,
    private readonly supply: SupplyRows,
    private readonly parts: Parts,
  ) {
    this.left = new Float64Array(terms.months);
    this.isIn = new Uint8Array(terms.instance.towns.length);
  }

  /** Yen that no plan can exceed, whatever the prices of the rows of supply are, as long as none is negative. */
  of(prices: Float64Array): number {
    let bound = 0;
    for (let row = 0; row < this.supply.count; row++) {
      const price = prices[row] as number;
      if (price > 0) bound += price * (this.supply.atMost[row] as number);
    }
    for (let lot = 0; lot < this.terms.instance.lots.length; lot++) bound += this.mostYen(prices, lot);
    return bound;
  }

  /** The most that a lot can earn above the prices, within its minutes, its pace and its number of towns. */
  mostYen(prices: Float64Array, lot: number): number {
    const { parts } = this;
    const [first, last] = [parts.ofLot[lot] as number, parts.ofLot[lot + 1] as number];
    if (first === last) return 0;
    const { yenPerMinute, certainty, minutes, isWhole, mostTowns } = this.terms.lot(lot);
    const home = this.terms.place(lot).town;
    const count = this.sorted(prices, first, last, yenPerMinute * certainty);
    const inMonth = mostInMonth(this.terms.lot(lot));
    const towns = new Set<number>();
    for (let at = 0; at < count; at++) {
      const part = this.order[at] as number;
      if (isWhole || (this.yen[at] as number) > 0) towns.add(parts.town[part] as number);
    }
    if (isWhole) {
      let best = 0;
      for (const town of towns) best = Math.max(best, this.filled(count, [town], minutes, inMonth, true));
      return best;
    }
    const used = new Set<number>();
    const free = this.filled(count, towns, minutes, inMonth, false, used);
    used.delete(home);
    if (used.size <= mostTowns) return free;
    towns.delete(home);
    const away = [...towns];
    if (choices(away.length, mostTowns) <= mostTried) {
      let best = 0;
      for (const chosen of subsets(away, mostTowns))
        best = Math.max(best, this.filled(count, [home, ...chosen], minutes, inMonth, false));
      return best;
    }
    const apart = away.map((town) => this.filled(count, [town], minutes, inMonth, false)).sort((a, b) => b - a);
    const own = this.filled(count, [home], minutes, inMonth, false);
    return Math.min(free, own + apart.slice(0, mostTowns).reduce((sum, yen) => sum + yen, 0));
  }

  /** Puts the parts of a lot in order, the best first, with what a minute of each earns above the prices; how many there are. */
  private sorted(prices: Float64Array, first: number, last: number, worth: number): number {
    const { parts } = this;
    const count = last - first;
    if (count > this.order.length) {
      this.order = new Int32Array(2 * count);
      this.yen = new Float64Array(2 * count);
    }
    const { order, yen } = this;
    for (let at = 0; at < count; at++) {
      const part = first + at;
      let earns = worth;
      for (let entry = parts.rowsOf[part] as number; entry < (parts.rowsOf[part + 1] as number); entry++)
        earns -= prices[parts.rows[entry] as number] as number;
      let place = at;
      for (; place > 0 && (yen[place - 1] as number) < earns; place--) {
        yen[place] = yen[place - 1] as number;
        order[place] = order[place - 1] as number;
      }
      yen[place] = earns;
      order[place] = part;
    }
    return count;
  }

  /**
   * What the lot earns in these towns, the best part first: exact, since minutes of a part, of a month and of the lot are nested.
   * @param isWhole all of it or nothing, even where a minute earns less than nothing.
   */
  private filled(
    count: number,
    towns: Iterable<number>,
    minutes: number,
    inMonth: number,
    isWhole: boolean,
    used?: Set<number>,
  ): number {
    const { parts, order, left, isIn } = this;
    left.fill(inMonth);
    for (const town of towns) isIn[town] = 1;
    let [open, yen] = [minutes, 0];
    for (let at = 0; at < count && open > 0; at++) {
      const part = order[at] as number;
      const town = parts.town[part] as number;
      const earns = this.yen[at] as number;
      if (!isWhole && earns <= 0) break;
      if (isIn[town] === 0) continue;
      const month = parts.month[part] as number;
      const done = Math.min(open, parts.most[part] as number, left[month] as number);
      if (done <= 0) continue;
      left[month] = (left[month] as number) - done;
      open -= done;
      yen += done * earns;
      used?.add(town);
    }
    for (const town of towns) isIn[town] = 0;
    return isWhole && open > 0.5 ? 0 : yen;
  }
}
