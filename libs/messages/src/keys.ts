import { importJWK, type CryptoKey, type JWK } from 'jose';
import type { PublicKey } from '#domain/federation/federation';

/** A town's private Ed25519 key, able to sign. Never logged, never leaves the process. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** @throws when the JWK is not a private Ed25519 key with a key id. */
export async function signingKey(jwk: JWK): Promise<SigningKey> {
  if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519' || jwk.d === undefined || jwk.kid === undefined) {
    throw new Error('A town signs with a private Ed25519 key (JWK with kty OKP, crv Ed25519, d and kid).');
  }
  return { kid: jwk.kid, key: (await importJWK(jwk, 'EdDSA')) as CryptoKey };
}

/** The public key of a member that a signature names. */
export async function verifyingKey(keys: readonly PublicKey[], kid: string | undefined): Promise<CryptoKey> {
  const found = keys.find((key) => key.kid === kid);
  if (found === undefined) throw new Error(`no public key ${kid ?? '(unnamed)'} in the federation document`);
  return (await importJWK({ ...found }, 'EdDSA')) as CryptoKey;
}
