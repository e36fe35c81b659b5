import { nextWeek, weekOf, type IsoWeek } from '../calendar/week.js';
import type { WeekWindow } from '../calendar/window.js';
import { spreadByWeek } from '../calendar/working-days.js';
import type { DataClass } from '../orders/data-class.js';
import type { SkillCode } from '../skills/catalogue.js';
import type { JointSkills } from '../skills/joint-skills.js';
import type { LicenceCode } from '../skills/licences.js';
import type { CapacityCommitment } from './commitment.js';
import { FlowNetwork } from './maximum-flow.js';
import { groupSupplies, type Group, type GroupedSupplies, type TownSupply } from './supply.js';
import { TownCells, type SharedCell } from './town-cells.js';

/** What somebody asks for: any skill where none is named, any of those that are counted together. */
export interface Asked {
  readonly skill?: SkillCode | JointSkills | undefined;
  readonly level: number;
  readonly dataClass: DataClass;
  readonly licences: readonly LicenceCode[];
}

/** Work that wants minutes of the network; a commitment is one. */
export type WantedWork = Asked & Pick<CapacityCommitment, 'minutes' | 'earliest' | 'due'>;

/** One week in which a commitment may be worked. */
export interface Part {
  /** Position of the commitment. */
  readonly commitment: number;
  readonly week: number;
  readonly arc: number;
}

/** Where work of one kind that needs licences enters a week; the minutes it lets through are its share of the seats. */
export interface Gate {
  readonly week: number;
  readonly licences: readonly LicenceCode[];
  readonly node: number;
  /** The need behind it, and the arc that leads there. */
  readonly need: number;
  readonly arc: number;
}

/** A node where something asked for may enter, and how many minutes of it at most. */
export interface Start {
  readonly node: number;
  readonly offered: number;
}

const [source, sink, firstCommitment] = [0, 1, 2];
const none = -1;

/**
 * The network source → commitment → (gate →) need → cell → (directors →) sink.
 *
 * A need is one kind of work in a week: a skill at a level with a data class and licences. It reaches the cells of that week whose
 * workers may do it, and all commitments of the kind share it, which keeps the network small. A cell takes what its workers offer, and
 * the directors' node of a week what they can lead. Commitments are feasible when a maximum flow saturates every one of them (D. Gale
 * 1957); seats are the matter of `seats.ts`.
 */
export class TownNetwork {
  readonly network: FlowNetwork;
  readonly groups: readonly Group[];
  readonly parts: readonly Part[];
  readonly gates: readonly Gate[];
  /** The arc that brings each commitment its minutes. */
  readonly demandArcs: readonly number[];
  private readonly cells: TownCells;
  private readonly weekAt: ReadonlyMap<IsoWeek, number>;
  private readonly kinds: readonly Asked[];
  private readonly kindAt: ReadonlyMap<string, number>;
  private readonly kindOfCommitment: readonly number[];
  /** Numbers of the needs by week and kind: `week × kinds + kind`. */
  private readonly needAt: Int32Array;
  private readonly gateAt = new Map<number, Gate>();
  private readonly firstNeed: number;
  private readonly firstCell: number;
  private readonly firstLed: number;
  private readonly needs: readonly { readonly week: number; readonly kind: number }[];
  /** The first of the arcs from each need to its cells, which come one after the other. */
  private readonly firstArcOfNeed: Int32Array;
  private firstCellArc = 0;
  private firstLedArc = 0;

