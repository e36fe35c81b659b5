import { request } from 'undici';

/**
 * Hands something signed in at another service's door, and answers what it said.
 * @throws when it does not take it in within `timeoutMs`, with what it answered.
 */
export async function sendSigned(address: string, signed: string, timeoutMs: number): Promise<string> {
  const { statusCode, body } = await request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode} ${text.slice(0, 200)}`);
  return text;
}
