/**
 * Circles of towns in which each may work for each, such that every pair with an agreement is in one of them (an edge clique cover). Minutes
 * that travel within a circle can only travel between towns that have an agreement, however the agreements overlap; and no agreement is lost.
 * The cover is found greedily: its size is a matter of speed, not of what can be planned.
 * @param pairs positions of the towns that have an agreement, each pair once.
 */
export function circlesOf(pairs: readonly (readonly [number, number])[]): number[][] {
  const peers = new Map<number, Set<number>>();
  const link = (one: number, other: number): void => {
    const known = peers.get(one);
    if (known === undefined) peers.set(one, new Set([other]));
    else known.add(other);
  };
  for (const [one, other] of pairs) {
    link(one, other);
    link(other, one);
  }
  const open = new Map([...peers].map(([town, all]) => [town, new Set(all)] as const));
  const openOf = (town: number): Set<number> => open.get(town) ?? new Set();
  const circles: number[][] = [];
  for (const town of [...peers.keys()].sort((a, b) => a - b)) {
    for (let next = firstOf(openOf(town)); next !== undefined; next = firstOf(openOf(town))) {
      const circle = [town, next];
      // Whoever is linked with all so far may join; first who brings the most pairs that no circle has yet.
      let candidates = common(peers.get(town), peers.get(next));
      while (candidates.length > 0) {
        const news = candidates.map((each) => circle.filter((member) => openOf(each).has(member)).length);
        const best = news.reduce((at, count, index) => (count > (news[at] ?? 0) ? index : at), 0);
        const joins = candidates[best];
        if (joins === undefined || (news[best] ?? 0) === 0) break;
        circle.push(joins);
        const linked = peers.get(joins);
        candidates = candidates.filter((each) => linked?.has(each));
      }
      for (const one of circle) for (const other of circle) openOf(one).delete(other);
      circles.push(circle.sort((a, b) => a - b));
    }
  }
  return circles;
}

function firstOf(towns: ReadonlySet<number>): number | undefined {
  return [...towns].sort((a, b) => a - b)[0];
}

function common(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined): number[] {
  return [...(one ?? [])].filter((each) => other?.has(each)).sort((a, b) => a - b);
}
