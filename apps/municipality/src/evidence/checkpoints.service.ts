import { Injectable, Logger } from '@nestjs/common';
import type { Member } from '#domain/federation/federation';
import { witnessesFor, witnessesNeeded } from '#domain/federation/witnesses';
import { clockDifferenceMs } from '#domain/post/message-life';
import { wordsOf } from '#domain/text/words-of';
import { readCheckpoint, readWitness, signCheckpoint, signWitness } from '#messages/checkpoint';
import { Clock } from '#service/clock';
import { sendSigned } from '#service/send-signed';
import { Towns, type Town } from '../towns/towns.service.js';
import { CheckpointStore, type CheckpointRecord } from './checkpoint.store.js';
import { EvidenceEntryStore } from './evidence-entry.store.js';

/** A peer tells another story of its chain than it told before. The sentence is for both. */
export class CheckpointContradicts extends Error {}

const [everyMs, timeoutMs] = [3_600_000, 3_000];

/** 確認点: every hour a town says how far its chain has come, and two peers countersign. Then it can no longer be rewritten alone. */
@Injectable()
export class Checkpoints {
  private readonly log = new Logger('evidence');

  constructor(
    private readonly towns: Towns,
    private readonly clock: Clock,
  ) {}

  /** Makes a checkpoint if the last one is an hour old and something has been written since, and asks for missing countersignatures. */
  async checkpointIfDue(town: Town): Promise<void> {
    const last = await new CheckpointStore(town.database).last();
    if (last === null || this.clock.now() - last.at.getTime() >= everyMs) await this.checkpoint(town);
    else if (last.witnesses.length < witnessesNeeded) await this.findWitnesses(town, last);
  }

  /** Says how far the chain has come. */
  async checkpoint(town: Town): Promise<void> {
    const store = new CheckpointStore(town.database);
    const [head, last] = await Promise.all([new EvidenceEntryStore(town.database).head(), store.last()]);
    if (head === undefined) return;
    const isNew = last === null || last._id < head.number;
    const at = this.clock.now();
    const signed = isNew ? await signCheckpoint({ town: town.code, ...head, at }, town.key) : last.signed;
    const record = isNew ? { _id: head.number, at: new Date(at), signed, witnesses: [] } : last;
    if (isNew) await store.insert(record);
    await this.findWitnesses(town, record);
  }

  /**
   * Countersigns a peer's checkpoint and keeps it.
   * @throws SignatureInvalid; CheckpointContradicts when the peer has said otherwise before.
   */
  async witness(town: Town, signed: string): Promise<string> {
    const said = await readCheckpoint(signed, this.towns.federation);
    const now = this.clock.now();
    if (said.at > now + clockDifferenceMs)
      throw new CheckpointContradicts('the checkpoint is dated ahead of our clock');
    const store = new CheckpointStore(town.database);
    const [same, newest] = await Promise.all([store.ofPeer(said.town, said.number), store.lastOfPeer(said.town)]);
    if (same !== null && same.hash !== said.hash)
      throw new CheckpointContradicts(`record ${said.number} of ${said.town} had another hash before`);
    if (newest !== null && newest.number > said.number && newest.at.getTime() < said.at)
      throw new CheckpointContradicts(`the chain of ${said.town} has been longer before`);
    const { town: peer, number, hash, at } = said;
    const kept = { town: peer, number, hash, at: new Date(at), signed, witnessedAt: new Date(now) };
    await store.keepOfPeer({ _id: `${peer}-${number}`, ...kept });
    return signWitness(signed, town.code, now, town.key);
  }

  private async findWitnesses(town: Town, { _id, signed, witnesses }: CheckpointRecord): Promise<void> {
    const store = new CheckpointStore(town.database);
    const has = new Set(witnesses.map(({ by }) => by));
    for (const peer of witnessesFor(this.towns.federation, town.code)) {
      if (has.size >= witnessesNeeded) return;
      if (has.has(peer.code)) continue;
      const witness = await this.ask(peer, signed);
      if (witness === undefined) continue;
      await store.addWitness(_id, { by: peer.code, signed: witness });
      has.add(peer.code);
    }
    if (has.size < witnessesNeeded)
      this.log.warn(`checkpoint ${_id} of ${town.code} has ${has.size} of ${witnessesNeeded} countersignatures`);
  }

  private async ask(peer: Member, signed: string): Promise<string | undefined> {
    try {
      const text = await sendSigned(`${peer.endpoint}/post/${peer.code}/checkpoints`, signed, timeoutMs);
      const { witness } = JSON.parse(text) as { witness?: unknown };
      if (typeof witness !== 'string') throw new Error('no countersignature');
      const said = await readWitness(witness, signed, this.towns.federation);
      if (said.by !== peer.code) throw new Error('countersigned by somebody else');
      return witness;
    } catch (fault) {
      this.log.warn(`${peer.code} did not countersign: ${wordsOf(fault)}`);
      return undefined;
    }
  }
}
