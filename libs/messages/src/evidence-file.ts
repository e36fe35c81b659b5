import type { Instant } from '#domain/calendar/date';
import { memberOf, type Federation, type MemberKey } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { publisherOfClaimId, townOfId } from '#domain/municipality/ids';
import { wordsOf } from '#domain/text/words-of';
import { readCheckpoint, readWitness } from './checkpoint.js';
import { readSealed } from './envelope.js';
import { chainFaults, type EvidenceEntry } from './evidence-chain.js';
import { readReceipt } from './receipt.js';
import { hashOf, hashOfText, keyIdOf, SignatureInvalid, verifyBy } from './signing.js';

/** Type of the signature under the hash of an award's terms. */
export const awardTermsSignature = 'yui-award-terms';
/** Type of the signature under the hash of a statement of what two towns owe each other. */
export const statementSignature = 'yui-settlement';

/** What two towns sign by its hash, and under which names it travels. */
const signedBodies = [
  { body: 'terms', hash: 'termsHash', type: awardTermsSignature },
  { body: 'statement', hash: 'statementHash', type: statementSignature },
] as const;

/** What a town hands over to prove a process: its own chain, and what peers have countersigned. */
export interface EvidenceFile {
  readonly format: EvidenceFormat;
  readonly town: MunicipalityCode;
  readonly processId: string;
  /** Of a claim: the surplus order whose statements to the claimant are shown beside it; absent from the first format. */
  readonly surplusOrderId?: string;
  readonly entries: readonly EvidenceEntry[];
  readonly checkpoints: readonly {
    readonly signed: string;
    readonly witnesses: readonly { readonly by: string; readonly signed: string }[];
  }[];
}

/** The second shows the statements of a claim's surplus order too, which whoever knows the first alone would take for forged. */
export const evidenceFormats = ['yui-evidence-1', 'yui-evidence-2'] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

/** The format of a file with or without a surplus order beside its process. */
export function formatOf({ surplusOrderId }: { readonly surplusOrderId?: string | undefined }): EvidenceFormat {
  return evidenceFormats[surplusOrderId === undefined ? 0 : 1];
}

/** One message of the process, or about its surplus order, genuine. */
export interface ProvedMessage {
  readonly number: number;
  readonly processId: string;
  readonly type: string;
  readonly seq: number;
  readonly from: MunicipalityCode;
  readonly to: MunicipalityCode;
  readonly issuedAt: Instant;
  /** When its receiver signed that it has it; absent where no receipt is shown. */
  readonly receivedAt?: Instant;
}

/** Terms under whose hash both towns have signed. */
export interface ProvedAgreement {
  readonly termsHash: string;
  readonly terms: Readonly<Record<string, unknown>>;
  readonly signatures: readonly {
    readonly by: MunicipalityCode;
    readonly at: Instant;
    /** Id of the key, by the federation document. */
    readonly key: string;
  }[];
}

/** Why something in the file is not believed, with the number of the record where there is one. */
export interface EvidenceFault {
  readonly number?: number;
  readonly code:
    'TEXT' | 'CHANGED' | 'LINK' | 'MISSING' | 'MESSAGE' | 'RECEIPT' | 'SEQUENCE' | 'CHECKPOINT' | 'UNCHECKED_DATE';
  readonly detail: string;
}

/** What a file of evidence shows. It holds only where there are no faults. */
export interface EvidenceFindings {
  readonly messages: readonly ProvedMessage[];
  readonly agreements: readonly ProvedAgreement[];
  /** The first countersigned checkpoint that covers everything, with its witnesses. */
  readonly coveredBy:
    { readonly number: number; readonly at: Instant; readonly witnesses: readonly MunicipalityCode[] } | undefined;
  readonly faults: readonly EvidenceFault[];
  /** Not wrong, and yet not certain by this file alone. */
  readonly cautions: readonly EvidenceFault[];
}

