import { describe, expect, it } from '@jest/globals';
import type { MunicipalityCode } from './code.js';
import { hasKnownOffice, kilometresBetween } from './distance.js';
import { offices } from './offices.js';
import { register } from './register.js';

const kilometres = (one: string, other: string): number =>
  kilometresBetween(one as MunicipalityCode, other as MunicipalityCode) ?? NaN;

describe('town offices', () => {
  it('are known of every municipality of the register, and of no other', () => {
    expect(Object.keys(offices).sort()).toEqual(register.map(({ code }) => String(code)).sort());
    expect(hasKnownOffice('011002' as MunicipalityCode)).toBe(false);
  });

  it('stand in Nagano, no two in the same place', () => {
    for (const [north, east] of Object.values(offices)) {
      expect(north > 35.1 && north < 37.1 && east > 137.3 && east < 138.8).toBe(true);
    }
    expect(new Set(Object.values(offices).map(String)).size).toBe(register.length);
  });
});

describe('kilometres between towns', () => {
  it.each([
    ['立科町', '長和町', '203246', '203505', 1, 14],
    ['立科町', '佐久市', '203246', '202177', 10, 20],
    ['立科町', '塩尻市', '203246', '202151', 20, 45],
    ['小布施町', '須坂市', '205419', '202070', 3, 8],
    ['松本市', '塩尻市', '202029', '202151', 10, 18],
    ['飯田市', '長野市', '202053', '202011', 91, 140],
    ['根羽村', '栄村', '204102', '206024', 190, 225],
  ])('%s – %s', (_one, _other, one, other, atLeast, atMost) => {
    expect(kilometres(one, other)).toBeGreaterThanOrEqual(atLeast);
    expect(kilometres(one, other)).toBeLessThanOrEqual(atMost);
    expect(kilometres(other, one)).toBe(kilometres(one, other));
  });

  it('are none from a town to itself, and unknown where a position is', () => {
    expect(kilometres('203246', '203246')).toBe(0);
    expect(kilometres('203246', '011002')).toBeNaN();
  });
});
