import type { Instant } from '#domain/calendar/date';
import type { MunicipalityCode } from '#domain/municipality/code';
import { memberOf, type Federation } from '#domain/federation/federation';
import { awardTermsSignature, statementSignature } from '#messages/evidence-file';
import { chainFaults, type EvidenceEntry } from '#messages/evidence-chain';
import { hashOf, verify } from '#messages/signing';
import type { FaultTown, FaultTowns } from './fault-towns.js';

// What must hold once everything has arrived, told from the databases alone. It reads records as they are stored and asks no rule of the
// product but hashes and signatures.

type Stored = Readonly<Record<string, unknown>> & { readonly _id: string | number };
interface Books {
  readonly town: FaultTown;
  readonly of: Readonly<Record<string, readonly Stored[]>>;
}

const collections = [
  ...['claims', 'surplus_orders', 'lots', 'commitments', 'answers', 'outgoing_messages', 'incoming_messages'],
  ...['evidence_log', 'evidence_head', 'failed_messages', 'performances', 'settlements'],
];
const over = ['DECLINED', 'WITHDRAWN', 'LAPSED', 'TERMINATED'];
const awarded = ['AWARDED', 'CONFIRMED'];
const live = ['POSTED', 'PARTLY_AWARDED', 'FULLY_AWARDED', 'PERFORMING', 'COMPLETED'];

/** Everything that is wrong; empty when nothing is. */
export async function wrongInBooks({ all, acknowledged, federation }: FaultTowns): Promise<string[]> {
  const books: Books[] = [];
  for (const town of all) {
    const of: Record<string, readonly Stored[]> = {};
    for (const name of collections)
      of[name] = (await town.stored.collection(name).find().toArray()) as unknown as Stored[];
    books.push({ town, of });
  }
  const wrong: string[] = [];
  for (const book of books) {
    wrong.push(...wrongHours(book), ...wrongChain(book), ...wrongPost(book, books));
    for (const claim of book.of['claims'] ?? []) wrong.push(...(await wrongClaim(claim, books, federation)));
    for (const work of book.of['performances'] ?? []) wrong.push(...wrongWork(work, books));
    for (const settlement of book.of['settlements'] ?? [])
      wrong.push(...(await wrongSettlement(settlement, books, federation)));
  }
  for (const [key, code] of acknowledged) {
    const book = books.find(({ town }) => town.code === code);
    if (!(book?.of['answers'] ?? []).some(({ _id }) => _id === key)) wrong.push(`${key} was acknowledged and is lost`);
  }
  return wrong;
}

/** No hour oversold, none stranded. */
function wrongHours({ town: { code }, of }: Books): string[] {
  const wrong: string[] = [];
  const claims = of['claims'] ?? [];
  const minutesOf = (claim: Stored): number => Number((claim['terms'] as { minutes: number }).minutes);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
  const published = (of['surplus_orders'] ?? []).filter(({ publisher }) => publisher === code);
  for (const order of published) {
    const mine = claims.filter(
      ({ surplusOrderId, status }) => surplusOrderId === order._id && awarded.includes(String(status)),
    );
    const isLive = live.includes(String(order['status']));
    const taken = sum(mine.map((claim) => Math.max(minutesOf(claim), signedMinutesOf(claim))));
    if (isLive && (order['awardedMinutes'] !== taken || taken > Number(order['minutes'])))
      wrong.push(
        `${order._id}: ${String(order['awardedMinutes'])} of ${String(order['minutes'])} awarded, claims take ${taken}`,
      );
    if (!isLive && taken > 0)
      wrong.push(`${order._id} is ${String(order['status'])}, and ${taken} minutes are awarded`);
  }
  for (const lot of (of['lots'] ?? []).filter(({ orderId }) => orderId !== null)) {
    const ofLot = published.filter(
      ({ lotId, status }) => lotId === lot._id && !['WITHDRAWN', 'CANCELLED', 'EXPIRED'].includes(String(status)),
    );
    const out = sum(ofLot.map(({ minutes }) => Number(minutes)));
    if (Number(lot['openMinutes']) + Number(lot['ownMinutes']) + out !== lot['minutes'])
      wrong.push(`${lot._id}: ${String(lot['openMinutes'])} open and ${out} published of ${String(lot['minutes'])}`);
  }
  const kept = claims.filter(({ claimant }) => claimant === code);
  const commitments = of['commitments'] ?? [];
  for (const claim of kept) {
    const status = String(claim['status']);
    const takes = commitments.filter(({ purposeId }) => purposeId === claim._id || purposeId === claim['lotId']);
    if (over.includes(status) && takes.length > 0) wrong.push(`${claim._id} is ${status} and takes capacity`);
    if (
      status === 'CONFIRMED' &&
      (takes.length !== 1 || takes[0]?.['kind'] !== 'FIRM' || takes[0]['minutes'] !== minutesOf(claim))
    )
      wrong.push(`${claim._id} is in force, and its capacity is ${JSON.stringify(takes)}`);
    const lots = (of['lots'] ?? []).filter(({ claimId }) => claimId === claim._id);
    if (lots.length !== (status === 'CONFIRMED' ? 1 : 0))
      wrong.push(`${claim._id} is ${status} with ${lots.length} lots`);
  }
  const takenFor = new Set(kept.flatMap(({ _id, lotId }) => [_id, lotId]));
  for (const { purposeId } of commitments)
    if (!takenFor.has(purposeId as string)) wrong.push(`capacity for nothing: ${String(purposeId)}`);
  return wrong;
}

