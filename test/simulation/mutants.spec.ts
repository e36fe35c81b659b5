import { describe, expect, it } from '@jest/globals';
import { realProtocol } from '#testkit/trade-simulation/protocol';
import { runProcess, type ProcessKind } from '#testkit/trade-simulation/run';
import { loanMutants } from './loan-mutants.js';
import { mutants } from './mutants.js';
import { postMutants } from './post-mutants.js';
import { workMutants } from './work-mutants.js';

// Goal: the simulator finds what it is there to find. Method: one fault planted at a time; it must be caught within 1,000 seeds.

const planted: Readonly<Record<ProcessKind, typeof mutants>> = {
  ...{ trade: { ...mutants, ...postMutants }, work: workMutants, loan: loanMutants },
};
const kinds = Object.keys(planted) as ProcessKind[];

describe('the simulator', () => {
  it.each(kinds)('has enough faults to be measured by in a %s', (kind) => {
    expect(Object.keys(planted[kind]).length).toBeGreaterThanOrEqual(kind === 'trade' ? 40 : 4);
  });

  it.each(kinds.flatMap((kind) => Object.keys(planted[kind]).map((name) => [kind, name] as const)))(
    'catches in a %s that %s',
    (kind, name) => {
      const protocol = { ...realProtocol, ...planted[kind][name] };
      let seed = 1;
      while (seed <= 1_000 && runProcess(seed, new Map(), protocol, kind).length === 0) seed++;
      expect(seed).toBeLessThanOrEqual(1_000);
    },
  );
});
