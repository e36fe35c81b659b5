import type { Member } from '#domain/federation/federation';
import { sendSigned } from '#service/send-signed';

const timeoutMs = 10_000;

/** Hands a signed text in at a peer's own door and answers what it says. @throws when it does not answer, or refuses. */
export async function askPeer(
  peer: Member,
  door: 'reconciliation' | 'missing',
  signed: string,
): Promise<Readonly<Record<string, unknown>>> {
  const text = await sendSigned(`${peer.endpoint}/post/${peer.code}/${door}`, signed, timeoutMs);
  return (JSON.parse(text) as Record<string, unknown> | null) ?? {};
}
