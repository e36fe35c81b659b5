import type { Instant } from '../calendar/date.js';

/** What towns speak now. 1 had neither an end nor receipts. */
export const protocolVersion = 2;

/** How long a message is sent before a person has to look, unless its sender says otherwise. */
export const ordinaryLifeMs = 30 * 86_400_000;

/** No message lives longer: a stolen key that has ended must not be good for ever. */
export const longestLifeMs = 90 * 86_400_000;

/** How far two towns' clocks may differ. */
export const clockDifferenceMs = 5 * 60_000;

/** What a message says of its own life. Absent fields are those of version 1. */
export interface MessageLife {
  readonly protocol?: number;
  readonly issuedAt: Instant;
  readonly expiresAt?: Instant;
}

/** PROTOCOL, EXPIRED and LIFE_TOO_LONG are final; AHEAD passes with time. */
export type LifeObstacle = 'PROTOCOL' | 'AHEAD' | 'EXPIRED' | 'LIFE_TOO_LONG';

/** Why a message is not taken in at this moment, whatever it says; undefined when it may be. */
export function lifeObstacle(
  { protocol = 1, issuedAt, expiresAt }: MessageLife,
  now: Instant,
): LifeObstacle | undefined {
  if (protocol !== protocolVersion || expiresAt === undefined) return 'PROTOCOL';
  if (expiresAt - issuedAt > longestLifeMs || expiresAt <= issuedAt) return 'LIFE_TOO_LONG';
  if (issuedAt > now + clockDifferenceMs) return 'AHEAD';
  return expiresAt <= now ? 'EXPIRED' : undefined;
}

/** The life of a message that is sealed now. @param expiresAt its ordinary end unless told */
export function lifeFrom(now: Instant, expiresAt = (now + ordinaryLifeMs) as Instant): Required<MessageLife> {
  return { protocol: protocolVersion, issuedAt: now, expiresAt };
}

/** A message in the outbox. `isParked`: it goes no further until a person has looked at it. */
export interface Waiting {
  readonly seq: number;
  readonly expiresAt: Instant;
  readonly isParked: boolean;
}

/**
 * Of the messages of one process to one peer, those that may be sent now, in their order: the peer would take in none of those after one that
 * is parked, or that has expired.
 */
export function sendable<M extends Waiting>(queue: readonly M[], now: Instant): M[] {
  const inOrder = [...queue].sort((a, b) => a.seq - b.seq);
  const end = inOrder.findIndex(({ expiresAt, isParked }) => isParked || expiresAt <= now);
  return end < 0 ? inOrder : inOrder.slice(0, end);
}

/** An obstacle in words, for the officer at the other end who reads them in `parkedMessages`. */
export function obstacleWords(obstacle: LifeObstacle, { protocol = 1 }: MessageLife): string {
  switch (obstacle) {
    case 'PROTOCOL':
      return protocol < protocolVersion
        ? `この伝言は通信規約の第${protocol}版です。こちらは第${protocolVersion}版です。Yuiを更新してから、もう一度送ってください。 / This message is of protocol ${protocol}; we speak ${protocolVersion}. Update Yui and send it again.`
        : `この伝言は通信規約の第${protocol}版です。こちらはまだ第${protocolVersion}版です。更新するまでお待ちください。 / This message is of protocol ${protocol}; we still speak ${protocolVersion}. Wait until we have updated.`;
    case 'AHEAD':
      return 'この伝言の日時が、こちらの時計より先です。時計を確かめてください。 / This message is dated ahead of our clock. Check yours.';
    case 'EXPIRED':
      return 'この伝言は期限を過ぎています。 / This message has expired.';
    case 'LIFE_TOO_LONG':
      return 'この伝言の期限は受け付けられません。 / The end of this message cannot be accepted.';
  }
}

const [firstPauseMs, longestPauseMs, patientPauseMs] = [2_000, 60_000, 15 * 60_000];

/**
 * When a message that did not arrive is sent again: after 2 s, doubling to 60 s, then every 15 minutes. An eighth more or less, so that
 * towns do not knock in step after an outage.
 * @param attempts how many have failed before this one
 * @param jitter from 0 to 1
 */
export function nextAttempt(now: Instant, attempts: number, jitter: number): Instant {
  const doubled = firstPauseMs * 2 ** Math.min(attempts, 20);
  const pause = doubled / 2 >= longestPauseMs ? patientPauseMs : Math.min(doubled, longestPauseMs);
  return Math.round(now + pause * (0.875 + jitter / 4)) as Instant;
}

/** How often the town may fail to take a message in before a person has to look. */
const failuresMax = 5;

export function isPoison(failures: number): boolean {
  return failures >= failuresMax;
}
