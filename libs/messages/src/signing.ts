import { createHash } from 'node:crypto';
import { compactVerify, CompactSign } from 'jose';
import { canonicalize } from 'json-canonicalize';
import type { PublicKey } from '#domain/federation/federation';
import { verifyingKey, type SigningKey } from './keys.js';

/** A signature by a key that the signer's entry in the federation document does not hold, or over other bytes. */
export class SignatureInvalid extends Error {}

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

/** Name of a value by its content: SHA-256 over its canonical JSON, base64url. Two towns that agree on terms agree on this. */
export function hashOf(value: object): string {
  return createHash('sha256').update(canonicalize(value)).digest('base64url');
}