/** Checks a file with nothing but the federation document: every hash, every signature, every countersignature. */
export async function checkEvidence(file: EvidenceFile, federation: Federation): Promise<EvidenceFindings> {
  const faults: EvidenceFault[] = chainFaults(file.entries).map(({ number, fault }) => ({
    number,
    code: fault,
    detail: '',
  }));
  const receipts = await receiptsIn(file, federation, faults);
  const covered = await checkpointsIn(file, federation, faults);
  const cautions: EvidenceFault[] = [];
  const messages: ProvedMessage[] = [];
  const agreed = new Terms(federation);
  for (const { number, kind, text } of file.entries) {
    if (kind === 'RECEIPT' || text === undefined) continue;
    try {
      const message = await readSealed(text, federation);
      const { type, seq, from, to, issuedAt, processId, payload } = message;
      belongsTo(file, message);
      if ((kind === 'SENT' ? from : to) !== file.town) throw new SignatureInvalid('it is not of this town');
      const receivedAt = receipts.get(hashOfText(text));
      const seenAt = kind === 'SENT' ? receivedAt : undefined; // Its own receipt is no other's word.
      const key = memberOf(federation, from)?.publicKeys.find(({ kid }) => kid === keyIdOf(text));
      if (!isDated(key, number, seenAt, covered))
        cautions.push({ number, code: 'UNCHECKED_DATE', detail: key?.kid ?? '' });
      const received = receivedAt === undefined ? {} : { receivedAt };
      messages.push({ number, processId, type, seq, from, to, issuedAt, ...received });
      await agreed.note((payload ?? {}) as Record<string, unknown>, from, issuedAt);
    } catch (fault) {
      if (!(fault instanceof SignatureInvalid)) throw fault;
      faults.push({ number, code: 'MESSAGE', detail: fault.message });
    }
  }
  if (faults.length === 0) faults.push(...gapsIn(file.processId, messages));
  const lastNumber = messages.at(-1)?.number ?? 0;
  return {
    ...{ messages, cautions, agreements: agreed.bySignatures() },
    coveredBy: covered.find(({ number, witnesses }) => number >= lastNumber && witnesses.length > 0),
    faults: faults.sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
  };
}

/**
 * Beside its process a file shows only what the publisher of a claim's surplus order has stated of it to the claimant.
 * @throws SignatureInvalid
 */
function belongsTo(
  { processId, surplusOrderId }: EvidenceFile,
  message: { readonly processId: string; readonly from: string; readonly to: string; readonly payload?: unknown },
): void {
  const claimed = (message.payload as Readonly<Record<string, unknown>> | null | undefined)?.['surplusOrderId'];
  if (message.processId === processId) {
    if (surplusOrderId !== undefined && typeof claimed === 'string' && claimed !== surplusOrderId)
      throw new SignatureInvalid('it is about another surplus order than is shown');
    return;
  }
  const isStatement =
    surplusOrderId !== undefined &&
    message.processId === surplusOrderId &&
    message.from === publisherOfClaimId(processId) &&
    message.to === townOfId(processId);
  if (!isStatement) throw new SignatureInvalid('it belongs to another process');
}

/** Messages of a process in one direction are counted: one that is not shown leaves a gap. */
function gapsIn(ofFile: string, messages: readonly ProvedMessage[]): EvidenceFault[] {
  const directionOf = ({ processId, from, to }: ProvedMessage): string =>
    `${processId === ofFile ? '' : `${processId} `}${from} → ${to}`;
  return [...new Set(messages.map(directionOf))].flatMap((direction): EvidenceFault[] => {
    const ofIt = messages.filter((each) => directionOf(each) === direction);
    const shown = new Set(ofIt.map(({ seq }) => seq));
    const missing = Array.from({ length: Math.max(...shown) }, (_, index) => index + 1).filter(
      (seq) => !shown.has(seq),
    );
    return missing.map((seq) => ({ code: 'SEQUENCE', detail: `${direction} ${seq}` }));
  });
}

/** When each message was receipted, by its hash. */
async function receiptsIn(
  { entries, processId, surplusOrderId }: EvidenceFile,
  federation: Federation,
  faults: EvidenceFault[],
): Promise<ReadonlyMap<string, Instant>> {
  const receipts = new Map<string, Instant>();
  for (const { number, kind, text } of entries) {
    if (kind !== 'RECEIPT' || text === undefined) continue;
    try {
      const claimed = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
        by?: unknown;
      };
      const giver = memberOf(federation, claimed.by as MunicipalityCode);
      const receipt = await readReceipt(text, giver, { evidence: true });
      if (receipt.processId !== processId && receipt.processId !== surplusOrderId)
        throw new SignatureInvalid('it is about another process');
      receipts.set(receipt.hash, receipt.receivedAt);
    } catch (fault) {
      faults.push({ number, code: 'RECEIPT', detail: wordsOf(fault) });
    }
  }
  return receipts;
}

