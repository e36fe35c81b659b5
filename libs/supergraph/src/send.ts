import { Agent, request } from 'undici';
import type { Send, ServiceAnswer } from './service.js';

/** More than any page of ours; a service that sends more is broken. */
const mostBytes = 32 * 1_024 * 1_024;

/** Sends over keep-alive connections, each request once. `close` ends them. */
export function httpSend(): { readonly send: Send; readonly close: () => Promise<void> } {
  const dispatcher = new Agent({
    connections: 64,
    keepAliveTimeout: 30_000,
    connect: { timeout: 1_000 },
    maxResponseSize: mostBytes,
  });
  const send: Send = async ({ endpoint, municipality, timeoutMs }, body, { headers }) => {
    const response = await request(`${endpoint}/graphql`, {
      method: 'POST',
      dispatcher,
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(municipality === undefined ? {} : { 'x-yui-municipality': municipality }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = await response.body.json();
    if (!isAnswer(answer)) throw new Error(`HTTP ${response.statusCode} without a GraphQL answer`);
    return answer;
  };
  return { send, close: () => dispatcher.destroy() };
}

function isAnswer(answer: unknown): answer is ServiceAnswer {
  return typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
}
