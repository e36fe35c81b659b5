import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, calculateJwkThumbprint, type JWK } from 'jose';
import type { IsoDate, Instant } from '#domain/calendar/date';
import { dateInTokyo } from '#domain/calendar/date';
import { fiscalYearOf } from '#domain/calendar/month';
import type { Federation, Member, PublicKey } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';

/** Which demo towns share a process. */
export const hosts = [
  { name: 'tateshina', towns: ['203246'] },
  { name: 'shiojiri', towns: ['202151'] },
  { name: 'neighbours', towns: ['203505', '202177', '203041'] },
] as const;

type HostName = (typeof hosts)[number]['name'];

/** What is written down of a demo member besides its address and keys. */
const facts: Readonly<Record<string, Pick<Member, 'operatingBody' | 'highestDataClass'>>> = {
  '203246': { operatingBody: '立科町', highestDataClass: 'PERSONAL' },
  '202151': { operatingBody: '塩尻市振興公社', highestDataClass: 'PERSONAL' },
  '203505': { operatingBody: '長和町', highestDataClass: 'CONFIDENTIAL' },
  '202177': { operatingBody: '佐久市', highestDataClass: 'CONFIDENTIAL' },
  '203041': { operatingBody: '川上村', highestDataClass: 'CONFIDENTIAL' },
};

/** Writes the demo's federation document for the addresses of this run; keys are made once and stay. */
export async function writeFederation(
  dataDir: string,
  addresses: Readonly<Record<HostName | 'coordination', string>>,
  now: Instant,
): Promise<string> {
  const today = dateInTokyo(now);
  const members: Member[] = [];
  for (const { name, towns } of hosts) {
    for (const town of towns) {
      const known = facts[town];
      if (known === undefined) throw new Error(`the demo knows nothing of ${town}`);
      const publicKey = await publicKeyOf(join(dataDir, 'keys'), town);
      members.push({
        code: town as string as MunicipalityCode,
        endpoint: addresses[name],
        level: 'TRADING',
        publicKeys: [publicKey],
        ...known,
      });
    }
  }
  const document: Federation = {
    members,
    agreements: agreementsOf(members, today),
    coordination: { endpoint: addresses.coordination },
  };
  const path = join(dataDir, 'federation.json');
  writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`);
  return path;
}

/** Every pair of demo towns works together under a 連携協約 of three fiscal years. */
function agreementsOf(members: readonly Member[], today: IsoDate): Federation['agreements'] {
  const from = fiscalYearOf(today);
  return members.flatMap((one, index) =>
    members.slice(index + 1).map((other) => ({
      between: [one.code, other.code] as const,
      basis: '連携協約' as const,
      from: `${from}-04-01` as IsoDate,
      to: `${from + 3}-03-31` as IsoDate,
    })),
  );
}

async function publicKeyOf(folder: string, town: string): Promise<PublicKey> {
  const file = join(folder, `${town}.private.jwk.json`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(privateKey);
    writeFileSync(file, JSON.stringify({ ...jwk, kid: `${town}-${(await calculateJwkThumbprint(jwk)).slice(0, 8)}` }), {
      mode: 0o600,
    });
  }
  const { kid, x } = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  if (kid === undefined || x === undefined)
    throw new Error(`the key of ${town} in ${file} is not an Ed25519 key with a key id`);
  return { kty: 'OKP', crv: 'Ed25519', kid, x };
}
