import { describe, expect, it } from '@jest/globals';
import { minutes } from './minutes.js';

describe('minutes', () => {
  it.each([0, 1, -60, 94_800])('%d is a number of minutes', (n) => {
    expect(minutes(n)).toBe(n);
  });

  it.each([0.5, NaN, Infinity, 2 ** 53])('%d is a fault', (n) => {
    expect(() => minutes(n)).toThrow(RangeError);
  });
});
