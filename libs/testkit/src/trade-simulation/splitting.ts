import { addDays, dateInTokyo } from '#domain/calendar/date';
import { isOpen, type SurplusOrder } from '#domain/trade/surplus-order';
import type { Random } from '../../../../demo/src/random.js';
import type { Fate } from './post.js';
import type { OrderMove, Town } from './town.js';

// What a publisher does about parts of its surplus orders, and what must hold when a surplus order changes.

/** So many surplus orders of one lot are enough. */
const ordersMax = 5;

/**
 * The publisher publishes a draft that is split off a surplus order, as the service does in one transaction: a part of it, all, or more than
 * it has; whatever state it is in.
 */
export function splitsOff(town: Town, order: SurplusOrder, random: Random, time: number, fate: Fate): void {
  if (town.published.size >= ordersMax) return;
  const now = town.now(time);
  const { minutes: all } = order;
  const minutes = random.pick([300, 600, 600, 900, 1_201, all, all, all + 1, 0]);
  const claimBy = addDays(dateInTokyo(now), random.pick([1, 4]));
  const draft = {
    ...{ ...order, id: `${town.code}-surplus-${town.published.size + 1}`, minutes, claimBy },
    ...{ minSliceMinutes: Math.min(order.minSliceMinutes, minutes), due: addDays(order.due, 14) },
    priceYen: Math.ceil((order.priceYen * minutes) / all) + random.pick([0, 1, 2_000]),
  };
  town.transact(fate, () => {
    const isSplit = town.orderDoes(order.id, { type: 'split', minutes }, now);
    // Where the surplus order is over, what it had is open in its lot again.
    const isThere = isSplit || (!isOpen(order.status) && minutes > 0);
    return isThere && town.orderDoes(draft.id, { type: 'post', order: draft }, now);
  });
}

/** Whether a surplus order changed as it may: nobody who has claimed, or has an award, finds other minutes or a lower price under it. */
export function wrongOrderMove({ by, before, after, claims }: OrderMove): string[] {
  if (before.status === 'NONE') return [];
  const wrong: string[] = [];
  const say = (what: string): void => void wrong.push(`${after.id}: ${what} (${before.status} → ${after.status})`);
  if (by === 'split') {
    if (before.status !== 'POSTED') say('split after an award, or when it was over');
    if (claims.some(({ status }) => status === 'SUBMITTED' || status === 'COUNTERED')) say('split under a claim');
    if (after.status === 'POSTED') {
      if (after.minutes < 1 || after.minutes >= before.minutes) say(`${after.minutes} left of ${before.minutes}`);
      const [share, price] = [before.priceYen * after.minutes, after.priceYen * before.minutes];
      if (price < share || price >= share + before.minutes) say('its minutes cost something else than before');
    } else if (after.status !== 'WITHDRAWN') say('split, and something else came of it');
  } else if (after.minutes !== before.minutes && !(by === 'time' && after.minutes === before.awardedMinutes))
    say(`${after.minutes} minutes of ${before.minutes} by ${by}`);
  return wrong;
}