/** With an amendment that it has signed, a publisher keeps the minutes of the larger version. */
function signedMinutesOf({ amendment }: Stored): number {
  const open = amendment as { publisherSignature?: string; terms: { minutes: number } } | null | undefined;
  return open?.publisherSignature === undefined ? 0 : open.terms.minutes;
}

/** Both ends equal, and no award without two signatures. */
async function wrongClaim(claim: Stored, books: readonly Books[], federation: Federation): Promise<string[]> {
  const wrong: string[] = [];
  const [claimant, publisher] = atBothEnds('claims', claim, [claim['claimant'], claim['publisher']], books);
  if (claimant === undefined || publisher === undefined) return [`${claim._id} is kept at one end only`];
  for (const field of ['status', 'minutes', 'reason', 'cancelledOn', 'owedYen', 'progress', 'doneMinutes'])
    if (JSON.stringify(claimant[field]) !== JSON.stringify(publisher[field]))
      wrong.push(`${claim._id}: ${field} is ${String(claimant[field])} and ${String(publisher[field])}`);
  const [ours, theirs] = [claimant, publisher].map(
    ({ amendment }) => (amendment as { termsHash?: string } | null)?.termsHash,
  );
  if (ours !== theirs) wrong.push(`${claim._id}: an amendment is open at one end only`);
  if (claim['receiptPending'] === true) wrong.push(`${claim._id} is pending for ever`);
  if (claim['status'] !== 'CONFIRMED') return wrong;
  const signers = [
    ['publisherSignature', claim['publisher']],
    ['claimantSignature', claim['claimant']],
  ] as const;
  if (hashOf(claim['terms'] as object) !== claim['termsHash'])
    wrong.push(`${claim._id}: the hash is not that of its terms`);
  for (const [field, code] of signers) {
    if (claimant[field] !== publisher[field]) wrong.push(`${claim._id}: ${field} differs`);
    wrong.push(...(await wrongSignature(claim, field, code, 'termsHash', awardTermsSignature, federation)));
  }
  return wrong;
}

/** Both ends keep the same deliveries and verdicts. */
function wrongWork(work: Stored, books: readonly Books[]): string[] {
  const [claimant, publisher] = atBothEnds('performances', work, [work['claimant'], work['publisher']], books);
  if (claimant === undefined || publisher === undefined) return [`work on ${work._id} is kept at one end only`];
  const same = ['status', 'startedOn', 'deliveries', 'acceptedMinutes', 'reworkPayableMinutes'].every((field) =>
    isSame(claimant[field], publisher[field]),
  );
  return same ? [] : [`work on ${work._id} stands otherwise at both ends`];
}

