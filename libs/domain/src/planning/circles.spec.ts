import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { circlesOf } from './circles.js';

const anyPairs = fc
  .uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), {
    selector: ([a, b]) => [Math.min(a, b), Math.max(a, b)].join(),
    maxLength: 45,
  })
  .map((pairs) => pairs.filter(([a, b]) => a !== b));
const name = (one: number, other: number): string => [Math.min(one, other), Math.max(one, other)].join();

describe('circles of towns', () => {
  it('hold no two towns without an agreement, and every agreement is in one', () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const agreed = new Set(pairs.map(([one, other]) => name(one, other)));
        const within = circlesOf(pairs).flatMap((circle) =>
          circle.flatMap((one, at) => circle.slice(at + 1).map((other) => name(one, other))),
        );
        expect(new Set(within)).toEqual(agreed);
      }),
    );
  });

  it('are one where all have agreements with all, and do not join what only touches', () => {
    const all = [0, 1, 2, 3].flatMap((one) =>
      [0, 1, 2, 3].filter((other) => one < other).map((other) => [one, other] as const),
    );
    expect(circlesOf(all)).toEqual([[0, 1, 2, 3]]);
    expect(
      circlesOf([
        [0, 1],
        [1, 2],
      ]),
    ).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(circlesOf([])).toEqual([]);
  });
});
