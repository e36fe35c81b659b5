import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { PublicKey } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';

/** A town's private Ed25519 key, able to sign. Never logged, never leaves the process. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** The public half of a key of nobody: the document names another. */
export class KeyUnknown extends Error {}

/** @throws when the JWK is not a private Ed25519 key with a key id. */
export async function signingKey(jwk: JWK): Promise<SigningKey> {
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || jwk.d === undefined || jwk.kid === undefined) {
    throw new Error('A town signs with a private Ed25519 key (JWK with kty OKP, crv Ed25519, d and kid).');
  }
  return { kid: jwk.kid, key: (await importJWK(jwk, 'EdDSA')) as CryptoKey };
}

/** Makes a key for a town, named by its code and the first characters of its thumbprint (RFC 7638). */
export async function newPrivateKey(town: MunicipalityCode): Promise<JWK & { readonly kid: string }> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: `${town}-${(await calculateJwkThumbprint(jwk)).slice(0, 8)}` };
}

/** The half of a private key that everyone may know. @throws when it is not a private Ed25519 key with a key id. */
export function publicHalf({ kty, crv, kid, x, d }: JWK): PublicKey {
  if (kty !== 'OKP' || crv !== 'Ed25519' || kid === undefined || x === undefined || d === undefined)
    throw new Error('not a private Ed25519 key with a key id');
  return { kty: 'OKP', crv: 'Ed25519', kid, x };
}

/**
 * A key as two people compare it by telephone: six groups of five digits, from the SHA-256 of the key itself. Two keys with the same
 * digits would take some 10^30 tries to find.
 */
export function fingerprint({ x }: PublicKey): string {
  const digest = createHash('sha256').update('yui-key:').update(Buffer.from(x, 'base64url')).digest();
  return Array.from({ length: 6 }, (_, group) =>
    String(Number(BigInt(`0x${digest.subarray(group * 5, group * 5 + 5).toString('hex')}`) % 100_000n)).padStart(
      5,
      '0',
    ),
  ).join(' ');
}

/** Imported once: a town verifies with the same few keys all day. */
const imported = new Map<string, Promise<CryptoKey>>();

/** The public key of a member that a signature names. @throws KeyUnknown */
export function verifyingKey(keys: readonly PublicKey[], kid: string | undefined): Promise<CryptoKey> {
  const found = keys.find((key) => key.kid === kid);
  if (found === undefined)
    return Promise.reject(new KeyUnknown(`no public key ${kid ?? '(unnamed)'} in the federation document`));
  const { kty, crv, x } = found;
  const known = imported.get(x);
  if (known !== undefined) return known;
  const key = importJWK({ kty, crv, x }, 'EdDSA') as Promise<CryptoKey>;
  if (imported.size > 1_000) imported.clear(); // Far more keys than a federation has: somebody tries keys.
  imported.set(x, key);
  key.catch(() => imported.delete(x));
  return key;
}
