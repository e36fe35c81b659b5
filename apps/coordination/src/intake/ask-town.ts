import { request } from 'undici';
import type { Member } from '#domain/federation/federation';
import type { MonthlyWorkload } from '#domain/capacity/workload';
import type { MunicipalityCode } from '#domain/municipality/code';
import { verifyBy } from '#messages/signing';
import { requestContext, requestIdHeader } from '#service/request-context';

/** A town's own figures of a fiscal year, as its signature vouches for them. */
export interface WorkloadBulletin {
  readonly municipality: MunicipalityCode;
  readonly fiscalYear: number;
  readonly asOf: number;
  readonly months: MonthlyWorkload[];
  readonly signed: string;
}

/** A list answers within 2 s whatever a town does; a town that takes longer than this counts as silent. */
const timeoutMs = 1_500;

/**
 * Asks a town for its workload, with the token of whoever wants to know.
 * @throws when it does not answer in time, refuses, or signs with a key that is not its own.
 */
export async function askForWorkload(
  town: Member,
  fiscalYear: number,
  authorization: string,
): Promise<WorkloadBulletin> {
  const signed = await signedAnswer(town, `workload/${fiscalYear}`, authorization);
  const bulletin = (await verifyBy(signed, town, 'yui-workload-bulletin', ({ asOf }) => asOf)) as Omit<
    WorkloadBulletin,
    'signed'
  >;
  if (bulletin.municipality !== town.code || bulletin.fiscalYear !== fiscalYear)
    throw new Error('the bulletin is about something else');
  return { ...bulletin, signed };
}

/**
 * Asks a town for its current bulletin of free capacity, with the token of whoever wants to know. Still to be read and verified.
 * @throws when it does not answer in time, or refuses.
 */
export function askForCapacity(town: Member, authorization: string): Promise<string> {
  return signedAnswer(town, 'capacity', authorization);
}

/**
 * Asks a town for its open surplus orders, with the token of a coordinator. Still to be read and verified.
 * @throws when it does not answer in time, or refuses.
 */
export function askForSurplusOrders(town: Member, authorization: string): Promise<string> {
  return signedAnswer(town, 'surplus-orders', authorization);
}

async function signedAnswer(town: Member, about: string, authorization: string): Promise<string> {
  const { statusCode, body } = await request(`${town.endpoint}/bulletins/${town.code}/${about}`, {
    headers: { authorization, [requestIdHeader]: requestContext()?.requestId ?? '' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
  const { signed } = JSON.parse(text) as { signed?: unknown };
  if (typeof signed !== 'string') throw new Error('the answer holds no signed bulletin');
  return signed;
}
