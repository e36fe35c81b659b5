import { request } from 'undici';
import type { Member } from '#domain/federation/federation';
import { wordsOf } from '#domain/text/words-of';

export type DeliveryOutcome =
  | { readonly delivered: true; readonly receipt: unknown }
  /** `reached`: the peer is there, and has said something. */
  | { readonly delivered: false; readonly final: boolean; readonly fault: string; readonly reached: boolean };

const timeoutMs = 3_000;

/** The peer understood and refused; sending the same again cannot help. */
const finalAnswers: readonly number[] = [400, 403, 410, 413, 422, 426];

/**
 * Hands a sealed message to its addressee's own door, and to nobody else's. `final` is true when sending it again cannot help.
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
    const { receipt, message, reason } = answerOf(text);
    if (statusCode === 200) return { delivered: true, receipt };
    // One of us may only not have read yet that the key is new, or has ended: then it goes out again under the key that counts.
    const isKey = reason === 'KEY_UNKNOWN' || reason === 'KEY_REVOKED';
    const final = finalAnswers.includes(statusCode) && !isKey;
    const words = typeof message === 'string' ? message : text;
    return { delivered: false, reached: true, final, fault: `HTTP ${statusCode} ${words.slice(0, 300)}` };
  } catch (fault) {
    return { delivered: false, reached: false, final: false, fault: wordsOf(fault) };
  }
}

function answerOf(text: string): { readonly receipt?: unknown; readonly message?: unknown; readonly reason?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {}; // Not our kind of server: the text itself is the fault.
  }
}
