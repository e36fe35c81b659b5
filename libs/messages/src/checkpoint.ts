import type { Instant } from '#domain/calendar/date';
import { memberOf, type Federation } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { claimedTown } from './claimed.js';
import type { SigningKey } from './keys.js';
import { hashOfText, sign, SignatureInvalid, verifyBy } from './signing.js';

/** A town's word of how far its chain has come. */
export interface Checkpoint {
  readonly town: MunicipalityCode;
  readonly number: number;
  /** Hash of the link with that number. */
  readonly hash: string;
  readonly at: Instant;
}

/** A peer's word that it has seen a checkpoint, and when. */
export interface Witness {
  readonly by: MunicipalityCode;
  /** SHA-256 of the checkpoint as it was signed. */
  readonly checkpoint: string;
  readonly at: Instant;
}

interface Reading {
  /** Also believes a key that was revoked after it signed. */
  readonly evidence?: boolean;
}

const [checkpointType, witnessType] = ['yui-checkpoint', 'yui-checkpoint-witness'];

export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): Promise<string> {
  return sign(checkpoint, key, checkpointType);
}

/** @throws SignatureInvalid */
export async function readCheckpoint(jws: string, federation: Federation, reading: Reading = {}): Promise<Checkpoint> {
  const claimed = claimedTown(jws, 'town');
  const town = claimed === undefined ? undefined : memberOf(federation, claimed);
  const said = (await verifyBy(jws, town, checkpointType, ({ at }) => at, reading)) as Checkpoint;
  if (!Number.isSafeInteger(said.number) || said.number < 1 || typeof said.hash !== 'string')
    throw new SignatureInvalid('signed, but not a checkpoint');
  return said;
}

export function signWitness(
  signedCheckpoint: string,
  by: MunicipalityCode,
  at: Instant,
  key: SigningKey,
): Promise<string> {
  const witness: Witness = { by, checkpoint: hashOfText(signedCheckpoint), at };
  return sign(witness, key, witnessType);
}

/** A peer's countersignature under a checkpoint. @throws SignatureInvalid */
export async function readWitness(
  jws: string,
  signedCheckpoint: string,
  federation: Federation,
  reading: Reading = {},
): Promise<Witness> {
  const claimed = claimedTown(jws, 'by');
  const peer = claimed === undefined ? undefined : memberOf(federation, claimed);
  const said = (await verifyBy(jws, peer, witnessType, ({ at }) => at, reading)) as Witness;
  if (said.checkpoint !== hashOfText(signedCheckpoint)) throw new SignatureInvalid('it is under another checkpoint');
  return said;
}
