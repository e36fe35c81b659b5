import { greatCircleKilometres } from '../municipality/distance.js';
import { dataClassFits } from '../orders/data-class.js';
import { circlesOf } from './circles.js';
import { nameOfCommodity, type Commodity, type PlanCeiling, type PlanInstance } from './instance.js';
import type { PlanLot, PlanTown } from './instance.js';
import { canDo, counts } from './rules.js';

/** Of a lot: positions of its town, its commodity, its first and its last month. */
export interface Place {
  readonly town: number;
  readonly commodity: number;
  readonly from: number;
  readonly to: number;
}

/** An instance with its names turned into positions, and what follows from it and is asked again and again. */
export class PlanTerms {
  readonly months: number;
  readonly commodities: readonly Commodity[];
  private readonly places: readonly Place[];
  private readonly townAt: ReadonlyMap<string, number>;
  private readonly lotsAt: ReadonlyMap<string, number>;
  private readonly nearest = new Map<number, readonly number[]>();
  private readonly peers = new Map<number, readonly number[]>();
  private readonly circles = new Map<string, readonly number[][]>();
  private readonly pairs = new Map<string, ReadonlySet<number>>();
  private readonly pairsAt: (ReadonlySet<number> | undefined)[] = [];
  private readonly most = new Map<number, number>();
  private readonly covers = new Map<string, readonly number[][]>();

  constructor(readonly instance: PlanInstance) {
    this.months = instance.months.length;
    this.townAt = new Map(instance.towns.map(({ code }, at) => [code, at]));
    this.lotsAt = new Map(instance.lots.map(({ id }, at) => [id, at]));
    const commodities: Commodity[] = [];
    const known = new Map<string, number>();
    this.places = instance.lots.map((lot) => {
      const name = nameOfCommodity(lot);
      const commodity = known.get(name) ?? commodities.push(lot) - 1;
      known.set(name, commodity);
      const [from, to] = [instance.months.indexOf(lot.from), instance.months.indexOf(lot.to)];
      return { town: this.positionOf(lot.town), commodity, from, to };
    });
    this.commodities = commodities;
    for (const { between } of instance.agreements) {
      const [one, other] = between.map((code) => this.positionOf(code)) as [number, number];
      if (one === other) continue;
      this.peers.set(one, [...new Set([...this.peersOf(one), other])]);
      this.peers.set(other, [...new Set([...this.peersOf(other), one])]);
    }
  }

  /** @throws when there is no such town; `instanceFaults` says so before. */
  positionOf(code: string): number {
    const at = this.townAt.get(code);
    if (at === undefined) throw new Error(`no town ${code} in the instance`);
    return at;
  }

  /** @throws when there is no such lot. */
  lotAt(id: string): number {
    const at = this.lotsAt.get(id);
    if (at === undefined) throw new Error(`no lot ${id} in the instance`);
    return at;
  }

  place(lot: number): Place {
    const place = this.places[lot];
    if (place === undefined) throw new Error(`no lot at ${lot}`);
    return place;
  }

  lot(at: number): PlanLot {
    const lot = this.instance.lots[at];
    if (lot === undefined) throw new Error(`no lot at ${at}`);
    return lot;
  }

  town(at: number): PlanTown {
    const town = this.instance.towns[at];
    if (town === undefined) throw new Error(`no town at ${at}`);
    return town;
  }

  commodity(at: number): Commodity {
    const commodity = this.commodities[at];
    if (commodity === undefined) throw new Error(`no commodity at ${at}`);
    return commodity;
  }

  /** The circles of towns that may work for each other on a commodity in a month. */
  circlesFor(commodity: number, month: number): readonly number[][] {
    const { skill } = this.commodity(commodity);
    const key = `${skill} ${month}`;
    const known = this.covers.get(key);
    if (known !== undefined) return known;
    const count = this.instance.towns.length;
    const between = (pair: number): [number, number] => [Math.floor(pair / count), pair % count];
    const pairs = [...this.pairsFor(skill, month)].sort((a, b) => a - b);
    const same = this.circles.get(pairs.join(' '));
    const cover = same ?? circlesOf(pairs.map(between));
    this.circles.set(pairs.join(' '), cover);
    this.covers.set(key, cover);
    return cover;
  }

