const none = -1;

/** Capacities are minutes; less than this is rounding of shares (of a seat, say) and counts as nothing. Whole minutes stay exact. */
const negligible = 1e-7;

/**
 * A network and its maximum flow (E. A. Dinic 1970: level graph and blocking flows). Arc `i ^ 1` is the reverse of arc `i`; flow is kept
 * as residual capacity, so more can be asked of a network that already carries flow, and taken back with {@link rollback}.
 *
 * Everything lies in flat arrays: a town's network has a hundred thousand arcs, and an object for each would cost more than the flow. Each
 * search touches only the nodes it reaches, because a question about one month should not pay for the whole year. Capacities are doubles,
 * exact for whole numbers up to 2^53; an arc may be unlimited, but no path from source to sink.
 */
export class FlowNetwork {
  private arcs = 0;
  /** Where each arc stands. They are put in the order of the nodes they leave: those of node `n` stand at `firstOut[n]` to `firstOut[n + 1]`. */
  private readonly placeOf: Int32Array;
  private readonly firstOut: Int32Array;
  private inOrder = false;
  // By place: where the arc leads, what it can still carry, and where its reverse stands.
  private target: Int32Array;
  private residual: Float64Array;
  private readonly reverse: Int32Array;
  // Scratch of the search: levels of the nodes, where each node's search goes on, and the queue of those reached.
  private readonly level: Int32Array;
  private readonly current: Int32Array;
  private readonly queue: Int32Array;
  private reachedNodes = 0;
  /** The level of the last nodes before the sink. */
  private lastLevel = 0;
  /** By node, the place of the first arc that leads straight to `towards`, the sink of the last search. */
  private readonly straight: Int32Array;
  private towards = none;
  private hasParallels = false;
  // What has changed since the mark: places, one of each pair of arcs, with what both could carry.
  private marked = 0;
  private readonly markOfPlace: Int32Array;
  private readonly changedPlaces: number[] = [];
  private readonly residualBefore: number[] = [];

  constructor(nodes: number, arcsAtMost: number) {
    this.placeOf = new Int32Array(2 * arcsAtMost);
    this.firstOut = new Int32Array(nodes + 1);
    this.target = new Int32Array(2 * arcsAtMost);
    this.residual = new Float64Array(2 * arcsAtMost);
    this.reverse = new Int32Array(2 * arcsAtMost);
    this.markOfPlace = new Int32Array(2 * arcsAtMost);
    this.level = new Int32Array(nodes).fill(none);
    this.current = new Int32Array(nodes);
    this.queue = new Int32Array(nodes);
    this.straight = new Int32Array(nodes).fill(none);
  }

  /**
   * Adds an arc and returns its number. A search tries the arcs of a node in the order in which they were added.
   * @throws RangeError when there are more arcs than the network was made for, or one after the first search, which is a fault of the caller.
   */
  addArc(from: number, to: number, capacity: number): number {
    const arc = this.arcs;
    if (arc + 2 > this.placeOf.length || this.inOrder)
      throw new RangeError(`a network for ${this.placeOf.length / 2} arcs takes no more`);
    this.arcs += 2;
    this.placeOf[arc] = arc;
    this.placeOf[arc + 1] = arc + 1;
    this.target[arc] = to;
    this.target[arc + 1] = from;
    this.residual[arc] = capacity;
    this.reverse[arc] = arc + 1;
    this.reverse[arc + 1] = arc;
    return arc;
  }

  /** The number that the next arc will have; from there they count by two. */
  get nextArc(): number {
    return this.arcs;
  }

  /** Lets an arc carry up to `capacity`, keeping the flow it carries already; `capacity` must not be less than that. */
  raiseCapacity(arc: number, capacity: number): void {
    this.residual[this.placeOf[arc] as number] = capacity - this.flow(arc);
  }

  /** Flow on an arc. */
  flow(arc: number): number {
    return this.residual[this.placeOf[arc ^ 1] as number] as number;
  }

  /** Takes so much flow off an arc. What stands before and behind it must lose the same, or never have had it. */
  lessen(arc: number, minutes: number): void {
    const [place, back] = [this.placeOf[arc] as number, this.placeOf[arc ^ 1] as number];
    this.residual[place] = (this.residual[place] as number) + minutes;
    this.residual[back] = (this.residual[back] as number) - minutes;
  }

