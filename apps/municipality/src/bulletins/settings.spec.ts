import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '#service/config';
import { bulletinIntervalMs, disclosureSettings } from './settings.js';

const names = ['YUI_BULLETIN_WORKERS', 'YUI_BULLETIN_SHARE', 'YUI_BULLETIN_GRAIN', 'YUI_BULLETIN_INTERVAL'];

describe('settings of bulletins', () => {
  afterEach(() => {
    for (const name of names) process.env[name] = ''; // As good as not set.
  });

  it('are the usual ones where nobody says otherwise', () => {
    expect(disclosureSettings()).toMatchObject({ fewestWorkers: 3, largestShare: 0.6, grainMinutes: 60 });
    expect(bulletinIntervalMs()).toBe(60_000);
  });

  it('are those of the town where it does', () => {
    Object.assign(process.env, { YUI_BULLETIN_WORKERS: '5', YUI_BULLETIN_SHARE: '0.8', YUI_BULLETIN_GRAIN: '300' });
    expect(disclosureSettings()).toMatchObject({ fewestWorkers: 5, largestShare: 0.8, grainMinutes: 300 });
  });

  it.each([
    ['YUI_BULLETIN_WORKERS', '2'],
    ['YUI_BULLETIN_WORKERS', '3.5'],
    ['YUI_BULLETIN_SHARE', '0.5'],
    ['YUI_BULLETIN_SHARE', '1'],
    ['YUI_BULLETIN_GRAIN', '0'],
    ['YUI_BULLETIN_INTERVAL', 'soon'],
  ])('%s=%s is refused by name', (name, value) => {
    process.env[name] = value;
    expect(() => [disclosureSettings(), bulletinIntervalMs()]).toThrow(ConfigurationError);
    expect(() => [disclosureSettings(), bulletinIntervalMs()]).toThrow(name);
  });
});
