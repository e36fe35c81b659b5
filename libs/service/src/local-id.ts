import { createHash, randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford's base 32: nothing that a person mistakes on the phone.

/** The town's own part of an id: 80 random bits in 16 characters. */
export function newLocalId(): string {
  return inAlphabet(randomBytes(10));
}

/** The part of an id that stands for a text: always the same for the same, and as long as a random one. */
export function localIdFor(text: string): string {
  return inAlphabet(createHash('sha256').update(text).digest().subarray(0, 10));
}

function inAlphabet(bytes: Uint8Array): string {
  let id = '';
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  for (let n = 0; n < 16; n++) {
    id = alphabet.charAt(Number(bits & 31n)) + id;
    bits >>= 5n;
  }
  return id;
}
