/**
 * A network with integer capacities and its maximum flow (E. A. Dinic 1970: level graph and blocking flows). Arcs live in arrays, arc
 * `i ^ 1` is the reverse of arc `i`; flow is kept as residual capacity, so more can be asked of a network that already carries flow.
 */
export class FlowNetwork {
  private readonly heads: number[][];
  private readonly target: number[] = [];
  private readonly residual: number[] = [];

  constructor(private readonly nodes: number) {
    this.heads = Array.from({ length: nodes }, () => []);
  }

  /** Adds an arc and returns its number. */
  addArc(from: number, to: number, capacity: number): number {
    const arc = this.target.length;
    this.target.push(to, from);
    this.residual.push(capacity, 0);
    this.heads[from]?.push(arc);
    this.heads[to]?.push(arc + 1);
    return arc;
  }

  setCapacity(arc: number, capacity: number): void {
    this.residual[arc] = capacity;
    this.residual[arc ^ 1] = 0;
  }

  /** Lets an arc carry up to `capacity`, keeping the flow it carries already. */
  raiseCapacity(arc: number, capacity: number): void {
    this.residual[arc] = capacity - this.flow(arc);
  }

  /** Flow on an arc. */
  flow(arc: number): number {
    return this.residual[arc ^ 1] ?? 0;
  }

  /** A state to come back to with {@link restore}. */
  snapshot(): number[] {
    return this.residual.slice();
  }

  restore(snapshot: readonly number[]): void {
    for (let arc = 0; arc < snapshot.length; arc++) this.residual[arc] = snapshot[arc] as number;
  }

  /** Pushes as much more flow as fits from `source` to `sink`; returns how much. */
  augment(source: number, sink: number): number {
    let total = 0;
    for (;;) {
      const levels = this.levels(source);
      if ((levels[sink] as number) < 0) return total;
      const next = new Int32Array(this.nodes);
      for (;;) {
        const pushed = this.push(source, sink, Number.MAX_SAFE_INTEGER, levels, next);
        if (pushed === 0) break;
        total += pushed;
      }
    }
  }

  /** Nodes that residual capacity still reaches from `source`: after a maximum flow, the source side of a minimum cut. */
  reachable(source: number): boolean[] {
    return Array.from(this.levels(source), (level) => level >= 0);
  }

  private levels(source: number): Int32Array {
    const levels = new Int32Array(this.nodes).fill(-1);
    const queue = [source];
    levels[source] = 0;
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at] as number;
      for (const arc of this.heads[node] as number[]) {
        const to = this.target[arc] as number;
        if ((this.residual[arc] as number) > 0 && levels[to] === -1) {
          levels[to] = (levels[node] as number) + 1;
          queue.push(to);
        }
      }
    }
    return levels;
  }

  private push(node: number, sink: number, limit: number, levels: Int32Array, next: Int32Array): number {
    if (node === sink) return limit;
    const arcs = this.heads[node] as number[];
    for (; (next[node] as number) < arcs.length; next[node] = (next[node] as number) + 1) {
      const arc = arcs[next[node] as number] as number;
      const to = this.target[arc] as number;
      const room = this.residual[arc] as number;
      if (room > 0 && levels[to] === (levels[node] as number) + 1) {
        const pushed = this.push(to, sink, Math.min(limit, room), levels, next);
        if (pushed > 0) {
          this.residual[arc] = room - pushed;
          this.residual[arc ^ 1] = (this.residual[arc ^ 1] as number) + pushed;
          return pushed;
        }
      }
    }
    return 0;
  }
}
