import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** The issuer's keys and secrets, kept in the data folder so that a restart leaves tokens valid. Readable by their owner only. */
export interface IssuerSecrets {
  readonly clientSecret: string;
  readonly cookieKey: string;
  readonly keys: readonly JWK[];
}

/** Reads the secrets, or makes them the first time. */
export async function issuerSecrets(dataDir: string): Promise<IssuerSecrets> {
  const file = join(dataDir, 'issuer.secrets.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as IssuerSecrets;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const key = {
    ...(await exportJWK(privateKey)),
    alg: 'ES256',
    use: 'sig',
    kid: `dev-${randomBytes(6).toString('hex')}`,
  };
  const secrets = {
    clientSecret: randomBytes(24).toString('base64url'),
    cookieKey: randomBytes(24).toString('base64url'),
    keys: [key],
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}
