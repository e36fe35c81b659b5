import type { Assignment } from './assignment.js';
import type { Parts } from './parts.js';

/** Makes room for lots where rows of supply are full: other lots there go elsewhere, or, if they are worth less, give way. */
export class MakingRoom {
  /** Parts by the rows that they use: first entry of each row, then the parts. */
  private readonly usersOf: Int32Array;
  private readonly users: Int32Array;

  /** @param mayChange whether a lot may be given other minutes than it has. */
  constructor(
    private readonly assignment: Assignment,
    private readonly mayChange: (lot: number) => boolean,
  ) {
    [this.usersOf, this.users] = usersByRow(assignment.room.length, assignment.parts);
  }

  for(lot: number): void {
    if (!this.mayChange(lot)) return;
    const { assignment } = this;
    const receiving = assignment.receiving(lot);
    const { mostTowns, minSliceMinutes } = assignment.terms.lot(lot);
    for (let part = assignment.first(lot); part < assignment.end(lot); part++) {
      if (assignment.open[lot] === 0) return;
      const town = assignment.parts.town[part] as number;
      const isKnown = assignment.isHome(part) || receiving.has(town);
      if (!isKnown && receiving.size >= mostTowns) continue;
      if (this.forPart(part, isKnown ? 1 : minSliceMinutes) > 0 && !assignment.isHome(part)) receiving.add(town);
    }
  }

  /** Minutes for which room was made and that are taken. @param atLeast so many at once, until there are any. */
  private forPart(part: number, atLeast: number): number {
    const { assignment } = this;
    const lot = assignment.parts.lot[part] as number;
    const full = this.fullRows(part);
    const [row] = full;
    if (row === undefined) return 0;
    let wanted = this.roomBeside(part);
    let taken = 0;
    for (let at = this.usersOf[row] as number; at < (this.usersOf[row + 1] as number); at++) {
      const least = taken > 0 ? 1 : atLeast;
      if (wanted < least) break;
      const other = this.users[at] as number;
      const owner = assignment.parts.lot[other] as number;
      if (assignment.minutes[other] === 0 || owner === lot || !this.mayChange(owner)) continue;
      if (!full.every((each) => assignment.uses(other, each))) continue;
      let made = this.shift(other, full, wanted, least);
      if (made === 0 && assignment.weight(owner) < assignment.weight(lot)) made = this.letGo(other, wanted, least);
      assignment.add(part, made);
      wanted -= made;
      taken += made;
    }
    return taken;
  }

  /** Moves up to so many minutes of a part to others of its lot, in towns that have of it; how many. At least so many, or none. */
  private shift(part: number, full: readonly number[], wanted: number, atLeast: number): number {
    const { assignment } = this;
    const { lot: lots, town: towns } = assignment.parts;
    const [lot, town] = [lots[part] as number, towns[part] as number];
    const most = assignment.removable(part, wanted);
    if (most < atLeast) return 0;
    const receiving = assignment.receiving(lot);
    assignment.add(part, -most);
    let left = most;
    const taken: [part: number, minutes: number][] = [];
    for (let other = assignment.first(lot); other < assignment.end(lot) && left > 0; other++) {
      if (other === part || !(assignment.isHome(other) || receiving.has(towns[other] as number))) continue;
      if (full.some((row) => assignment.uses(other, row))) continue;
      const minutes = Math.min(left, assignment.roomOf(other));
      assignment.add(other, minutes);
      taken.push([other, minutes]);
      left -= minutes;
    }
    assignment.add(part, left);
    const stays = assignment.isHome(part) ? 0 : assignment.inTown(lot, town);
    if (most - left >= atLeast && (stays === 0 || stays >= assignment.terms.lot(lot).minSliceMinutes))
      return most - left;
    for (const [other, minutes] of taken) assignment.add(other, -minutes);
    assignment.add(part, most - left);
    return 0;
  }

  /** Takes up to so many minutes from a part; how many. At least so many, or none. */
  private letGo(part: number, wanted: number, atLeast: number): number {
    const minutes = this.assignment.removable(part, wanted);
    if (minutes < atLeast) return 0;
    this.assignment.add(part, -minutes);
    return minutes;
  }

  /** The rows of supply that have nothing left for a part. */
  private fullRows(part: number): number[] {
    const { rowsOf, rows } = this.assignment.parts;
    const full: number[] = [];
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++)
      if ((this.assignment.room[rows[entry] as number] as number) <= 0) full.push(rows[entry] as number);
    return full;
  }

  /** Minutes that a part may get more if no row were full. */
  private roomBeside(part: number): number {
    const { rowsOf, rows } = this.assignment.parts;
    let room = this.assignment.askedOf(part);
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++) {
      const left = this.assignment.room[rows[entry] as number] as number;
      if (left > 0) room = Math.min(room, left);
    }
    return room;
  }
}

function usersByRow(count: number, { count: parts, rowsOf, rows }: Parts): [Int32Array, Int32Array] {
  const starts = new Int32Array(count + 1);
  for (const row of rows) starts[row + 1] = (starts[row + 1] as number) + 1;
  for (let row = 0; row < count; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const next = starts.slice();
  const users = new Int32Array(rows.length);
  for (let part = 0; part < parts; part++)
    for (let entry = rowsOf[part] as number; entry < (rowsOf[part + 1] as number); entry++) {
      const row = rows[entry] as number;
      const at = next[row] as number;
      users[at] = part;
      next[row] = at + 1;
    }
  return [starts, users];
}
