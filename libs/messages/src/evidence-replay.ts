import type { Instant } from '#domain/calendar/date';
import { memberOf, type Federation } from '#domain/federation/federation';
import type { Said } from '#domain/replay/end';
import { replay, type Replay, type Shown } from '#domain/replay/replay';
import { readSealed, type Envelope } from './envelope.js';
import { awardTermsSignature, statementSignature, type EvidenceFile, type EvidenceFindings } from './evidence-file.js';
import { hashOf, SignatureInvalid, verifyBy } from './signing.js';

/** Types that are worth nothing without their sender's signature under the hash they name, and those that bring what it is the hash of. */
const signed: ReadonlySet<string> = new Set([
  ...['claim.awarded', 'award.confirmed', 'amendment.accepted', 'amendment.in-force'],
  ...['loan.offered', 'loan.agreed', 'loan.extension-proposed', 'loan.extension-agreed'],
  ...['loan.stated', 'loan.statement-confirmed'],
  ...['settlement.stated', 'settlement.confirmed', 'settlement.adjusted'],
]);
const withBody: ReadonlySet<string> = new Set([
  ...['claim.awarded', 'amendment.proposed', 'loan.offered', 'loan.extension-proposed', 'loan.stated'],
  ...['settlement.stated', 'settlement.adjusted'],
]);

/**
 * Plays the messages of a file through the rules of the towns. Of a file with faults nothing follows: what is not genuine was not said.
 * @param findings those of {@link checkEvidence} for this file.
 */
export async function replayEvidence(
  file: EvidenceFile,
  federation: Federation,
  findings: EvidenceFindings,
): Promise<Replay | undefined> {
  if (findings.faults.length > 0) return undefined;
  const shown = new Map<string, Shown & { readonly processId: string }>();
  const receivedAt = new Map(findings.messages.map((message) => [message.number, message.receivedAt]));
  for (const { number, kind, text, at } of file.entries) {
    if (kind === 'RECEIPT' || text === undefined) continue;
    const message = await readSealed(text, federation);
    const said = await saidIn(message, number, federation);
    // Sealed anew, a message has its number still. The first text tells of the deed; what was heard is the first that was receipted.
    const { processId, from, to, seq } = message;
    const key = `${processId} ${from} ${to} ${seq}`;
    const first = shown.get(key);
    if (first !== undefined && (kind === 'RECEIVED' || first.receivedAt !== undefined)) continue;
    const received = receivedAt.get(number);
    shown.set(key, {
      ...{ processId, said: first?.said ?? said, heard: said, seq, at: (first?.at ?? at) as Instant },
      ...(received === undefined ? {} : { receivedAt: received }),
    });
  }
  const of = (id: string | undefined): Shown[] => [...shown.values()].filter(({ processId }) => processId === id);
  return replay(file.processId, file.town, of(file.processId), of(file.surplusOrderId));
}

async function saidIn(
  message: Omit<Envelope, 'protocol' | 'expiresAt'>,
  number: number,
  federation: Federation,
): Promise<Said> {
  const { type, from, to, issuedAt } = message;
  const { payload: given } = message;
  const payload = (typeof given === 'object' && given !== null ? given : {}) as Readonly<Record<string, unknown>>;
  const genuine = await isGenuine({ type, from, issuedAt }, payload, federation);
  return { number, type, from, to, issuedAt, payload, genuine };
}

async function isGenuine(
  { type, from, issuedAt }: Pick<Envelope, 'type' | 'from' | 'issuedAt'>,
  payload: Readonly<Record<string, unknown>>,
  federation: Federation,
): Promise<boolean> {
  const [body, hash] = [payload['terms'] ?? payload['statement'], payload['termsHash'] ?? payload['statementHash']];
  const isBody = typeof body === 'object' && body !== null;
  if (withBody.has(type) && (!isBody || hashOf(body) !== hash)) return false;
  const { signature } = payload;
  if (signature === undefined) return !signed.has(type);
  if (typeof signature !== 'string' || typeof hash !== 'string') return false;
  const [name, as] =
    'statementHash' in payload ? ['statementHash', statementSignature] : ['termsHash', awardTermsSignature];
  try {
    const said = await verifyBy(signature, memberOf(federation, from), as, () => issuedAt, { evidence: true });
    return (said as Readonly<Record<string, unknown>>)[name] === hash;
  } catch (fault) {
    if (fault instanceof SignatureInvalid) return false;
    throw fault;
  }
}
