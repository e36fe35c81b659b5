import type { Instant } from '#domain/calendar/date';
import { readChange, type FederationChange } from '#domain/federation/change';
import {
  keysToSign,
  nobodyYet,
  standingOf,
  withChange,
  type ChangeSignature,
  type FederationState,
  type Standing,
} from '#domain/federation/membership';
import type { MunicipalityCode } from '#domain/municipality/code';
import { claimedTown } from './claimed.js';
import type { SigningKey } from './keys.js';
import { hashOf, keyIdOf, sign, SignatureInvalid, verify } from './signing.js';

/** The federation as a file: changes with the signatures of those they concern. Nothing else in it means anything. */
export interface FederationDocument {
  readonly format: typeof documentFormat;
  /** How many of its changes count. */
  readonly version: number;
  readonly changes: readonly SignedChange[];
}

export interface SignedChange {
  readonly change: FederationChange;
  readonly signatures: readonly string[];
}

/** A change that still lacks signatures. */
export interface PendingChange extends SignedChange {
  readonly standing: Extract<Standing, { kind: 'PENDING' }>;
}

/** What a document comes to. */
export interface OpenedFederation extends FederationState {
  readonly version: number;
  /** The changes that count, by their hashes, in the order in which they were counted. */
  readonly counted: readonly string[];
  readonly pending: readonly PendingChange[];
  readonly document: FederationDocument;
}

/** A document that must not be used: the sentence says why. */
export class DocumentRefused extends Error {}

export const documentFormat = 'yui-federation-1';
const changeSignature = 'yui-federation-change';
const sizeMax = 4_000_000;

export const emptyDocument: FederationDocument = { format: documentFormat, version: 0, changes: [] };

/**
 * Reads a document: every signature in it must be genuine, and what counts is decided change by change. With `pinned`, the changes that
 * counted there must all be there still, and are counted first and in their old order; so nobody can slip something in before them.
 * @throws DocumentRefused
 */
export async function openFederation(text: string, settings: Opening): Promise<OpenedFederation> {
  const document = parseDocument(text);
  const opened = await count(document, settings);
  if (document.version !== opened.version)
    throw new DocumentRefused(`it calls itself version ${document.version}, and ${opened.version} changes count`);
  return opened;
}

interface Opening {
  readonly now: Instant;
  readonly pinned?: Pick<OpenedFederation, 'counted'> | undefined;
}

async function count(document: FederationDocument, { now, pinned }: Opening): Promise<OpenedFederation> {
  const byHash = new Map(document.changes.map((each) => [hashOf(each.change), each]));
  if (byHash.size < document.changes.length) throw new DocumentRefused('it holds one change twice');
  const first = pinned?.counted ?? [];
  if (first.some((hash) => !byHash.has(hash)))
    throw new DocumentRefused('it is older than the one in use, or leaves out what has been signed there');

  let state: FederationState = nobodyYet;
  const counted: string[] = [];
  const consider = async (hash: string, { change, signatures }: SignedChange): Promise<Standing> => {
    const genuine = await Promise.all(signatures.map((each) => signatureOf(state, hash, change, each)));
    const standing = standingOf(
      state,
      change,
      genuine.flatMap((each) => each ?? []),
      now,
    );
    if (standing.kind !== 'COUNTS') return standing;
    state = withChange(state, change);
    counted.push(hash);
    return standing;
  };
  for (const hash of first) {
    const standing = await consider(hash, byHash.get(hash) as SignedChange);
    if (standing.kind !== 'COUNTS') throw new DocumentRefused('what counted in the one in use no longer does');
    byHash.delete(hash);
  }
  // What waits for another change is looked at again when that one counts.
  for (let before = -1; before !== counted.length;) {
    before = counted.length;
    for (const [hash, each] of byHash) {
      if ((await consider(hash, each)).kind === 'COUNTS') byHash.delete(hash);
    }
  }
  const pending: PendingChange[] = [];
  for (const [hash, each] of byHash) {
    const standing = await consider(hash, each);
    if (standing.kind === 'PENDING') pending.push({ ...each, standing });
  }
  const version = counted.length;
  return { ...state, version, counted, pending, document: { ...document, version } };
}

/** The document with a change put in, or with one more signature under a change that is there. @throws DocumentRefused */
export async function signChange(
  opened: OpenedFederation | undefined,
  change: FederationChange,
  signer: { readonly by: MunicipalityCode; readonly key: SigningKey; readonly at: Instant },
): Promise<OpenedFederation> {
  const { changes } = opened?.document ?? emptyDocument;
  const hash = hashOf(change);
  const signature = await sign({ by: signer.by, change: hash, at: signer.at }, signer.key, changeSignature);
  const there = changes.find((each) => hashOf(each.change) === hash);
  const others = changes.filter((each) => each !== there);
  const signatures = [...(there?.signatures ?? []), signature];
  // At the end, because there it counts for whoever has counted the others already.
  const document = { format: documentFormat, version: 0, changes: [...others, { change, signatures }] } as const;
  return count(document, { now: signer.at, pinned: opened });
}

function parseDocument(text: string): FederationDocument {
  if (text.length > sizeMax) throw new DocumentRefused('it is far too long');
  let read: Partial<Record<keyof FederationDocument, unknown>> | null;
  try {
    read = JSON.parse(text) as typeof read;
  } catch {
    throw new DocumentRefused('it is no JSON');
  }
  if (read?.format !== documentFormat) throw new DocumentRefused(`it is no federation document (${documentFormat})`);
  if (!Array.isArray(read.changes) || !Number.isSafeInteger(read.version))
    throw new DocumentRefused('it has no version or no changes');
  const changes = read.changes.map((each: unknown, index): SignedChange => {
    const { change, signatures } = (each ?? {}) as Partial<Record<keyof SignedChange, unknown>>;
    const known = readChange(change);
    if (known === undefined) throw new DocumentRefused(`entry ${index + 1} is no change of a federation`);
    if (!Array.isArray(signatures) || signatures.length > 1_000 || signatures.some((one) => typeof one !== 'string'))
      throw new DocumentRefused(`entry ${index + 1} holds no signatures`);
    return { change: known, signatures: signatures as string[] };
  });
  return { format: documentFormat, version: read.version as number, changes };
}

/**
 * Whose signature it is. Undefined where its signer or key is not known yet: it may be of a change that comes later.
 * @throws DocumentRefused when it is a forgery.
 */
async function signatureOf(
  state: FederationState,
  hash: string,
  change: FederationChange,
  jws: string,
): Promise<ChangeSignature | undefined> {
  const by = claimedTown(jws, 'by');
  const kid = keyIdOf(jws);
  if (by === undefined || kid === undefined) throw new DocumentRefused('a signature in it names nobody');
  try {
    const said = (await verify(jws, keysToSign(state, change, by), changeSignature)) as Record<string, unknown>;
    if (said['change'] !== hash || typeof said['at'] !== 'number')
      throw new DocumentRefused(`a signature of ${by} in it is under something else`);
    return { by, kid, at: said['at'] as Instant };
  } catch (fault) {
    if (!(fault instanceof SignatureInvalid)) throw fault;
    if (fault.key === 'KEY_UNKNOWN') return undefined;
    throw new DocumentRefused(`a signature of ${by} in it is not genuine`, { cause: fault });
  }
}