/** Both ends keep the same statement, with both signatures once it is closed. That a month is over each finds for itself. */
async function wrongSettlement(settlement: Stored, books: readonly Books[], federation: Federation): Promise<string[]> {
  if (settlement['status'] === 'CUT_OFF') return [];
  const [stater, other] = atBothEnds('settlements', settlement, [settlement['stater'], settlement['other']], books);
  if (stater === undefined || other === undefined) return [`${settlement._id} is kept at one end only`];
  const wrong: string[] = [];
  for (const field of ['status', 'statement', 'statementHash', 'staterSignature', 'otherSignature', 'reason', 'paidOn'])
    if (!isSame(stater[field], other[field])) wrong.push(`${settlement._id}: ${field} differs`);
  if (hashOf(settlement['statement'] as object) !== settlement['statementHash'])
    wrong.push(`${settlement._id}: the hash is not that of its statement`);
  const isClosed = ['CONFIRMED', 'PAID'].includes(String(settlement['status']));
  const signers = [
    ['staterSignature', settlement['stater']] as const,
    ...(isClosed ? [['otherSignature', settlement['other']] as const] : []),
  ];
  for (const [field, code] of signers)
    wrong.push(...(await wrongSignature(settlement, field, code, 'statementHash', statementSignature, federation)));
  return wrong;
}

/** In whatever order the fields stand: what came by post has them in another. */
function isSame(one: unknown, other: unknown): boolean {
  return hashOf({ value: one }) === hashOf({ value: other });
}

function atBothEnds(
  name: string,
  { _id }: Stored,
  codes: readonly unknown[],
  books: readonly Books[],
): readonly (Stored | undefined)[] {
  return codes.map((code) => books.find(({ town }) => town.code === code)?.of[name]?.find((each) => each._id === _id));
}

/** Whether a town has signed the hash that a record names. */
async function wrongSignature(
  record: Stored,
  field: string,
  code: unknown,
  hash: 'termsHash' | 'statementHash',
  type: string,
  federation: Federation,
): Promise<string[]> {
  const keys = memberOf(federation, code as MunicipalityCode)?.publicKeys ?? [];
  try {
    const signed = (await verify(String(record[field]), keys, type)) as Readonly<Record<string, unknown>>;
    return signed[hash] === record[hash] ? [] : [`${record._id}: ${field} is over another hash`];
  } catch (fault) {
    return [`${record._id}: ${field}: ${String(fault)}`];
  }
}

/** Each word has arrived once, as it was sealed, and nothing is left to a person. */
function wrongPost({ town, of }: Books, books: readonly Books[]): string[] {
  const wrong: string[] = [];
  for (const message of of['outgoing_messages'] ?? []) {
    const peer = books.find(({ town: { code } }) => code === message['to']);
    const heard = peer?.of['incoming_messages']?.find(({ _id }) => _id === message._id);
    if (message['state'] !== 'DELIVERED' || message['receipt'] === null)
      wrong.push(`${String(message['type'])} ${message._id} of ${town.code} is ${String(message['state'])}`);
    if (heard?.['sealed'] !== message['sealed'])
      wrong.push(`${String(message['type'])} ${message._id} was not heard as it was said`);
  }
  for (const { _id, lastFault, parkedAt } of of['failed_messages'] ?? [])
    if (parkedAt !== null) wrong.push(`${town.code} could not take in ${_id}: ${String(lastFault)}`);
  return wrong;
}

/** The chain is whole, and holds each message said and heard, and a receipt for each. */
function wrongChain({ town: { code }, of }: Books): string[] {
  const log = [...(of['evidence_log'] ?? [])].sort((a, b) => Number(a._id) - Number(b._id));
  const entries = log.map(
    ({ _id, kind, at, content, previous, hash, text }) =>
      ({
        number: Number(_id),
        kind,
        at: (at as Date).getTime() as Instant,
        content,
        previous,
        hash,
        text,
      }) as EvidenceEntry,
  );
  const wrong = chainFaults(entries).map(({ number, fault }) => `chain of ${code}: ${fault} at ${number}`);
  const head = of['evidence_head']?.[0];
  if (entries.length > 0 && (head?.['number'] !== entries.at(-1)?.number || head?.['hash'] !== entries.at(-1)?.hash))
    wrong.push(`chain of ${code}: its head is elsewhere`);
  const texts = new Set(entries.map(({ text }) => text));
  for (const { sealed, receipt } of [...(of['outgoing_messages'] ?? []), ...(of['incoming_messages'] ?? [])])
    if (!texts.has(String(sealed)) || !texts.has(String(receipt)))
      wrong.push(`chain of ${code}: a word or a receipt is not in it`);
  return wrong;
}
