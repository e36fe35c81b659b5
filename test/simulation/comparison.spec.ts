import { describe, expect, it } from '@jest/globals';
import { WorkProcess } from '#testkit/trade-simulation/performance/process';
import { realProtocol } from '#testkit/trade-simulation/protocol';
import { workMutants } from './work-mutants.js';

// Goal: the towns' own comparison of both ends covers work and settlements. Method: the oracle finds nearly all of their faults first, so it
// does not look here; what the comparison says is all that is left.

class Unwatched extends WorkProcess {
  protected override wrongNow(): string[] {
    return [];
  }

  protected override wrongAtTheEnd(): string[] {
    return [];
  }
}

const planted = [
  ['work', 'a delivery is accepted without a word'],
  ['work', 'a delivery is rejected without a word'],
  ['work', 'the day of acceptance is that of the delivery'],
  ['settlement', 'a month is confirmed without a word'],
  ['settlement', 'a month is disputed without a word'],
  ['settlement', 'a payment is noted on another day than was told'],
] as const;

describe('the comparison of both ends alone', () => {
  it.each(planted)('finds a difference in a %s where %s', (kind, name) => {
    let found: string[] = [];
    for (let seed = 1; seed <= 100 && found.length === 0; seed++)
      found = new Unwatched(seed, new Map(), { ...realProtocol, ...workMutants[name] }).run();
    expect(found.join('\n')).toContain(`${kind} `);
    expect(found.join('\n')).toContain('DRIFT');
  });

  it('finds none where there is no fault', () => {
    for (let seed = 1; seed <= 30; seed++) expect(new Unwatched(seed, new Map(), realProtocol).run()).toEqual([]);
  });
});
