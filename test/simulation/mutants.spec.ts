import { describe, expect, it } from '@jest/globals';
import { runProcess } from '#testkit/trade-simulation/process';
import { realProtocol } from '#testkit/trade-simulation/protocol';
import { mutants } from './mutants.js';

// Goal: the simulator finds what it is there to find. Method: one fault planted at a time; it must be caught within 1,000 seeds.

describe('the simulator', () => {
  it('has enough faults to be measured by', () => {
    expect(Object.keys(mutants).length).toBeGreaterThanOrEqual(20);
  });

  it.each(Object.keys(mutants))('catches that %s', (name) => {
    const protocol = { ...realProtocol, ...mutants[name] };
    let seed = 1;
    while (seed <= 1_000 && runProcess(seed, new Map(), protocol).length === 0) seed++;
    expect(seed).toBeLessThanOrEqual(1_000);
  });
});
