import { demoClientId } from '../issuer/demo-client.js';

/** Whom a demo token is for. */
export interface TokenRequest {
  readonly municipality?: string | undefined;
  readonly roles: readonly string[];
  readonly worker?: string | undefined;
  /** Seconds it is valid; eight hours unless told. */
  readonly ttl?: number | undefined;
}

/** Asks the development issuer for a token. @throws with the issuer's own sentence when it refuses. */
export async function demoToken(issuer: string, clientSecret: string, request: TokenRequest): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', roles: request.roles.join(' ') });
  if (request.municipality !== undefined) body.set('municipality', request.municipality);
  if (request.worker !== undefined) body.set('worker', request.worker);
  if (request.ttl !== undefined) body.set('ttl', String(request.ttl));
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${demoClientId}:${clientSecret}`).toString('base64')}` },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string; error?: string };
  if (answer.access_token === undefined)
    throw new Error(answer.error_description ?? answer.error ?? `the issuer answered ${response.status}`);
  return answer.access_token;
}
