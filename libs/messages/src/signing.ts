import { createHash } from 'node:crypto';
import { compactVerify, CompactSign, decodeProtectedHeader } from 'jose';
import { canonicalize } from 'json-canonicalize';
import type { Instant } from '#domain/calendar/date';
import { isValidAt, type Member, type PublicKey } from '#domain/federation/federation';
import { KeyUnknown, verifyingKey, type SigningKey } from './keys.js';

/** A signature by a key that the signer's entry in the federation document does not hold, or over other bytes. */
export class SignatureInvalid extends Error {
  /** Set where the signer may be honest, and only one of the two read the document later than the other. */
  readonly key: KeyFault | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly key?: KeyFault }) {
    super(message, options);
    this.key = options?.cause instanceof KeyUnknown ? 'KEY_UNKNOWN' : options?.key;
  }
}

/**
 * `KEY_UNKNOWN`: our document may be older than the key; the same signature can be good later. `KEY_REVOKED`: theirs may be older than its
 * end; the same statement can be good under another key.
 */
export type KeyFault = 'KEY_UNKNOWN' | 'KEY_REVOKED';

/** A JWS (compact, EdDSA) over the canonical JSON (RFC 8785) of a value, so that equal values have equal bytes everywhere. */
export async function sign(value: object, key: SigningKey, type: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(canonicalize(value)))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: type })
    .sign(key.key);
}

/** The signed value. @throws SignatureInvalid */
export async function verify(jws: string, keys: readonly PublicKey[], type: string): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, ({ kid }) => verifyingKey(keys, kid), {
      algorithms: ['EdDSA'],
    });
    if (protectedHeader.typ !== type) throw new Error(`signed as ${protectedHeader.typ ?? 'nothing'}, not as ${type}`);
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (cause) {
    throw new SignatureInvalid(cause instanceof Error ? cause.message : 'unreadable signature', { cause });
  }
}

/**
 * The signed value, if it was signed by a key that its town had at the moment it says it was signed.
 * @param momentOf reads that moment from the value.
 * @param settings `evidence` also believes a key that was revoked later. Whoever acts on what arrives must not: a thief writes any date.
 * @throws SignatureInvalid
 */
export async function verifyBy(
  jws: string,
  member: Member | undefined,
  type: string,
  momentOf: (value: Readonly<Record<string, unknown>>) => unknown,
  settings: { readonly evidence?: boolean } = {},
): Promise<unknown> {
  if (member === undefined) throw new SignatureInvalid('the sender is no member of the federation');
  const value = await verify(jws, member.publicKeys, type);
  const kid = keyIdOf(jws);
  const key = member.publicKeys.find((each) => each.kid === kid);
  const moment = momentOf((value ?? {}) as Record<string, unknown>);
  if (key === undefined || typeof moment !== 'number') throw new SignatureInvalid('it does not say when it was signed');
  if (settings.evidence !== true && key.revokedAt !== undefined)
    throw new SignatureInvalid(`the key ${key.kid} has been revoked`, { key: 'KEY_REVOKED' });
  if (!isValidAt(key, moment as Instant)) throw new SignatureInvalid(`the key ${key.kid} did not count at that moment`);
  return value;
}

/** The key id that a signature names; undefined where it names none. */
export function keyIdOf(jws: string): string | undefined {
  try {
    return decodeProtectedHeader(jws).kid;
  } catch {
    return undefined; // No signature at all.
  }
}

/** Name of a value by its content: SHA-256 over its canonical JSON, base64url. Two towns that agree on terms agree on this. */
export function hashOf(value: object): string {
  return hashOfText(canonicalize(value));
}

/** SHA-256 of a text, base64url. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
