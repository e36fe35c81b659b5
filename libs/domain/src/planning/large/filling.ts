import type { Assignment } from './assignment.js';
import { MakingRoom } from './making-room.js';

/** Rounds in which room is made; later ones bring next to nothing. */
const mostRounds = 4;

/**
 * From a solution in fractions, which may exceed supply a little, to a lawful assignment: whole lots first, then what the solution gives, then
 * what is left open goes where there is room or room can be made. The dearest lots come first.
 * @param columns minutes of each part.
 */
export function fillBy(assignment: Assignment, columns: Float64Array): void {
  new Filling(assignment).run(columns);
}

class Filling {
  private readonly order: Int32Array;
  /** Lots in whose least pace nothing is changed once they are cut to it. */
  private readonly isFixed: Uint8Array;

  constructor(private readonly assignment: Assignment) {
    const weights = Float64Array.from(assignment.open, (_, lot) => assignment.weight(lot));
    this.order = Int32Array.from(assignment.open.keys()).sort(
      (a, b) => (weights[b] as number) - (weights[a] as number) || a - b,
    );
    this.isFixed = new Uint8Array(assignment.open.length);
  }

  run(columns: Float64Array): void {
    for (const lot of this.order) if (this.lot(lot).isWhole) this.placeWhole(lot, columns, true);
    for (const lot of this.order) if (!this.lot(lot).isWhole) this.takeOver(lot, columns);
    this.fillAll();
    const making = new MakingRoom(this.assignment, (lot) => this.isFixed[lot] === 0 && !this.lot(lot).isWhole);
    for (let round = 0; round < mostRounds; round++) {
      for (const lot of this.order) if ((this.assignment.open[lot] as number) > 0) making.for(lot);
      if (this.fillAll() === 0 && round > 0) break;
    }
    for (const lot of this.order) if (this.lot(lot).isWhole) this.placeWhole(lot, columns, false);
  }

  private lot(lot: number): ReturnType<Assignment['terms']['lot']> {
    return this.assignment.terms.lot(lot);
  }

  /** Minutes that found a place. */
  private fillAll(): number {
    return this.order.reduce((sum, lot) => sum + this.fill(lot), 0);
  }

  /**
   * Gives a whole lot to the town where most of it is, or to the next that has room for all of it.
   * @param isThere only to towns to which the solution gives at least half of it.
   */
  private placeWhole(lot: number, columns: Float64Array, isThere: boolean): void {
    const { assignment } = this;
    const { parts, open } = assignment;
    const wanted = open[lot] as number;
    if (wanted === 0) return;
    const towns = new Map<number, number>();
    for (let part = assignment.first(lot); part < assignment.end(lot); part++) {
      const town = parts.town[part] as number;
      towns.set(town, (towns.get(town) ?? 0) + (columns[part] as number));
    }
    for (const [town, minutes] of [...towns].sort(([, a], [, b]) => b - a)) {
      if (isThere && minutes < wanted / 2) return;
      const own: number[] = [];
      for (let part = assignment.first(lot); part < assignment.end(lot); part++)
        if (parts.town[part] === town) own.push(part);
      for (const part of own)
        assignment.add(part, Math.min(Math.floor(columns[part] as number), assignment.roomOf(part)));
      for (const part of own) assignment.add(part, assignment.roomOf(part));
      if (open[lot] === 0) return;
      assignment.clear(lot);
    }
  }

  /** What the solution gives, as far as there is room. */
  private takeOver(lot: number, columns: Float64Array): void {
    const { assignment } = this;
    for (let part = assignment.first(lot); part < assignment.end(lot); part++)
      assignment.add(part, Math.min(Math.floor((columns[part] as number) + 1e-6), assignment.roomOf(part)));
    this.mendSlices(lot);
    if (this.lot(lot).leastShare > 0) this.keepLeastPace(lot);
  }