interface Covered {
  readonly number: number;
  readonly at: Instant;
  readonly witnesses: readonly MunicipalityCode[];
  /** When the first witness signed. */
  readonly witnessedAt: Instant | undefined;
}

/** The checkpoints that fit the chain, with those peers whose countersignature is genuine. */
async function checkpointsIn(
  { town, entries, checkpoints }: EvidenceFile,
  federation: Federation,
  faults: EvidenceFault[],
): Promise<Covered[]> {
  const covered: Covered[] = [];
  const reading = { evidence: true };
  for (const { signed, witnesses } of checkpoints) {
    try {
      const said = await readCheckpoint(signed, federation, reading);
      if (said.town !== town || entries.find(({ number }) => number === said.number)?.hash !== said.hash)
        throw new SignatureInvalid(`it says something else of record ${said.number}`);
      const genuine = await Promise.all(witnesses.map((each) => readWitness(each.signed, signed, federation, reading)));
      const others = genuine.filter(({ by }) => by !== town);
      const witnessedAt = others.map(({ at }) => at).sort((a, b) => a - b)[0];
      covered.push({ number: said.number, at: said.at, witnesses: others.map(({ by }) => by), witnessedAt });
    } catch (fault) {
      faults.push({ code: 'CHECKPOINT', detail: wordsOf(fault) });
    }
  }
  return covered.sort((a, b) => a.number - b.number);
}

/** A revoked key may have been used by a thief who dated back: only what others had seen before is certainly its town's. */
function isDated(
  key: MemberKey | undefined,
  number: number,
  seenAt: Instant | undefined,
  covered: readonly Covered[],
): boolean {
  const revokedAt = key?.revokedAt;
  if (revokedAt === undefined || (seenAt ?? Infinity) < revokedAt) return true;
  return covered.some((each) => each.number >= number && (each.witnessedAt ?? Infinity) < revokedAt);
}

/** Terms of awards and statements of settlements, and who has signed their hash, in whatever messages they travel. */
class Terms {
  private readonly told = new Map<string, Readonly<Record<string, unknown>>>();
  private readonly signed = new Map<string, Map<MunicipalityCode, { readonly at: Instant; readonly key: string }>>();

  constructor(private readonly federation: Federation) {}

  /** @throws SignatureInvalid when a payload signs something else than it says. */
  async note(payload: Readonly<Record<string, unknown>>, from: MunicipalityCode, issuedAt: Instant): Promise<void> {
    const named = signedBodies.find(({ hash }) => typeof payload[hash] === 'string');
    const { signature } = payload;
    if (named === undefined || typeof signature !== 'string') return;
    const [terms, termsHash] = [payload[named.body], String(payload[named.hash])];
    // What is signed is the hash alone; the message around it, signed by the same town, says when.
    const signer = memberOf(this.federation, from);
    const said = await verifyBy(signature, signer, named.type, () => issuedAt, { evidence: true });
    if ((said as Record<string, unknown>)[named.hash] !== termsHash)
      throw new SignatureInvalid('the signature is under other terms');
    if (typeof terms === 'object' && terms !== null) {
      if (hashOf(terms) !== termsHash) throw new SignatureInvalid('the terms are not those of their hash');
      this.told.set(termsHash, terms as Record<string, unknown>);
    }
    const signers = this.signed.get(termsHash) ?? new Map<MunicipalityCode, { at: Instant; key: string }>();
    this.signed.set(termsHash, signers.set(from, { at: issuedAt, key: keyIdOf(signature) ?? '' }));
  }

  /** Those under whose one hash two towns have signed. */
  bySignatures(): ProvedAgreement[] {
    return [...this.signed].flatMap(([termsHash, signers]): ProvedAgreement[] => {
      const terms = this.told.get(termsHash);
      if (terms === undefined || signers.size < 2) return [];
      return [{ termsHash, terms, signatures: [...signers].map(([by, said]) => ({ by, ...said })) }];
    });
  }
}
