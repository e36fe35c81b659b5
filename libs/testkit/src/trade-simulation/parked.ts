import type { Random } from '../../../../demo/src/random.js';
import { isWaitedFor } from '#domain/post/waited-for';
import type { Network, Weather } from './network.js';
import type { Post } from './post.js';

// What people do about messages that were parked, and when nobody could hear of another for long.

/** Somebody at a town decides about each message that its post has parked: has it sent again, or gives up what nobody waits for. */
export function decidesParked(town: Post, random: Random, time: number): void {
  const now = town.now(time);
  for (const queue of town.outbox.values())
    for (const message of [...queue]) {
      if (!message.isParked) continue;
      // What is said once more behind it is heard all the same.
      const isSaidAgain = queue.some((later) => later.seq > message.seq && later.tell === message.tell);
      const { seq, tell } = message;
      const isReplaced = queue.some((later) => later.seq > seq && later.tell.type === tell.type);
      const mayGo = !message.isDismissed && !isSaidAgain && !isWaitedFor(tell.type, isReplaced);
      if (mayGo && random.next() < 0.6) town.dismiss(message, now);
      else town.retry(message, now);
    }
}

/**
 * What happens to the post whatever else does: people decide about what is parked, something arrives that has been under way for long, or
 * a town sends just before what it has to say expires, or when by another's clock it already has. @returns the time then
 */
export function postGoesOn(
  towns: readonly Post[],
  network: Network,
  weather: Weather,
  random: Random,
  time: number,
): number {
  const town = towns[random.between(0, towns.length - 1)] as Post;
  const roll = random.next();
  if (roll < 0.1) decidesParked(town, random, time);
  else if (roll < 0.2) network.deliverLate(time, weather);
  const end = roll > 0.9 ? network.justInTime(town, time) : undefined;
  if (end === undefined) return time;
  network.send(town, end, weather);
  return end;
}

/** In some processes nobody hears of another for so long that words end before they arrive; the days, 0 in most. */
export function silentDays(random: Random, longest: number): number {
  return random.next() < 0.85 ? 0 : random.pick([5, 31, longest]);
}
