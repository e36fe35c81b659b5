import { canDo, type Cell, type Demands, type Group } from './supply.js';

/** Minutes of one week that all work of the week can use alike. */
export interface SharedCell {
  readonly week: number;
  /** Positions of the groups that offer them, in order. */
  readonly groups: readonly number[];
  /** On the supply that counts now. */
  readonly minutes: number;
}

const none = -1;

/**
 * A town's cells as its work sees them. Groups that may do the same of the kinds of work wanted in a week are one to that work, so one
 * cell has the minutes of all of them; a network of such cells serves exactly as much as one with a cell for each group, and is half as
 * big. A question may tell them apart: it is open to some groups of a cell. Their minutes then bound what may enter there, and that is
 * exact too, because the work that is there takes the minutes of the other groups first.
 *
 * A town may be looked at on several supplies: a cell is there when any of them has minutes for it, and has those of the one that counts.
 */
export class TownCells {
  readonly all: readonly SharedCell[];
  private readonly changing: { minutes: number }[];
  private readonly rangeOfWeek: readonly (readonly [from: number, to: number])[];
  /** By supply, and there by week and group, `week × groups + group`: what the group offers. */
  private readonly offeredOn: readonly Float64Array[];
  private offered: Float64Array;
  /** By week and group the position of its cell. */
  private readonly cellAt: Int32Array;
  private readonly groupsByKind = new Map<string, readonly number[]>();
  /** Scratch of {@link forThoseThatMayDo}: by cell, minutes, and the number of the search that met it last. */
  private readonly open: Float64Array;
  private readonly metIn: Int32Array;
  private searches = 0;

  constructor(
    private readonly groups: readonly Group[],
    /** On the supply that counts first. */
    cells: readonly Cell[],
    /** The kinds of work wanted in each week. */
    wanted: readonly (readonly Demands[])[],
    /** Cells of the same groups on other supplies. */
    others: readonly (readonly Cell[])[] = [],
  ) {
    this.offeredOn = [cells, ...others].map((each) => {
      const offered = new Float64Array(wanted.length * groups.length);
      for (const { week, group, minutes } of each) offered[week * groups.length + group] = minutes;
      return offered;
    });
    this.offered = this.offeredOn[0] as Float64Array;
    this.cellAt = new Int32Array(wanted.length * groups.length).fill(none);
    const all: (SharedCell & { minutes: number })[] = [];
    this.rangeOfWeek = wanted.map((kinds, week) => {
      const first = all.length;
      all.push(...this.cellsOf(week, kinds, first));
      return [first, all.length] as const;
    });
    this.all = this.changing = all;
    this.open = new Float64Array(all.length);
    this.metIn = new Int32Array(all.length);
  }

  /** Lets another of the supplies count, numbered in the order in which they were given; returns the positions of cells that changed. */
  offer(supply: number): ReadonlySet<number> {
    const [before, after] = [this.offered, this.offeredOn[supply] as Float64Array];
    const changed = new Set<number>();
    for (let at = 0; at < after.length; at++) {
      const difference = (after[at] as number) - (before[at] as number);
      if (difference === 0) continue;
      const position = this.cellAt[at] as number;
      const cell = this.changing[position] as { minutes: number };
      cell.minutes += difference;
      changed.add(position);
    }
    this.offered = after;
    return changed;
  }

  /** Calls back with the position of each cell of a week. */
  forWeek(week: number, body: (position: number) => void): void {
    const [from, to] = this.rangeOfWeek[week] as readonly [number, number];
    for (let position = from; position < to; position++) body(position);
  }

  /**
   * Calls back with each cell of a week that has groups which may do what is asked, and with the minutes of these: none, where they offer
   * some on another supply only.
   */
  forThoseThatMayDo(week: number, asked: Demands, body: (position: number, minutes: number) => void): void {
    const { open, metIn, offered, cellAt } = this;
    const found: number[] = [];
    this.searches++;
    for (const group of this.groupsThatMayDo(asked)) {
      const at = week * this.groups.length + group;
      const position = cellAt[at] as number;
      if (position === none) continue;
      if (metIn[position] !== this.searches) found.push(position);
      metIn[position] = this.searches;
      open[position] = (open[position] as number) + (offered[at] as number);
    }
    for (const position of found) {
      const minutes = open[position] as number;
      open[position] = 0;
      body(position, minutes);
    }
  }

  /** What each of a cell's groups offers, in their order. */
  offersIn({ week, groups }: SharedCell): { readonly group: number; readonly minutes: number }[] {
    return groups.map((group) => ({ group, minutes: this.offered[week * this.groups.length + group] as number }));
  }

  /** Groups start as one class, and each kind of work parts those that may do it from those that may not. */
  private cellsOf(week: number, kinds: readonly Demands[], first: number): (SharedCell & { minutes: number })[] {
    const classOf = new Int32Array(this.groups.length);
    let classes = 1;
    for (const kind of kinds) {
      const parted = new Map<number, number>();
      for (const group of this.groupsThatMayDo(kind)) {
        const before = classOf[group] as number;
        if (!parted.has(before)) parted.set(before, classes++);
        classOf[group] = parted.get(before) as number;
      }
    }
    const cells: { week: number; groups: number[]; minutes: number }[] = [];
    const cellOfClass = new Int32Array(classes).fill(none);
    for (let group = 0; group < this.groups.length; group++) {
      const at = week * this.groups.length + group;
      if (this.offeredOn.every((offered) => offered[at] === 0)) continue;
      const itsClass = classOf[group] as number;
      if (cellOfClass[itsClass] === none) cellOfClass[itsClass] = cells.push({ week, groups: [], minutes: 0 }) - 1;
      const position = cellOfClass[itsClass] as number;
      const cell = cells[position] as (typeof cells)[number];
      cell.groups.push(group);
      cell.minutes += this.offered[at] as number;
      this.cellAt[at] = first + position;
    }
    return cells;
  }

  /** The groups that may do what is asked, in order; kept, because the same is asked week by week and month by month. */
  private groupsThatMayDo(asked: Demands): readonly number[] {
    const name = `${asked.skill ?? ''} ${asked.level} ${asked.dataClass}`;
    const known = this.groupsByKind.get(name);
    if (known !== undefined) return known;
    const groups = this.groups.flatMap((group, index) => (canDo(group, asked) ? [index] : []));
    this.groupsByKind.set(name, groups);
    return groups;
  }
}