  /** Takes all flow out of the network; capacities stay. */
  clear(): void {
    for (let arc = 0; arc < this.arcs; arc += 2) this.lessen(arc, this.flow(arc));
  }

  /** From here on, changes of flow can be taken back; what was marked before is settled. */
  mark(): void {
    this.marked++;
    this.changedPlaces.length = 0;
    this.residualBefore.length = 0;
  }

  /** Takes back every change of flow since the mark. */
  rollback(): void {
    const { residual, reverse, changedPlaces, residualBefore } = this;
    for (let index = 0; index < changedPlaces.length; index++) {
      const place = changedPlaces[index] as number;
      residual[place] = residualBefore[2 * index] as number;
      residual[reverse[place] as number] = residualBefore[2 * index + 1] as number;
    }
    this.mark();
  }

  /** Pushes as much more flow as fits from `source` to `sink`; returns how much. */
  augment(source: number, sink: number): number {
    return this.augmentFrom([source], sink)[0] as number;
  }

  /**
   * Pushes as much more flow as fits from any of `sources` to `sink`, but no more than `atMost` together, and no more from each than
   * `limits` say, where they say anything; returns how much came from each.
   */
  augmentFrom(sources: readonly number[], sink: number, atMost = Infinity, limits?: readonly number[]): number[] {
    const pushed = sources.map(() => 0);
    const room = (index: number): number => (limits?.[index] ?? Infinity) - (pushed[index] as number);
    let open = sources;
    let left = atMost;
    while (left > negligible && this.setLevels(open, sink)) {
      this.dropDeadEnds();
      for (let index = 0; index < sources.length && left > negligible; index++) {
        // A source that has given all may be on the way of others, but nothing starts there.
        if (this.level[sources[index] as number] === none || room(index) <= negligible) continue;
        const part = this.push(sources[index] as number, sink, Math.min(left, room(index)));
        pushed[index] = (pushed[index] as number) + part;
        left -= part;
      }
      if (limits !== undefined) open = sources.filter((_, index) => room(index) > negligible);
    }
    return pushed;
  }

  /**
   * Whether residual capacity still reaches a node from one of `sources`: after a maximum flow, the source side of a minimum cut. The
   * answer holds until the next search.
   */
  reachableFrom(sources: readonly number[]): (node: number) => boolean {
    this.setLevels(sources, none);
    return (node) => this.level[node] !== none;
  }

  /** Puts the arcs in the order of their nodes, so that a search reads memory from front to back. */
  private putInOrder(): void {
    if (this.inOrder) return;
    this.inOrder = true;
    const { placeOf, firstOut, reverse, arcs } = this;
    const [target, residual] = [this.target, this.residual];
    for (let arc = 0; arc < arcs; arc++) {
      const from = target[arc ^ 1] as number;
      firstOut[from + 1] = (firstOut[from + 1] as number) + 1;
    }
    for (let node = 1; node < firstOut.length; node++)
      firstOut[node] = (firstOut[node] as number) + (firstOut[node - 1] as number);
    const next = firstOut.slice();
    [this.target, this.residual] = [new Int32Array(arcs), new Float64Array(arcs)];
    for (let arc = 0; arc < arcs; arc++) {
      const from = target[arc ^ 1] as number;
      const place = next[from] as number;
      next[from] = place + 1;
      placeOf[arc] = place;
      this.target[place] = target[arc] as number;
      this.residual[place] = residual[arc] as number;
    }
    for (let arc = 0; arc < arcs; arc++) reverse[placeOf[arc] as number] = placeOf[arc ^ 1] as number;
  }

  /** Finds the arcs that lead straight to a sink: they are the reverses of those that leave it. */
  private lookTowards(sink: number): void {
    if (this.towards === sink) return;
    const { straight, target, reverse, firstOut } = this;
    this.towards = sink;
    this.hasParallels = false;
    straight.fill(none);
    if (sink === none) return;
    const first = firstOut[sink] as number;
    for (let place = (firstOut[sink + 1] as number) - 1; place >= first; place--) {
      const node = target[place] as number;
      if (straight[node] !== none) this.hasParallels = true;
      straight[node] = reverse[place] as number;
    }
  }

