import { Schema } from 'mongoose';
import type { CapacityBulletin } from '#domain/bulletins/bulletin';
import type { PublicationState } from '#domain/bulletins/publication-state';
import type { IsoMonth } from '#domain/calendar/month';
import { storedShape } from '#mongo/model';

/** The town's newest bulletin, and how far coordination has been told. */
export interface PublicationRecord {
  _id: 'capacity';
  /** Number of the newest bulletin; 0 before the first one. */
  number: number;
  /** What the bulletin was made of; another stamp now means that it is overtaken. */
  stamp: string;
  bulletin: CapacityBulletin | null;
  signed: string | null;
  /** Number of the supply snapshot that comes next. */
  nextBasis: number;
  /** What the bulletin's figures were made under; null where no figure may be kept. */
  under: string | null;
  /** Number of the newest bulletin that coordination has taken in, and when. */
  broadcast: number;
  broadcastAt: Date | null;
}

export const publicationShape = storedShape<PublicationRecord>(
  'publication',
  new Schema<PublicationRecord>(
    {
      _id: { type: String },
      number: { type: Number, required: true },
      stamp: { type: String, default: '' },
      bulletin: { type: Schema.Types.Mixed, default: null },
      signed: { type: String, default: null },
      nextBasis: { type: Number, required: true },
      under: { type: String, default: null },
      broadcast: { type: Number, required: true },
      broadcastAt: { type: Date, default: null },
    },
    { versionKey: false, minimize: false },
  ),
);

/** What the town remembers of its bulletins about one month: which cells it showed, and what peers can have learnt. */
export interface PublicationMonthRecord {
  _id: IsoMonth;
  cells: PublicationState['cells'];
  told: PublicationState['told'];
}

export const publicationMonthShape = storedShape<PublicationMonthRecord>(
  'publication_months',
  new Schema<PublicationMonthRecord>(
    {
      _id: { type: String },
      cells: { type: Schema.Types.Mixed, required: true },
      told: { type: Schema.Types.Mixed, required: true },
    },
    { versionKey: false, minimize: false },
  ),
);

/** Minutes that were offered in a month, as the town told them last; kept when the month is over. */
export interface OfferedMonthRecord {
  _id: IsoMonth;
  minutes: number;
}

export const offeredMonthShape = storedShape<OfferedMonthRecord>(
  'offered_months',
  new Schema<OfferedMonthRecord>(
    { _id: { type: String }, minutes: { type: Number, required: true } },
    { versionKey: false },
  ),
);

/** What all workers offered when a bulletin was made, as long as some figure rests on it. Personal data: it never leaves this database. */
export interface PublicationBasisRecord {
  _id: number;
  workers: PublicationState['bases'][number]['workers'];
}

export const publicationBasisShape = storedShape<PublicationBasisRecord>(
  'publication_bases',
  new Schema<PublicationBasisRecord>(
    { _id: { type: Number }, workers: { type: Schema.Types.Mixed, required: true } },
    { versionKey: false, minimize: false },
  ),
);
