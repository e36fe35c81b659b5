import { describe, expect, it } from '@jest/globals';
import { refusalsToCancel, statusByProgress, type ClaimProgress, type Progress } from './order-progress.js';
import type { SurplusOrderStatus } from '../trade/surplus-order.js';

// Rows: state of a surplus order of 600 minutes, minutes in force and progress of its claims, state that follows.

const claim = (minutesInForce: number, progress: Progress | null): ClaimProgress => ({ minutesInForce, progress });

describe('the state of a surplus order by the work on it', () => {
  it.each<[SurplusOrderStatus, ClaimProgress[], SurplusOrderStatus]>([
    ['FULLY_AWARDED', [], 'FULLY_AWARDED'],
    ['FULLY_AWARDED', [claim(600, null)], 'FULLY_AWARDED'],
    ['FULLY_AWARDED', [claim(600, 'PERFORMING')], 'PERFORMING'],
    ['FULLY_AWARDED', [claim(300, 'INSPECTED'), claim(0, null)], 'FULLY_AWARDED'],
    ['FULLY_AWARDED', [claim(300, 'INSPECTED'), claim(300, null)], 'PERFORMING'],
    ['PERFORMING', [claim(300, 'INSPECTED'), claim(300, 'DELIVERED')], 'PERFORMING'],
    ['PERFORMING', [claim(300, 'SETTLED'), claim(300, 'INSPECTED'), claim(0, null)], 'COMPLETED'],
    ['FULLY_AWARDED', [claim(600, 'INSPECTED')], 'COMPLETED'],
    ['PARTLY_AWARDED', [claim(300, 'INSPECTED')], 'PARTLY_AWARDED'],
    ['CANCELLED', [claim(600, 'INSPECTED')], 'CANCELLED'],
  ])('%s with %j is %s', (status, claims, expected) => {
    expect(statusByProgress({ status, minutes: 600 }, claims)).toBe(expected);
  });
});

describe('cancelling a surplus order', () => {
  it('ends where work on it has begun', () => {
    expect(refusalsToCancel([claim(300, null), claim(0, 'PERFORMING')])).toEqual([]);
    expect(refusalsToCancel([claim(300, null), claim(300, 'PERFORMING')])).toMatchObject([
      { code: 'SURPLUS_ORDER_PERFORMING', field: 'surplusOrderId' },
    ]);
  });
});
