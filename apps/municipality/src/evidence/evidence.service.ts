import { Injectable } from '@nestjs/common';
import { publisherOfClaimId, townOfId } from '#domain/municipality/ids';
import { claimedTown } from '#messages/claimed';
import { ownEnvelope } from '#messages/envelope';
import type { EvidenceEntry } from '#messages/evidence-chain';
import { AtItsEnd } from '#mongo/transaction';
import { Clock } from '#service/clock';
import type { Town } from '../towns/towns.service.js';
import { CheckpointStore, type CheckpointRecord } from './checkpoint.store.js';
import { EvidenceEntryStore, type DatedEntry, type ProcessRecord, type WrittenDown } from './evidence-entry.store.js';

/**
 * What a town can show of a process: its own chain from the first record of the process to a checkpoint after the last one; of a claim, with
 * the statements of its surplus order that went from one of its towns to the other.
 */
export interface ProcessEvidence {
  readonly surplusOrderId?: string;
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
    const records = await log.ofProcess(processId);
    if (records.length === 0) return undefined;
    const surplusOrderId = surplusOrderIdIn(records);
    const beside = surplusOrderId === undefined ? [] : statementsFor(processId, await log.ofProcess(surplusOrderId));
    const numbers = [...records, ...beside].map(({ _id }) => _id);
    const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
    const end = (await checkpoints.firstFrom(last))?._id ?? (await log.head())?.number ?? last;
    const shown = new Set(numbers);
    return {
      ...(surplusOrderId === undefined || beside.length === 0 ? {} : { surplusOrderId }),
      entries: await log.between(first, end, (number) => shown.has(number)),
      checkpoints: (await checkpoints.between(first, end)).map(({ signed, witnesses }) => ({ signed, witnesses })),
    };
  }
}

/** The surplus order that a claim is made on; undefined of any other process. */
function surplusOrderIdIn(records: readonly ProcessRecord[]): string | undefined {
  const claims = records.filter(({ kind }) => kind !== 'RECEIPT').map(({ text }) => ownEnvelope(text));
  const payload = claims.find(({ type }) => type === 'claim.submitted')?.payload as
    { readonly surplusOrderId?: unknown } | null | undefined;
  const id = payload?.surplusOrderId;
  return typeof id === 'string' ? id : undefined;
}

/**
 * Of the records of a surplus order, what its publisher stated to the claimant, and the claimant's receipts. What other towns were told and
 * signed is theirs. None where the beginning is older than the chain: without it nothing could be checked.
 */
function statementsFor(claimId: string, records: readonly ProcessRecord[]): ProcessRecord[] {
  const [publisher, claimant] = [publisherOfClaimId(claimId), townOfId(claimId)];
  const theirs = records.filter(({ kind, text }) => {
    if (kind === 'RECEIPT') return claimedTown(text, 'by') === claimant;
    const { from, to } = ownEnvelope(text);
    return from === publisher && to === claimant;
  });
  return theirs.some(({ kind, text }) => kind !== 'RECEIPT' && ownEnvelope(text).seq === 1) ? theirs : [];
}
