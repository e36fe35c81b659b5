import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FlowNetwork } from './maximum-flow.js';

// The flow against the smallest cut, found by trying every set of nodes (max-flow min-cut, Ford & Fulkerson 1956).

const nodes = 6;
const [source, sink] = [0, nodes - 1];
const anyArcs = fc.array(
  fc.record({ from: fc.nat({ max: nodes - 1 }), to: fc.nat({ max: nodes - 1 }), capacity: fc.nat({ max: 9 }) }),
  { maxLength: 20 },
);
type Arcs = readonly { readonly from: number; readonly to: number; readonly capacity: number }[];

function networkOf(arcs: Arcs): { network: FlowNetwork; numbers: number[] } {
  const network = new FlowNetwork(nodes, arcs.length);
  return { network, numbers: arcs.map(({ from, to, capacity }) => network.addArc(from, to, capacity)) };
}

function smallestCut(arcs: Arcs): number {
  let smallest = Infinity;
  for (let set = 0; set < 1 << nodes; set++) {
    const holds = (node: number): boolean => (set & (1 << node)) !== 0;
    if (!holds(source) || holds(sink)) continue;
    const cut = arcs.filter(({ from, to }) => holds(from) && !holds(to));
    smallest = Math.min(
      smallest,
      cut.reduce((sum, { capacity }) => sum + capacity, 0),
    );
  }
  return smallest;
}

/** How much may come from each source, where anything bounds it. */
const anyLimits = fc.option(fc.array(fc.nat({ max: 12 }), { minLength: 5, maxLength: 5 }), { nil: undefined });

describe('maximum flow', () => {
  it('equals the smallest cut, and what is reachable afterwards is one', () => {
    fc.assert(
      fc.property(anyArcs, (arcs) => {
        const { network } = networkOf(arcs);
        const total = network.augment(source, sink);
        expect(total).toBe(smallestCut(arcs));
        const reached = network.reachableFrom([source]);
        const cut = arcs.filter(({ from, to }) => reached(from) && !reached(to));
        expect(cut.reduce((sum, { capacity }) => sum + capacity, 0)).toBe(total);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps within every capacity and loses nothing on the way', () => {
    fc.assert(
      fc.property(anyArcs, (arcs) => {
        const { network, numbers } = networkOf(arcs);
        const total = network.augment(source, sink);
        const balance = new Array<number>(nodes).fill(0);
        arcs.forEach(({ from, to, capacity }, index) => {
          const flow = network.flow(numbers[index] as number);
          expect(flow).toBeGreaterThanOrEqual(0);
          expect(flow).toBeLessThanOrEqual(capacity);
          balance[from] = (balance[from] ?? 0) - flow;
          balance[to] = (balance[to] ?? 0) + flow;
        });
        expect(balance).toEqual([0 - total, 0, 0, 0, 0, total]);
      }),
    );
  });

  it('found in two steps is the same, and the second step can be taken back', () => {
    fc.assert(
      fc.property(anyArcs, (arcs) => {
        const { network, numbers } = networkOf(arcs.map((arc) => ({ ...arc, capacity: Math.min(arc.capacity, 3) })));
        const first = network.augment(source, sink);
        const flows = (): number[] => numbers.map((arc) => network.flow(arc));
        const before = flows();
        arcs.forEach(({ capacity }, index) => network.raiseCapacity(numbers[index] as number, capacity));
        network.mark();
        const second = network.augment(source, sink);
        expect(first + second).toBe(smallestCut(arcs));
        network.rollback();
        expect(flows()).toEqual(before);
        expect(network.augment(source, sink)).toBe(second);
        network.clear();
        expect(network.augment(source, sink)).toBe(first + second);
      }),
    );
  });

  it('from several sources is that of one source before them all', () => {
    fc.assert(
      fc.property(anyArcs, fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), anyLimits, (arcs, sources, limits) => {
        const { network } = networkOf(arcs);
        const one = new FlowNetwork(nodes + 1, arcs.length + sources.length);
        arcs.forEach(({ from, to, capacity }) => one.addArc(from, to, capacity));
        sources.forEach((each, index) => one.addArc(nodes, each, limits?.[index] ?? Infinity));
        const pushed = network.augmentFrom(sources, sink, Infinity, limits);
        expect(pushed).toHaveLength(sources.length);
        pushed.forEach((each, index) => expect(each).toBeLessThanOrEqual(limits?.[index] ?? Infinity));
        expect(pushed.reduce((sum, each) => sum + each, 0)).toBe(one.augment(nodes, sink));
      }),
    );
  });

  it('refuses more arcs than it was made for', () => {
    const network = new FlowNetwork(2, 1);
    network.addArc(0, 1, 1);
    expect(() => network.addArc(0, 1, 1)).toThrow(RangeError);
  });
});
