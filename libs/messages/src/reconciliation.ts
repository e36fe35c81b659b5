import type { Instant } from '#domain/calendar/date';
import { memberOf, type Federation, type Member } from '#domain/federation/federation';
import type { MunicipalityCode } from '#domain/municipality/code';
import { isHeldProcess, within, type HeldProcess, type Stretch } from '#domain/reconciliation/compare';
import { claimedTown } from './claimed.js';
import type { SigningKey } from './keys.js';
import { hashOfText, sign, SignatureInvalid, verifyBy } from './signing.js';

interface Asked {
  readonly from: MunicipalityCode;
  readonly to: MunicipalityCode;
  readonly at: Instant;
}

/** A town's word: of the processes of this stretch that we share, this is the hash of what you must hold. */
export interface ReconciliationQuestion extends Asked, Stretch {
  readonly hash: string;
}

/** A town's word: of these processes we lack what you said after these numbers. */
export interface MissingWords extends Asked {
  readonly lacks: readonly { readonly processId: string; readonly after: number }[];
}

/** `alike`, or what the town holds of that stretch with the one that asks: up to `upTo` where it holds more than fits. */
export interface ReconciliationAnswer extends Stretch {
  readonly by: MunicipalityCode;
  /** SHA-256 of the question as it was signed. */
  readonly question: string;
  readonly at: Instant;
  readonly alike: boolean;
  readonly processes: readonly HeldProcess[];
}

const [questionType, missingType, answerType] = ['yui-reconciliation', 'yui-missing', 'yui-reconciliation-answer'];

/** Most processes of one answer, and most words asked for at once. */
export const [answeredMax, lacksMax] = [2_000, 500];

export function signQuestion(question: ReconciliationQuestion, key: SigningKey): Promise<string> {
  return sign(question, key, questionType);
}

export function signMissing(missing: MissingWords, key: SigningKey): Promise<string> {
  return sign(missing, key, missingType);
}

export function signAnswer(
  question: string,
  answer: Omit<ReconciliationAnswer, 'question'>,
  key: SigningKey,
): Promise<string> {
  return sign({ ...answer, question: hashOfText(question) } satisfies ReconciliationAnswer, key, answerType);
}

/** @throws SignatureInvalid */
export async function readQuestion(jws: string, federation: Federation): Promise<ReconciliationQuestion> {
  const said = (await readAsked(jws, federation, questionType)) as ReconciliationQuestion;
  if (typeof said.after !== 'string' || typeof said.hash !== 'string' || !isUpTo(said.upTo))
    throw new SignatureInvalid('signed, but not a question about processes');
  return said;
}

/** @throws SignatureInvalid */
export async function readMissing(jws: string, federation: Federation): Promise<MissingWords> {
  const said = (await readAsked(jws, federation, missingType)) as MissingWords;
  const isLack = (lack: unknown): boolean => {
    const { processId, after } = (lack ?? {}) as { processId?: unknown; after?: unknown };
    return typeof processId === 'string' && Number.isSafeInteger(after) && Number(after) >= 0;
  };
  if (!Array.isArray(said.lacks) || said.lacks.length > lacksMax || !said.lacks.every(isLack))
    throw new SignatureInvalid('signed, but not a list of missing words');
  return said;
}

/** The peer's answer to this very question. @throws SignatureInvalid */
export async function readAnswer(
  jws: string,
  question: string,
  asked: Stretch,
  peer: Member,
): Promise<ReconciliationAnswer> {
  const said = (await verifyBy(jws, peer, answerType, ({ at }) => at)) as ReconciliationAnswer;
  if (said.by !== peer.code || said.question !== hashOfText(question))
    throw new SignatureInvalid('it answers another question');
  const isWithin =
    isUpTo(said.upTo) &&
    said.after === asked.after &&
    (said.upTo === asked.upTo || (said.upTo !== null && within(asked)({ id: said.upTo })));
  const { processes } = said;
  if (!isWithin || !Array.isArray(processes) || processes.length > answeredMax)
    throw new SignatureInvalid('signed, but no answer about these processes');
  if (!processes.every((each) => isHeldProcess(each) && within(said)(each)))
    throw new SignatureInvalid('it tells of processes that were not asked about');
  return said;
}

async function readAsked(jws: string, federation: Federation, type: string): Promise<unknown> {
  const claimed = claimedTown(jws, 'from');
  const town = claimed === undefined ? undefined : memberOf(federation, claimed);
  return verifyBy(jws, town, type, ({ at }) => at);
}

function isUpTo(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