  /** Whether a town may work for another on a commodity in a month. */
  mayWorkFor(town: number, home: number, commodity: number, month: number): boolean {
    const pairs = (this.pairsAt[commodity * this.months + month] ??= this.pairsFor(
      this.commodity(commodity).skill,
      month,
    ));
    return pairs.has(this.pair(town, home)) && this.isCleared(town, commodity);
  }

  /** Whether a town may be given a commodity at all. */
  isCleared(town: number, commodity: number): boolean {
    return dataClassFits(this.commodity(commodity).dataClass, this.town(town).highestDataClass);
  }

  /** The most that a town could do of a commodity in a month if it did nothing else; 0 where it has nobody for it. */
  mostOf(town: number, commodity: number, month: number): number {
    const key = (town * this.commodities.length + commodity) * this.months + month;
    const known = this.most.get(key);
    if (known !== undefined) return known;
    const most = this.mostByRules(town, commodity, month);
    this.most.set(key, most);
    return most;
  }

  /** Whether a town could do all of a lot if it did nothing else. */
  fits(lot: number, town: number): boolean {
    const { commodity, from, to } = this.place(lot);
    const { minutes, mostShare } = this.lot(lot);
    let room = 0;
    for (let month = from; month <= to; month++)
      room += Math.min(mostShare * minutes, this.mostOf(town, commodity, month));
    return room >= minutes;
  }

  /** The towns with which a town has any agreement at all. */
  peersOf(town: number): readonly number[] {
    return this.peers.get(town) ?? [];
  }

  /** All other towns, the nearest first. */
  nearestTo(town: number): readonly number[] {
    const known = this.nearest.get(town);
    if (known !== undefined) return known;
    const far = this.instance.towns.map((_, at) => this.kilometres(town, at));
    const nearest = far.map((_, at) => at).filter((at) => at !== town);
    nearest.sort((a, b) => (far[a] ?? 0) - (far[b] ?? 0));
    this.nearest.set(town, nearest);
    return nearest;
  }

  kilometres(one: number, other: number): number {
    const [a, b] = [this.town(one), this.town(other)];
    return greatCircleKilometres([a.north, a.east], [b.north, b.east]);
  }

  private mostByRules(town: number, commodity: number, month: number): number {
    const { groups, ceilings, ledMinutes, seats } = this.town(town);
    const wanted = this.commodity(commodity);
    const own = groups
      .filter((group) => canDo(group, wanted))
      .reduce((sum, { minutes }) => sum + (minutes[month] ?? 0), 0);
    const bounds = ceilings.filter((ceiling) => counts(ceiling, wanted));
    const isNamed = groups.length > 0 || ceilings.some((ceiling) => isExactly(ceiling, wanted));
    return Math.min(
      groups.length > 0 ? own : isNamed ? Infinity : 0,
      ...bounds.map(({ minutes }) => minutes[month] ?? 0),
      ledMinutes === null ? Infinity : (ledMinutes[month] ?? 0),
      ...wanted.licences.map((licence) => seats.find((each) => each.licence === licence)?.minutes[month] ?? 0),
    );
  }

  /** Of two towns, whichever comes first. */
  private pair(one: number, other: number): number {
    return Math.min(one, other) * this.instance.towns.length + Math.max(one, other);
  }

  private pairsFor(skill: Commodity['skill'], month: number): ReadonlySet<number> {
    const key = `${skill} ${month}`;
    const known = this.pairs.get(key);
    if (known !== undefined) return known;
    const on = this.instance.months[month] ?? '';
    const pairs = new Set<number>();
    for (const { between, skills, from, to } of this.instance.agreements) {
      if (on < from || to < on || (skills !== null && !skills.includes(skill))) continue;
      const [one, other] = between.map((code) => this.positionOf(code)) as [number, number];
      if (one !== other) pairs.add(this.pair(one, other));
    }
    this.pairs.set(key, pairs);
    return pairs;
  }
}

/** Whether a published figure says that a town has somebody for a commodity. */
function isExactly({ skill, level, dataClass }: PlanCeiling, wanted: Commodity): boolean {
  return skill === wanted.skill && level === wanted.level && dataClass === wanted.dataClass;
}
