import { parseMunicipalityCode, type MunicipalityCode } from '#domain/municipality/code';

/**
 * The town that a signed text says, under `field`, it comes from. Not verified: only good for looking up the keys that decide. Undefined
 * where it names none.
 */
export function claimedTown(jws: string, field: string): MunicipalityCode | undefined {
  try {
    const said = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    const town = (said as Record<string, unknown> | null)?.[field];
    const code = typeof town === 'string' ? parseMunicipalityCode(town) : undefined;
    return code?.ok ? code.value : undefined;
  } catch {
    return undefined; // Not even JSON: the caller answers that the sender is unknown.
  }
}
