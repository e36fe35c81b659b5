import { describe, expect, it } from '@jest/globals';
import { allBranches, type Branches } from '#testkit/trade-simulation/branches';
import { runProcess } from '#testkit/trade-simulation/run';

// Goal: whatever messages, clocks, crashes and people do, no hour is oversold or stranded and both ends agree in the end (I-1, I-4, I-14).
// Method: surplus orders with all their claims, work and settlement of some months, and director loans, each from its seed, in a
// deterministic world over the real reducers.

/** Ten thousand trades among them. */
const processes = 13_000;

describe('more than ten thousand processes', () => {
  const branches: Branches = new Map();

  it('end with every hour sold once or back in its lot, and both ends equal', () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= processes; seed++) wrong.push(...runProcess(seed, branches));
    expect(wrong.slice(0, 10)).toEqual([]);
  }, 240_000);

  it('meet every event in every state at least 100 times', () => {
    expect(allBranches.filter((branch) => (branches.get(branch)?.reached ?? 0) < 100)).toEqual([]);
  });

  it('split off a part, and all, of surplus orders that may be split', () => {
    for (const split of ['order POSTED split', 'order POSTED split-all'])
      expect(branches.get(split)?.acted ?? 0).toBeGreaterThanOrEqual(100);
  });

  it('come out the same for the same seed', () => {
    const [one, other]: [Branches, Branches] = [new Map(), new Map()];
    for (const branches of [one, other]) for (let seed = 4_711; seed < 4_718; seed++) runProcess(seed, branches);
    expect([...one]).toEqual([...other]);
  });
});