  constructor(
    private readonly supply: TownSupply,
    private readonly commitments: readonly WantedWork[],
    readonly weeks: readonly IsoWeek[],
    /** What will be asked and needs licences, so that its gates are there. */
    asked: readonly Asked[] = [],
    /** What workers offer: on one supply, or on several that take turns; the first counts first. */
    { groups, cellsOf }: GroupedSupplies = groupSupplies([supply.workers], weeks),
  ) {
    this.groups = groups;
    this.weekAt = new Map(weeks.map((week, index) => [week, index]));
    const names = commitments.map(nameOfKind);
    const kindByName = new Map([
      ...names.map((name, index) => [name, commitments[index] as Asked] as const),
      ...asked.map((kind) => [nameOfKind(kind), kind] as const),
    ]);
    this.kinds = [...kindByName.values()];
    this.kindAt = new Map([...kindByName.keys()].map((name, index) => [name, index]));
    this.kindOfCommitment = names.map((name) => this.kindAt.get(name) as number);
    const windows = commitments.map(({ earliest, due }) => this.weeksIn({ from: weekOf(earliest), to: weekOf(due) }));
    const needs = (this.needs = this.needsOf(windows, asked));
    this.needAt = new Int32Array(weeks.length * this.kinds.length).fill(none);
    this.firstArcOfNeed = new Int32Array(needs.length);
    needs.forEach(({ week, kind }, index) => (this.needAt[week * this.kinds.length + kind] = index));
    const wanted: Asked[][] = weeks.map(() => []);
    for (const { week, kind } of needs) wanted[week]?.push(this.kinds[kind] as Asked);
    this.cells = new TownCells(groups, cellsOf[0] ?? [], wanted, cellsOf.slice(1));
    const licensed = needs.filter(({ kind }) => (this.kinds[kind] as Asked).licences.length > 0);
    const firstGate = firstCommitment + commitments.length;
    this.firstNeed = firstGate + licensed.length;
    this.firstCell = this.firstNeed + needs.length;
    this.firstLed = this.firstCell + this.cells.all.length;
    const partCount = windows.reduce((sum, window) => sum + window.length, 0);
    const arcs = commitments.length + partCount + licensed.length + this.needArcs() + this.cells.all.length;
    this.network = new FlowNetwork(this.firstLed + weeks.length, arcs + weeks.length);
    this.demandArcs = commitments.map(({ minutes }, index) =>
      this.network.addArc(source, firstCommitment + index, minutes),
    );
    this.gates = licensed.map(({ week, kind }, index) => this.addGate(firstGate + index, week, kind));
    this.parts = commitments.flatMap((_, index) =>
      (windows[index] as number[]).map((week) => ({
        commitment: index,
        week,
        arc: this.network.addArc(firstCommitment + index, this.entrance(week, index), 0),
      })),
    );
    this.addCells();
  }

  /**
   * Serves the commitments as far as possible; returns how many minutes. Which maximum flow is found does not matter for what is free,
   * but people read the assignment: so each commitment is first offered only its even share of every week, and only what does not fit
   * that way may crowd into other weeks.
   */
  serve(): number {
    const shares = this.commitments.map(({ minutes, earliest, due }) => spreadByWeek(minutes, earliest, due));
    for (const { commitment, week, arc } of this.parts)
      this.network.raiseCapacity(arc, shares[commitment]?.get(this.weeks[week] as IsoWeek) ?? 0);
    const evenly = this.network.augment(source, sink);
    this.openParts();
    return evenly + this.network.augment(source, sink);
  }

  /** Lets every commitment into all weeks of its window as it likes. */
  openParts(): void {
    for (const { commitment, arc } of this.parts) this.network.raiseCapacity(arc, this.minutesOf(commitment));
  }

  /** Takes all flow out and serves the commitments anew, under whatever the gates let through now. */
  serveAnew(): number {
    this.network.clear();
    return this.network.augment(source, sink);
  }

  /**
   * Lets another of the supplies count. Work keeps its place as far as that still has the minutes; the rest moves to where there are some,
   * or goes back, and what can be served then is.
   */
  offer(supply: number): void {
    const nodes: number[] = [];
    const excess: number[] = [];
    for (const position of this.cells.offer(supply)) {
      const { week, minutes } = this.cells.all[position] as SharedCell;
      const arc = this.cellArc(position);
      const tooMuch = this.network.flow(arc) - minutes;
      if (tooMuch > 0) {
        nodes.push(this.firstCell + position);
        excess.push(tooMuch);
        this.takeOut(position, week, tooMuch);
      }
      this.network.raiseCapacity(arc, minutes);
    }
    const moved = this.network.augmentFrom(nodes, sink, Infinity, excess);
    const homeless = excess.map((minutes, index) => minutes - (moved[index] as number));
    this.network.augmentFrom(nodes, source, Infinity, homeless);
    this.network.augment(source, sink);
  }

