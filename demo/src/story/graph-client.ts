import { setTimeout as pause } from 'node:timers/promises';

/** A "no" of the graph: a refusal or an error, told as it was said, with its code where it has one. */
export class GraphRefused extends Error {
  constructor(
    message: string,
    readonly code?: string,
  ) {
    super(message);
  }
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Faults that pass: a town or its database is being restarted. Asked again with the same idempotency key nothing happens twice. */
const passing = new Set(['TOWN_UNREACHABLE', 'SERVICE_UNREACHABLE', 'ISSUER_UNREACHABLE', 'INTERNAL_SERVER_ERROR']);
const tries = 30;

/** Asks the public graph, as any partner would. Repeats what failed for a passing reason. @throws GraphRefused */
export async function askGraph<T>(
  gateway: string,
  token: string,
  language: 'JA' | 'EN',
  query: string,
  variables: object = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(gateway, token, language, query, variables).catch((fault: unknown): Answer => ({
      errors: [{ message: String(fault), extensions: { code: 'SERVICE_UNREACHABLE' } }],
    }));
    const [error] = answer.errors ?? [];
    if (error === undefined) return answer.data as T;
    if (attempt === tries || !passing.has(error.extensions?.code ?? ''))
      throw new GraphRefused(error.message, error.extensions?.code);
    await pause(500);
  }
}

/** Changes something through the public graph; the payload, or the refusal's own sentence as the error. */
export async function changeGraph<T>(
  gateway: string,
  token: string,
  language: 'JA' | 'EN',
  mutation: string,
  input: object,
): Promise<T> {
  const data = await askGraph<Record<string, { __typename: string; code?: string; message?: string }>>(
    gateway,
    token,
    language,
    mutation,
    { input },
  );
  const [payload] = Object.values(data);
  if (payload === undefined || payload.__typename === 'Refusal')
    throw new GraphRefused(payload?.message ?? 'no answer', payload?.code);
  return payload as T;
}

async function post(
  gateway: string,
  token: string,
  language: 'JA' | 'EN',
  query: string,
  variables: object,
): Promise<Answer> {
  const response = await fetch(`${gateway}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'accept-language': language.toLowerCase(),
    },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  return (await response.json()) as Answer;
}
