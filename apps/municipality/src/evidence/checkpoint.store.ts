import type { Database } from '#mongo/connect';
import { modelIn } from '#mongo/model';
import {
  checkpointShape,
  peerCheckpointShape,
  type CheckpointRecord,
  type PeerCheckpointRecord,
} from './checkpoint.model.js';

export type { CheckpointRecord, PeerCheckpointRecord };

export class CheckpointStore {
  private readonly own;
  private readonly peers;

  constructor(database: Database) {
    this.own = modelIn(database, checkpointShape);
    this.peers = modelIn(database, peerCheckpointShape);
  }

  last(): Promise<CheckpointRecord | null> {
    return this.own.findOne().sort({ _id: -1 }).lean<CheckpointRecord>().exec();
  }

  async insert(checkpoint: CheckpointRecord): Promise<void> {
    await this.own.create([checkpoint]);
  }

  async addWitness(number: number, witness: { by: string; signed: string }): Promise<void> {
    await this.own.updateOne({ _id: number, 'witnesses.by': { $ne: witness.by } }, { $push: { witnesses: witness } });
  }

  /** The first checkpoint from a number on. */
  firstFrom(number: number): Promise<CheckpointRecord | null> {
    return this.own
      .findOne({ _id: { $gte: number } })
      .sort({ _id: 1 })
      .lean<CheckpointRecord>()
      .exec();
  }

  /** All checkpoints between two numbers, both included. */
  between(from: number, to: number): Promise<CheckpointRecord[]> {
    return this.own
      .find({ _id: { $gte: from, $lte: to } })
      .sort({ _id: 1 })
      .lean<CheckpointRecord[]>()
      .exec();
  }

  ofPeer(town: string, number: number): Promise<PeerCheckpointRecord | null> {
    return this.peers.findById(`${town}-${number}`).lean<PeerCheckpointRecord>().exec();
  }

  lastOfPeer(town: string): Promise<PeerCheckpointRecord | null> {
    return this.peers.findOne({ town }).sort({ number: -1 }).lean<PeerCheckpointRecord>().exec();
  }

  async keepOfPeer(checkpoint: PeerCheckpointRecord): Promise<void> {
    const { _id, ...rest } = checkpoint;
    await this.peers.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
  }
}
