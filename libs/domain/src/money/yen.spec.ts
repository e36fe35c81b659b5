import { describe, expect, it } from '@jest/globals';
import { yen } from './yen.js';

describe('yen', () => {
  it.each([0, 1, -1_900, 3_000_000])('%d is a number of yen', (n) => {
    expect(yen(n)).toBe(n);
  });

  it.each([0.1, NaN, Infinity, 2 ** 53])('%d is a fault', (n) => {
    expect(() => yen(n)).toThrow(RangeError);
  });
});
