import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { Instant } from '#domain/calendar/date';
import { memberOf, signingKeyAt, type Federation, type PublicKey } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { newPrivateKey, publicHalf, signingKey, type SigningKey } from '#messages/keys';

/** The private keys that a town holds in a folder, with their public halves. */
export interface OwnKey {
  readonly publicKey: PublicKey;
  readonly signing: SigningKey;
}

export async function ownKeys(folder: string, town: MunicipalityCode): Promise<OwnKey[]> {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  return Promise.all(
    files
      .filter((file) => file.startsWith(`${town}.`) && file.endsWith('.private.jwk.json'))
      .map(async (file) => {
        const jwk = JSON.parse(readFileSync(join(folder, file), 'utf8')) as JWK;
        return { publicKey: publicHalf(jwk), signing: await signingKey(jwk) };
      }),
  );
}

/** Makes a key and writes it where the town's service finds it, readable by its owner alone. */
export async function makeOwnKey(folder: string, town: MunicipalityCode): Promise<OwnKey> {
  mkdirSync(folder, { recursive: true });
  const jwk = await newPrivateKey(town);
  const first = join(folder, `${town}.private.jwk.json`);
  const file = existsSync(first) ? join(folder, `${town}.${jwk.kid}.private.jwk.json`) : first;
  writeFileSync(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' });
  return { publicKey: publicHalf(jwk), signing: await signingKey(jwk) };
}

/** The key with which a town signs now. @throws when it holds none that counts. */
export async function keyInUse(
  folder: string,
  federation: Federation,
  town: MunicipalityCode,
  now: Instant,
): Promise<SigningKey> {
  const held = await ownKeys(folder, town);
  const names = new Set(held.map(({ publicKey }) => publicKey.kid));
  const inUse = signingKeyAt(memberOf(federation, town), names, now);
  const found = held.find(({ publicKey }) => publicKey.kid === inUse?.kid);
  if (found === undefined) throw new Error(`${folder} holds no private key of ${town} that counts now`);
  return found.signing;
}
