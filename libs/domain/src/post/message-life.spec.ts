import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '../calendar/date.js';
import { isPoison, lifeFrom, lifeObstacle, longestLifeMs, nextAttempt, obstacleWords } from './message-life.js';
import { ordinaryLifeMs, sendable } from './message-life.js';

const at = (moment: number): Instant => moment as Instant;
const now = at(1_800_000_000_000);
const life = { protocol: 2, issuedAt: now, expiresAt: at(now + ordinaryLifeMs) };

describe('the life of a message', () => {
  it.each([
    ['a new one', {}, undefined],
    ['one of the first protocol', { protocol: undefined, expiresAt: undefined }, 'PROTOCOL'],
    ['one of a protocol to come', { protocol: 3 }, 'PROTOCOL'],
    ['one from a clock that is a little ahead', { issuedAt: at(now + 299_000) }, undefined],
    ['one from a clock that is far ahead', { issuedAt: at(now + 301_000) }, 'AHEAD'],
    ['one whose end has come', { issuedAt: at(now - 10), expiresAt: now }, 'EXPIRED'],
    ['one that ends before it begins', { expiresAt: at(now - 1) }, 'LIFE_TOO_LONG'],
    ['one that would live for ever', { expiresAt: at(now + longestLifeMs + 1) }, 'LIFE_TOO_LONG'],
  ])('%s', (_name, change, expected) => {
    const message = { ...life, ...change } as typeof life;
    const found = lifeObstacle(message, now);
    expect(found).toBe(expected);
    if (found !== undefined) expect(obstacleWords(found, message)).toMatch(/[ぁ-ん].* \/ [A-Z]/);
  });

  it('is knocked for after 2 s, doubling to 60 s, then every 15 minutes', () => {
    const pauses = Array.from({ length: 8 }, (_, attempts) => (nextAttempt(now, attempts, 0.5) - now) / 1_000);
    expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 900, 900]);
  });

  it('is never knocked for more than an eighth earlier or later', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, jitter) => {
        const [pause, middle] = [nextAttempt(now, attempts, jitter) - now, nextAttempt(now, attempts, 0.5) - now];
        expect(Math.abs(pause - middle)).toBeLessThanOrEqual(middle / 8 + 1);
      }),
    );
  });

  it.each([
    ['has its ordinary end unless told', undefined, ordinaryLifeMs],
    ['has the end that it is told', at(now + 1_000), 1_000],
  ])('%s', (_name, end, expectedMs) => {
    const { expiresAt, ...rest } = lifeFrom(now, end);
    expect(expiresAt - now).toBe(expectedMs);
    expect(rest).toEqual({ protocol: 2, issuedAt: now });
  });

  it.each([
    ['in their order', '2 1 3', '1 2 3'],
    ['up to the first that is parked, and none after it', '1 3p 2 4', '1 2'],
    ['none behind a parked one', '1p 2', ''],
    ['up to the first that has expired', '1 2x 3', '1'],
  ])('is sent with the others of its process %s', (_name, queue, expected) => {
    const waiting = queue.split(' ').map((text) => ({
      ...{ seq: Number.parseInt(text, 10), isParked: text.endsWith('p') },
      expiresAt: at(text.endsWith('x') ? now : now + 1),
    }));
    expect(
      sendable(waiting, now)
        .map(({ seq }) => seq)
        .join(' '),
    ).toBe(expected);
  });

  it('waits for a person after five failures', () => {
    expect([4, 5].map(isPoison)).toEqual([false, true]);
  });
});
