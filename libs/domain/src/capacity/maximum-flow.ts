const none = -1;

/** Capacities are minutes; less than this is rounding of shares (of a seat, say) and counts as nothing. Whole minutes stay exact. */
const negligible = 1e-7;

/**
 * A network and its maximum flow (E. A. Dinic 1970: level graph and blocking flows). Arc `i ^ 1` is the reverse of arc `i`; flow is kept
 * as residual capacity, so more can be asked of a network that already carries flow, and taken back with {@link rollback}.
 *
 * Everything lies in flat arrays: a town's network has a hundred thousand arcs, and an object for each would cost more than the flow. Each search touches only the nodes it reaches, because a question about one month
 * should not pay for the whole year. Capacities are doubles, exact for whole numbers up to 2^53; an arc may be unlimited, but no path
 * from source to sink.
 */
export class FlowNetwork {
  private arcs = 0;
  private readonly target: Int32Array;
  private readonly residual: Float64Array;
  /** Arcs by the node they leave, in the order in which they were added: those of node `n` stand at `firstOut[n]` to `firstOut[n + 1]`. */
  private readonly firstOut: Int32Array;
  private readonly outArc: Int32Array;
  private readonly outTarget: Int32Array;
  private arcsInOrder = 0;
  // Scratch of the search: levels of the nodes, where each node's search goes on, and the queue of those reached.
  private readonly level: Int32Array;
  private readonly current: Int32Array;
  private readonly queue: Int32Array;
  private reachedNodes = 0;
  // What has changed since the mark: pairs of arcs, each once, with the flow they carried.
  private marked = 0;
  private readonly markOfPair: Int32Array;
  private readonly changedPairs: number[] = [];
  private readonly flowBefore: number[] = [];

  constructor(nodes: number, arcsAtMost: number) {
    this.target = new Int32Array(2 * arcsAtMost);
    this.residual = new Float64Array(2 * arcsAtMost);
    this.firstOut = new Int32Array(nodes + 1);
    this.outArc = new Int32Array(2 * arcsAtMost);
    this.outTarget = new Int32Array(2 * arcsAtMost);
    this.markOfPair = new Int32Array(arcsAtMost);
    this.level = new Int32Array(nodes).fill(none);
    this.current = new Int32Array(nodes);
    this.queue = new Int32Array(nodes);
  }

  /**
   * Adds an arc and returns its number.
   * @throws RangeError when there are more arcs than the network was made for, which is a fault of the caller.
   */
  addArc(from: number, to: number, capacity: number): number {
    const arc = this.arcs;
    if (arc + 2 > this.target.length)
      throw new RangeError(`a network for ${this.target.length / 2} arcs takes no more`);
    this.arcs += 2;
    this.target[arc] = to;
    this.target[arc + 1] = from;
    this.residual[arc] = capacity;
    return arc;
  }

  /** Lets an arc carry up to `capacity`, keeping the flow it carries already; `capacity` must not be less than that. */
  raiseCapacity(arc: number, capacity: number): void {
    this.residual[arc] = capacity - this.flow(arc);
  }

  /** Flow on an arc. */
  flow(arc: number): number {
    return this.residual[arc ^ 1] as number;
  }

  /** Takes so much flow off an arc. What stands before and behind it must lose the same, or never have had it. */
  lessen(arc: number, minutes: number): void {
    this.residual[arc] = (this.residual[arc] as number) + minutes;
    this.residual[arc ^ 1] = (this.residual[arc ^ 1] as number) - minutes;
  }

  /** Takes all flow out of the network; capacities stay. */
  clear(): void {
    for (let arc = 0; arc < this.arcs; arc += 2) {
      this.residual[arc] = (this.residual[arc] as number) + (this.residual[arc + 1] as number);
      this.residual[arc + 1] = 0;
    }
  }

  /** From here on, changes of flow can be taken back; what was marked before is settled. */
  mark(): void {
    this.marked++;
    this.changedPairs.length = 0;
    this.flowBefore.length = 0;
  }

