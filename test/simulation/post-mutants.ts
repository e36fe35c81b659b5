import { hoursAfter, type Instant } from '#domain/calendar/date';
import { clockDifferenceMs } from '#domain/post/message-life';
import { realProtocol, type Protocol } from '#testkit/trade-simulation/protocol';

// Faults that one could make about the ends of messages, planted as those of mutants.ts are.

const real = realProtocol;

export const postMutants: Readonly<Record<string, Partial<Protocol>>> = {
  'what has expired is taken in all the same': {
    lifeObstacle: (message, now) => {
      const obstacle = real.lifeObstacle(message, now);
      return obstacle === 'EXPIRED' ? undefined : obstacle;
    },
  },
  'a message is taken in within the difference of two clocks after its end': {
    lifeObstacle: (message, now) => {
      const obstacle = real.lifeObstacle(message, now);
      return obstacle === 'EXPIRED' ? real.lifeObstacle(message, (now - clockDifferenceMs) as Instant) : obstacle;
    },
  },
  'what is dated ahead of all clocks is taken in': {
    lifeObstacle: (message, now) => {
      const obstacle = real.lifeObstacle(message, now);
      return obstacle === 'AHEAD' ? undefined : obstacle;
    },
  },
  'a sender goes on after the end': { sendable: (queue) => [...queue] },
  'a message that is sent again keeps no end': {
    lifeFrom: (now, expiresAt = hoursAfter(now, 24 * 400)) => real.lifeFrom(now, expiresAt),
  },
  'a message that is sent again has expired already': {
    lifeFrom: (now, expiresAt = hoursAfter(now, -1)) => real.lifeFrom(now, expiresAt),
  },
  'an award is sent as long as any message': {
    endOfMessage: (message, order, now) =>
      message.type === 'claim.awarded' ? hoursAfter(now, 24 * 90) : real.endOfMessage(message, order, now),
  },
  'a signature is sent only while it could be confirmed': {
    endOfMessage: (message, order, now) =>
      message.type === 'award.confirmed' ? hoursAfter(now, 96) : real.endOfMessage(message, order, now),
  },
  'a claim that its publisher never heard of is taken for drift': {
    claimMayDiffer: (here, there) =>
      !([here, there].includes('NONE') && [here, there].includes('LAPSED')) && real.claimMayDiffer(here, there),
  },
};
