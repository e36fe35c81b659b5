import { request } from 'undici';
import type { Member } from '#domain/federation/federation';

const timeoutMs = 10_000;

/** Hands a signed text in at a peer's own door and answers what it says. @throws when it does not answer, or refuses. */
export async function askPeer(
  peer: Member,
  door: 'reconciliation' | 'missing',
  signed: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { statusCode, body } = await request(`${peer.endpoint}/post/${peer.code}/${door}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signed }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode} ${text.slice(0, 200)}`);
  return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
}