  /** Towns that have less than a slice give it back; of towns that are too many, those with the least. */
  private mendSlices(lot: number): void {
    const { minSliceMinutes, mostTowns } = this.lot(lot);
    [...this.assignment.receiving(lot)]
      .map((town) => ({ town, minutes: this.assignment.inTown(lot, town) }))
      .sort((a, b) => b.minutes - a.minutes)
      .forEach(({ town, minutes }, at) => {
        if (at >= mostTowns || minutes < minSliceMinutes) this.assignment.clear(lot, town);
      });
  }

  /** Cuts a lot to its least pace: as much as leaves every month of its window its share. Then it stays as it is. */
  private keepLeastPace(lot: number): void {
    const { assignment } = this;
    const { leastShare, minutes } = this.lot(lot);
    const { from, to } = assignment.terms.place(lot);
    this.isFixed[lot] = 1;
    if (from === to) return;
    for (;;) {
      const byMonth = new Map<number, number>();
      for (let month = from; month <= to; month++) byMonth.set(month, 0);
      for (let part = assignment.first(lot); part < assignment.end(lot); part++) {
        const month = assignment.parts.month[part] as number;
        byMonth.set(month, (byMonth.get(month) ?? 0) + (assignment.minutes[part] as number));
      }
      const done = minutes - (assignment.open[lot] as number);
      const least = Math.min(...byMonth.values());
      // Whole minutes cannot keep to a share exactly: the verifier lets a minute for each month of the window pass.
      if (least >= leastShare * done - 1) return;
      const kept = Math.floor(least / leastShare);
      const inMonth = Math.floor(kept * leastShare);
      let excess = done - kept;
      for (let part = assignment.end(lot) - 1; part >= assignment.first(lot) && excess > 0; part--) {
        const month = assignment.parts.month[part] as number;
        const has = byMonth.get(month) ?? 0;
        const cut = Math.min(excess, assignment.minutes[part] as number, Math.max(0, has - inMonth));
        assignment.add(part, -cut);
        byMonth.set(month, has - cut);
        excess -= cut;
      }
      this.mendSlices(lot);
    }
  }

  /** What is open of a lot goes to its own town and those that have of it, then to further ones while it may; the minutes that do. */
  private fill(lot: number): number {
    const { assignment } = this;
    const { isWhole, mostTowns, minSliceMinutes } = this.lot(lot);
    const before = assignment.open[lot] as number;
    if (isWhole || this.isFixed[lot] === 1 || before === 0) return 0;
    const receiving = assignment.receiving(lot);
    for (let part = assignment.first(lot); part < assignment.end(lot); part++)
      if (assignment.isHome(part) || receiving.has(assignment.parts.town[part] as number))
        assignment.add(part, assignment.roomOf(part));
    while ((assignment.open[lot] as number) > 0 && receiving.size < mostTowns) {
      const best = this.roomiest(lot, receiving);
      if (best === undefined || best.room < minSliceMinutes) break;
      for (let part = assignment.first(lot); part < assignment.end(lot); part++)
        if (assignment.parts.town[part] === best.town) assignment.add(part, assignment.roomOf(part));
      receiving.add(best.town);
    }
    return before - (assignment.open[lot] as number);
  }

  /** The town, not yet receiving, that has the most room for a lot; the nearest of equal ones. */
  private roomiest(lot: number, receiving: ReadonlySet<number>): { town: number; room: number } | undefined {
    const { assignment } = this;
    const { town: towns } = assignment.parts;
    let best: { town: number; room: number } | undefined;
    for (let part = assignment.first(lot); part < assignment.end(lot);) {
      const [town, start] = [towns[part] as number, part];
      while (part < assignment.end(lot) && towns[part] === town) part++;
      if (assignment.isHome(start) || receiving.has(town)) continue;
      // What the parts of a town share (its directors, the month of the lot) shows when they are filled: try, and take back.
      const tried: number[] = [];
      for (let each = start; each < part; each++) {
        const room = assignment.roomOf(each);
        assignment.add(each, room);
        tried.push(room);
      }
      tried.forEach((room, at) => assignment.add(start + at, -room));
      const room = tried.reduce((sum, minutes) => sum + minutes, 0);
      if (room > (best?.room ?? 0)) best = { town, room };
    }
    return best;
  }
}
