import type { PlanTerms } from '../terms.js';
import { mostInMonth, type Parts, type SupplyRows } from './parts.js';

/** Who does how many whole minutes of what, part by part, with all that is left: of supply, of lots, of the pace of their months. */
export class Assignment {
  readonly minutes: Int32Array;
  /** Minutes that each row of supply has left. */
  readonly room: Float64Array;
  /** Minutes of each lot that nobody does yet. */
  readonly open: Int32Array;
  /** Minutes that each lot may still be given in each month. */
  private readonly inMonth: Int32Array;

  constructor(
    readonly terms: PlanTerms,
    supply: SupplyRows,
    readonly parts: Parts,
  ) {
    const { lots } = terms.instance;
    this.minutes = new Int32Array(parts.count);
    this.room = supply.atMost.slice();
    this.open = Int32Array.from(lots, ({ minutes }) => minutes);
    this.inMonth = new Int32Array(lots.length * terms.months);
    lots.forEach((lot, at) => {
      // Of a lot that can be divided no month takes the minute that its share begins; a whole one may need it to be whole.
      const most = lot.isWhole ? mostInMonth(lot) : Math.floor(lot.mostShare * lot.minutes + 1e-9);
      this.inMonth.fill(most, at * terms.months, (at + 1) * terms.months);
    });
  }

  /** Yen that the plan is worth. */
  worth(): number {
    let yen = 0;
    for (let lot = 0; lot < this.open.length; lot++)
      yen += (this.terms.lot(lot).minutes - (this.open[lot] as number)) * this.weight(lot);
    return yen;
  }

  /** Minutes that a part may get more. */
  roomOf(part: number): number {
    const { rowsOf, rows } = this.parts;
    let room = this.askedOf(part);
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++)
      room = Math.min(room, this.room[rows[entry] as number] as number);
    return room;
  }

  /** Minutes that its lot and its month would take more, were supply without end. */
  askedOf(part: number): number {
    const lot = this.parts.lot[part] as number;
    return Math.min(this.open[lot] as number, this.inMonth[this.place(part)] as number);
  }

  /** Gives a part so many minutes more, or fewer. */
  add(part: number, minutes: number): void {
    if (minutes === 0) return;
    const { rowsOf, rows, lot } = this.parts;
    const [owner, place] = [lot[part] as number, this.place(part)];
    this.minutes[part] = (this.minutes[part] as number) + minutes;
    this.open[owner] = (this.open[owner] as number) - minutes;
    this.inMonth[place] = (this.inMonth[place] as number) - minutes;
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++) {
      const row = rows[entry] as number;
      this.room[row] = (this.room[row] as number) - minutes;
    }
  }

  /** Takes all that a lot has in a town, or everywhere. */
  clear(lot: number, town?: number): void {
    for (let part = this.first(lot); part < this.end(lot); part++)
      if (town === undefined || this.parts.town[part] === town) this.add(part, -(this.minutes[part] as number));
  }

  /** Towns other than its own that do of a lot. */
  receiving(lot: number): Set<number> {
    const towns = new Set<number>();
    for (let part = this.first(lot); part < this.end(lot); part++)
      if ((this.minutes[part] as number) > 0 && !this.isHome(part)) towns.add(this.parts.town[part] as number);
    return towns;
  }

  /** Minutes that a town does of a lot. */
  inTown(lot: number, town: number): number {
    let sum = 0;
    for (let part = this.first(lot); part < this.end(lot); part++)
      if (this.parts.town[part] === town) sum += this.minutes[part] as number;
    return sum;
  }

  /** Of so many minutes of a part those that can go without leaving its town less than a slice. */
  removable(part: number, wanted: number): number {
    const minutes = this.minutes[part] as number;
    if (this.isHome(part)) return Math.min(wanted, minutes);
    const lot = this.parts.lot[part] as number;
    const all = this.inTown(lot, this.parts.town[part] as number);
    if (all <= wanted && all === minutes) return minutes;
    return Math.max(0, Math.min(wanted, minutes, all - this.terms.lot(lot).minSliceMinutes));
  }

  /** Whether a minute of a part uses up a minute of a row. */
  uses(part: number, row: number): boolean {
    const { rowsOf, rows } = this.parts;
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++)
      if (rows[entry] === row) return true;
    return false;
  }

  isHome(part: number): boolean {
    return this.parts.town[part] === this.terms.place(this.parts.lot[part] as number).town;
  }

  first(lot: number): number {
    return this.parts.ofLot[lot] as number;
  }

  end(lot: number): number {
    return this.parts.ofLot[lot + 1] as number;
  }

  /** Yen that a minute of a lot is worth, times its certainty. */
  weight(lot: number): number {
    const { yenPerMinute, certainty } = this.terms.lot(lot);
    return yenPerMinute * certainty;
  }

  private place(part: number): number {
    return (this.parts.lot[part] as number) * this.terms.months + (this.parts.month[part] as number);
  }
}
