const none = -1;

/**
 * A network with integer capacities and its maximum flow (E. A. Dinic 1970: level graph and blocking flows). Arc `i ^ 1` is the reverse
 * of arc `i`; flow is kept as residual capacity, so more can be asked of a network that already carries flow.
 *
 * Everything lies in flat arrays and each node's arcs form a chain through them: a town's network has a hundred thousand arcs, and an
 * object for each would cost more than the flow. Capacities are doubles, exact for whole numbers up to 2^53; an arc may be unlimited, but
 * no path from source to sink.
 */
export class FlowNetwork {
  private arcs = 0;
  private readonly target: Int32Array;
  private readonly residual: Float64Array;
  /** The next arc out of the same node, in the order in which they were added. */
  private readonly next: Int32Array;
  private readonly firstArc: Int32Array;
  private readonly lastArc: Int32Array;
  // Scratch of the search: levels of the nodes, where each node's search goes on, and the queue.
  private readonly level: Int32Array;
  private readonly current: Int32Array;
  private readonly queue: Int32Array;

  constructor(nodes: number, arcsAtMost: number) {
    this.target = new Int32Array(2 * arcsAtMost);
    this.residual = new Float64Array(2 * arcsAtMost);
    this.next = new Int32Array(2 * arcsAtMost);
    this.firstArc = new Int32Array(nodes).fill(none);
    this.lastArc = new Int32Array(nodes).fill(none);
    this.level = new Int32Array(nodes);
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
    this.append(from, arc);
    this.append(to, arc + 1);
    return arc;
  }

  /** Lets an arc carry up to `capacity`, keeping the flow it carries already. */
  raiseCapacity(arc: number, capacity: number): void {
    this.residual[arc] = capacity - this.flow(arc);
  }

  /** Flow on an arc. */
  flow(arc: number): number {
    return this.residual[arc ^ 1] as number;
  }

  /** A state to come back to with {@link restore}. */
  snapshot(): Float64Array {
    return this.residual.slice();
  }

  restore(snapshot: Float64Array): void {
    this.residual.set(snapshot);
  }

  /** Pushes as much more flow as fits from `source` to `sink`; returns how much. */
  augment(source: number, sink: number): number {
    let total = 0;
    while (this.setLevels(source, sink)) {
      this.current.set(this.firstArc);
      total += this.push(source, sink, Infinity);
    }
    return total;
  }

  /** 1 for each node that residual capacity still reaches from `source`: after a maximum flow, the source side of a minimum cut. */
  reachable(source: number): Uint8Array {
    this.setLevels(source, none);
    const reached = new Uint8Array(this.level.length);
    for (let node = 0; node < reached.length; node++) reached[node] = this.level[node] === none ? 0 : 1;
    return reached;
  }

  private append(node: number, arc: number): void {
    this.next[arc] = none;
    const last = this.lastArc[node] as number;
    if (last === none) this.firstArc[node] = arc;
    else this.next[last] = arc;
    this.lastArc[node] = arc;
  }

  /** Breadth first from `source`, no further than `sink`; whether `sink` was reached. */
  private setLevels(source: number, sink: number): boolean {
    const { level, queue, target, residual, next, firstArc } = this;
    level.fill(none);
    level[source] = 0;
    queue[0] = source;
    for (let at = 0, end = 1; at < end; at++) {
      const node = queue[at] as number;
      const deeper = (level[node] as number) + 1;
      for (let arc = firstArc[node] as number; arc !== none; arc = next[arc] as number) {
        const to = target[arc] as number;
        if (level[to] !== none || (residual[arc] as number) <= 0) continue;
        level[to] = deeper;
        if (to === sink) return true;
        queue[end++] = to;
      }
    }
    return false;
  }

  /** Depth first along rising levels, as much as `limit`. A node that can pass on no more leaves the level graph. */
  private push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    const { level, current, target, residual, next } = this;
    const deeper = (level[node] as number) + 1;
    let pushed = 0;
    for (let arc = current[node] as number; arc !== none; arc = next[arc] as number) {
      current[node] = arc;
      const to = target[arc] as number;
      const room = residual[arc] as number;
      if (room <= 0 || level[to] !== deeper) continue;
      const part = this.push(to, sink, Math.min(limit - pushed, room));
      if (part === 0) continue;
      residual[arc] = room - part;
      residual[arc ^ 1] = (residual[arc ^ 1] as number) + part;
      pushed += part;
      if (pushed === limit) return pushed;
    }
    level[node] = none;
    return pushed;
  }
}
