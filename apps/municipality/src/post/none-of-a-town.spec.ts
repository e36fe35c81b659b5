import { describe, expect, it } from '@jest/globals';
import type { Instant } from '#domain/calendar/date';
import { NoneOfATown } from './none-of-a-town.js';

describe('what a town nearly never has', () => {
  const at = (ms: number): Instant => ms as Instant;

  it('is looked for once in a second, for each town by itself, and at once when somebody has put it there', async () => {
    const none = new NoneOfATown();
    const looked: string[] = [];
    const there = new Set<string>();
    const isNone = (town: string, now: number): Promise<boolean> =>
      none.is(town, at(now), () => {
        looked.push(`${town} ${now}`);
        return Promise.resolve(!there.has(town));
      });
    expect(await isNone('one', 0)).toBe(true);
    there.add('one');
    expect(await isNone('one', 999)).toBe(true);
    expect(await isNone('other', 999)).toBe(true);
    expect(await isNone('one', 1_000)).toBe(false);
    there.delete('one');
    expect(await isNone('one', 1_001)).toBe(false);
    none.forget('one');
    expect(await isNone('one', 1_002)).toBe(true);
    expect(await isNone('one', -5_000)).toBe(true);
    expect(looked).toEqual(['one 0', 'other 999', 'one 1000', 'one 1002', 'one -5000']);
  });
});
