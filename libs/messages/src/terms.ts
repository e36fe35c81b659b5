import { keysNotRevoked, type Member } from '#domain/federation/federation';
import { awardTermsSignature } from './evidence-file.js';
import type { SigningKey } from './keys.js';
import { sign, verify } from './signing.js';

/** A town's signature under the hash of terms (I-4). */
export function signTerms(termsHash: string, key: SigningKey): Promise<string> {
  return sign({ termsHash }, key, awardTermsSignature);
}

/** Whether a member has signed this hash. A stranger has no keys, so that nothing of theirs counts. */
export async function hasSignedTerms(
  member: Member | undefined,
  termsHash: string,
  signature: string,
): Promise<boolean> {
  try {
    const signed = (await verify(signature, keysNotRevoked(member), awardTermsSignature)) as { termsHash?: unknown };
    return signed.termsHash === termsHash;
  } catch {
    return false; // An invalid signature is as good as none.
  }
}