  /** As much more as fits from the given starts, by start; no more than `atMost` together. */
  augmentFrom(starts: readonly Start[], atMost = Infinity): number[] {
    return this.network.augmentFrom(
      starts.map(({ node }) => node),
      sink,
      atMost,
      starts.map(({ offered }) => offered),
    );
  }

  /**
   * Moves the work of these cells elsewhere as far as it can make way. Everything served stays served: what is asked pushes the work
   * aside and is then taken back.
   */
  makeRoom(starts: readonly Start[]): void {
    this.leaveRoom(starts, this.augmentFrom(starts));
  }

  /** Takes back what was pushed into these cells, but not what made way for it. */
  leaveRoom(starts: readonly Start[], pushed: readonly number[]): void {
    starts.forEach(({ node }, index) => {
      const position = node - this.firstCell;
      const { week } = this.cells.all[position] as SharedCell;
      this.takeOut(position, week, pushed[index] as number);
    });
  }

  /** Takes flow off the way from a cell to the sink. */
  private takeOut(position: number, week: number, minutes: number): void {
    this.network.lessen(this.cellArc(position), minutes);
    if (this.supply.ledMinutes !== undefined) this.network.lessen(this.ledArc(week), minutes);
  }

  /** Nodes on the source side of the minimum cut of what the commitments want. */
  shortSide(): (node: number) => boolean {
    return this.network.reachableFrom([source]);
  }

  minutesOf(commitment: number): number {
    return (this.commitments[commitment] as WantedWork).minutes;
  }

  nodeOf(commitment: number): number {
    return firstCommitment + commitment;
  }

  /** Minutes that seats of all of a gate's licences can be used in its week, as if nobody else needed them. */
  widest({ licences }: Pick<Gate, 'licences'>): number {
    return Math.min(...licences.map((licence) => this.supply.seatMinutes.get(licence) ?? 0));
  }

  /** Positions of those of the counted weeks that lie in a window. */
  weeksIn({ from, to }: WeekWindow): number[] {
    const positions: number[] = [];
    for (let week = from; week <= to; week = nextWeek(week)) {
      const position = this.weekAt.get(week);
      if (position !== undefined) positions.push(position);
    }
    return positions;
  }

  /** The gate of a kind of work in a week; undefined where none was made. */
  gateOf(week: number, asked: Asked): Gate | undefined {
    const kind = this.kindAt.get(nameOfKind(asked));
    return kind === undefined ? undefined : this.gateAt.get(week * this.kinds.length + kind);
  }

  /** Calls back with the node of each cell of a week. */
  forCells(week: number, body: (node: number) => void): void {
    this.cells.forWeek(week, (position) => body(this.firstCell + position));
  }

  /** Calls back with the node of each cell of a week where somebody may do what is asked, and with the minutes they offer. */
  forCellsThatMayDo(week: number, asked: Asked, body: (node: number, minutes: number) => void): void {
    this.cells.forThoseThatMayDo(week, asked, (position, minutes) => body(this.firstCell + position, minutes));
  }

  /** The node behind the cells of a week that takes what its directors can lead. */
  ledNode(week: number): number {
    return this.firstLed + week;
  }

  /**
   * Which groups do what: the flow taken apart into minutes by commitment, week and group. Work of one kind in a week is one stream; it
   * is dealt out to its commitments in their order, and to its cells, and the groups of these, in theirs.
   */
  minutesByGroup(): {
    readonly commitment: number;
    readonly week: number;
    readonly group: number;
    readonly minutes: number;
  }[] {
    const partsOfNeed = new Map<number, { commitment: number; left: number }[]>();
    for (const { commitment, week, arc } of this.parts) {
      const need = this.needAt[week * this.kinds.length + (this.kindOfCommitment[commitment] as number)] as number;
      partsOfNeed.set(need, [...(partsOfNeed.get(need) ?? []), { commitment, left: this.network.flow(arc) }]);
    }
    const offers = this.cells.all.map((cell) => this.cells.offersIn(cell).map((offer) => ({ ...offer })));
    const dealt: { commitment: number; week: number; group: number; minutes: number }[] = [];
    this.needs.forEach(({ week, kind }, need) => {
      const parts = partsOfNeed.get(need) ?? [];
      let at = 0;
      let arc = this.firstArcOfNeed[need] as number;
      this.forCellsThatMayDo(week, this.kinds[kind] as Asked, (node) => {
        const groups = offers[node - this.firstCell] as { group: number; minutes: number }[];
        for (let room = this.network.flow(arc); room > 1e-6 && at < parts.length && groups.length > 0;) {
          const part = parts[at] as { commitment: number; left: number };
          const offer = groups[0] as { group: number; minutes: number };
          const minutes = Math.min(room, part.left, offer.minutes);
          if (minutes > 1e-6) dealt.push({ commitment: part.commitment, week, group: offer.group, minutes });
          part.left -= minutes;
          offer.minutes -= minutes;
          room -= minutes;
          if (part.left <= 1e-6) at++;
          if (offer.minutes <= 1e-6) groups.shift();
        }
        arc += 2;
      });
    });
    return dealt;
  }

