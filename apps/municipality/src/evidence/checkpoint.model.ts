import { Schema } from 'mongoose';
import { storedShape } from '#mongo/model';

export interface CheckpointRecord {
  /** The number of the record it is about. */
  _id: number;
  at: Date;
  signed: string;
  /** Countersignatures of peers. */
  witnesses: { by: string; signed: string }[];
}

const checkpoints = new Schema<CheckpointRecord>(
  {
    _id: { type: Number },
    at: { type: Date, required: true },
    signed: { type: String, required: true },
    witnesses: { type: [{ _id: false, by: String, signed: String }], required: true },
  },
  { versionKey: false },
);

/** The town's own checkpoints, each of which says where its chain was. */
export const checkpointShape = storedShape<CheckpointRecord>('checkpoints', checkpoints);

export interface PeerCheckpointRecord {
  /** `<town>-<number>` */
  _id: string;
  town: string;
  number: number;
  hash: string;
  at: Date;
  signed: string;
  witnessedAt: Date;
}

const peers = new Schema<PeerCheckpointRecord>(
  {
    _id: { type: String },
    town: { type: String, required: true },
    number: { type: Number, required: true, min: 1 },
    hash: { type: String, required: true },
    at: { type: Date, required: true },
    signed: { type: String, required: true },
    witnessedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
// Serves: CheckpointStore.lastOfPeer.
peers.index({ town: 1, number: -1 });

/** Peers' checkpoints that this town has countersigned: it can tell when one of them tells another story. */
export const peerCheckpointShape = storedShape<PeerCheckpointRecord>('peer_checkpoints', peers);
