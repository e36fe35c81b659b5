import type { Instant } from '#domain/calendar/date';
import type { Federation } from '#domain/federation/federation';
import { memberOf } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { parseMunicipalityCode } from '#domain/municipality/code';
import { claimedTown } from './claimed.js';
import type { SigningKey } from './keys.js';
import { sign, SignatureInvalid, verifyBy } from './signing.js';

/** One signed statement from town to town. `seq` counts the messages of one process in one direction, from 1. */
export interface Envelope<P = unknown> {
  readonly messageId: string;
  readonly processId: string;
  readonly seq: number;
  readonly type: string;
  readonly from: MunicipalityCode;
  readonly to: MunicipalityCode;
  readonly issuedAt: Instant;
  readonly payload: P;
}

const messageType = 'yui-message';

export function seal(envelope: Envelope, key: SigningKey): Promise<string> {
  return sign(envelope, key, messageType);
}

/**
 * Opens a sealed message: the signature must be by a key that the member it says it is from had when it was issued.
 * @throws SignatureInvalid
 */
export async function unseal(jws: string, federation: Federation): Promise<Envelope> {
  const claimed = claimedTown(jws, 'from');
  const sender = claimed === undefined ? undefined : memberOf(federation, claimed);
  return envelopeOf(await verifyBy(jws, sender, messageType, ({ issuedAt }) => issuedAt));
}

function envelopeOf(value: unknown): Envelope {
  const e = value as Partial<Record<keyof Envelope, unknown>>;
  const texts = [e.messageId, e.processId, e.type, e.from, e.to];
  const to = typeof e.to === 'string' ? parseMunicipalityCode(e.to) : undefined;
  if (
    texts.some((text) => typeof text !== 'string' || text === '') ||
    !Number.isInteger(e.seq) ||
    !Number.isInteger(e.issuedAt) ||
    !to?.ok
  ) {
    throw new SignatureInvalid('signed, but not an envelope');
  }
  return value as Envelope;
}
