import { afterEach, describe, expect, it } from '@jest/globals';
import type { MunicipalityCode } from '#domain/municipality/code';
import { ConfigurationError } from '#service/config';
import { priceFloorYenPerHour } from './settings.js';

const [tateshina, shiojiri] = ['203246', '202151'] as [MunicipalityCode, MunicipalityCode];

describe('the price floor of a town', () => {
  afterEach(() => {
    for (const name of ['YUI_PRICE_FLOOR', 'YUI_PRICE_FLOOR_203246']) process.env[name] = ''; // As good as not set.
  });

  it('is none where nobody says otherwise', () => {
    expect(priceFloorYenPerHour(tateshina)).toBe(0);
  });

  it('holds for every town of the process, but for one with its own', () => {
    Object.assign(process.env, { YUI_PRICE_FLOOR: '1100', YUI_PRICE_FLOOR_203246: '1200' });
    expect([tateshina, shiojiri].map(priceFloorYenPerHour)).toEqual([1_200, 1_100]);
  });

  it.each([
    ['YUI_PRICE_FLOOR', '-1'],
    ['YUI_PRICE_FLOOR', '1100.5'],
    ['YUI_PRICE_FLOOR_203246', 'fair'],
  ])('%s=%s is refused by name', (name, value) => {
    process.env[name] = value;
    expect(() => priceFloorYenPerHour(tateshina)).toThrow(ConfigurationError);
    expect(() => priceFloorYenPerHour(tateshina)).toThrow(`${name} `);
  });
});
