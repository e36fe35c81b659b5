import { Agent, request } from 'undici';
import type { Send, ServiceAnswer } from './service.js';

/** Sends over keep-alive connections. `close` ends them. */
export function httpSend(): { readonly send: Send; readonly close: () => Promise<void> } {
  const dispatcher = new Agent({ connections: 64, keepAliveTimeout: 30_000, connect: { timeout: 1_000 } });
  const send: Send = async ({ endpoint, municipality, timeoutMs }, body, { headers }) => {
    const response = await request(`${endpoint}/graphql`, {
      method: 'POST',
      dispatcher,
      headers: { ...headers, 'content-type': 'application/json', ...(municipality === undefined ? {} : { 'x-yui-municipality': municipality }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.body.json()) as ServiceAnswer;
    if (typeof answer !== 'object' || (answer.data === undefined && answer.errors === undefined)) {
      throw new Error(`HTTP ${response.statusCode} without a GraphQL answer`);
    }
    return answer;
  };
  return { send, close: () => dispatcher.close() };
}
