import { canDo, type Cell, type Demands, type Group } from './supply.js';

/** Minutes of one week that all work of the week can use alike. */
export interface SharedCell {
  readonly week: number;
  /** Positions of the groups that offer them, in order. */
  readonly groups: readonly number[];
  readonly minutes: number;
}

const none = -1;

/**
 * A town's cells as its work sees them. Groups that may do the same of the kinds of work wanted in a week are one to that work, so one
 * cell has the minutes of all of them; a network of such cells serves exactly as much as one with a cell for each group, and is half as
 * big. A question may tell them apart: it is open to some groups of a cell. Their minutes then bound what may enter there, and that is
 * exact too, because the work that is there takes the minutes of the other groups first.
 */
export class TownCells {
  readonly all: readonly SharedCell[];
  private readonly rangeOfWeek: readonly (readonly [from: number, to: number])[];
  /** By week and group, `week × groups + group`: what the group offers, and the position of its cell. */
  private readonly offered: Float64Array;
  private readonly cellAt: Int32Array;
  private readonly groupsByKind = new Map<string, readonly number[]>();
  /** Scratch of {@link forThoseThatMayDo}: minutes by cell. */
  private readonly open: Float64Array;

  constructor(
    private readonly groups: readonly Group[],
    cells: readonly Cell[],
    /** The kinds of work wanted in each week. */
    wanted: readonly (readonly Demands[])[],
  ) {
    this.offered = new Float64Array(wanted.length * groups.length);
    for (const { week, group, minutes } of cells) this.offered[week * groups.length + group] = minutes;
    this.cellAt = new Int32Array(wanted.length * groups.length).fill(none);
    const all: SharedCell[] = [];
    this.rangeOfWeek = wanted.map((kinds, week) => {
      const first = all.length;
      all.push(...this.cellsOf(week, kinds, first));
      return [first, all.length] as const;
    });
    this.all = all;
    this.open = new Float64Array(all.length);
  }

  /** Calls back with the position of each cell of a week. */
  forWeek(week: number, body: (position: number) => void): void {
    const [from, to] = this.rangeOfWeek[week] as readonly [number, number];
    for (let position = from; position < to; position++) body(position);
  }

  /** Calls back with each cell of a week that has groups which may do what is asked, and with the minutes of these. */
  forThoseThatMayDo(week: number, asked: Demands, body: (position: number, minutes: number) => void): void {
    const { open, offered, cellAt } = this;
    const found: number[] = [];
    for (const group of this.groupsThatMayDo(asked)) {
      const at = week * this.groups.length + group;
      const position = cellAt[at] as number;
      if (position === none) continue;
      if (open[position] === 0) found.push(position);
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
  private cellsOf(week: number, kinds: readonly Demands[], first: number): SharedCell[] {
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
      const minutes = this.offered[week * this.groups.length + group] as number;
      if (minutes === 0) continue;
      const itsClass = classOf[group] as number;
      if (cellOfClass[itsClass] === none) cellOfClass[itsClass] = cells.push({ week, groups: [], minutes: 0 }) - 1;
      const position = cellOfClass[itsClass] as number;
      const cell = cells[position] as (typeof cells)[number];
      cell.groups.push(group);
      cell.minutes += minutes;
      this.cellAt[week * this.groups.length + group] = first + position;
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
