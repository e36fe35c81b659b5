import type { MunicipalityCode } from '#domain/municipality/code';

/** Hash and signatures, as values that can be checked. */
export function hashOf(terms: object): string {
  const hash = hashes.get(terms) ?? JSON.stringify(terms);
  hashes.set(terms, hash);
  return hash;
}
/** What is hashed does not change, and is hashed after every step. */
const hashes = new WeakMap<object, string>();
export const signatureOf = (town: MunicipalityCode, termsHash: string): string => `${town} signs ${termsHash}`;
