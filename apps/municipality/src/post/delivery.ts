import { request } from 'undici';
import type { Member } from '#domain/federation/federation';

export type DeliveryOutcome =
  { readonly delivered: true } | { readonly delivered: false; readonly final: boolean; readonly fault: string };

const timeoutMs = 3_000;

/**
 * Hands a sealed message to a peer's door. `final` is true when sending it again cannot help: the peer understood and refused.
 */
export async function deliverTo(peer: Member, sealed: string): Promise<DeliveryOutcome> {
  try {
    const { statusCode, body } = await request(`${peer.endpoint}/post/${peer.code}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sealed }),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await body.text();
    if (statusCode === 200) return { delivered: true };
    const refused = statusCode === 400 || statusCode === 403 || statusCode === 422;
    return { delivered: false, final: refused, fault: `HTTP ${statusCode} ${text.slice(0, 200)}` };
  } catch (fault) {
    return { delivered: false, final: false, fault: fault instanceof Error ? fault.message : String(fault) };
  }
}
