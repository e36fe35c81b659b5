import { canDo } from '../capacity/supply.js';
import type { IsoWeek } from '../calendar/week.js';
import { isIn } from '../skills/joint-skills.js';
import { type BulletinCell } from './bulletin.js';
import type { SupplySnapshot } from './publication-state.js';

/** What a cell is about, in any month. */
export type CellKind = Omit<BulletinCell, 'month'>;

/** Numbers for everyone and every week that any snapshot, or any told sum, knows. */
export interface Numbering {
  readonly workers: ReadonlyMap<string, number>;
  readonly weeks: ReadonlyMap<IsoWeek, number>;
}

type SnapshotWorker = SupplySnapshot['workers'][number];

/** A snapshot laid out for arithmetic: minutes by worker and week. */
export class SupplyBasis {
  readonly number: number;
  private readonly weekCount: number;
  private readonly minutes: Float64Array;
  private readonly byNumber: (SnapshotWorker | undefined)[];
  private readonly members = new Map<string, readonly number[]>();
  private readonly sets = new Map<string, readonly number[]>();
  private readonly holders = new Map<CellKind['skill'], readonly number[]>();
  private readonly totals = new Map<string, Float64Array>();
  private readonly differing = new Map<string, readonly number[]>();

  constructor(
    readonly snapshot: SupplySnapshot,
    private readonly numbering: Numbering,
  ) {
    this.number = snapshot.number;
    this.weekCount = numbering.weeks.size;
    this.minutes = new Float64Array(numbering.workers.size * this.weekCount);
    this.byNumber = Array.from({ length: numbering.workers.size }, () => undefined);
    for (const worker of snapshot.workers) {
      const number = numbering.workers.get(worker.id) as number;
      this.byNumber[number] = worker;
      for (const [week, minutes] of worker.weeks)
        this.minutes[number * this.weekCount + (numbering.weeks.get(week) as number)] = minutes;
    }
  }

  /** Numbers of the workers who may be counted in a cell, in order; of equal sets always the same array. */
  membersOf(kind: CellKind): readonly number[] {
    const key = `${kind.skill ?? ''} ${kind.level} ${kind.dataClass}`;
    const known = this.members.get(key);
    if (known !== undefined) return known;
    const members = this.only(
      this.holdersOf(kind.skill).filter((number) => canDo(this.byNumber[number] as SnapshotWorker, kind)),
    );
    this.members.set(key, members);
    return members;
  }

  /** Those of them who offer anything in some weeks; again of equal sets always the same array. */
  offeringIn(kind: CellKind, weeks: readonly number[]): readonly number[] {
    const members = this.membersOf(kind);
    const totals = this.totalsIn(weeks);
    const offers = (worker: number): boolean => (totals[worker] as number) > 0;
    return members.every(offers) ? members : this.only(members.filter(offers));
  }

  /** One array for each set, so that whoever keeps something for a set needs no text to find it again. */
  private only(set: readonly number[]): readonly number[] {
    const key = String.fromCharCode(...set);
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    this.sets.set(key, set);
    return set;
  }

  /** Numbers of the workers who have a skill, or one of several, at any level. */
  private holdersOf(skill: CellKind['skill']): readonly number[] {
    const known = this.holders.get(skill);
    if (known !== undefined) return known;
    const holders = this.byNumber.flatMap((worker, number) =>
      worker !== undefined && (skill === null || worker.skills.some(({ code }) => isIn(code, skill))) ? [number] : [],
    );
    this.holders.set(skill, holders);
    return holders;
  }

  /** What a worker offers in some weeks, week by week. */
  minutesIn(worker: number, weeks: readonly number[]): number[] {
    return weeks.map((week) => this.minutes[worker * this.weekCount + week] as number);
  }

  /** What each worker offers in some weeks together, by number. */
  totalsIn(weeks: readonly number[]): Float64Array {
    const key = weeks.join();
    const known = this.totals.get(key);
    if (known !== undefined) return known;
    const totals = new Float64Array(this.byNumber.length);
    for (let worker = 0; worker < totals.length; worker++) {
      let total = 0;
      for (const week of weeks) total += this.minutes[worker * this.weekCount + week] as number;
      totals[worker] = total;
    }
    this.totals.set(key, totals);
    return totals;
  }

  /** What each of a cell's workers offers in some weeks together. */
  offeredBy(kind: CellKind, weeks: readonly number[]): number[] {
    const totals = this.totalsIn(weeks);
    return this.membersOf(kind).map((worker) => totals[worker] as number);
  }

  /** Whether a worker offers otherwise here than there in some of these weeks. */
  differs(worker: number, there: SupplyBasis, weeks: readonly number[]): boolean {
    const row = worker * this.weekCount;
    return weeks.some((week) => this.minutes[row + week] !== there.minutes[row + week]);
  }

  /** Whether a worker may be counted in a cell. */
  isMember(worker: number, kind: CellKind): boolean {
    const known = this.byNumber[worker];
    return known !== undefined && canDo(known, kind);
  }

  /** Numbers of the workers who are not the same in both: in what they offer in these weeks, in their abilities, or by being there at all. */
  differingFrom(there: SupplyBasis, weeks: readonly number[]): readonly number[] {
    const key = `${there.number} ${weeks.join()}`;
    const known = this.differing.get(key);
    if (known !== undefined) return known;
    const numbers = [...this.numbering.workers.values()].filter((number) => {
      const [before, after] = [this.byNumber[number], there.byNumber[number]];
      if (before === undefined || after === undefined) return before !== after;
      return !sameAbilities(before, after) || this.differs(number, there, weeks);
    });
    this.differing.set(key, numbers);
    return numbers;
  }

  /**
   * For each worker who is not the same in both, in the weeks given, how much that can move figures at most: the minutes that differ, or
   * all of them where skills or clearance do.
   */
  changesTo(there: SupplyBasis, weeks: readonly number[]): number[] {
    const changes: number[] = [];
    for (const number of this.differingFrom(there, weeks)) {
      const [before, after] = [this.byNumber[number], there.byNumber[number]];
      const isAsAble = before !== undefined && after !== undefined && sameAbilities(before, after);
      let size = 0;
      for (const week of weeks) {
        const [was, is] = [this, there].map(({ minutes }) => minutes[number * this.weekCount + week] as number) as [
          number,
          number,
        ];
        size += isAsAble ? Math.abs(was - is) : Math.max(was, is);
      }
      changes.push(size);
    }
    return changes;
  }
}

function sameAbilities(one: SnapshotWorker, other: SnapshotWorker): boolean {
  return one.clearance === other.clearance && abilities(one) === abilities(other);
}

function abilities({ skills }: SnapshotWorker): string {
  return skills.map(({ code, level }) => `${code} ${level}`).join();
}
