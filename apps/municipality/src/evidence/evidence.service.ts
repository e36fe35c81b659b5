import { Injectable } from '@nestjs/common';
import type { EvidenceEntry } from '#messages/evidence-chain';
import { AtItsEnd } from '#mongo/transaction';
import { Clock } from '#service/clock';
import type { Town } from '../towns/towns.service.js';
import { CheckpointStore, type CheckpointRecord } from './checkpoint.store.js';
import { EvidenceEntryStore, type DatedEntry, type WrittenDown } from './evidence-entry.store.js';

/** What a town can show of a process: its own chain from the first record of the process to a checkpoint after the last one. */
export interface ProcessEvidence {
  readonly entries: readonly EvidenceEntry[];
  readonly checkpoints: readonly Pick<CheckpointRecord, 'signed' | 'witnesses'>[];
}

/** 証跡: the chain of everything the town has sent and received. */
@Injectable()
export class Evidence {
  private readonly chain = new AtItsEnd<DatedEntry>((database, written) =>
    new EvidenceEntryStore(database).append(written),
  );

  constructor(private readonly clock: Clock) {}

  /**
   * Writes messages and receipts down at the end of the caller's transaction, which must be that of what they tell of: all of them by one
   * step of the chain.
   */
  append(town: Town, ...written: readonly WrittenDown[]): Promise<void> {
    const at = this.clock.now();
    return this.chain.add(town.database, ...written.map((each) => ({ ...each, at })));
  }

  /** Everything that proves a process; undefined where the town has never heard of it. Other processes show their hashes alone. */
  async ofProcess({ database }: Pick<Town, 'database'>, processId: string): Promise<ProcessEvidence | undefined> {
    const [log, checkpoints] = [new EvidenceEntryStore(database), new CheckpointStore(database)];
    const numbers = await log.numbersOf(processId);
    const [first, last] = [numbers[0], numbers.at(-1)];
    if (first === undefined || last === undefined) return undefined;
    const end = (await checkpoints.firstFrom(last))?._id ?? (await log.head())?.number ?? last;
    const entries = await log.between(first, end, (each) => each === processId);
    return {
      entries,
      checkpoints: (await checkpoints.between(first, end)).map(({ signed, witnesses }) => ({ signed, witnesses })),
    };
  }
}
