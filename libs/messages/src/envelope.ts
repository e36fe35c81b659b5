import type { Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import { memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { lifeObstacle, obstacleWords, type LifeObstacle } from '#domain/post/message-life';
import { claimedTown } from './claimed.js';
import type { SigningKey } from './keys.js';
import { sign, SignatureInvalid, verifyBy } from './signing.js';

/** One signed statement from town to town. `seq` counts the messages of one process in one direction, from 1. */
export interface Envelope<P = unknown> {
  readonly protocol: number;
  readonly messageId: string;
  readonly processId: string;
  readonly seq: number;
  readonly type: string;
  readonly from: MunicipalityCode;
  readonly to: MunicipalityCode;
  readonly issuedAt: Instant;
  /** From this moment on it is not taken in any more, and its sender stops sending it. */
  readonly expiresAt: Instant;
  readonly payload: P;
}

/** A genuine message that cannot be taken in now, in words for the officer at the other end. */
export class MessageObstacle extends Error {
  constructor(
    readonly obstacle: LifeObstacle,
    message: string,
  ) {
    super(message);
  }
}

const messageType = 'yui-message';

export function seal(envelope: Envelope, key: SigningKey): Promise<string> {
  return sign(envelope, key, messageType);
}

/**
 * Opens a sealed message: the signature must be by a key that the member it says it is from had when it was issued.
 * @throws SignatureInvalid, MessageObstacle
 */
export async function unseal(jws: string, federation: Federation, now: Instant): Promise<Envelope> {
  const envelope = envelopeOf(await signedBySender(jws, federation, false));
  const obstacle = lifeObstacle(envelope, now);
  if (obstacle !== undefined) throw new MessageObstacle(obstacle, obstacleWords(obstacle, envelope));
  return envelope;
}

/**
 * Reads a sealed message as evidence of what was said, whenever that was: one of an older protocol lacks what it did not have.
 * @throws SignatureInvalid
 */
export async function readSealed(
  jws: string,
  federation: Federation,
): Promise<Omit<Envelope, 'protocol' | 'expiresAt'> & Partial<Envelope>> {
  return envelopeOf(await signedBySender(jws, federation, true));
}

/** What a message of our own says; not verified. */
export function ownEnvelope(jws: string): Envelope {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Envelope;
}

function signedBySender(jws: string, federation: Federation, evidence: boolean): Promise<unknown> {
  const claimed = claimedTown(jws, 'from');
  const sender = claimed === undefined ? undefined : memberOf(federation, claimed);
  return verifyBy(jws, sender, messageType, ({ issuedAt }) => issuedAt, { evidence });
}

function envelopeOf(value: unknown): Envelope {
  const e = value as Partial<Record<keyof Envelope, unknown>>;
  const texts = [e.messageId, e.processId, e.type, e.from, e.to];
  const to = typeof e.to === 'string' ? parseMunicipalityCode(e.to) : undefined;
  const isNumber = (each: unknown): boolean => each === undefined || Number.isSafeInteger(each);
  if (
    texts.some((text) => typeof text !== 'string' || text === '') ||
    !Number.isInteger(e.seq) ||
    !Number.isInteger(e.issuedAt) ||
    !isNumber(e.protocol) ||
    !isNumber(e.expiresAt) ||
    !to?.ok
  ) {
    throw new SignatureInvalid('signed, but not an envelope');
  }
  return value as Envelope;
}
