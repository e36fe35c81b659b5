import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';
import type { MunicipalityCode } from '#domain/municipality/code';
import { signingKey, type SigningKey } from '#messages/keys';
import { ConfigurationError, requiredSetting } from '#service/config';

/**
 * Reads a town's private keys from YUI_KEYS_DIR: `<code>.private.jwk.json`, and `<code>.<anything>.private.jwk.json` for those that came
 * later.
 */
export async function readSigningKeys(code: MunicipalityCode): Promise<ReadonlyMap<string, SigningKey>> {
  const folder = requiredSetting('YUI_KEYS_DIR', 'folder of the private keys of the towns hosted here');
  const keys = await Promise.all(
    filesOf(folder, code).map(async (file) => {
      const path = join(folder, file);
      try {
        return await signingKey(JSON.parse(readFileSync(path, 'utf8')) as JWK);
      } catch {
        // The cause could quote the key itself.
        throw new ConfigurationError(`The private key of ${code} cannot be read from ${path}.`);
      }
    }),
  );
  return new Map(keys.map((key) => [key.kid, key]));
}

function filesOf(folder: string, code: MunicipalityCode): string[] {
  try {
    return readdirSync(folder).filter((file) => file.startsWith(`${code}.`) && file.endsWith('.private.jwk.json'));
  } catch {
    throw new ConfigurationError(`The folder of private keys ${folder} cannot be read (YUI_KEYS_DIR).`);
  }
}
