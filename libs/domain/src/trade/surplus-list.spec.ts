import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../calendar/date.js';
import { receivedSurplusList } from './surplus-list.js';

const now = 1_800_000_000_000 as Instant;
const hour = 3_600_000;
const order = {
  ...{ id: '203246-surplus-x', publisher: '203246', title: '台帳の入力', skill: 'data-entry', level: 1, licences: [] },
  ...{ minutes: 600, awardedMinutes: 0, earliest: '2027-08-01', due: '2027-08-31', claimBy: '2027-07-20' },
  ...{ priceYen: 10_000, minSliceMinutes: 60, dataClass: 'INTERNAL', addressees: ['202151'], status: 'POSTED' },
};
const list = { municipality: '203246', issuedAt: now - hour, expiresAt: now + hour, orders: [order] };

describe('a list of surplus orders that a town hands in', () => {
  it('is taken as it is told', () => {
    expect(receivedSurplusList(list, now)).toEqual(list);
    expect(receivedSurplusList({ ...list, orders: [] }, now)).toMatchObject({ orders: [] });
  });

  it.each<[string, unknown]>([
    ['no list', 'orders'],
    ['of no town', { ...list, municipality: '203247' }],
    ['from the future', { ...list, issuedAt: now + hour, expiresAt: now + 2 * hour }],
    ['over before it began', { ...list, expiresAt: list.issuedAt }],
    ['good for longer than a day', { ...list, expiresAt: list.issuedAt + 25 * hour }],
    ["with another town's order", { ...list, orders: [{ ...order, id: '202151-surplus-x', publisher: '202151' }] }],
    ['with an order that is none', { ...list, orders: [{ ...order, minutes: -1 }] }],
    ['with one order twice', { ...list, orders: [order, order] }],
  ])('makes no sense: %s', (_, said) => {
    expect(receivedSurplusList(said, now)).toBeUndefined();
  });
});
