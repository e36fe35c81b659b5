import { request } from 'undici';
import type { IsoMonth } from '#domain/calendar/month';
import type { MunicipalityCode } from '#domain/municipality/code';
import type { ToldMove } from '#domain/planning/move-draft';
import { requestContext, requestIdHeader } from '#service/request-context';

/** How long coordination is waited for: somebody sits before a screen. */
const timeoutMs = 3_000;

const question = `query ($id: ID!) {
  yearPlan(id: $id) { moves { order { id } to { code } month minutes ja: reason(language: JA) en: reason(language: EN) } }
}`;

interface Answered {
  readonly data?: { readonly yearPlan: { readonly moves: readonly AnsweredMove[] } | null } | null;
  readonly errors?: readonly { readonly message: string }[];
}
interface AnsweredMove {
  readonly order: { readonly id: string };
  readonly to: { readonly code: MunicipalityCode };
  readonly month: IsoMonth;
  readonly minutes: number;
  readonly ja: string | null;
  readonly en: string | null;
}

/**
 * Asks coordination for the moves of a plan, with the token of whoever wants to act on one: it shows a town's staff those that concern them.
 * @returns undefined where there is no such plan
 * @throws when coordination does not answer in time, or refuses
 */
export async function askForMoves(
  coordination: string,
  planId: string,
  authorization: string,
): Promise<ToldMove[] | undefined> {
  const { statusCode, body } = await request(`${coordination}/graphql`, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      [requestIdHeader]: requestContext()?.requestId ?? '',
    },
    body: JSON.stringify({ query: question, variables: { id: planId } }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
  const { data, errors } = JSON.parse(text) as Answered;
  if (data === undefined || data === null) throw new Error(errors?.[0]?.message ?? 'an answer without data');
  return data.yearPlan?.moves.map(({ order, to, month, minutes, ja, en }) => ({
    ...{ surplusOrderId: order.id, to: to.code, month, minutes },
    reason: ja === null || en === null ? null : { JA: ja, EN: en },
  }));
}
