import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { MunicipalityCode } from '#domain/municipality/code';
import { signingKey, type SigningKey } from '#messages/keys';
import { ConfigurationError, requiredSetting } from '#service/config';

/** Reads a town's private key from YUI_KEYS_DIR. */
export async function readSigningKey(code: MunicipalityCode): Promise<SigningKey> {
  const path = join(
    requiredSetting('YUI_KEYS_DIR', 'folder of the private keys of the towns hosted here'),
    `${code}.private.jwk.json`,
  );
  try {
    return await signingKey(JSON.parse(readFileSync(path, 'utf8')) as JWK);
  } catch {
    // The cause could quote the key itself.
    throw new ConfigurationError(`The private key of ${code} cannot be read from ${path}.`);
  }
}
