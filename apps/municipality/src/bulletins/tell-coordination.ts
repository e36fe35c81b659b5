import { request } from 'undici';

/** A word about bulletins as coordination takes it in: the bulletin itself, or that one is overtaken. */
export type CoordinationPath = 'bulletins' | 'bulletins/outdated';

/**
 * Hands coordination something the town has signed.
 * @throws when coordination does not take it in in time, with what it answered.
 */
export async function tellCoordination(
  endpoint: string,
  path: CoordinationPath,
  signed: string,
  timeoutMs: number,
): Promise<void> {
  const { statusCode, body } = await request(`${endpoint}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode} ${text.slice(0, 200)}`);
}