  /** The place of an arc with capacity left that leads straight from a node to the sink. */
  private straightToSink(node: number): number {
    const { straight, residual, target, towards } = this;
    let place = straight[node] as number;
    if (place === none || (residual[place] as number) > negligible) return place;
    if (!this.hasParallels) return none;
    const last = this.firstOut[node + 1] as number;
    while (place < last && (target[place] !== towards || (residual[place] as number) <= negligible)) place++;
    return place < last ? place : none;
  }

  /**
   * Breadth first from `sources`; whether `sink` was reached. Whether a node leads straight to it is asked when the node is reached, so
   * that those of the last level before it, which are the most, need not be searched.
   */
  private setLevels(sources: readonly number[], sink: number): boolean {
    this.putInOrder();
    this.lookTowards(sink);
    const { level, queue, residual, firstOut, target } = this;
    for (let index = 0; index < this.reachedNodes; index++) level[queue[index] as number] = none;
    let end = 0;
    let sinkLevel = Infinity;
    for (let index = 0; index < sources.length; index++) {
      const source = sources[index] as number;
      if (level[source] !== none) continue;
      level[source] = 0;
      queue[end++] = source;
      if (sinkLevel > 1 && this.straightToSink(source) !== none) sinkLevel = 1;
    }
    for (let at = 0; at < end; at++) {
      const node = queue[at] as number;
      const deeper = (level[node] as number) + 1;
      if (deeper === sinkLevel) break;
      const last = firstOut[node + 1] as number;
      for (let place = firstOut[node] as number; place < last; place++) {
        if ((residual[place] as number) <= negligible) continue;
        const to = target[place] as number;
        if (level[to] !== none || to === sink) continue;
        level[to] = deeper;
        queue[end++] = to;
        if (sinkLevel > deeper + 1 && this.straightToSink(to) !== none) sinkLevel = deeper + 1;
      }
    }
    this.reachedNodes = end;
    this.lastLevel = sinkLevel - 1;
    return sinkLevel < Infinity;
  }

  /**
   * Takes out of the level graph what does not lead to the sink, and sets each other node's search to the first arc that does. Most of what
   * is reached leads nowhere, and the depth-first search would pay more for each dead end than this one look backwards.
   */
  private dropDeadEnds(): void {
    const { level, current, queue, residual, firstOut, target } = this;
    for (let at = this.reachedNodes - 1; at >= 0; at--) {
      const node = queue[at] as number;
      let place = this.straightToSink(node);
      if (place === none && (level[node] as number) < this.lastLevel) {
        const deeper = (level[node] as number) + 1;
        const last = firstOut[node + 1] as number;
        place = firstOut[node] as number;
        while (place < last && (level[target[place] as number] !== deeper || (residual[place] as number) <= negligible))
          place++;
        if (place === last) place = none;
      }
      if (place === none) level[node] = none;
      else current[node] = place;
    }
  }

  /** Depth first along rising levels, as much as `limit`. A node that can pass on no more leaves the level graph. */
  private push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    const { level, current, residual, target } = this;
    const deeper = (level[node] as number) + 1;
    const last = this.firstOut[node + 1] as number;
    let pushed = 0;
    for (let place = current[node] as number; place < last; place++) {
      const room = residual[place] as number;
      if (room <= negligible) continue;
      const to = target[place] as number;
      if (level[to] !== deeper && to !== sink) continue;
      current[node] = place;
      const left = limit - pushed;
      const part = this.push(to, sink, left < room ? left : room);
      if (part <= negligible) continue;
      this.carry(place, part);
      pushed += part;
      if (limit - pushed <= negligible) return pushed;
    }
    level[node] = none;
    return pushed;
  }

  /** Moves flow along an arc, and notes what it could carry at the mark. */
  private carry(place: number, minutes: number): void {
    const { residual, markOfPlace, marked } = this;
    const back = this.reverse[place] as number;
    if (markOfPlace[place] !== marked) {
      markOfPlace[place] = marked;
      markOfPlace[back] = marked;
      this.changedPlaces.push(place);
      this.residualBefore.push(residual[place] as number, residual[back] as number);
    }
    residual[place] = (residual[place] as number) - minutes;
    residual[back] = (residual[back] as number) + minutes;
  }
}
