import { endOfDayInTokyo, hoursAfter, type Instant } from '../calendar/date.js';
import { longestLifeMs } from '../post/message-life.js';
import type { Tell } from './outgoing.js';
import { awardsEnd, holdEnds, isOpen, type SurplusOrder } from './surplus-order.js';

/** Even where its time has come, a message gets so long to arrive: clocks differ, and networks pause. */
const hoursAtLeast = 1;

/**
 * Until when a message about a trade is worth sending: as long as what it asks for can still come true. What says how something ended, or
 * that it is in force, is waited for by the other end however long it takes: such a word lives as long as any message may.
 * @param order the surplus order that it is about
 */
export function endOfMessage(message: Tell, order: SurplusOrder, now: Instant): Instant {
  const longest = (now + longestLifeMs) as Instant;
  return earlierOf(longest, laterOf(hoursAfter(now, hoursAtLeast), naturalEnd(message, order) ?? longest));
}

function naturalEnd(message: Tell, order: SurplusOrder): Instant | undefined {
  switch (message.type) {
    case 'surplus-order.stated': {
      const { surplusOrder } = message.payload;
      if (isOpen(surplusOrder.status)) return awardsEnd(surplusOrder);
      return surplusOrder.status === 'FULLY_AWARDED' ? endOfDayInTokyo(surplusOrder.due) : undefined;
    }
    case 'claim.submitted':
    case 'claim.countered':
    case 'counter.accepted':
      return holdEnds(order);
    case 'claim.awarded':
      return message.payload.terms.hardExpiry;
    default:
      return undefined;
  }
}

function earlierOf(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}

function laterOf(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
