import type { PlanAgreement, PlanLot } from '../instance.js';
import { canDo, counts, isAddressedTo } from '../rules.js';
import type { PlanTerms } from '../terms.js';

// A year as flat lists, for a federation that is too large for objects: what a group of a town can do of a lot in a month is a part, and what
// it uses up are rows of supply. 1,741 towns and 40,000 lots have about half a million parts.

/** What a supply is: a group's minutes, a published figure, seats of a licence, or what directors can lead. */
export type SupplyKind = 'groups' | 'ceilings' | 'seats' | 'led';

/** All supplies of all towns and months, one row each. */
export class SupplyRows {
  /** First row of each town; its months follow one another, in each of them groups, figures, seats and at last what is led. */
  private readonly starts: Int32Array;
  private readonly widths: Int32Array;
  readonly count: number;
  /** Minutes that each row holds. */
  readonly atMost: Float64Array;

  constructor(private readonly terms: PlanTerms) {
    const { towns } = terms.instance;
    this.widths = Int32Array.from(towns, (town) => town.groups.length + town.ceilings.length + town.seats.length + 1);
    this.starts = new Int32Array(towns.length);
    let count = 0;
    this.widths.forEach((width, town) => {
      this.starts[town] = count;
      count += width * terms.months;
    });
    this.count = count;
    this.atMost = new Float64Array(count);
    towns.forEach(({ groups, ceilings, seats, ledMinutes }, town) => {
      for (let month = 0; month < terms.months; month++) {
        groups.forEach(({ minutes }, at) => this.set(this.row(town, month, 'groups', at), minutes[month] ?? 0));
        ceilings.forEach(({ minutes }, at) => this.set(this.row(town, month, 'ceilings', at), minutes[month] ?? 0));
        seats.forEach(({ minutes }, at) => this.set(this.row(town, month, 'seats', at), minutes[month] ?? 0));
        this.set(this.row(town, month, 'led', 0), ledMinutes === null ? Infinity : (ledMinutes[month] ?? 0));
      }
    });
  }

  row(town: number, month: number, kind: SupplyKind, at: number): number {
    const { groups, ceilings, seats } = this.terms.town(town);
    const before = {
      groups: 0,
      ceilings: groups.length,
      seats: groups.length + ceilings.length,
      led: groups.length + ceilings.length + seats.length,
    };
    return (this.starts[town] ?? 0) + month * (this.widths[town] ?? 0) + before[kind] + at;
  }

  private set(row: number, minutes: number): void {
    this.atMost[row] = minutes;
  }
}

/** Every part of every lot that agreements, clearance, addressees and supply allow. Those of a lot stand together, its own town's first, then the nearest. */
export interface Parts {
  readonly count: number;
  /** First part of each lot, and one more entry for the end. */
  readonly ofLot: Int32Array;
  readonly lot: Int32Array;
  readonly town: Int32Array;
  readonly month: Uint8Array;
  /** Minutes it can be at most, by each row alone and by the lot's pace. */
  readonly most: Float64Array;
  /** First entry of each part in `rows`, and one more for the end. */
  readonly rowsOf: Int32Array;
  /** The rows of supply that a minute of the part uses up a minute of. */
  readonly rows: Int32Array;
}

/** Minutes of a lot that a month can take at most, in whole minutes: the verifier lets the last one begun pass. */
export function mostInMonth({ mostShare, minutes }: PlanLot): number {
  return Math.min(minutes, Math.ceil(mostShare * minutes));
}

/** Finds the parts of all lots. */
export function partsOf(terms: PlanTerms, supply: SupplyRows): Parts {
  const finder = new PartFinder(terms, supply);
  const { lots } = terms.instance;
  const ofLot = new Int32Array(lots.length + 1);
  lots.forEach((_, lot) => {
    finder.find(lot);
    ofLot[lot + 1] = finder.lot.length;
  });
  return {
    count: finder.lot.length,
    ofLot,
    lot: finder.lot.done(),
    town: finder.town.done(),
    month: Uint8Array.from(finder.month.done()),
    most: Float64Array.from(finder.most.done()),
    rowsOf: finder.rowsOf.done(),
    rows: finder.rows.done(),
  };
}

/** What agreements say of a pair of towns, from one side. */
interface Neighbour {
  readonly town: number;
  readonly agreements: readonly PlanAgreement[];
}

class PartFinder {
  readonly lot = new Ints();
  readonly town = new Ints();
  readonly month = new Ints();
  readonly most = new Ints();
  readonly rowsOf = new Ints(0);
  readonly rows = new Ints();
  private readonly neighbours: readonly Neighbour[][];
  /** By town and commodity: the groups that can do it; −1 alone where a town is known by its figures and they name it. */
  private readonly able = new Map<number, readonly number[]>();

  constructor(
    private readonly terms: PlanTerms,
    private readonly supply: SupplyRows,
  ) {
    this.neighbours = neighboursOf(terms);
  }