  /** Every week in which some kind of work may be done. */
  private needsOf(
    windows: readonly (readonly number[])[],
    asked: readonly Asked[],
  ): { readonly week: number; readonly kind: number }[] {
    const wanted = new Set<number>();
    this.kindOfCommitment.forEach((kind, index) => {
      for (const week of windows[index] as readonly number[]) wanted.add(week * this.kinds.length + kind);
    });
    for (const each of asked) {
      const kind = this.kindAt.get(nameOfKind(each)) as number;
      this.weeks.forEach((_, week) => wanted.add(week * this.kinds.length + kind));
    }
    return [...wanted]
      .sort((a, b) => a - b)
      .map((key) => ({ week: Math.floor(key / this.kinds.length), kind: key % this.kinds.length }));
  }

  /** Where a commitment enters a week. */
  private entrance(week: number, commitment: number): number {
    const key = week * this.kinds.length + (this.kindOfCommitment[commitment] as number);
    return this.gateAt.get(key)?.node ?? this.firstNeed + (this.needAt[key] as number);
  }

  private addGate(node: number, week: number, kind: number): Gate {
    const licences = [...new Set((this.kinds[kind] as Asked).licences)];
    const key = week * this.kinds.length + kind;
    const need = this.firstNeed + (this.needAt[key] as number);
    const gate = { week, licences, node, need, arc: this.network.addArc(node, need, this.widest({ licences })) };
    this.gateAt.set(key, gate);
    return gate;
  }

  private needArcs(): number {
    let arcs = 0;
    for (const { week, kind } of this.needs) this.forCellsThatMayDo(week, this.kinds[kind] as Asked, () => arcs++);
    return arcs;
  }

  /** The arcs out of the cells come first, so that a search that gets to a cell with time left looks no further. */
  private addCells(): void {
    const { network, firstCell } = this;
    const { ledMinutes } = this.supply;
    this.cells.all.forEach(({ week, minutes }, position) => {
      const arc = network.addArc(firstCell + position, ledMinutes === undefined ? sink : this.ledNode(week), minutes);
      if (position === 0) this.firstCellArc = arc;
    });
    this.needs.forEach(({ week, kind }, index) => {
      this.firstArcOfNeed[index] = network.nextArc;
      this.forCellsThatMayDo(week, this.kinds[kind] as Asked, (node) => {
        network.addArc(this.firstNeed + index, node, Infinity); // The cell itself is the limit.
      });
    });
    if (ledMinutes === undefined) return;
    this.weeks.forEach((week, index) => {
      const arc = network.addArc(this.ledNode(index), sink, ledMinutes.get(week) ?? 0);
      if (index === 0) this.firstLedArc = arc;
    });
  }

  /** Arcs are numbered in pairs, one after the other. */
  private cellArc(position: number): number {
    return this.firstCellArc + 2 * position;
  }

  private ledArc(week: number): number {
    return this.firstLedArc + 2 * week;
  }
}

/** What asks for the same finds the same cells and takes the same seats. */
function nameOfKind({ skill, level, dataClass, licences }: Asked): string {
  return `${skill ?? ''} ${level} ${dataClass} ${licences.length > 1 ? [...new Set(licences)].sort().join(' ') : (licences[0] ?? '')}`;
}
