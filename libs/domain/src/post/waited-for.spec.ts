import { describe, expect, it } from '@jest/globals';
import { isWaitedFor } from './waited-for.js';

// Goal: nobody gives up, without being told, what the other town waits for.

describe('what the other end waits for', () => {
  it.each([
    'award.confirmed',
    'award.in-force',
    'award.lapsed',
    'work.delivered',
    'settlement.confirmed',
    'loan.in-force',
  ])('%s, said again later or not', (type) => {
    expect(isWaitedFor(type, false)).toBe(true);
    expect(isWaitedFor(type, true)).toBe(true);
  });

  it.each(['claim.submitted', 'claim.awarded', 'loan.offered', 'plan.move-accepted', 'message.dismissed'])(
    'not %s, which asks for something or only tells',
    (type) => expect(isWaitedFor(type, false)).toBe(false),
  );

  it('is how a surplus order stands, unless a newer word about it follows', () => {
    expect(isWaitedFor('surplus-order.stated', false)).toBe(true);
    expect(isWaitedFor('surplus-order.stated', true)).toBe(false);
  });

  it('is a type that this version does not know', () => {
    expect(isWaitedFor('claim.renegotiated', false)).toBe(true);
  });
});
