import type { Instant } from '#domain/calendar/date';
import { hashOf, hashOfText } from './signing.js';

/** SENT and RECEIVED are messages as they were sealed, RECEIPT is a receipt, given or got. */
export const entryKinds = ['SENT', 'RECEIVED', 'RECEIPT'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What a town writes down of a message: a link of its chain, without the message itself. */
export interface EvidenceLink {
  /** From 1, without gaps. */
  readonly number: number;
  readonly kind: EntryKind;
  readonly at: Instant;
  /** SHA-256 of the sealed text. */
  readonly content: string;
  /** Hash of the link before; empty for the first one. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of all of this. */
  readonly hash: string;
}

/** A link with the text that it is about, where that is shown. */
export interface EvidenceEntry extends EvidenceLink {
  readonly text?: string;
}

/** What stands in the way of believing a record, by its number. */
export interface ChainFault {
  readonly number: number;
  readonly fault: 'TEXT' | 'CHANGED' | 'LINK' | 'MISSING';
}

/** The link that follows `last`. */
export function nextLink(
  last: Pick<EvidenceLink, 'number' | 'hash'> | undefined,
  { kind, text, at }: { readonly kind: EntryKind; readonly text: string; readonly at: Instant },
): EvidenceLink {
  const link = { number: (last?.number ?? 0) + 1, kind, at, content: hashOfText(text), previous: last?.hash ?? '' };
  return { ...link, hash: hashOfLink(link) };
}

/**
 * Every record that is not as it was written: TEXT does not fit its hash, CHANGED does not fit its own hash, LINK does not follow the one
 * before, MISSING is not there. Each bad record is named once, by its place in the chain.
 */
export function chainFaults(entries: readonly EvidenceEntry[]): ChainFault[] {
  const first = firstNumber(entries);
  const faults: ChainFault[] = [];
  let before: EvidenceEntry | undefined;
  let wasGood = true;
  for (const [index, entry] of entries.entries()) {
    const number = first + index;
    const fault = faultOf(entry, number, before, wasGood);
    if (fault !== undefined) faults.push({ number, fault });
    wasGood = fault === undefined;
    before = entry;
  }
  return faults;
}

/** The number of the first record, as two of the first three say: that of one may be what was changed. */
function firstNumber(entries: readonly EvidenceEntry[]): number {
  const said = entries
    .slice(0, 3)
    .map(({ number }, index) => number - index)
    .filter(Number.isSafeInteger);
  return said.find((first, index) => said.indexOf(first) !== index) ?? said[0] ?? 1;
}

const fields: ReadonlySet<string> = new Set(['number', 'kind', 'at', 'content', 'previous', 'hash', 'text']);

function faultOf(
  entry: EvidenceEntry,
  number: number,
  before: EvidenceEntry | undefined,
  wasGood: boolean,
): ChainFault['fault'] | undefined {
  // A misspelt "text" would else pass for a record that is shown without its text.
  if (Object.keys(entry).some((field) => !fields.has(field))) return 'CHANGED';
  if (entry.text !== undefined && hashOfText(entry.text) !== entry.content) return 'TEXT';
  if (entry.number !== number) return entry.number > number ? 'MISSING' : 'CHANGED';
  if (hashOfLink(entry) !== entry.hash) return 'CHANGED';
  const isFirst = number === 1 && entry.previous !== '';
  // Behind a bad record the link says nothing new: what is wrong has been named.
  return isFirst || (before !== undefined && wasGood && entry.previous !== before.hash) ? 'LINK' : undefined;
}

function hashOfLink({ number, kind, at, content, previous }: Omit<EvidenceLink, 'hash'>): string {
  return hashOf({ number, kind, at, content, previous });
}
