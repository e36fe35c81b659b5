import type { Instant } from '#domain/calendar/date';
import { nextLink, type EntryKind, type EvidenceEntry, type EvidenceLink } from '#messages/evidence-chain';
import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import {
  evidenceEntryShape,
  evidenceHeadShape,
  type EvidenceEntryRecord,
  type EvidenceHeadRecord,
} from './evidence-entry.model.js';

/** A message or receipt to be written down. */
export interface WrittenDown {
  readonly kind: EntryKind;
  readonly processId: string;
  /** As it was sealed. */
  readonly text: string;
}

/** The same, with the moment at which it happened. */
export type DatedEntry = WrittenDown & { readonly at: Instant };

export type ProcessRecord = Pick<EvidenceEntryRecord, '_id' | 'kind' | 'text'>;

type ChainEnd = Pick<EvidenceLink, 'number' | 'hash'>;

/** Where each database's chain was left by this process; a guess that every write checks. */
const lastHeads = new WeakMap<Database, ChainEnd>();

export class EvidenceEntryStore {
  private readonly entries;
  private readonly heads;

  constructor(database: Database) {
    this.entries = modelIn(database, evidenceEntryShape);
    this.heads = modelIn(database, evidenceHeadShape);
  }

  /** Adds to the chain. Must be called in the transaction of what it tells of: two at once conflict, and one is done again. */
  async append(written: readonly DatedEntry[]): Promise<void> {
    if (written.length === 0) return;
    // Where the chain ended the last time is where it ends now, unless that was undone or another process has gone on: then we look.
    const guessed = lastHeads.get(this.heads.db);
    if (guessed !== undefined && (await this.appendAfter(guessed, written))) return;
    const before = await this.heads.findById('head').lean<EvidenceHeadRecord>().exec();
    if (before === null) throw new Error('the evidence log has no head');
    if (!(await this.appendAfter(before, written)))
      throw new Error('the evidence log was written outside of a transaction');
  }

  /** Whether the chain did end there, and now goes on. */
  private async appendAfter(before: ChainEnd, written: readonly DatedEntry[]): Promise<boolean> {
    let last = before;
    const records: EvidenceEntryRecord[] = [];
    for (const entry of written) {
      const { number, at: moment, ...link } = nextLink(last.number === 0 ? undefined : last, entry);
      records.push({ _id: number, at: new Date(moment), ...link, processId: entry.processId, text: entry.text });
      last = { number, hash: link.hash };
    }
    const { number, hash } = last;
    // The hash of a link is that of all before it: what was undone has left another one.
    const wasThere = { _id: 'head', number: before.number, hash: before.hash } as const;
    const moved = await this.heads.updateOne(wasThere, { $set: { number, hash } });
    if (moved.matchedCount !== 1) return false;
    await this.entries.insertMany(records);
    lastHeads.set(this.heads.db, last);
    return true;
  }

  /** The last record's number and hash; undefined while there is none. */
  async head(): Promise<{ readonly number: number; readonly hash: string } | undefined> {
    const head = await this.heads.findById('head').lean<EvidenceHeadRecord>().exec();
    return head === null || head.number === 0 ? undefined : { number: head.number, hash: head.hash };
  }

  /** The records of a process, in order, with what each says. */
  async ofProcess(processId: string): Promise<ProcessRecord[]> {
    const fields = { _id: 1, kind: 1, text: 1 } as const;
    return this.entries.find({ processId }, fields).sort({ _id: 1 }).lean<ProcessRecord[]>().exec();
  }

  /** The chain from one number to another, with the text of those records that `showsText` names. */
  async between(from: number, to: number, showsText: (number: number) => boolean): Promise<EvidenceEntry[]> {
    const found = await this.entries
      .find({ _id: { $gte: from, $lte: to } })
      .sort({ _id: 1 })
      .lean<EvidenceEntryRecord[]>()
      .exec();
    return found.map(({ _id, at, text, ...link }) => ({
      ...{ number: _id, kind: link.kind, at: at.getTime() as Instant },
      ...{ content: link.content, previous: link.previous, hash: link.hash },
      ...(showsText(_id) ? { text } : {}),
    }));
  }
}
