import { describe, expect, it } from '@jest/globals';
import { claimant, date, id, order, start, termsFor } from '#testkit/trade-walk';
import { addDays, endOfDayInTokyo, hoursAfter, type Instant } from '../calendar/date.js';
import { longestLifeMs } from '../post/message-life.js';
import { endOfMessage } from './message-end.js';
import { firstOffer } from './offer.js';
import { state, tell, type Tell } from './outgoing.js';
import { holdEnds, type SurplusOrder, type SurplusOrderStatus } from './surplus-order.js';

const longest = (start + longestLifeMs) as Instant;
const terms = termsFor(firstOffer(order, 1_200), 1_200);
const about = (type: Tell['type'], payload: object): Tell => tell(claimant, id, type, payload as never);
const stated = (status: SurplusOrderStatus, change: Partial<SurplusOrder> = {}): Tell =>
  state({ ...order, status, ...change })[0] as Tell;

describe('a message about a trade is sent', () => {
  it.each<[string, Tell, Instant]>([
    ['a claim, while its hold lasts', about('claim.submitted', { minutes: 600 }), holdEnds(order)],
    ['a counter-offer, as long', about('claim.countered', { number: 2 }), holdEnds(order)],
    ['an accepted offer, as long', about('counter.accepted', { number: 2 }), holdEnds(order)],
    ['an award, until nobody could confirm it', about('claim.awarded', { terms }), terms.hardExpiry],
    ['a signature, until it is answered', about('award.confirmed', { termsHash: 'h', signature: 's' }), longest],
    ['that an award is in force', about('award.in-force', { termsHash: 'h' }), longest],
    ['that it has lapsed', about('award.lapsed', {}), longest],
    ['that a claim is declined', about('claim.declined', { reason: 'x' }), longest],
    ['that a claim is withdrawn', about('claim.withdrawn', {}), longest],
    ['that an award is terminated', about('award.terminated', { termsHash: 'h' }), longest],
    ['an open surplus order, until it is decided', stated('POSTED'), endOfDayInTokyo(addDays(order.claimBy, 3))],
    ['one with something left, as long', stated('PARTLY_AWARDED'), endOfDayInTokyo(addDays(order.claimBy, 3))],
    ['one that is sold, while it is worked on', stated('FULLY_AWARDED'), endOfDayInTokyo(order.due)],
    ['that one is over', stated('CANCELLED'), longest],
    ['no longer than any message may live', stated('FULLY_AWARDED', { due: date('2029-01-01') }), longest],
  ])('%s', (_name, message, expected) => {
    expect(endOfMessage(message, order, start)).toBe(expected);
  });

  it('for an hour at least, also where its time has come', () => {
    const late = hoursAfter(holdEnds(order), 5);
    expect(endOfMessage(about('claim.submitted', {}), order, late)).toBe(hoursAfter(late, 1));
  });
});
