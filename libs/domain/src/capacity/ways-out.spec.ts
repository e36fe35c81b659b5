import { describe, expect, it } from '@jest/globals';
import { waysOut, waysOutInOrder } from './ways-out.js';

describe('ways out of a shortfall', () => {
  it('come in the order in which a director tries them', () => {
    const ways = waysOut({ minutes: 1_000, team: 3, freeInTown: 600, mayGoOut: true });
    expect(ways.map(({ kind }) => kind)).toEqual(waysOutInOrder);
    expect(ways).toEqual([
      { kind: 'TEAM', minutes: 1_000, workers: 3, minutesEach: 334 },
      { kind: 'TOWN', minutes: 600 },
      { kind: 'FEDERATION', minutes: 1_000 },
    ]);
  });

  it('are only those that there are', () => {
    expect(waysOut({ minutes: 60, team: 0, freeInTown: 0, mayGoOut: false })).toEqual([]);
    expect(waysOut({ minutes: 60, team: 0, freeInTown: 90, mayGoOut: false })).toEqual([{ kind: 'TOWN', minutes: 60 }]);
  });
});