  /** Takes back every change of flow since the mark. */
  rollback(): void {
    this.changedPairs.forEach((pair, index) => {
      const [arc, before] = [2 * pair, this.flowBefore[index] as number];
      const capacity = (this.residual[arc] as number) + (this.residual[arc + 1] as number);
      this.residual[arc] = capacity - before;
      this.residual[arc + 1] = before;
    });
    this.mark();
  }

  /** Pushes as much more flow as fits from `source` to `sink`; returns how much. */
  augment(source: number, sink: number): number {
    return this.augmentFrom([source], sink)[0] as number;
  }

  /**
   * Pushes as much more flow as fits from any of `sources`, each unlimited, to `sink`, but no more than `atMost` together; returns how
   * much came from each.
   */
  augmentFrom(sources: readonly number[], sink: number, atMost = Infinity): number[] {
    const pushed = sources.map(() => 0);
    let left = atMost;
    while (left > negligible && this.setLevels(sources, sink)) {
      for (let index = 0; index < sources.length && left > negligible; index++) {
        const part = this.push(sources[index] as number, sink, left);
        pushed[index] = (pushed[index] as number) + part;
        left -= part;
      }
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
    if (this.arcsInOrder === this.arcs) return;
    this.arcsInOrder = this.arcs;
    const { firstOut, outArc, outTarget, target, arcs } = this;
    firstOut.fill(0);
    for (let arc = 0; arc < arcs; arc++) {
      const from = target[arc ^ 1] as number;
      firstOut[from + 1] = (firstOut[from + 1] as number) + 1;
    }
    for (let node = 1; node < firstOut.length; node++)
      firstOut[node] = (firstOut[node] as number) + (firstOut[node - 1] as number);
    const place = this.firstOut.slice();
    for (let arc = 0; arc < arcs; arc++) {
      const from = target[arc ^ 1] as number;
      const at = place[from] as number;
      place[from] = at + 1;
      outArc[at] = arc;
      outTarget[at] = target[arc] as number;
    }
  }

  /** Breadth first from `sources`, no further than `sink`; whether `sink` was reached. */
  private setLevels(sources: readonly number[], sink: number): boolean {
    this.putInOrder();
    const { level, current, queue, residual, firstOut, outArc, outTarget } = this;
    for (let index = 0; index < this.reachedNodes; index++) level[queue[index] as number] = none;
    let end = 0;
    for (const source of sources) {
      if (level[source] !== none) continue;
      level[source] = 0;
      current[source] = firstOut[source] as number;
      queue[end++] = source;
    }
    for (let at = 0; at < end; at++) {
      const node = queue[at] as number;
      const deeper = (level[node] as number) + 1;
      const last = firstOut[node + 1] as number;
      for (let out = firstOut[node] as number; out < last; out++) {
        const to = outTarget[out] as number;
        if (level[to] !== none || (residual[outArc[out] as number] as number) <= negligible) continue;
        level[to] = deeper;
        current[to] = firstOut[to] as number;
        queue[end++] = to;
        if (to === sink) {
          this.reachedNodes = end;
          return true;
        }
      }
    }
    this.reachedNodes = end;
    return false;
  }

  /** Depth first along rising levels, as much as `limit`. A node that can pass on no more leaves the level graph. */
  private push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    const { level, current, residual, outArc, outTarget } = this;
    const deeper = (level[node] as number) + 1;
    const last = this.firstOut[node + 1] as number;
    let pushed = 0;
    for (let out = current[node] as number; out < last; out++) {
      current[node] = out;
      const to = outTarget[out] as number;
      if (level[to] !== deeper) continue;
      const arc = outArc[out] as number;
      const room = residual[arc] as number;
      if (room <= negligible) continue;
      const part = this.push(to, sink, Math.min(limit - pushed, room));
      if (part <= negligible) continue;
      this.remember(arc >> 1);
      residual[arc] = (residual[arc] as number) - part;
      residual[arc ^ 1] = (residual[arc ^ 1] as number) + part;
      pushed += part;
      if (limit - pushed <= negligible) return pushed;
    }
    level[node] = none;
    return pushed;
  }

  private remember(pair: number): void {
    if (this.markOfPair[pair] === this.marked) return;
    this.markOfPair[pair] = this.marked;
    this.changedPairs.push(pair);
    this.flowBefore.push(this.residual[2 * pair + 1] as number);
  }
}