  find(at: number): void {
    const lot = this.terms.lot(at);
    const { town: home, commodity, from, to } = this.terms.place(at);
    const window = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    this.addTown(at, home, window);
    if (!lot.mayMove || lot.mostTowns === 0) return;
    for (const { town, agreements } of this.neighbours[home] ?? []) {
      if (!this.terms.isCleared(town, commodity) || !isAddressedTo(lot, this.terms.town(town).code)) continue;
      const lawful = window.filter((month) => {
        const on = this.terms.instance.months[month] ?? '';
        return agreements.some(
          ({ skills, from: first, to: last }) =>
            first <= on && on <= last && (skills === null || skills.includes(lot.skill)),
        );
      });
      if (lawful.length > 0) this.addTown(at, town, lawful);
    }
  }

  /** The parts of a lot in a town; none where less than its smallest slice, or not all of a whole one, could be done there. */
  private addTown(at: number, town: number, months: readonly number[]): void {
    const lot = this.terms.lot(at);
    const inMonth = mostInMonth(lot);
    const found: { month: number; rows: number[]; most: number }[] = [];
    let room = 0;
    for (const month of months) {
      const parts = this.partsIn(at, town, month);
      room += Math.min(
        inMonth,
        parts.reduce((sum, { most }) => sum + most, 0),
      );
      found.push(...parts);
    }
    const least = lot.isWhole ? lot.minutes : town === this.terms.place(at).town ? 1 : lot.minSliceMinutes;
    if (room < least) return;
    for (const { month, rows, most } of found) {
      this.lot.add(at);
      this.town.add(town);
      this.month.add(month);
      this.most.add(Math.min(most, inMonth));
      for (const row of rows) this.rows.add(row);
      this.rowsOf.add(this.rows.length);
    }
  }

  private partsIn(at: number, town: number, month: number): { month: number; rows: number[]; most: number }[] {
    const { ceilings, seats, ledMinutes } = this.terms.town(town);
    const { commodity } = this.terms.place(at);
    const groups = this.groupsFor(town, commodity);
    if (groups.length === 0) return [];
    const wanted = this.terms.commodity(commodity);
    const all: number[] = [];
    ceilings.forEach((ceiling, each) => {
      if (counts(ceiling, wanted)) all.push(this.supply.row(town, month, 'ceilings', each));
    });
    for (const licence of new Set(wanted.licences)) {
      const seat = seats.findIndex((each) => each.licence === licence);
      if (seat < 0) return [];
      all.push(this.supply.row(town, month, 'seats', seat));
    }
    if (ledMinutes !== null) all.push(this.supply.row(town, month, 'led', 0));
    const mostOf = (rows: readonly number[]): number =>
      rows.reduce((most, row) => Math.min(most, this.supply.atMost[row] ?? 0), this.terms.lot(at).minutes);
    return groups
      .map((group) => (group < 0 ? all : [this.supply.row(town, month, 'groups', group), ...all]))
      .map((rows) => ({ month, rows, most: mostOf(rows) }))
      .filter(({ most }) => most > 0);
  }

  private groupsFor(town: number, commodity: number): readonly number[] {
    const key = town * this.terms.commodities.length + commodity;
    const known = this.able.get(key);
    if (known !== undefined) return known;
    const { groups, ceilings } = this.terms.town(town);
    const wanted = this.terms.commodity(commodity);
    const isNamed = ceilings.some(
      ({ skill, level, dataClass }) =>
        skill === wanted.skill && level === wanted.level && dataClass === wanted.dataClass,
    );
    const able =
      groups.length > 0 ? groups.flatMap((group, each) => (canDo(group, wanted) ? [each] : [])) : isNamed ? [-1] : [];
    this.able.set(key, able);
    return able;
  }
}

function neighboursOf(terms: PlanTerms): Neighbour[][] {
  const found = terms.instance.towns.map(() => new Map<number, PlanAgreement[]>());
  for (const agreement of terms.instance.agreements) {
    const [one, other] = agreement.between.map((code) => terms.positionOf(code)) as [number, number];
    if (one === other) continue;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const known = found[from]?.get(to);
      if (known === undefined) found[from]?.set(to, [agreement]);
      else known.push(agreement);
    }
  }
  return found.map((peers, town) =>
    [...peers]
      .map(([peer, agreements]) => ({ town: peer, agreements, far: terms.kilometres(town, peer) }))
      .sort((a, b) => a.far - b.far || a.town - b.town),
  );
}

/** A list of whole numbers that grows without an object for each. */
class Ints {
  private held: Int32Array;
  length: number;

  constructor(...first: readonly number[]) {
    this.held = new Int32Array(1_024);
    this.held.set(first);
    this.length = first.length;
  }

  add(value: number): void {
    if (this.length === this.held.length) {
      const grown = new Int32Array(this.held.length * 2);
      grown.set(this.held);
      this.held = grown;
    }
    this.held[this.length++] = value;
  }

  done(): Int32Array {
    return this.held.slice(0, this.length);
  }
}
